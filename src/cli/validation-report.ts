/** Validates a model and prints check, reference, model, band and verdict. */

import { ASSETS, INVESTOR_KINDS } from '../engine/declarations.js';
import { buildOf, engineText } from '../engine/version.js';
import type { ResolvedExperiment } from '../experiment/resolved.js';
import { runConfiguration } from '../experiment/runs.js';
import { type CheckResult, isValid, type Verdict, validate } from '../experiment/validation.js';
import {
  responsesExperiment,
  returnsExperiment,
  type StartFloats,
  TICKS_PER_YEAR,
} from '../experiment/validation-arms.js';
import { TAIL_YEARS } from '../experiment/validation-checks.js';
import { colors } from './colors.js';
import type { BalanceMatrix, CliContext, Model } from './context.js';
import { EXIT } from './exit-codes.js';
import { formatTable } from './table.js';
import { UsageError } from './usage-error.js';
import type { RunArms } from './validation-runs.js';

export interface ValidationRequest {
  readonly experiment: ResolvedExperiment;
  /** Ticks of a run without intervention. */
  readonly ticks: number;
  readonly json?: boolean;
  readonly run: RunArms;
}

/** $bn of each cleared asset that investors hold at the start. */
function startFloats({ kinds, instruments, values }: BalanceMatrix): StartFloats {
  const rows = values.filter((_, row) => (INVESTOR_KINDS as readonly string[]).includes(kinds[row]));
  const held = (column: number) => rows.reduce((sum, row) => sum + row[column], 0);
  return Object.fromEntries(ASSETS.map((asset) => [asset, held(instruments.indexOf(asset))]));
}

const VERDICTS: Readonly<Record<Verdict, string>> = {
  pass: 'pass',
  fail: 'outside',
  shown: '',
  short: 'too short',
  missing: 'no value',
};

function number(value: number | null): string {
  if (value === null) return '–';
  if (value === 0) return '0';
  const digits = Math.abs(value) < 1 ? 3 : Math.abs(value) < 10 ? 2 : 1;
  return value.toFixed(digits);
}

function modelText({ model, unit }: CheckResult): string {
  return model === null || unit === '' ? number(model) : `${number(model)} ${unit}`;
}

function intervalText({ interval }: CheckResult): string {
  return interval === null ? '–' : `${number(interval[0])} … ${number(interval[1])}`;
}

function verdictText({ verdict, mandatory }: CheckResult): string {
  if (verdict === 'pass') return colors.green(VERDICTS.pass);
  return mandatory
    ? colors.red(verdict === 'fail' ? 'FAIL' : `FAIL (${VERDICTS[verdict]})`)
    : VERDICTS[verdict];
}

function groupTable(results: readonly CheckResult[]): string {
  return formatTable<CheckResult>(
    [
      { heading: 'check', width: 46, text: ({ check, mandatory }) => `${mandatory ? '*' : ' '} ${check}` },
      { heading: 'reference', right: true, width: 10, text: ({ reference }) => number(reference) },
      { heading: 'model', right: true, width: 10, text: modelText },
      { heading: '95 % interval', right: true, width: 17, text: intervalText },
      { heading: 'seeds', right: true, width: 7, text: ({ seeds }) => (seeds === 0 ? '–' : String(seeds)) },
      {
        heading: 'band',
        right: true,
        width: 14,
        text: ({ band }) => (band === null ? '–' : `${band[0]} to ${band[1]}`),
      },
      { heading: 'distance', right: true, width: 9, text: ({ distance }) => number(distance) },
      { heading: 'verdict', width: 17, text: verdictText },
      { heading: 'fact', text: ({ fact }) => fact ?? '' },
    ],
    results,
  );
}

function printTables(context: CliContext, results: readonly CheckResult[]): void {
  const groups = [...new Set(results.map(({ group }) => group))];
  for (const group of groups) {
    const own = results.filter((result) => result.group === group);
    context.stdout(`${colors.bold(group)}\n${groupTable(own)}\n`);
  }
}

