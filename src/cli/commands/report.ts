import type { RegisterCommand } from '../context.js';
import { jsonOption } from '../options.js';

export const report: RegisterCommand = (program, context) => {
  const command = program
    .command('report')
    .description('draw a result: figures, and one page to read')
    .argument('<result>', 'result folder')
    .option('--out <folder>', 'folder of the report (default: `report` in the result folder)')
    .option('--figures <names...>', 'only these figures (default: all that the result has data for)');
  jsonOption(command).action(async (result: string, options) => {
    const { reportOn } = await import('../report-on.js');
    await reportOn(result, options, context);
  });
};
