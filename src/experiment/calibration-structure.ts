/** The key `calibration` of an experiment file. */
import * as z from 'zod';
import { inputSeed, inputsSchema } from './input-structure.js';

const target = z
  .strictObject({
    metric: z.string().describe('metric whose mean over the seeds shall be the value'),
    arm: z.string().optional().describe('arm in which it is measured; by default the first'),
    against: z
      .string()
      .optional()
      .describe('arm from which it is counted: the target is a difference, as the metric is compared'),
    value: z.number().describe('what it shall be, in the unit of the metric or of its comparison'),
    tolerance: z
      .number()
      .positive()
      .describe(
        'standard error of the value, or what counts as near; weights the target by its inverse square',
      ),
    source: z.string().optional().describe('where the value comes from'),
  })
  .describe('a moment that the model shall have');

export const calibrationSchema = z
  .strictObject({
    parameters: inputsSchema,
    targets: z.array(target).min(1),
    population: z
      .int()
      .min(4)
      .max(10_000)
      .optional()
      .describe('candidates of a generation; default 4 + 3 ln(parameters)'),
    generations: z.int().min(1).max(100_000).optional().describe('most generations; default 60'),
    step: z
      .number()
      .positive()
      .max(1)
      .optional()
      .describe('first standard deviation of the candidates, as a share of the ranges; default 0.3'),
    precision: z
      .number()
      .positive()
      .max(1)
      .optional()
      .describe(
        'the search ends when candidates lie this near to each other, as a share of the ranges; default 0.001',
      ),
    seed: inputSeed,
  })
  .describe('parameters that are fitted to targets; `rqe calibrate` runs it');

export type GivenCalibration = z.infer<typeof calibrationSchema>;
