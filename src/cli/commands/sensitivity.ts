import { Option } from 'commander';
import type { RegisterCommand } from '../context.js';
import { experimentOptions, jsonOption, seedCount, wholeNumber } from '../options.js';

export const sensitivity: RegisterCommand = (program, context) => {
  const command = program
    .command('sensitivity')
    .description('say which parameters matter: Morris, Sobol')
    .argument('<file>', 'experiment file with a key `sensitivity`, or the name of one');
  jsonOption(experimentOptions(command))
    .addOption(
      new Option('--method <name>', 'method (default: that of the file)').choices(['morris', 'sobol']),
    )
    .option(
      '--trajectories <n>',
      'morris: number of trajectories (default: that of the file)',
      wholeNumber(2),
    )
    .option(
      '--rows <n>',
      'sobol: rows of parameters + 2 points each (default: that of the file)',
      wholeNumber(2),
    )
    .option('--seeds <n>', 'number of seeds of each point', seedCount())
    .option('--out <folder>', 'folder of the study (default: results/<name of the experiment>-sensitivity)')
    .option('--workers <n>', 'worker threads (default: as many as cores, or runs)', wholeNumber(1))
    .option('--force', 'replace another study in the folder')
    .action(async (file, options) => {
      const { loadExperiment, loadModelOf } = await import('../experiment-file.js');
      const { runSensitivity } = await import('../run-sensitivity.js');
      const model = await loadModelOf(file, context);
      const resolution = await loadExperiment(file, options, model, context);
      await runSensitivity(resolution, { ...options, debug: program.opts().debug }, model, context);
    });
};
