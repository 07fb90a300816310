import { InvalidArgumentError } from 'commander';
import type { RegisterCommand } from '../context.js';
import { experimentOptions, jsonOption, seedCount, wholeNumber } from '../options.js';

export interface UntilWidth {
  readonly metric: string;
  readonly width: number;
}

/** `METRIC=W`. */
function untilWidth(text: string): UntilWidth {
  const at = text.lastIndexOf('=');
  const width = Number(text.slice(at + 1));
  if (at < 1 || !(width > 0) || !Number.isFinite(width))
    throw new InvalidArgumentError('expected METRIC=W with a width above 0, such as broadLast=0.5.');
  return { metric: text.slice(0, at), width };
}

export const batch: RegisterCommand = (program, context) => {
  const command = program
    .command('batch')
    .description('run every arm with many seeds and compare the arms seed by seed')
    .argument('<file>', 'experiment file, or the name of one that comes with the program');
  jsonOption(experimentOptions(command))
    .option(
      '--seeds <n>',
      'number of seeds: the first of the file, and more that go on counting',
      seedCount(),
    )
    .option(
      '--until-width <metric=w>',
      'add seeds until every 95 % interval of this metric is at most so wide, in the unit of its comparison',
      untilWidth,
    )
    .option('--max-seeds <n>', 'most seeds for --until-width (default: 512)', seedCount(2))
    .option('--out <folder>', 'result folder (default: results/<name of the experiment>)')
    .option('--workers <n>', 'worker threads (default: as many as cores, or runs)', wholeNumber(1))
    .option('--resume', 'go on with an unfinished batch')
    .option('--force', 'replace what the folder holds')
    .action(async (file, options) => {
      const { loadExperiment, loadModelOf } = await import('../experiment-file.js');
      const { runBatch } = await import('../run-batch.js');
      const model = await loadModelOf(file, context);
      const { experiment } = await loadExperiment(file, options, model, context);
      const flags = { ...options, debug: program.opts().debug };
      const { status } = await runBatch(experiment, flags, model, context);
      if (status === 'interrupted') context.stderr('The same command with --resume goes on from there.\n');
    });
};
