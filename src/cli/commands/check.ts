import { availableParallelism } from 'node:os';
import type { RegisterCommand } from '../context.js';
import { experimentOptions, jsonOption, wholeNumber } from '../options.js';

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

function size(bytes: number): string {
  return bytes < 1e9 ? `${Math.max(1, Math.round(bytes / 1e6))} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}

export const check: RegisterCommand = (program, context) => {
  const command = program
    .command('check')
    .description('resolve an experiment and say what it would run, without running it')
    .argument('<file>', 'experiment file, or the name of one that comes with the program');
  jsonOption(experimentOptions(command))
    .option('--workers <n>', 'worker threads for the expected time', wholeNumber(1))
    .option('--resolved', 'print the resolved configuration (YAML), itself a runnable file')
    .action(async (file, options) => {
      const { loadExperiment } = await import('../experiment-file.js');
      const { asYaml, configurationHash } = await import('../../experiment/resolved.js');
      const { estimate } = await import('../../experiment/estimate.js');
      const { formatTable } = await import('../table.js');
      const model = await context.loadModel();
      const { experiment, notes } = await loadExperiment(file, options, model, context);
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
        const { name, title, question, seeds, ticks, start } = experiment;
        context.stdout(
          `${JSON.stringify({ name, title, question, start, ticks, seeds, arms, expected, configurationHash: hash, notes }, null, 2)}\n`,
        );
        return;
      }
      context.stdout(`${experiment.title ?? experiment.name}\n`);
      if (experiment.question !== undefined) context.stdout(`${experiment.question}\n`);
      context.stdout('\n');
      context.stdout(
        formatTable(
          [
            { heading: 'arm', text: (row: (typeof arms)[number]) => row.arm },
            { heading: 'against', text: (row) => row.against ?? '' },
            { heading: 'runs', right: true, text: (row) => String(row.runs) },
            {
              heading: 'differs in',
              width: 60,
              text: ({ parameters }) =>
                Object.entries(parameters)
                  .map(([parameter, value]) => `${parameter} = ${value}`)
                  .join('\n'),
            },
            { heading: 'changes', right: true, text: (row) => String(row.changes) },
          ],
          arms,
        ),
      );
      context.stdout(
        `\n${expected.runs} runs of ${experiment.ticks} ticks from ${experiment.start}; ` +
          `about ${duration(expected.seconds)} with ${Math.min(workers, expected.runs)} workers, ` +
          `about ${size(expected.bytes)} on disk.\nConfiguration ${hash}\n`,
      );
    });
};
