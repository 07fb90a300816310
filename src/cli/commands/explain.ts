import type { RegisterCommand } from '../context.js';
import { jsonOption } from '../options.js';

export const explain: RegisterCommand = (program, context) => {
  const command = program
    .command('explain')
    .description('print who and what moved the price of an asset, from the attribution of a result')
    .argument('<result>', 'result folder, or its manifest')
    .option('--asset <name>', 'asset, for instance crypto')
    .option(
      '--contracts [firm]',
      'instead: who owes whom what under contract, of all, of one firm or of a kind',
    )
    .option('--from <when>', 'the move begins after this tick or date', '0')
    .option('--to <when>', 'last tick or date of the move (default: the end)')
    .option('--arm <name>', 'arm (default: the first)')
    .option('--seed <seed>', 'seed (default: the first)')
    .option(
      '--all',
      'every row: contributions and contracts however small, events however many and however routine',
    );
  jsonOption(command).action(async (place: string, options) => {
    const { folderOf, readManifest } = await import('../../runner/read-result.js');
    const { attributed, explainMove } = await import('../../runner/explain.js');
    const { didYouMeanOrAll } = await import('../../experiment/nearest.js');
    const { askedRun, askedWindow } = await import('../asked-move.js');
    const { UsageError } = await import('../usage-error.js');
    const { requireFiles } = await import('../../runner/fingerprints.js');
    const { printExplanation } = await import('../explain-table.js');
    const manifest = readManifest(place);
    const result = folderOf(place);
    const run = askedRun(manifest, options);
    const { from, to } = askedWindow(manifest, run, options);
    const ofMove = ['attribution.csv', 'events.csv', 'series.csv'];
    requireFiles(result, manifest, options.contracts === undefined ? ofMove : ['contracts.csv']);
    if (options.contracts !== undefined) {
      const { contractsAt } = await import('../../runner/explain-contracts.js');
      const { printContracts } = await import('../contracts-table.js');
      const firm = options.contracts === true ? undefined : options.contracts;
      const contracts = await contractsAt(result, run.run, to, firm);
      printContracts(context, contracts, { to, ...(firm !== undefined && { firm }) }, options);
      return;
    }
    if (options.asset === undefined) throw new UsageError("required option '--asset <name>' not specified");
    const { assets, last } = await attributed(result, run.run);
    if (assets.length === 0)
      throw new UsageError(`there is no attribution of this run, which ended at tick ${run.ticks}`);
    if (!assets.includes(options.asset)) {
      const hint = didYouMeanOrAll(options.asset, assets, 'assets');
      throw new UsageError(`no attribution of '${options.asset}'${hint}`);
    }
    if (from >= last)
      throw new UsageError(`--from ${options.from}: the attribution of this run ends at tick ${last}`);
    const { asset } = options;
    const explanation = await explainMove(result, manifest, { run: run.run, asset, from, to });
    printExplanation(context, explanation, { from, to }, options);
  });
};
