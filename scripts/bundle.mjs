// Bundles the command line and its worker threads into dist/rqe: a handful of files to read in place of some 400, in
// half the time. What is imported lazily stays so. Beside them stand the licences of what they contain
// and the commit that they were made from.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { stampEngine } from './engine-identity.mjs';
import { recordCommit } from './record-commit.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const target = resolve(process.argv[2] ?? join(root, 'dist', 'rqe'));

/** Packages that bring files or machine code of their own, and those that only `rqe report` loads. */
const APART = ['@duckdb/node-api', '@expo-google-fonts/inter', '@resvg/resvg-js', 'vega', 'vega-lite'];
/** Packages in CommonJS ask for modules of Node by `require`. */
const REQUIRE =
  "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);";

await stampEngine(root);
rmSync(target, { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: ['main', 'worker'].map((name) => join('dist', 'src', `${name}.js`)),
  outdir: target,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  external: APART,
  banner: { js: REQUIRE },
  metafile: true,
  logLevel: 'warning',
});

const packages = new Set(
  Object.keys(metafile.inputs).flatMap(
    (file) => file.match(/^.*node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0] ?? [],
  ),
);
const licences = [...packages].sort().flatMap((folder) => {
  const path = join(root, folder);
  const file = existsSync(path) && readdirSync(path).find((name) => /^licen[cs]e/i.test(name));
  const { name, version, license } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
  const text = file ? readFileSync(join(path, file), 'utf8').trim() : '';
  return [`${name} ${version}, ${license}\n\n${text}\n`];
});
writeFileSync(join(target, 'LICENCES.txt'), licences.join(`\n${'-'.repeat(80)}\n\n`));
recordCommit(root, target);
