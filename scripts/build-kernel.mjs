// Compiles the WebAssembly kernel of the market with AssemblyScript: no compiler outside npm is needed. No fused
// multiply-add and no reordering: its results are those of the TypeScript kernel to the bit. The passes over rows stand
// in it twice: for any number of assets, and unrolled for that of the base experiment.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeUnrolled } from './unroll-rows.mjs';

const UNROLLED_ASSETS = 12;

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const compiler = join(
  dirname(createRequire(import.meta.url).resolve('assemblyscript/package.json')),
  'bin',
  'asc.js',
);
const folder = join(root, 'src', 'market', 'assembly');
const rowPasses = [
  'growth.ts',
  'prepare.ts',
  'sweep.ts',
  'investor-wealth.ts',
  'payment-causes.ts',
  'trades.ts',
];
const generated = writeUnrolled(folder, rowPasses, UNROLLED_ASSETS, join(root, 'dist', 'assembly'));
const sources = ['layout.ts', ...rowPasses, 'investor-passes.ts', 'book-passes.ts', 'number-text.ts']
  .map((file) => join(folder, file))
  .concat(generated)
  .map((file) => relative(root, file));
const target = join('dist', 'src', 'market', 'market-kernel.wasm');
const options = ['-O3', '--noAssert', '--runtime', 'stub', '--importMemory', '--enable', 'simd'];

const run = spawnSync(process.execPath, [compiler, ...sources, '-o', target, ...options], {
  cwd: root,
  stdio: 'inherit',
});
process.exit(run.status ?? 1);
