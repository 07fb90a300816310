import type { RegisterCommand } from '../context.js';
import { jsonOption, wholeNumber } from '../options.js';

export const explain: RegisterCommand = (program, context) => {
  const command = program
    .command('explain')
    .description('print who and what moved the price of an asset, from the attribution of a result')
    .argument('<result>', 'result folder')
    .option('--asset <name>', 'asset, for instance crypto')
    .option('--contracts [firm]', 'instead: who owes whom what under contract, of all or of one firm')
    .option('--from <tick>', 'the move begins after this tick (default: 0)', wholeNumber(0), 0)
    .option('--to <tick>', 'last tick of the move (default: the end)', wholeNumber(1))
    .option('--arm <name>', 'arm (default: the first)')
    .option('--seed <seed>', 'seed (default: the first)')
    .option('--all', 'each contract and default, however many and however routine');
  jsonOption(command).action(async (result: string, options) => {
    const { readManifest } = await import('../../runner/read-result.js');
    const { assetsOf, explainMove } = await import('../../runner/explain.js');
    const { didYouMean } = await import('../../experiment/nearest.js');
    const { UsageError } = await import('../usage-error.js');
    const { printExplanation } = await import('../explain-table.js');
    const manifest = readManifest(result);
    const run = manifest.runs.find(
      ({ arm, seed }) =>
        (options.arm === undefined || arm === options.arm) &&
        (options.seed === undefined || seed === options.seed),
    );
    if (run === undefined) {
      const arms = [...new Set(manifest.runs.map(({ arm }) => arm))].join(', ');
      throw new UsageError(`no run has this arm and seed; arms: ${arms}`);
    }
    const to = options.to ?? run.ticks;
    if (to <= options.from) throw new UsageError(`--to ${to} is not after --from ${options.from}`);
    if (to > run.ticks) throw new UsageError(`--to ${to} lies after the end of the run, tick ${run.ticks}`);
    if (options.contracts !== undefined) {
      const { contractsAt } = await import('../../runner/explain-contracts.js');
      const { printContracts } = await import('../contracts-table.js');
      const firm = options.contracts === true ? undefined : options.contracts;
      printContracts(context, await contractsAt(result, run.run, to, firm), options.json);
      return;
    }
    if (options.asset === undefined) throw new UsageError("required option '--asset <name>' not specified");
    const assets = await assetsOf(result, run.run);
    if (!assets.includes(options.asset)) {
      const hint = didYouMean(options.asset, assets);
      throw new UsageError(`no attribution of '${options.asset}'${hint || `; assets: ${assets.join(', ')}`}`);
    }
    const { asset, from } = options;
    const explanation = await explainMove(result, manifest, { run: run.run, asset, from, to });
    printExplanation(context, explanation, { from, to }, options);
  });
};
