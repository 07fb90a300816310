/**
 * The keys of an experiment file, without what depends on the agents: `parameters` and `set` are read by
 * `ParameterReader`, which knows units and places. The same schema with the parameters spelled out is the
 * JSON Schema for editors.
 */
import * as z from 'zod';
import { GENERATORS } from '../maths/random.js';
import { calibrationSchema } from './calibration-structure.js';
import { claimSchema } from './claims/structure.js';
import { designStructure } from './design-structure.js';
import { sensitivitySchema } from './sensitivity-structure.js';

export const STATISTICS = [
  'last',
  'first',
  'min',
  'max',
  'mean',
  'standard deviation',
  'max drawdown',
] as const;
/** How two values of a metric are compared. */
export const COMPARISONS = ['difference', 'percent', 'basis points', 'percentage points'] as const;
export const INTERVALS = ['daily', 'weekly', 'monthly', 'quarterly', 'yearly'] as const;

const ISO_DATE = /^\d{4}-\d{2}-\d{2}$/;
const METRIC_NAME = /^[A-Za-z][A-Za-z0-9_.-]*$/;
const ARM_NAME = /^[A-Za-z0-9][A-Za-z0-9_-]*$/;
/** Names that every object of JavaScript has: expressions of figures may not use them. */
const isFree = (name: string) => !(name in {});
/** JavaScript puts names that are whole numbers before all others: the first arm would be another one. */
const keepsItsPlace = (name: string) => !/^\d+$/.test(name);
const TAKEN = 'JavaScript has a meaning for this name; choose another';
const MAXIMUM_TICKS = 1_000_000;

const isoDate = z.string().regex(ISO_DATE, 'expected a date such as 2026-03-02');
const tick = z.int().min(0).max(MAXIMUM_TICKS);
const moment = z.union([tick, isoDate], 'expected a tick or a date such as 2026-03-02');
const SEED = 'a seed is a text or a whole number up to 9007199254740991; put larger ones in quotes';
const seed = z.union([z.string().min(1), z.int(SEED)], SEED);
const interval = z.union(
  [z.enum(INTERVALS), z.int().min(1)],
  `expected ${INTERVALS.join(', ')} or a number of ticks`,
);

const metric = z
  .strictObject({
    series: z.string().optional().describe('series of which a statistic is taken over all ticks'),
    statistic: z.enum(STATISTICS).optional(),
    formula: z
      .string()
      .min(1)
      .optional()
      .describe('number made of series, such as 100 * (last(index.broad) - 1)'),
    unit: z.string().min(1).optional().describe('unit of the value of a formula'),
    label: z.string().min(1).optional().describe('heading in tables'),
    final: z
      .boolean()
      .optional()
      .describe('false: exploratory, left out of the correction for many comparisons; default true'),
    compare: z.enum(COMPARISONS).optional().describe('how two arms are compared in it'),
  })
  .describe('a number that is made of each run');

function scheduleEntry(set: z.ZodType) {
  return z
    .strictObject({
      from: moment.optional().describe('first tick, or date, at which the change holds'),
      until: moment.optional().describe('first tick, or date, at which the value before holds again'),
      over: z
        .int()
        .min(1)
        .max(MAXIMUM_TICKS)
        .optional()
        .describe('ticks over which the value is reached in equal steps'),
      when: z
        .strictObject({
          series: z.string().describe('series, as recorded in the last tick'),
          below: z.number().optional(),
          above: z.number().optional(),
        })
        .optional()
        .describe('rule: the change holds from the tick after the series has crossed a value'),
      hold: z
        .int()
        .min(1)
        .optional()
        .describe('ticks for which a rule holds after it fires; absent: for good'),
      once: z.boolean().optional().describe('true: a rule fires only the first time'),
      set: set
        .optional()
        .describe('schedulable parameters and their new values, or { formula } of t, tick and years'),
      path: z
        .record(z.string(), z.array(z.union([z.number(), z.string()])).min(1))
        .optional()
        .describe(
          'schedulable parameters by full name and their values from tick to tick, the last one for good',
        ),
    })
    .describe('a change of schedulable parameters');
}

