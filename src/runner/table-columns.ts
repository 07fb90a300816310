/** What every column of every result table means: the source of `datapackage.json` and of docs/data-dictionary.md. */
import type { SeriesDeclaration } from '../agent-kind.js';
import type { Catalogue } from '../experiment/catalogue.js';
import type { ResolvedMetric } from '../experiment/resolved.js';
import type { ColumnFormat } from './csv-cells.js';

/**
 * What kind of number a column holds. A stock is a level, a flow what happened in a time. Numbers that are neither:
 * those that name something (`identifier`), `time`, those computed of others (`statistic`), what an experiment sets
 * (`parameter`), and those whose row tells it (`by type`, `by metric or series`).
 */
export type Quantity =
  | SeriesDeclaration['type']
  | 'identifier'
  | 'time'
  | 'statistic'
  | 'parameter'
  | 'by type'
  | 'by metric or series';

export interface ColumnDeclaration extends ColumnFormat {
  readonly name: string;
  readonly meaning: string;
  /** Of numbers that have one. */
  readonly unit?: string;
  /** Of all numbers. */
  readonly quantity?: Quantity;
}

export function text(name: string, meaning: string): ColumnDeclaration {
  return { name, type: 'string', meaning };
}

export function integer(name: string, quantity: Quantity, meaning: string): ColumnDeclaration {
  return { name, type: 'integer', quantity, meaning };
}

export function number(name: string, unit: string, quantity: Quantity, meaning: string): ColumnDeclaration {
  return { name, type: 'number', unit, quantity, meaning };
}

/** A number that is missing where it cannot be computed, in the unit that the row says. */
function compared(name: string, meaning: string): ColumnDeclaration {
  return { name, type: 'number', optional: true, unit: 'see column unit', quantity: 'statistic', meaning };
}

function computed(name: string, meaning: string): ColumnDeclaration {
  return { name, type: 'number', optional: true, unit: 'ratio', quantity: 'statistic', meaning };
}

const RUN = integer('run', 'identifier', 'number of the run: all arms of the first seed, then of the second');
const ARM = text('arm', 'arm of the experiment');
const SEED = text('seed', 'seed of all draws; a text, even if it looks like a number');
const STATUS = text('status', '`completed`, `failed` or `interrupted`');
const DATE: ColumnDeclaration = { name: 'date', type: 'date', meaning: 'date of the tick' };
const INSTRUMENT = text('instrument', 'instrument');

const TICK = integer('tick', 'time', 'tick; 0 is the opening');
const AT_TICK = [RUN, ARM, SEED, TICK, DATE];

const COMPARED_ARMS = [ARM, text('against', 'arm with which it is compared, seed by seed')];
const UNITS = [
  text('compare', 'how: difference, percent, basis points or percentage points'),
  text('unit', 'unit of differences and intervals; means have that of the metric or series'),
];
const PAIRS = [
  integer('pairs', 'count', 'seeds with a value in both arms'),
  integer('missing', 'count', 'planned seeds without one'),
];
const OF_WHAT_IS_COMPARED = { unit: 'of metric or series', quantity: 'by metric or series' } as const;
const MEANS: readonly ColumnDeclaration[] = [
  { ...compared('armMean', 'mean of the arm over the pairs'), ...OF_WHAT_IS_COMPARED },
  { ...compared('againstMean', 'mean of the other arm over the pairs'), ...OF_WHAT_IS_COMPARED },
  compared('difference', 'mean of the paired differences'),
];

/** Columns of every row that a run records. */
export const RECORDED_COLUMNS: readonly ColumnDeclaration[] = AT_TICK;

/** A table: the columns that are always there, and what else it holds. */
export interface TableDeclaration {
  /** What a row is. */
  readonly rows: string;
  readonly columns: readonly ColumnDeclaration[];
  /** Further columns: one for each of these. */
  readonly more?: 'series' | 'metric' | 'parameter';
  /** Columns that no two rows share. */
  readonly key: readonly string[];
}

