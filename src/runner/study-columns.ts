/** What every column of the tables of a sensitivity study or a calibration means. */
import type { Catalogue } from '../experiment/catalogue.js';
import type { ResolvedMetric } from '../experiment/resolved.js';
import {
  type ColumnDeclaration,
  integer,
  metricColumn,
  number,
  parameterColumn,
  type TableDeclaration,
  text,
} from './table-columns.js';

/** A number that may not be known. */
function maybe(column: ColumnDeclaration): ColumnDeclaration {
  return { ...column, optional: true };
}

const PARAMETER_UNIT = 'of the parameter';
const POINT_COLUMNS = [
  integer('point', 'identifier', 'number of the point'),
  text('arm', 'arm of the experiment'),
  text('seed', 'seed of all draws; a text, even if it looks like a number'),
];
const RANGE_COLUMNS = [
  text('parameter', 'parameter that is varied'),
  number('from', PARAMETER_UNIT, 'parameter', 'smallest value'),
  number('to', PARAMETER_UNIT, 'parameter', 'largest value'),
];
const RESPONSE_COLUMNS = [
  text('metric', 'metric of the experiment'),
  text('unit', 'unit of the row'),
  text('arm', 'arm of the experiment'),
  text('against', 'arm that is taken from it, seed by seed; may be empty'),
];

type StudyTable = Omit<TableDeclaration, 'more'>;

export const STUDY_TABLES: Readonly<Record<string, StudyTable>> = {
  evaluations: {
    rows: 'a run: its point, the parameters there and the metrics',
    columns: POINT_COLUMNS,
    key: ['point', 'arm', 'seed'],
  },
  sensitivity: {
    rows: 'an index of a parameter for a metric in an arm, or for its difference to another',
    columns: [
      ...RESPONSE_COLUMNS,
      ...RANGE_COLUMNS,
      text('index', 'mean effect, mean absolute effect, standard deviation of effects, first order or total'),
      ...[
        number(
          'estimate',
          'see column unit',
          'statistic',
          'effects over the whole range; indices are shares of the variance',
        ),
        number('low', 'see column unit', 'statistic', 'lower end of the 95 % bootstrap interval'),
        number('high', 'see column unit', 'statistic', 'upper end of it'),
      ].map(maybe),
      integer('used', 'count', 'effects or rows of points that went into it'),
      integer('missing', 'count', 'those that failed runs have cost'),
    ],
    // What tells rows apart has empty cells, which a key may not have.
    key: [],
  },
  search: {
    rows: 'a candidate that was tried; then its parameters and its moments, as `metric[arm]` or `metric[arm-against]`',
    columns: [
      integer('generation', 'identifier', 'number of the generation'),
      integer('candidate', 'identifier', 'number in the generation'),
      maybe(number('distance', 'ratio', 'statistic', 'from the targets, in tolerances')),
    ],
    key: ['generation', 'candidate'],
  },
  parameters: {
    rows: 'a calibrated parameter',
    columns: [
      ...RANGE_COLUMNS,
      text('unit', 'unit of the parameter'),
      number('before', PARAMETER_UNIT, 'parameter', 'value of the experiment'),
      number('value', PARAMETER_UNIT, 'parameter', 'calibrated value'),
      maybe(
        number('standardError', PARAMETER_UNIT, 'statistic', 'empty where the targets do not tell the value'),
      ),
      {
        name: 'identified',
        type: 'boolean',
        optional: true,
        meaning: 'whether the standard error is at most half the range; empty if none is known',
      },
      { name: 'atEnd', type: 'boolean', meaning: 'within a hundredth of the range from one of its ends' },
    ],
    key: ['parameter'],
  },
  targets: {
    rows: 'a target',
    columns: [
      ...RESPONSE_COLUMNS,
      number('value', 'see column unit', 'parameter', 'the target'),
      number('tolerance', 'see column unit', 'parameter', 'how near is near'),
      number('moment', 'see column unit', 'statistic', 'what the model has there'),
      number('gap', 'ratio', 'statistic', '(moment - value) / tolerance'),
      text('source', 'where the target is from; may be empty'),
    ],
    key: [],
  },
};

/** A column of a table of a study; a text without a meaning if nobody has declared it. */
export function studyColumnOf(
  table: string,
  name: string,
  catalogue: Catalogue,
  metrics: readonly ResolvedMetric[],
): ColumnDeclaration {
  const fixed = STUDY_TABLES[table]?.columns.find((column) => column.name === name);
  if (fixed !== undefined) return fixed;
  const parameter = parameterColumn(name, catalogue);
  if (parameter !== undefined) return parameter;
  const metric = metrics.find((one) => name === one.name || name.startsWith(`${one.name}[`));
  return metric === undefined ? text(name, '') : { ...metricColumn(metric, catalogue), name };
}