/** The schema of an experiment file, given that of its parameters. */
export function experimentSchema(parameters: z.ZodType, scheduled: z.ZodType) {
  const schedule = z.array(scheduleEntry(scheduled));
  return z
    .strictObject({
      name: z
        .string()
        .regex(ARM_NAME, 'a name has letters, digits, - and _')
        .optional()
        .describe('name of the result folder; by default the name of the file'),
      title: z.string().optional().describe('one line for lists and pictures'),
      question: z.string().optional().describe('what the experiment asks'),
      expectation: z.string().optional().describe('what is expected, written down before the run'),
      model: z
        .string()
        .optional()
        .describe('published model that runs in place of the economy; see rqe replicate'),
      extends: z.string().optional().describe('file that holds everything not said here: base, or a path'),
      start: isoDate.optional().describe('date of the opening, tick 0'),
      ticks: z.int().min(1).max(MAXIMUM_TICKS).optional().describe('length of a run'),
      calendar: z
        .strictObject({
          ticksPerYear: z.union(
            [z.literal(252), z.literal(52)],
            'expected 252 (a tick is a day) or 52 (a week)',
          ),
        })
        .optional()
        .describe('length of a tick'),
      seeds: z
        .union(
          [z.array(seed).min(1), z.strictObject({ count: z.int().min(1).max(1_000_000), base: seed })],
          'expected a list of seeds, or { count: 16, base: a text }',
        )
        .optional()
        .describe('seeds of the runs; every arm runs with each of them'),
      generator: z.enum(GENERATORS).optional().describe('random number generator'),
      parameters: parameters.optional().describe('parameters that differ from the extended file'),
      schedule: schedule.optional().describe('policy and shocks over time'),
      fork: z
        .strictObject({ at: moment.describe('first tick, or date, at which the arms may differ') })
        .optional()
        .describe('run each seed once up to here and let every arm continue from there; changes no result'),
      design: designStructure.optional(),
      arms: z
        .record(
          z
            .string()
            .regex(ARM_NAME, 'the name of an arm has letters, digits, - and _')
            .refine(isFree, TAKEN)
            .refine(
              keepsItsPlace,
              'an arm of digits alone would lose its place among the others; add a letter',
            ),
          z
            .strictObject({
              description: z.string().optional(),
              against: z.string().optional().describe('arm with which it is compared, seed by seed'),
              parameters: parameters.optional().describe('parameters that differ in this arm'),
              schedule: schedule.optional().describe('changes added to the schedule of the experiment'),
            })
            .nullable(),
        )
        .refine((arms) => Object.keys(arms).length > 0, 'expected at least one arm')
        .optional()
        .describe('variants that run with the same seeds'),
      record: z
        .strictObject({
          series: interval.optional().describe('how often series.csv has a row'),
          balance: interval
            .optional()
            .describe('how often balance.csv, flows.csv and contracts.csv have rows'),
          attribution: interval.optional().describe('over how long attribution is summed'),
          only: z.array(z.string()).optional().describe('series to keep; absent or empty: all'),
          events: z.boolean().optional().describe('whether events.csv is written'),
          parquet: z.boolean().optional().describe('whether the tables are written as Parquet too'),
          eventThreshold: z
            .union([z.number().min(0), z.string()])
            .optional()
            .describe(
              'smallest event that is recorded, in $bn; what tells of a default is whatever its size',
            ),
        })
        .optional()
        .describe('what is recorded, and how often'),
      metrics: z
        .record(
          z
            .string()
            .regex(METRIC_NAME, 'the name of a metric has letters, digits, -, _ and dots')
            .refine(isFree, TAKEN),
          metric,
        )
        .optional()
        .describe('what is compared: one number a run for each name'),
      sensitivity: sensitivitySchema.optional(),
      calibration: calibrationSchema.optional(),
      claim: claimSchema.optional(),
    })
    .describe('an experiment of reverse-qe');
}

/** A file as read: parameters still unread. */
export const FILE_SCHEMA = experimentSchema(z.unknown(), z.unknown());

export type FileStructure = z.infer<typeof FILE_SCHEMA>;