function sentence(results: readonly CheckResult[]): string {
  const count = (some: readonly CheckResult[]) =>
    `${some.filter(({ verdict }) => verdict === 'pass').length} of ${some.length}`;
  const banded = results.filter(({ band }) => band !== null);
  return (
    `${count(banded.filter(({ mandatory }) => mandatory))} mandatory checks (*) pass, ` +
    `${count(banded.filter(({ mandatory }) => !mandatory))} of the others.`
  );
}

/** Keys of a file that a validation replaces by its own. */
const REPLACED: Readonly<Record<string, string>> = {
  ticks: 'its own lengths of runs: --ticks says that of runs without intervention',
  seeds: 'the seeds 1 to n: --seeds or --seed says which',
  record: 'what its checks read',
  arms: 'arms of its own',
  design: 'arms of its own',
  fork: 'arms of its own',
  metrics: 'checks of its own',
  name: 'folders of its own',
};

/** Refuses changes without effect. */
export function refuseIdle(set: readonly string[]): void {
  for (const change of set) {
    const key = change.slice(0, change.search(/[.=]|$/)).trim();
    const own = REPLACED[key];
    if (own !== undefined) throw new UsageError(`--set ${change} has no effect: validate has ${own}`);
  }
}

function seedText(seeds: readonly string[]): string {
  return seeds.length === 1 ? `seed ${seeds[0]}` : `seeds ${seeds[0]} to ${seeds[seeds.length - 1]}`;
}

function endEarly(context: CliContext): void {
  context.stderr('Interrupted: nothing is judged; the same command goes on.\n');
  context.setExitCode(EXIT.interrupted);
}

/** Makes the runs, checks them, prints the table; the exit code is 1 if a mandatory check does not pass. */
export async function validateModel(
  request: ValidationRequest,
  model: Model,
  context: CliContext,
): Promise<void> {
  const { experiment, ticks, run, json } = request;
  if (experiment.ticksPerYear !== TICKS_PER_YEAR)
    throw new UsageError('the facts are about daily data; validate needs calendar.ticksPerYear=252');
  const undisturbed = returnsExperiment(experiment, ticks);
  const floats = startFloats(
    model.openingBalance(runConfiguration(undisturbed, undisturbed.arms[0], undisturbed.seeds[0])),
  );
  const years = (ticks * experiment.seeds.length) / TICKS_PER_YEAR;
  if (years < TAIL_YEARS)
    context.stderr(
      `note: ${years.toFixed(1)} simulated years; tails need ${TAIL_YEARS}: more --seeds or --ticks\n`,
    );
  context.stderr('Runs without intervention:\n');
  const returns = await run(undisturbed);
  if (returns.status === 'interrupted') return endEarly(context);
  context.stderr('Runs with purchases, paired with a reference:\n');
  const responses = await run(responsesExperiment(experiment, floats));
  if (responses.status === 'interrupted') return endEarly(context);
  const results = validate({
    returns: returns.runs,
    responses: responses.runs,
    floats,
    ticksPerYear: experiment.ticksPerYear,
  });
  const failedRuns = [returns, responses].some(({ status }) => status === 'failed');
  const valid = isValid(results) && !failedRuns;
  if (json) {
    const { seeds } = experiment;
    context.stdout(
      `${JSON.stringify({ ...buildOf(model), valid, failedRuns, seeds, ticks, years, checks: results }, null, 2)}\n`,
    );
  } else {
    printTables(context, results);
    context.stdout(
      `${sentence(results)}\n${engineText(model)}, ${seedText(experiment.seeds)}, ${ticks} ticks each\n`,
    );
  }
  if (failedRuns) context.stderr('Some runs failed; their seeds are left out of the checks.\n');
  context.setExitCode(valid ? EXIT.ok : EXIT.failed);
}
