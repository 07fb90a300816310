import type { RegisterCommand } from '../context.js';
import { EXIT } from '../exit-codes.js';
import { jsonOption, wholeNumber } from '../options.js';

export const reproduce: RegisterCommand = (program, context) => {
  const command = program
    .command('reproduce')
    .description('run a result again and compare its files byte for byte')
    .argument('<manifest>', 'manifest.json of the result, or its folder')
    .option('--out <folder>', 'keep the new result here (default: it is removed)')
    .option('--workers <n>', 'worker threads', wholeNumber(1));
  jsonOption(command).action(async (path: string, options) => {
    const { readManifest } = await import('../../runner/read-result.js');
    const { reproduce: runAgain } = await import('../../runner/reproduce.js');
    const { snapshotsOf } = await import('../../runner/result-snapshots.js');
    const { madeByAnother } = await import('../../runner/identity.js');
    const { buildOf } = await import('../../engine/version.js');
    const { resolveWithFormulas } = await import('../../experiment/resolve.js');
    const { whileInterruptible } = await import('../interrupt.js');
    const { chosenKernel } = await import('../kernel.js');
    const { showProgress } = await import('../progress.js');
    const { printTable } = await import('../table.js');
    const { UsageError } = await import('../usage-error.js');
    const { colors } = await import('../colors.js');
    const { modelNameIn } = await import('../finished-result.js');
    const manifest = readManifest(path);
    if (manifest.status === 'interrupted')
      throw new UsageError(`${path} was interrupted; run the experiment again to finish it first`);
    const model = await context.loadModel(modelNameIn(manifest));
    if (manifest.engineVersion !== model.engineVersion) {
      const another = madeByAnother(manifest.engineVersion, model.engineVersion);
      if (manifest.snapshots !== undefined)
        throw new UsageError(`${path} ${another}: only that one goes on from its snapshots, or leaves them`);
      context.stderr(`note: ${path} ${another}: files may differ for that\n`);
    }
    const text = JSON.stringify(manifest.configuration);
    const source = {
      file: path,
      library: '',
      readFile: (file: string) => (file === path ? text : undefined),
    };
    const { experiment } = await resolveWithFormulas(source, model.catalogue);
    const progress = await showProgress(context);
    const { files, interrupted } = await whileInterruptible(context, (stop) =>
      runAgain(path, manifest, experiment, {
        ...buildOf(model),
        catalogue: model.catalogue,
        entry: context.workerEntry,
        simulation: context.loadSimulation,
        ...chosenKernel(context),
        stop,
        ...snapshotsOf(manifest, path),
        ...(options.out !== undefined && { out: options.out }),
        ...(options.workers !== undefined && { workers: options.workers }),
        onProgress: (state) => progress.update(state),
      }).finally(() => progress.end()),
    );
    if (interrupted) {
      context.stderr('Interrupted: nothing was compared.\n');
      context.setExitCode(EXIT.interrupted);
      return;
    }
    type Row = (typeof files)[number];
    const columns = [
      { heading: 'file', text: (row: Row) => row.file },
      { heading: 'expected', text: (row: Row) => row.expected.slice(0, 16) },
      { heading: 'found', text: (row: Row) => row.found.slice(0, 16) },
      { heading: '', text: (row: Row) => (row.same ? 'same' : 'DIFFERENT') },
      {
        heading: 'in the folder',
        text: ({ held }: Row) => (held === 'whole' ? held : (held ?? '').toUpperCase()),
      },
    ];
    printTable(context, columns, files, options.json);
    const same = files.every((file) => file.same);
    const broken = files.filter(({ held }) => held === 'missing' || held === 'damaged');
    const reproduced =
      broken.length === 0 ? 'every file is the same' : 'the files made again are as they were';
    context.stderr(same ? `Reproduced: ${reproduced}.\n` : 'Not reproduced: files differ.\n');
    for (const { file, held } of broken)
      context.stderr(
        `${colors.red('error:')} ${path}: its own ${file} is ${held}, not what the manifest says\n`,
      );
    if (files.every(({ held }) => held === undefined))
      context.stderr('note: no file of the result lies beside the manifest; nothing was said of them\n');
    context.setExitCode(same && broken.length === 0 ? EXIT.ok : EXIT.failed);
  });
};