export const RESULT_TABLES: Readonly<Record<string, TableDeclaration>> = {
  runs: {
    rows: 'a run',
    columns: [
      RUN,
      ARM,
      SEED,
      STATUS,
      integer('ticks', 'count', 'ticks that were made'),
      text('reason', 'why the run failed; empty if it did not'),
    ],
    key: ['run'],
  },
  metrics: {
    rows: 'a run; cells of runs that were not completed are empty',
    columns: [RUN, ARM, SEED, STATUS],
    more: 'metric',
    key: ['run'],
  },
  series: {
    rows: 'a recorded tick of a run',
    columns: AT_TICK,
    more: 'series',
    key: ['run', 'tick'],
  },
  balance: {
    rows: 'kind and instrument at a balance; opening + postings + revaluation = closing',
    columns: [
      ...AT_TICK,
      text('kind', 'agent kind'),
      INSTRUMENT,
      number('opening', '$bn', 'stock', 'value at the last balance; issuers negative'),
      number('postings', '$bn', 'flow', 'value of what was posted since'),
      number(
        'revaluation',
        '$bn',
        'flow',
        'the rest: change of the value of what was held, and of what was posted at another value than that of today; 0 at face',
      ),
      number('closing', '$bn', 'stock', 'value now'),
    ],
    key: ['run', 'tick', 'kind', 'instrument'],
  },
  flows: {
    rows: 'flow, kind and instrument since the last balance',
    columns: [
      ...AT_TICK,
      text('flow', 'row of the transaction-flow matrix'),
      text('kind', 'agent kind'),
      INSTRUMENT,
      number('amount', '$bn', 'flow', 'since the last balance; positive: received'),
    ],
    key: ['run', 'tick', 'flow', 'kind', 'instrument'],
  },
  contracts: {
    rows: 'debtor, creditor and what is owed, at a balance; labs, hyperscalers, neoclouds, miners, private borrowers and their funds, the vendor and who deals with them',
    columns: [
      ...AT_TICK,
      text('debtor', 'firm that owes; kind and row where firms have no names'),
      text(
        'creditor',
        'firm or kind that is owed, kind and row of a fund; a pooled market, whose holders are in balance.csv',
      ),
      text(
        'owes',
        '`computing` to be bought, `chips` on order, `money`, `equity` of the firm, or `guarantee` of rents',
      ),
      number(
        'outstanding',
        '$bn',
        'stock',
        'computing over all years left, money owed, shares at the last round',
      ),
      number(
        'perYear',
        '$bn/yr',
        'flow',
        'computing, chips and guarantees of a year now; interest of a loan at the rates of today, rent of a lease (that of a named vehicle in its own row, not in that of `vehicles`)',
      ),
      number(
        'years',
        'years',
        'stock',
        'years left of a contract for computing; to maturity of a loan, the mean where several are one row; mean life of bonds; 0 of lines of banks, unpaid bills, commitments and leases, which have no term',
      ),
    ],
    key: ['run', 'tick', 'debtor', 'creditor', 'owes'],
  },
  events: {
    rows: 'an event',
    columns: [
      ...AT_TICK,
      text('type', 'type of the event'),
      text('kind', 'agent kind; `schedule` for rules'),
      {
        ...integer(
          'row',
          'identifier',
          'row of the agent in the state; empty for rules and for sums over a whole kind',
        ),
        optional: true,
      },
      text('subject', 'instrument, asset or parameter concerned; may be empty'),
      number('amount', 'by type', 'by type', 'as the type of the event says'),
      text('name', 'name of the firm in the row; empty where rows have none'),
      text(
        'counterparty',
        'firm or kind on the other side: whose debt was lost or paid, whose chips were bought; kind and row where firms have no names; may be empty',
      ),
    ],
    key: [],
  },
  attribution: {
    rows: 'asset, kind and cause since the last row; zeros are left out',
    columns: [
      RUN,
      ARM,
      SEED,
      integer('tick', 'time', 'last tick of the sum'),
      DATE,
      text('asset', 'cleared asset'),
      text('kind', 'agent kind whose demand changed; `all` for the remainder'),
      text('cause', 'cause of the move, or `remainder`'),
      number('lnPrice', 'ratio', 'flow', 'change of the log price, summed since the last row'),
    ],
    key: ['run', 'tick', 'asset', 'kind', 'cause'],
  },
  comparison: {
    rows: 'a metric of an arm that is compared with another',
    columns: [
      ...COMPARED_ARMS,
      text('metric', 'metric, a column of metrics.csv'),
      { name: 'final', type: 'boolean', meaning: 'whether it is corrected for the number of hypotheses' },
      ...UNITS,
      ...PAIRS,
      ...MEANS,
      compared('standardError', 'of the difference'),
      compared('low', 'lower end of the 95 % interval (BCa bootstrap over seeds)'),
      compared('high', 'upper end of it'),
      computed('pValue', 'two-sided sign-flip permutation test of no difference'),
      text('test', '`exact`, or `Monte Carlo` over sign patterns'),
      computed('adjustedPValue', "after Holm's correction over final metrics and arms"),
      computed('effectSize', 'mean of the paired differences over their standard deviation'),
      computed('correlation', 'of the two arms over seeds'),
      computed('varianceReduction', 'so many times as many unpaired seeds would be as precise'),
      text('sampling', '`fixed` or `sequential`: how the number of seeds was decided'),
      text('verdict', 'what may be said of it in a word'),
    ],
    key: ['arm', 'against', 'metric'],
  },
  'comparison-bands': {
    rows: 'a recorded tick of a pair of arms, for each series that a metric is made of',
    columns: [
      ...COMPARED_ARMS,
      text('series', 'series, a column of series.csv'),
      TICK,
      DATE,
      ...UNITS,
      ...PAIRS,
      ...MEANS,
      compared('pointwiseLow', '95 % interval of this tick alone, lower end'),
      compared('pointwiseHigh', '95 % interval of this tick alone, upper end'),
      compared('simultaneousLow', '95 % band of all ticks together (max t), lower end'),
      compared('simultaneousHigh', '95 % band of all ticks together (max t), upper end'),
    ],
    key: ['arm', 'against', 'series', 'tick'],
  },
  design: {
    rows: 'an arm that the design has made',
    columns: [
      ARM,
      text('point', 'point of the design'),
      text('fileArm', 'arm of the experiment file; empty if it has none'),
    ],
    more: 'parameter',
    key: ['arm'],
  },
};

