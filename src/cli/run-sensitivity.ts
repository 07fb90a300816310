/** A sensitivity study from the command line: runs its points, and prints which parameters matter. */
import type { Resolution } from '../experiment/resolve.js';
import {
  analyseSensitivity,
  excessOfInputs,
  MOST_MISSING,
  type ResolvedSensitivity,
  type SensitivityRow,
  sensitivityPoints,
  stuckInput,
} from '../experiment/sensitivity.js';
import { evaluationTable, sensitivityTable } from '../experiment/study-tables.js';
import { evaluateAll } from '../runner/evaluate-points.js';
import { colors } from './colors.js';
import type { CliContext, Model } from './context.js';
import { EXIT } from './exit-codes.js';
import { inStudyFolder, type StudyFlags, withSeeds } from './study-runs.js';
import { formatTable } from './table.js';
import { UsageError } from './usage-error.js';

export interface SensitivityFlags extends StudyFlags {
  readonly method?: ResolvedSensitivity['method'];
  readonly trajectories?: number;
  readonly rows?: number;
}

function studyOf({ sensitivity }: Resolution, { method, trajectories, rows }: SensitivityFlags) {
  if (sensitivity === undefined)
    throw new UsageError(
      'the file has no key `sensitivity`; it needs at least\nsensitivity: { parameters: { cryptoPerpetuals.maximumLeverage: } }',
    );
  const study = {
    ...sensitivity,
    ...(method !== undefined && { method }),
    ...(trajectories !== undefined && { trajectories }),
    ...(rows !== undefined && { rows }),
  };
  if (study.method === 'sobol' && trajectories !== undefined)
    throw new UsageError('--trajectories goes with the method morris; this study is by sobol');
  if (study.method === 'morris' && rows !== undefined)
    throw new UsageError('--rows goes with the method sobol; this study is by morris');
  const fault = excessOfInputs(study) ?? stuckInput(study);
  if (fault !== undefined) throw new UsageError(fault);
  return study;
}

function number(value: number): string {
  if (Number.isNaN(value)) return '-';
  const size = Math.abs(value);
  return size > 0 && size < 1e-3 ? value.toExponential(2) : value.toPrecision(3);
}

function withInterval({ estimate, low, high }: SensitivityRow): string {
  return Number.isNaN(low) ? number(estimate) : `${number(estimate)} [${number(low)}, ${number(high)}]`;
}

/** One line for each parameter of one response, what matters most first. */
function responseTable(rows: readonly SensitivityRow[]): string {
  const indices = [...new Set(rows.map(({ index }) => index))];
  const leading = indices.includes('total') ? 'total' : 'mean absolute effect';
  const parameters = rows.filter(({ index }) => index === leading);
  const size = (row: SensitivityRow) => (Number.isNaN(row.estimate) ? -1 : row.estimate);
  parameters.sort((a, b) => size(b) - size(a));
  const of = (parameter: string, index: string) =>
    rows.find((row) => row.parameter === parameter && row.index === index) as SensitivityRow;
  return formatTable(
    [
      { heading: 'parameter', text: (row: SensitivityRow) => row.parameter },
      ...indices.map((index) => ({
        heading: index,
        text: (row: SensitivityRow) => withInterval(of(row.parameter, index)),
        right: true,
      })),
    ],
    parameters,
  );
}

function printResponses(rows: readonly SensitivityRow[], context: CliContext): void {
  const responses = new Map<string, SensitivityRow[]>();
  for (const row of rows) {
    const key = JSON.stringify([row.metric, row.arm, row.against]);
    responses.set(key, [...(responses.get(key) ?? []), row]);
  }
  for (const own of responses.values()) {
    const [{ metric, unit, arm, against }] = own;
    const place = against === '' ? arm : `${arm} against ${against}`;
    context.stdout(`\n${colors.bold(metric)} (${unit}), ${place}\n${responseTable(own)}`);
  }
}

/** What a reader must know before believing the table. */
function missingNote(rows: readonly SensitivityRow[]): string {
  const worst = Math.max(...rows.map(({ used, missing }) => missing / (used + missing)));
  if (!(worst > 0)) return '';
  const share = `${(100 * worst).toFixed(1)} %`;
  return worst > MOST_MISSING
    ? `No verdict: failed runs cost up to ${share} of what an estimate needs; narrow the ranges.\n`
    : `Failed runs cost up to ${share} of what an estimate needs; the estimates leave those points out.\n`;
}

export async function runSensitivity(
  resolution: Resolution,
  flags: SensitivityFlags,
  model: Model,
  context: CliContext,
): Promise<void> {
  const study = studyOf(resolution, flags);
  const experiment = withSeeds(resolution.experiment, flags);
  const points = sensitivityPoints(study);
  const runs = points.rows.length * experiment.arms.length * experiment.seeds.length;
  context.stderr(
    `${study.method}: ${study.inputs.length} parameters, ${points.rows.length} points, ${runs} runs\n`,
  );
  const asked = { kind: 'sensitivity', experiment, asked: study } as const;
  await inStudyFolder(asked, flags, model, context, async (folder, runInto) => {
    const found = await evaluateAll(folder, experiment, points, runInto);
    if (found === undefined) {
      context.stderr('Interrupted: the same command goes on.\n');
      context.setExitCode(EXIT.interrupted);
      return;
    }
    const rows = analyseSensitivity(study, experiment, found);
    const evaluated = points.rows.map((row, index) => ({ row, runs: found[index] }));
    folder.writeTable('evaluations.csv', evaluationTable(experiment, points.names, evaluated));
    folder.writeTable('sensitivity.csv', sensitivityTable(study, rows));
    folder.describe(experiment, model.catalogue);
    folder.finish({ method: study.method, points: points.rows.length, runs });
    if (flags.json) context.stdout(`${JSON.stringify(rows, null, 2)}\n`);
    else printResponses(rows, context);
    context.stderr(`\n${missingNote(rows)}${folder.path}/sensitivity.csv\n`);
  });
}
