/** A calibration from the command line: searches generation by generation, and prints what it found. */
import {
  CalibrationSearch,
  type Candidate,
  momentsOf,
  type ResolvedCalibration,
  type SearchEnd,
  valuesAt,
} from '../experiment/calibration.js';
import type { Catalogue } from '../experiment/catalogue.js';
import { neighbours, shareErrors } from '../experiment/moment-errors.js';
import type { Resolution } from '../experiment/resolve.js';
import { asYaml, type ResolvedExperiment } from '../experiment/resolved.js';
import type { PointRuns } from '../experiment/responses.js';
import {
  calibratedExperiment,
  type FittedParameter,
  type FittedTarget,
  fittedParameters,
  fittedTargets,
  parameterTable,
  searchTable,
  targetTable,
} from '../experiment/study-tables.js';
import { evaluateBlock, type RunInto } from '../runner/evaluate-points.js';
import { FileError } from '../runner/file-error.js';
import type { StudyFolder } from '../runner/study-folder.js';
import type { CliContext, Model } from './context.js';
import { EXIT } from './exit-codes.js';
import { inStudyFolder, type StudyFlags, withSeeds } from './study-runs.js';
import { formatTable } from './table.js';
import { UsageError } from './usage-error.js';

export interface CalibrationFlags extends StudyFlags {
  readonly generations?: number;
}

/** The arms that targets speak of; the others are not run. */
function withTargetArms(
  experiment: ResolvedExperiment,
  { targets }: ResolvedCalibration,
): ResolvedExperiment {
  const named = new Set(targets.flatMap(({ arm, against }) => [arm, against]));
  return { ...experiment, arms: experiment.arms.filter(({ name }) => named.has(name)) };
}

interface Fit {
  readonly best: Candidate;
  readonly errors: readonly number[] | undefined;
  readonly search: CalibrationSearch;
  readonly end: SearchEnd;
}

/** A calibration in its folder. Undefined results: interrupted. */
class CalibrationRun {
  private readonly search: CalibrationSearch;
  private readonly generations = new Map<number, PointRuns[]>();

  constructor(
    private readonly calibration: ResolvedCalibration,
    private readonly experiment: ResolvedExperiment,
    private readonly folder: StudyFolder,
    private readonly runInto: RunInto,
  ) {
    this.search = new CalibrationSearch(calibration);
  }

  async fit(): Promise<Fit | undefined> {
    const { search } = this;
    while (search.end === undefined) if (!(await this.nextGeneration())) return undefined;
    this.refuseFewer();
    const { best, end } = search;
    if (best === undefined) throw new UsageError('no candidate could be run to its end; narrow the ranges');
    const around = await this.evaluate(
      `errors-${search.generation}`,
      neighbours(this.calibration.inputs, best.shares).map((shares) => valuesAt(this.calibration, shares)),
    );
    if (around === undefined) return undefined;
    const atBest = (this.generations.get(best.generation) as PointRuns[])[best.candidate - 1];
    const errors = shareErrors(this.calibration, this.experiment, best.shares, atBest, around);
    return { best, errors, search, end: end as SearchEnd };
  }

  /** A search that ends before the one that the folder holds would take away what that found. */
  private refuseFewer(): void {
    const { path, finished } = this.folder;
    const held = Number(finished?.generations ?? 0);
    if (this.search.generation < held)
      throw new FileError(
        path,
        `holds a search of ${held} generations; this one ends after ${this.search.generation} and would replace it: choose another folder with --out, or --force`,
      );
  }

  private async nextGeneration(): Promise<boolean> {
    const { search, calibration, experiment } = this;
    const number = search.generation + 1;
    const runs = await this.evaluate(`generation-${number}`, search.ask());
    if (runs === undefined) return false;
    this.generations.set(number, runs);
    search.tell(runs.map((point) => momentsOf(calibration, experiment, point)));
    return true;
  }

  private evaluate(block: string, rows: number[][]): Promise<PointRuns[] | undefined> {
    const { inputs, population, generations } = this.calibration;
    const names = inputs.map(({ name }) => name);
    const first = this.search.generation * population;
    const count = Math.max(population * generations, first) + 2 * inputs.length;
    return evaluateBlock(this.folder, block, this.experiment, { names, rows, first, count }, this.runInto);
  }
}

function number(value: number): string {
  return Number.isNaN(value) ? '-' : String(Number(value.toPrecision(4)));
}

