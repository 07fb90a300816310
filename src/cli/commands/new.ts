import type { RegisterCommand } from '../context.js';

export const newExperiment: RegisterCommand = (program, context) => {
  program
    .command('new')
    .description('write a commented experiment to start from')
    .argument('<name>', 'name of the experiment; the file is <name>.yaml')
    .option('--force', 'replace the file if it exists, or hide an experiment that comes with the program')
    .action(async (name: string, options) => {
      const { existsSync, writeFileSync } = await import('node:fs');
      const { withFile } = await import('../../runner/file-error.js');
      const { newExperimentText } = await import('../new-experiment-text.js');
      const { UsageError } = await import('../usage-error.js');
      const file = name.endsWith('.yaml') ? name : `${name}.yaml`;
      const { isShipped } = await import('../experiment-file.js');
      if (isShipped(file, context.library) && !options.force)
        throw new UsageError(
          `an experiment '${name}' comes with the program and ${file} would hide it; choose another name, or --force`,
        );
      if (existsSync(file) && !options.force) throw new UsageError(`${file} exists; --force replaces it`);
      withFile(file, () => writeFileSync(file, newExperimentText()));
      context.stdout(`${file}\n`);
      context.stderr(`Try: rqe check ${file}, then rqe run ${file}\n`);
    });
};
