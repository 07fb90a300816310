import type { RegisterCommand } from '../context.js';
import { jsonOption, seedCount, setOption, wholeNumber } from '../options.js';

export const claims: RegisterCommand = (program, context) => {
  const command = program
    .command('claims')
    .description('test the claims of the essays under fixed rules, and print the scoreboard')
    .argument('[ids...]', 'claims to test (default: all); their files are experiments/claims/ID.yaml');
  jsonOption(setOption(command))
    .option('--seeds <n>', 'number of seeds (default: those of the files, 64)', seedCount())
    .option('--quick', 'few seeds: a look, not a verdict')
    .option('--robustness <n>', 'draws of all parameters over their ranges (default: none)', wholeNumber(1))
    .option('--out <folder>', 'folder of the scoreboard (default: results/claims, or results/claims-ID…)')
    .option('--workers <n>', 'worker threads (default: as many as cores, or runs)', wholeNumber(1))
    .option('--force', 'replace another scoreboard in the folder')
    .action(async (ids, options) => {
      const { testClaims } = await import('../run-claims.js');
      await testClaims(ids, { ...options, debug: program.opts().debug }, await context.loadModel(), context);
    });
};
