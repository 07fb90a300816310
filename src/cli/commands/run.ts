import type { RegisterCommand } from '../context.js';
import { experimentOptions, jsonOption, wholeNumber } from '../options.js';

export const run: RegisterCommand = (program, context) => {
  const command = program
    .command('run')
    .description('run an experiment, or what is missing of it')
    .argument('<file>', 'experiment file, or the name of one that comes with the program');
  jsonOption(experimentOptions(command))
    .option('--out <folder>', 'result folder (default: results/<name of the experiment>)')
    .option(
      '--workers <n>',
      'worker threads (default: as many as cores, or runs; none for a single short run)',
      wholeNumber(1),
    )
    .option('--force', 'replace a result of another configuration')
    .option('--snapshot-at <when>', 'keep each run as it stands after this tick or date, to go on from there')
    .option('--from <snapshot>', 'go on from a snapshot; the rows begin after it')
    .action(async (file, options) => {
      const { loadExperiment, loadModelOf } = await import('../experiment-file.js');
      const { runAndReport } = await import('../run-and-report.js');
      const { planSnapshots } = await import('../snapshots.js');
      const model = await loadModelOf(file, context);
      const loaded = await loadExperiment(file, options, model, context);
      const { experiment, options: snapshots } = planSnapshots(
        loaded.experiment,
        options,
        model.engineVersion,
      );
      const flags = { ...options, ...snapshots, debug: program.opts().debug };
      await runAndReport(experiment, flags, model, context);
    });
};
