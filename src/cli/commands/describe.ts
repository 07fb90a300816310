import type { RegisterCommand } from '../context.js';
import { jsonOption } from '../options.js';

export const describe: RegisterCommand = (program, context) => {
  const command = program
    .command('describe')
    .description('say what a parameter, series, metric or statistic means, its unit, value and source')
    .argument('<name>', 'for instance hedgeFunds.marginBuffer, index.broad, or a group such as hedgeFunds');
  jsonOption(command).action(async (name: string, options) => {
    const { describeName } = await import('../describe-name.js');
    const { loadExperiment } = await import('../experiment-file.js');
    const model = await context.loadModel();
    const base = (await loadExperiment('base', {}, model, context)).experiment;
    const entries = describeName(name, model.catalogue, base, context.library);
    if (options.json) {
      context.stdout(`${JSON.stringify(entries.length === 1 ? entries[0] : entries, null, 2)}\n`);
      return;
    }
    for (const [index, entry] of entries.entries()) {
      if (index > 0) context.stdout('\n');
      const width = Math.max(...Object.keys(entry).map((key) => key.length));
      for (const [key, value] of Object.entries(entry)) context.stdout(`${key.padEnd(width)}  ${value}\n`);
    }
  });
};
