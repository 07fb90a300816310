import type { RegisterCommand } from '../context.js';
import { jsonOption } from '../options.js';

export const compare: RegisterCommand = (program, context) => {
  const command = program
    .command('compare')
    .description('compare the arms of a result seed by seed: differences, intervals, tests')
    .argument('<result>', 'result folder')
    .option('--baseline <arm>', 'compare every other arm with this one (default: what `against` says)')
    .option('--metric <name>', 'show this metric alone (default: all)')
    .option('--out <folder>', 'write comparison.csv and comparison-bands.csv there');
  jsonOption(command).action(async (path: string, options) => {
    const { compareAndReport } = await import('../compare-and-report.js');
    const { modelNameIn } = await import('../finished-result.js');
    const { readManifest } = await import('../../runner/read-result.js');
    const model = await context.loadModel(modelNameIn(readManifest(path)));
    await compareAndReport(path, options, model, context);
  });
};