function errorText({ standardError, identified }: FittedParameter): string {
  return identified === false ? 'not identified' : number(standardError);
}

function printFit(
  parameters: readonly FittedParameter[],
  targets: readonly FittedTarget[],
  context: CliContext,
): void {
  const parameterColumns = [
    { heading: 'parameter', text: (row: FittedParameter) => row.parameter },
    { heading: 'unit', text: (row: FittedParameter) => row.unit },
    { heading: 'before', text: (row: FittedParameter) => number(row.before), right: true },
    { heading: 'calibrated', text: (row: FittedParameter) => number(row.value), right: true },
    { heading: 'standard error', text: errorText, right: true },
    { heading: '', text: (row: FittedParameter) => (row.atEnd ? 'at an end of its range' : '') },
  ];
  const targetColumns = [
    { heading: 'metric', text: (row: FittedTarget) => row.metric },
    {
      heading: 'arm',
      text: ({ arm, against }: FittedTarget) => (against === '' ? arm : `${arm} - ${against}`),
    },
    { heading: 'unit', text: (row: FittedTarget) => row.unit },
    { heading: 'target', text: (row: FittedTarget) => number(row.value), right: true },
    { heading: 'model', text: (row: FittedTarget) => number(row.moment), right: true },
    { heading: 'gap / tolerance', text: (row: FittedTarget) => row.gap.toFixed(2), right: true },
  ];
  context.stdout(`${formatTable(parameterColumns, parameters)}\n${formatTable(targetColumns, targets)}`);
}

/** Writes the tables and prints what they say. */
function report(
  { best, errors, search, end }: Fit,
  calibration: ResolvedCalibration,
  original: ResolvedExperiment,
  folder: StudyFolder,
  catalogue: Catalogue,
  { json }: CalibrationFlags,
  context: CliContext,
): void {
  const parameters = fittedParameters(calibration, original, best, errors);
  const targets = fittedTargets(calibration, best);
  folder.writeTable('search.csv', searchTable(calibration, search));
  folder.writeTable('parameters.csv', parameterTable(parameters));
  folder.writeTable('targets.csv', targetTable(targets));
  folder.write('calibrated.yaml', asYaml(calibratedExperiment(original, parameters)));
  folder.describe(original, catalogue);
  const { generation: generations } = search;
  const { distance } = best;
  folder.finish({ generations, end, distance });
  if (json)
    context.stdout(`${JSON.stringify({ parameters, targets, distance, generations, end }, null, 2)}\n`);
  else printFit(parameters, targets, context);
  const notes = [`${generations} generations, ${end}; distance ${number(distance)}.`];
  if (end === 'most generations')
    notes.push('The search has not settled: --generations with a larger number goes on with it.');
  const open = parameters.filter(({ identified }) => identified === false);
  if (open.length > 0)
    notes.push(
      `Not identified: ${open.map(({ parameter }) => parameter).join(', ')}. The standard error is above half the range: the targets say no more than the range; fix it, or add targets.`,
    );
  if (errors === undefined)
    notes.push(
      'No standard errors: the targets do not pin all parameters down, or a run beside the best point failed.',
    );
  context.stderr(`\n${[...notes, `${folder.path}/calibrated.yaml runs with these values.`].join('\n')}\n`);
}

export async function runCalibration(
  { experiment: resolved, calibration: given }: Resolution,
  flags: CalibrationFlags,
  model: Model,
  context: CliContext,
): Promise<void> {
  if (given === undefined)
    throw new UsageError('the file has no key `calibration`; docs/sensitivity-and-calibration.md shows one');
  const calibration = flags.generations === undefined ? given : { ...given, generations: flags.generations };
  const original = withSeeds(resolved, flags);
  const experiment = withTargetArms(original, calibration);
  // A search that is given more generations, or is to be more precise, goes on with those it has.
  const { generations: _, precision: __, ...asked } = calibration;
  await inStudyFolder(
    { kind: 'calibration', experiment, asked },
    flags,
    model,
    context,
    async (folder, runInto) => {
      const fit = await new CalibrationRun(calibration, experiment, folder, runInto).fit();
      if (fit !== undefined) {
        report(fit, calibration, original, folder, model.catalogue, flags, context);
        return;
      }
      context.stderr('Interrupted: the same command goes on.\n');
      context.setExitCode(EXIT.interrupted);
    },
  );
}
