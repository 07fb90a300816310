import type { RegisterCommand } from '../context.js';
import { experimentOptions, jsonOption, seedCount, wholeNumber } from '../options.js';

export const calibrate: RegisterCommand = (program, context) => {
  const command = program
    .command('calibrate')
    .description('fit parameters to target moments')
    .argument('<file>', 'experiment file with a key `calibration`, or the name of one');
  jsonOption(experimentOptions(command))
    .option('--generations <n>', 'most generations (default: that of the file)', wholeNumber(1))
    .option('--seeds <n>', 'number of seeds of each candidate', seedCount())
    .option(
      '--out <folder>',
      'folder of the calibration (default: results/<name of the experiment>-calibration)',
    )
    .option('--workers <n>', 'worker threads (default: as many as cores, or runs)', wholeNumber(1))
    .option('--force', 'replace another calibration in the folder')
    .action(async (file, options) => {
      const { loadExperiment, loadModelOf } = await import('../experiment-file.js');
      const { runCalibration } = await import('../run-calibration.js');
      const model = await loadModelOf(file, context);
      const resolution = await loadExperiment(file, options, model, context);
      await runCalibration(resolution, { ...options, debug: program.opts().debug }, model, context);
    });
};
