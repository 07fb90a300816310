import type { Replication } from '../../experiment/replications/replication.js';
import type { CliContext, RegisterCommand } from '../context.js';
import { EXIT } from '../exit-codes.js';
import { experimentOptions, jsonOption, refuseBesideSeed, seedCount, wholeNumber } from '../options.js';
import { UsageError } from '../usage-error.js';

/** All, or the one that is named. */
async function chosen(name: string | undefined, set: readonly string[]): Promise<readonly Replication[]> {
  const { REPLICATIONS } = await import('../../experiment/replications/replications.js');
  const { didYouMeanOrAll } = await import('../../experiment/nearest.js');
  if (name === undefined) {
    if (set.length > 0) throw new UsageError('--set needs the name of a model: its parameters are its own');
    return REPLICATIONS;
  }
  const names = REPLICATIONS.map((one) => one.name);
  const found = REPLICATIONS.find((one) => one.name === name);
  if (found === undefined)
    throw new UsageError(`there is no replication '${name}'${didYouMeanOrAll(name, names, 'replications')}`);
  return [found];
}

interface Flags {
  readonly set?: readonly string[];
  readonly seed?: readonly string[];
  readonly seeds?: number;
  readonly out: string;
  readonly workers?: number;
  readonly force?: boolean;
  readonly debug?: boolean;
}

/** Makes the runs of one model; undefined if they were interrupted. */
async function replicateOne(replication: Replication, flags: Flags, context: CliContext) {
  const { loadExperiment, loadModelOf } = await import('../experiment-file.js');
  const { runInto } = await import('../validation-runs.js');
  const { recorded, reportOf } = await import('../replication-report.js');
  const file = `replications/${replication.name}`;
  const { set = [], seeds } = flags;
  const more = replication.isRandom && seeds !== undefined;
  const seed = more ? Array.from({ length: seeds }, (_, index) => String(index + 1)) : flags.seed;
  if (!replication.isRandom && (seeds ?? flags.seed) !== undefined)
    context.stderr(`note: ${replication.name} is deterministic: every seed gives the same\n`);
  const model = await loadModelOf(file, context);
  const { experiment } = await loadExperiment(file, { set, ...(seed && { seed }) }, model, context);
  context.stderr(`${experiment.title ?? replication.name}:\n`);
  // Trials of other values take turns in a folder of their own: each replaces the one before.
  const isTrial = set.length > 0 || seed !== undefined;
  const whole = {
    ...recorded(experiment, replication),
    ...(isTrial && { name: `${replication.name}-changed` }),
  };
  const force = isTrial || (flags.force ?? false);
  const runs = await runInto(flags.out, { ...flags, force }, model, context)(whole);
  return runs.status === 'interrupted' ? undefined : reportOf(replication, whole, runs, set);
}

export const replicate: RegisterCommand = (program, context) => {
  const command = program
    .command('replicate')
    .description('run published models in this engine: what they found against what is obtained')
    .argument('[name]', 'one of them (default: all)');
  jsonOption(experimentOptions(command))
    .option('--seeds <n>', 'number of seeds of a random model (default: those of its file)', seedCount())
    .option('--out <folder>', 'result folder', 'results/replications')
    .option('--workers <n>', 'worker threads (default: as many as cores, or runs)', wholeNumber(1))
    .option('--force', 'replace a result of another configuration')
    .action(async (name, options) => {
      const { isReplicated, printReport } = await import('../replication-report.js');
      refuseBesideSeed(options.seed, { '--seeds': options.seeds });
      const flags = { ...options, debug: program.opts().debug };
      const reports = [];
      for (const replication of await chosen(name, options.set ?? [])) {
        const report = await replicateOne(replication, flags, context);
        if (report === undefined) {
          context.stderr('Interrupted: nothing is held against the paper; the same command goes on.\n');
          return context.setExitCode(EXIT.interrupted);
        }
        reports.push(report);
      }
      if (options.json) context.stdout(`${JSON.stringify(reports, null, 2)}\n`);
      else for (const report of reports) printReport(context, report);
      context.setExitCode(reports.every(isReplicated) ? EXIT.ok : EXIT.failed);
    });
};
