import type { RegisterCommand } from '../context.js';
import { jsonOption, wholeNumber } from '../options.js';

/** The experiment that answers the question of the project in a few minutes. */
const FIRST_EXPERIMENT = 'bathtub-sweep';

export const start: RegisterCommand = (program, context) => {
  const command = program
    .command('start')
    .description(`run the experiment '${FIRST_EXPERIMENT}' and say what it shows`)
    .option('--workers <n>', 'worker threads', wholeNumber(1))
    .option('--force', 'run again although the result is there');
  jsonOption(command).action(async (options) => {
    const { loadExperiment } = await import('../experiment-file.js');
    const { runAndReport } = await import('../run-and-report.js');
    const model = await context.loadModel();
    const { experiment } = await loadExperiment(FIRST_EXPERIMENT, {}, model, context);
    await runAndReport(experiment, { ...options, debug: program.opts().debug }, model, context);
  });
};
