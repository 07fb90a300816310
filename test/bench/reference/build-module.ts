/** Compiles the row loops of the reference market by AssemblyScript, and prints where the module lies. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';
import { assemblyScriptModule } from './kernel-text.js';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const BUILT = `${ROOT}dist/bench/`;

/** Compiles the loops by AssemblyScript, and returns where the module lies. */
async function buildModule(): Promise<string> {
  mkdirSync(BUILT, { recursive: true });
  const files: Readonly<Record<string, string>> = {
    'reference.ts': assemblyScriptModule('./exponential', './normal'),
    'exponential.ts': readFileSync(`${ROOT}src/market/assembly/exponential.ts`, 'utf8'),
    'normal.ts': readFileSync(`${HERE}assembly/normal.ts`, 'utf8').replace(
      '../../../../src/market/assembly/exponential',
      './exponential',
    ),
  };
  const target = `${BUILT}reference.wasm`;
  const options = ['-O3', '--noAssert', '--runtime', 'stub', '--importMemory', '--enable', 'simd'];
  const { error, stderr } = await asc.main(['reference.ts', '-o', target, ...options], {
    readFile: (name) => files[name] ?? null,
    writeFile: (name, contents) => writeFileSync(name, contents),
    listFiles: () => [],
  });
  if (error !== null) throw new Error(`the reference kernel does not compile: ${stderr.toString()}`);
  return target;
}

console.log(await buildModule());
