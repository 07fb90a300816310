// Compiles the WebAssembly kernel of the market with AssemblyScript: no compiler outside npm is needed. No fused
// multiply-add and no reordering: its results are those of the TypeScript kernel to the bit.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const compiler = join(
  dirname(createRequire(import.meta.url).resolve('assemblyscript/package.json')),
  'bin',
  'asc.js',
);
const sources = ['market-kernel.ts', 'investor-passes.ts', 'book-passes.ts'].map((file) =>
  join('src', 'market', 'assembly', file),
);
const target = join('dist', 'src', 'market', 'market-kernel.wasm');
const options = ['-O3', '--noAssert', '--runtime', 'stub', '--importMemory', '--enable', 'simd'];

const run = spawnSync(process.execPath, [compiler, ...sources, '-o', target, ...options], {
  cwd: root,
  stdio: 'inherit',
});
process.exit(run.status ?? 1);