/** Statistics that have the unit and the nature of their series. */
const LEVELS = ['first', 'last', 'min', 'max', 'mean'];

export function metricColumn(metric: ResolvedMetric, catalogue: Catalogue): ColumnDeclaration {
  const { name, unit, label, series, statistic, formula } = metric;
  const declared = series === undefined ? undefined : catalogue.seriesOf(series);
  const subject = label ?? declared?.meaning;
  const recipe = formula ?? `${statistic} of ${series}`;
  const isLevel = declared !== undefined && LEVELS.includes(statistic as string);
  return {
    name,
    type: 'number',
    optional: true,
    unit,
    quantity: isLevel ? declared.type : 'statistic',
    meaning: subject === undefined ? recipe : `${subject}: ${recipe}`,
  };
}

function seriesColumn(declared: SeriesDeclaration): ColumnDeclaration {
  const { name, unit, type, meaning } = declared;
  return { name, type: 'number', unit, quantity: type, meaning };
}

export function parameterColumn(name: string, catalogue: Catalogue): ColumnDeclaration | undefined {
  const declared = catalogue.parameter(name);
  if (declared === undefined) return undefined;
  const { unit, meaning } = declared;
  if (unit === 'switch') return { name, type: 'boolean', meaning };
  if (unit === 'choice') return text(name, meaning);
  return { name, type: 'number', optional: true, unit, quantity: 'parameter', meaning };
}

/**
 * A column of a table (`series`, `runs`, …). A column that nobody has declared is a text without a meaning: tests
 * find it, a run does not fail for it.
 */
export function columnOf(
  table: string,
  name: string,
  catalogue: Catalogue,
  metrics: readonly ResolvedMetric[],
): ColumnDeclaration {
  const declared = RESULT_TABLES[table];
  const fixed = declared?.columns.find((column) => column.name === name);
  return fixed ?? furtherColumn(declared?.more, name, catalogue, metrics) ?? text(name, '');
}

function furtherColumn(
  more: TableDeclaration['more'],
  name: string,
  catalogue: Catalogue,
  metrics: readonly ResolvedMetric[],
): ColumnDeclaration | undefined {
  if (more === 'parameter') return parameterColumn(name, catalogue);
  if (more === 'metric') {
    const metric = metrics.find((one) => one.name === name);
    return metric && metricColumn(metric, catalogue);
  }
  const series = more === 'series' ? catalogue.seriesOf(name) : undefined;
  return series && seriesColumn(series);
}
