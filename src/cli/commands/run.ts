import type { RegisterCommand } from '../context.js';
import { experimentOptions, jsonOption, wholeNumber } from '../options.js';

export const run: RegisterCommand = (program, context) => {
  const command = program
    .command('run')
    .description('run an experiment, or what is missing of it')
    .argument('<file>', 'experiment file, or the name of one that comes with the program');
  jsonOption(experimentOptions(command))
    .option('--out <folder>', 'result folder (default: results/<name of the experiment>)')
    .option('--workers <n>', 'worker threads (default: as many as cores, or runs)', wholeNumber(1))
    .option('--force', 'replace a result of another configuration')
    .action(async (file, options) => {
      const { loadExperiment } = await import('../experiment-file.js');
      const { runAndReport } = await import('../run-and-report.js');
      const model = await context.loadModel();
      const { experiment } = await loadExperiment(file, options, model, context);
      await runAndReport(experiment, { ...options, debug: program.opts().debug }, model, context);
    });
};
