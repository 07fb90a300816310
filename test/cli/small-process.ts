/** The command line of `small-cli.ts` as a process of its own: `small-process.ts FOLDER ARGS…`. */
import { join } from 'node:path';
import { runCommandLine } from '../../src/cli/program.js';
import { CATALOGUE } from '../experiment/small-model.js';
import { ENTRY } from '../runner/small-run.js';
import { simulation } from '../runner/small-simulation.js';
import { loadReporter } from './small-cli.js';

const [folder, ...args] = process.argv.slice(2);
await runCommandLine(args, {
  version: '9.9.9',
  library: join(folder, 'library'),
  workerEntry: ENTRY,
  kernelFile: new URL('../../dist/src/market/market-kernel.wasm', import.meta.url),
  kernel: 'webassembly',
  loadModel: async () => ({
    catalogue: CATALOGUE,
    engineVersion: '0',
    openingBalance: () => ({ kinds: [], instruments: [], values: [] }),
  }),
  loadReporter,
  loadSimulation: async () => simulation,
  stdout: (text) => process.stdout.write(text),
  stderr: (text) => process.stderr.write(text),
  setExitCode(code) {
    process.exitCode = code;
  },
});
