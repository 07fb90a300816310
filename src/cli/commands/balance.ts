import type { RegisterCommand } from '../context.js';
import { experimentOptions, jsonOption } from '../options.js';

export const balance: RegisterCommand = (program, context) => {
  const command = program
    .command('balance')
    .description('print the opening balance sheet: what every kind of agent holds and owes, in $bn')
    .argument('<file>', 'experiment file, or the name of one that comes with the program');
  jsonOption(experimentOptions(command))
    .option('--arm <name>', 'arm of the experiment (default: the first)')
    .action(async (file, options) => {
      const { loadExperiment, loadModelOf } = await import('../experiment-file.js');
      const { runConfiguration } = await import('../../experiment/runs.js');
      const { didYouMeanOrAll } = await import('../../experiment/nearest.js');
      const { UsageError } = await import('../usage-error.js');
      const { printBalance } = await import('../balance-table.js');
      const model = await loadModelOf(file, context);
      const { experiment } = await loadExperiment(file, options, model, context);
      const { arms, seeds } = experiment;
      const arm = options.arm === undefined ? arms[0] : arms.find(({ name }) => name === options.arm);
      const names = arms.map(({ name }) => name);
      if (arm === undefined)
        throw new UsageError(
          `there is no arm '${options.arm}'${didYouMeanOrAll(options.arm, names, 'arms')}`,
        );
      printBalance(context, model.openingBalance(runConfiguration(experiment, arm, seeds[0])), options.json);
    });
};
