import type { RegisterCommand } from '../context.js';
import { experimentOptions, jsonOption, refuseBesideSeed, seedCount, wholeNumber } from '../options.js';

export const validate: RegisterCommand = (program, context) => {
  const command = program
    .command('validate')
    .description('hold the model against published facts: volatility, tails, price impact, QE, correlations')
    .argument('[file]', 'experiment file whose parameters are validated', 'base');
  jsonOption(experimentOptions(command))
    .option('--seeds <n>', 'number of seeds, 1 to n (default: 4)', seedCount())
    .option('--ticks <n>', 'trading days of a run without intervention', wholeNumber(2), 756)
    .option('--out <folder>', 'result folder', 'results/validation')
    .option('--workers <n>', 'worker threads (default: as many as cores, or runs)', wholeNumber(1))
    .option('--force', 'replace a result of another configuration')
    .action(async (file, options) => {
      const { loadExperiment } = await import('../experiment-file.js');
      const { refuseIdle } = await import('../validation-report.js');
      refuseIdle(options.set ?? []);
      const { validateModel } = await import('../validation-report.js');
      const { runInto } = await import('../validation-runs.js');
      const model = await context.loadModel();
      refuseBesideSeed(options.seed, { '--seeds': options.seeds });
      const seeds =
        options.seed ?? Array.from({ length: options.seeds ?? 4 }, (_, index) => String(index + 1));
      const { experiment } = await loadExperiment(file, { ...options, seed: seeds }, model, context);
      const run = runInto(options.out, { ...options, debug: program.opts().debug }, model, context);
      await validateModel({ experiment, ticks: options.ticks, json: options.json, run }, model, context);
    });
};
