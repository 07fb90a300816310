/** What every column of every result table means: the source of `datapackage.json` and of docs/data-dictionary.md. */
import type { SeriesDeclaration } from '../agent-kind.js';
import type { Catalogue } from '../experiment/catalogue.js';
import type { ResolvedMetric } from '../experiment/resolved.js';
import type { ColumnFormat } from './csv-columns.js';

export interface ColumnDeclaration extends ColumnFormat {
  readonly name: string;
  readonly meaning: string;
  /** Of numbers that have one. */
  readonly unit?: string;
  /** A stock is a level, a flow what happened in a time. */
  readonly quantity?: SeriesDeclaration['type'];
}

function text(name: string, meaning: string): ColumnDeclaration {
  return { name, type: 'string', meaning };
}

function integer(name: string, meaning: string): ColumnDeclaration {
  return { name, type: 'integer', meaning };
}

function number(
  name: string,
  unit: string,
  quantity: SeriesDeclaration['type'],
  meaning: string,
): ColumnDeclaration {
  return { name, type: 'number', unit, quantity, meaning };
}

const RUN = integer('run', 'number of the run: arms first, then seeds');
const ARM = text('arm', 'arm of the experiment');
const SEED = text('seed', 'seed of all draws; a text, even if it looks like a number');
const STATUS = text('status', '`completed`, `failed` or `interrupted`');
const DATE: ColumnDeclaration = { name: 'date', type: 'date', meaning: 'date of the tick' };
const INSTRUMENT = text('instrument', 'instrument');

function recorded(meaningOfTick: string): ColumnDeclaration[] {
  return [RUN, ARM, SEED, integer('tick', meaningOfTick), DATE];
}

const AT_TICK = recorded('tick; 0 is the opening');

/** A table: the columns that are always there, and what else it holds. */
export interface TableDeclaration {
  readonly rows: string;
  readonly columns: readonly ColumnDeclaration[];
  /** Further columns: one for each of these. */
  readonly more?: 'series' | 'metric' | 'parameter';
  /** Columns that no two rows share. */
  readonly key: readonly string[];
}

export const RESULT_TABLES: Readonly<Record<string, TableDeclaration>> = {
  runs: {
    rows: 'one a run',
    columns: [
      RUN,
      ARM,
      SEED,
      STATUS,
      integer('ticks', 'ticks that were made'),
      text('reason', 'why the run failed; empty if it did not'),
    ],
    key: ['run'],
  },
  metrics: {
    rows: 'one a run; cells of runs that were not completed are empty',
    columns: [RUN, ARM, SEED, STATUS],
    more: 'metric',
    key: ['run'],
  },
  series: {
    rows: 'one a recorded tick',
    columns: AT_TICK,
    more: 'series',
    key: ['run', 'tick'],
  },
  balance: {
    rows: 'kind × instrument at a balance; opening + postings + revaluation = closing',
    columns: [
      ...AT_TICK,
      text('kind', 'agent kind'),
      INSTRUMENT,
      number('opening', '$bn', 'stock', 'value at the last balance; issuers negative'),
      number('postings', '$bn', 'flow', 'value of what was posted since'),
      number('revaluation', '$bn', 'flow', 'change of the value of what was held'),
      number('closing', '$bn', 'stock', 'value now'),
    ],
    key: ['run', 'tick', 'kind', 'instrument'],
  },
  flows: {
    rows: 'flow × kind × instrument since the last balance',
    columns: [
      ...AT_TICK,
      text('flow', 'row of the transaction-flow matrix'),
      text('kind', 'agent kind'),
      INSTRUMENT,
      number('amount', '$bn', 'flow', 'since the last balance; positive: received'),
    ],
    key: ['run', 'tick', 'flow', 'kind', 'instrument'],
  },
  events: {
    rows: 'one an event',
    columns: [
      ...AT_TICK,
      text('type', 'type of the event'),
      text('kind', 'agent kind; `schedule` for rules'),
      integer('row', 'row of the agent in the state; -1 for rules'),
      text('subject', 'instrument, asset or parameter concerned; may be empty'),
      { name: 'amount', type: 'number', unit: 'by type', meaning: 'as the type of the event says' },
    ],
    key: [],
  },
  attribution: {
    rows: 'asset × kind × cause since the last row; zeros are left out',
    columns: [
      ...recorded('last tick of the sum'),
      text('asset', 'cleared asset'),
      text('kind', 'agent kind whose demand changed; `all` for the remainder'),
      text('cause', 'cause of the move, or `remainder`'),
      number('lnPrice', 'ratio', 'flow', 'change of the log price, summed since the last row'),
    ],
    key: ['run', 'tick', 'asset', 'kind', 'cause'],
  },
};

/** Statistics that have the unit and the nature of their series. */
const LEVELS = ['first', 'last', 'min', 'max', 'mean'];

function metricColumn(metric: ResolvedMetric, catalogue: Catalogue): ColumnDeclaration {
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
    ...(isLevel && { quantity: declared.type }),
    meaning: subject === undefined ? recipe : `${subject}: ${recipe}`,
  };
}

function seriesColumn(declared: SeriesDeclaration): ColumnDeclaration {
  const { name, unit, type, meaning } = declared;
  return { name, type: 'number', unit, quantity: type, meaning };
}

function parameterColumn(name: string, catalogue: Catalogue): ColumnDeclaration | undefined {
  const declared = catalogue.parameter(name);
  if (declared === undefined) return undefined;
  const { unit, meaning } = declared;
  if (unit === 'switch' || unit === 'choice') return text(name, meaning);
  return { name, type: 'number', optional: true, unit, meaning };
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
