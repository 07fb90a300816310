import { availableParallelism } from 'node:os';
import type { RegisterCommand } from '../context.js';
import { experimentOptions, jsonOption, wholeNumber } from '../options.js';

export const check: RegisterCommand = (program, context) => {
  const command = program
    .command('check')
    .description('resolve an experiment and say what it would run, without running it')
    .argument('<file>', 'experiment file, or the name of one that comes with the program');
  jsonOption(experimentOptions(command))
    .option('--workers <n>', 'worker threads for the expected time', wholeNumber(1))
    .option('--resolved', 'print the resolved configuration (YAML), itself a runnable file')
    .action(async (file, options) => {
      const { loadExperiment, loadModelOf } = await import('../experiment-file.js');
      const { asYaml, configurationHash } = await import('../../experiment/resolved.js');
      const { estimate } = await import('../../experiment/estimate.js');
      const { checkReport } = await import('../check-report.js');
      const { studyNotes } = await import('../study-notes.js');
      const model = await loadModelOf(file, context);
      const resolution = await loadExperiment(file, options, model, context);
      const { experiment, notes } = resolution;
      if (options.resolved) {
        context.stdout(asYaml(experiment));
        return;
      }
      const workers = options.workers ?? availableParallelism();
      const { catalogue } = model;
      const expected = estimate(experiment, catalogue.series.length, catalogue.assets.length, workers);
      const hash = configurationHash(experiment);
      const arms = experiment.arms.map((arm) => ({
        arm: arm.name,
        against: arm.against ?? null,
        runs: experiment.seeds.length,
        parameters: arm.parameters,
        changes: experiment.schedule.length + arm.schedule.length,
      }));
      if (options.json) {
        const { name, title, question, expectation, seeds, ticks, start, metrics, forkAt } = experiment;
        context.stdout(
          `${JSON.stringify({ name, title, question, expectation, start, ticks, seeds, arms, metrics, forkAt, expected, configurationHash: hash, notes }, null, 2)}\n`,
        );
        return;
      }
      context.stdout(checkReport(experiment, expected, workers, hash) + studyNotes(resolution));
    });
};
