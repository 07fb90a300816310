import type { ResolvedExperiment } from '../../experiment/resolved.js';
import type { RegisterCommand } from '../context.js';
import { jsonOption, seedCount, wholeNumber } from '../options.js';

/** The experiment that shows what the program is for. */
const FIRST_EXPERIMENT = 'fed-rate-moves';

/** A market of about 220 agents and a quarter after the moves: a minute, not ten. */
const SMALL = [
  'ticks=84',
  'population.sovereignFunds=20',
  'population.hedgeFunds=40',
  'population.retail=80',
  'population.assetManagers=40',
  'population.insurers=40',
];

/** How long the arms are watched, in words. */
function lengthOf({ ticks, forkAt = 0, ticksPerYear }: ResolvedExperiment): string {
  const after = ticks - forkAt;
  return `Here: a smaller market, ${after} trading days (${Math.round((12 * after) / ticksPerYear)} months) after the moves.`;
}

const OUT = `results/${FIRST_EXPERIMENT}-start`;

export const start: RegisterCommand = (program, context) => {
  const command = program
    .command('start')
    .description(`run the experiment '${FIRST_EXPERIMENT}' with fewer agents and say what it shows`)
    .option('--seeds <n>', 'number of seeds (default: those of the file)', seedCount(2))
    .option('--out <folder>', `result folder (default: ${OUT})`)
    .option('--workers <n>', 'worker threads', wholeNumber(1))
    .option('--force', 'run again although the result is there');
  jsonOption(command).action(async (options) => {
    const { loadExperiment } = await import('../experiment-file.js');
    const { runBatch } = await import('../run-batch.js');
    const model = await context.loadModel();
    const { experiment } = await loadExperiment(FIRST_EXPERIMENT, { set: SMALL }, model, context);
    const out = options.out ?? OUT;
    context.stderr(
      `${experiment.question}\n\nExpected: ${experiment.expectation}\n\n${lengthOf(experiment)}\n\n`,
    );
    const flags = { ...options, out, resume: true, debug: program.opts().debug };
    const { status } = await runBatch(experiment, flags, model, context);
    if (status === 'interrupted') {
      context.stderr('The same command goes on from there, and draws the report.\n');
      return;
    }
    if (!options.json) {
      const { reportOn } = await import('../report-on.js');
      context.stderr('\nDrawing the report …\n');
      await reportOn(out, {}, context);
    }
    context.stderr(
      `\nTo plot by yourself: docs/plotting.md. The same with all agents: npx rqe batch ${FIRST_EXPERIMENT}\n`,
    );
  });
};
