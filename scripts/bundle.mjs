// Bundles the command line and its worker threads into dist/rqe. What every command needs stands in one file, what every run
// needs in another, beside the byte code that V8 makes of them; what other commands import lazily stays apart. With them are the licences of
// what they contain and the commit that they were made from.
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, transform } from 'esbuild';
import { stampEngine } from './engine-identity.mjs';
import { recordCommit } from './record-commit.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const target = resolve(process.argv[2] ?? join(root, 'dist', 'rqe'));

/** Packages that bring files or machine code of their own, and those that only `rqe report` loads. */
const APART = ['@duckdb/node-api', '@expo-google-fonts/inter', '@resvg/resvg-js', 'vega', 'vega-lite'];
/**
 * Packs: files of many modules. Each holds these modules of dist with all that they import; what two packs need stands in
 * the first. A module runs when it is asked for.
 */
const PACKS = {
  'command-line': ['src/main.js'],
  program: [
    'src/cli/experiment-file.js',
    'src/cli/run-and-report.js',
    'src/cli/snapshots.js',
    'agents/index.js',
    'src/engine/declarations.js',
    'src/engine/balance-sheet.js',
    'src/experiment/catalogue.js',
    'src/simulation.js',
    'src/worker.js',
  ],
};
const COMMON = { platform: 'node', target: 'node20', logLevel: 'warning', legalComments: 'none' };
/** In CommonJS, where a module stands. */
const PLACE = { define: { 'import.meta.url': 'placeOfModule' } };
const placeOf = (file) => `const placeOfModule = require('node:url').pathToFileURL(${file}).href;\n`;

/** ES modules that share no code twice, as text by name, and what they are made of. */
async function modules() {
  const { metafile, outputFiles } = await build({
    ...COMMON,
    absWorkingDir: root,
    entryPoints: ['main', 'worker'].map((name) => join('dist', 'src', `${name}.js`)),
    outdir: target,
    bundle: true,
    splitting: true,
    format: 'esm',
    external: APART,
    metafile: true,
    write: false,
  });
  const texts = new Map(outputFiles.map(({ path, text }) => [basename(path), text]));
  const outputs = new Map(Object.entries(metafile.outputs).map(([path, output]) => [basename(path), output]));
  return { texts, outputs, inputs: Object.keys(metafile.inputs) };
}

const importsOf = ({ imports }, kind) =>
  imports.filter((one) => one.kind === kind && !one.external).map(({ path }) => basename(path));

/** Pack of each module that stands in one. */
function packOfModule(outputs) {
  const packs = new Map();
  const nameOf = new Map([...outputs].map(([name, { entryPoint }]) => [entryPoint, name]));
  for (const [pack, modules] of Object.entries(PACKS)) {
    const names = new Set(modules.map((module) => nameOf.get(`dist/${module}`)));
    if (names.has(undefined)) throw new Error(`a module of the pack ${pack} is not imported lazily`);
    for (const name of names)
      for (const one of importsOf(outputs.get(name), 'import-statement')) names.add(one);
    for (const name of names) if (!packs.has(name)) packs.set(name, pack);
  }
  return packs;
}

/** The modules of a pack, in CommonJS: a function for each module that is asked for by name. */
async function packed(texts, isInside, asked) {
  const entries = asked.map((name) => `${JSON.stringify(name)}: () => require('./${name}')`);
  const memory = {
    name: 'modules-in-memory',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\.\// }, ({ path }) =>
        isInside(basename(path)) ? { path: basename(path), namespace: 'module' } : { path, external: true },
      );
      onLoad({ filter: /./, namespace: 'module' }, ({ path }) => ({ contents: texts.get(path) }));
    },
  };
  const { outputFiles } = await build({
    ...COMMON,
    ...PLACE,
    stdin: { contents: `module.exports = { ${entries.join(',\n')} };`, resolveDir: root },
    bundle: true,
    format: 'cjs',
    supported: { 'dynamic-import': false },
    plugins: [memory],
    write: false,
  });
  const text = `(function (module, require, __filename) {\n${placeOf('__filename')}${outputFiles[0].text}\n})`;
  // It is read as Latin-1, which takes no time: beyond ASCII there may be comments alone.
  const { code } = await transform(text, { ...COMMON, minifyWhitespace: true });
  if (/[^\0-\x7f]/.test(code)) throw new Error('the code of a pack has letters beyond ASCII');
  return text;
}

/** A module that stands apart, in CommonJS. */
async function apart(text) {
  const { code } = await transform(text, { ...COMMON, ...PLACE, format: 'cjs' });
  return `${placeOf('__filename')}${code}`;
}

/** A module in a pack for those that stand apart; the names are for those that import it lazily. */
function reference(name, { exports }) {
  const names = exports.map((one) => (one === 'default' ? '' : one)).filter(Boolean);
  return `module.exports = require('./loader.js').part('${name}');\n0 && (module.exports = { ${names.join(', ')} });\n`;
}

async function loader(packs) {
  const { outputFiles } = await build({
    ...COMMON,
    entryPoints: [join(root, 'scripts', 'program-loader.mjs')],
    define: { PACK_OF_MODULE: JSON.stringify(packs) },
    bundle: true,
    format: 'cjs',
    write: false,
  });
  return outputFiles[0].text;
}

/** Lets V8 compile what a short run needs, and keeps it. */
function writeByteCode() {
  const out = mkdtempSync(join(tmpdir(), 'rqe-bundle-'));
  const make = join(root, 'scripts', 'write-byte-code.mjs');
  const { status, stderr } = spawnSync(process.execPath, [make, target, out], { encoding: 'utf8' });
  rmSync(out, { recursive: true });
  if (status !== 0) throw new Error(`no byte code: ${stderr}`);
}

function licences(inputs) {
  const packages = new Set(
    inputs.flatMap((file) => file.match(/^.*node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0] ?? []),
  );
  const texts = [...packages].sort().flatMap((folder) => {
    const path = join(root, folder);
    const file = existsSync(path) && readdirSync(path).find((name) => /^licen[cs]e/i.test(name));
    const { name, version, license } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
    const text = file ? readFileSync(join(path, file), 'utf8').trim() : '';
    return [`${name} ${version}, ${license}\n\n${text}\n`];
  });
  return texts.join(`\n${'-'.repeat(80)}\n\n`);
}

await stampEngine(root);
rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
const write = (name, text, mode = 0o644) => writeFileSync(join(target, name), text, { mode });

const { texts, outputs, inputs } = await modules();
const packs = packOfModule(outputs);
/** What a module imports from outside of where it stands. */
const askedBy = ([name, output]) =>
  ['import-statement', 'dynamic-import']
    .flatMap((kind) => importsOf(output, kind))
    .filter((one) => packs.has(one) && packs.get(one) !== packs.get(name));
const apartFromPacks = [...outputs].filter(([name]) => !packs.has(name));
const asked = new Set(['main.js', 'worker.js', ...[...outputs].flatMap(askedBy)]);
write('package.json', '{ "type": "commonjs" }\n');
write('loader.js', await loader(Object.fromEntries([...asked].map((name) => [name, packs.get(name)]))));
for (const pack of Object.keys(PACKS)) {
  const isInside = (name) => packs.get(name) === pack;
  write(`${pack}.js`, await packed(texts, isInside, [...asked].filter(isInside)));
}
for (const name of new Set(apartFromPacks.flatMap(askedBy))) write(name, reference(name, outputs.get(name)));
for (const [name] of apartFromPacks) write(name, await apart(texts.get(name)));
write('main.js', "#!/usr/bin/env node\nrequire('./loader.js').start();\n", 0o755);
write('worker.js', "require('./loader.js').part('worker.js');\n");
write('LICENCES.txt', licences(inputs));
recordCommit(root, target);
writeByteCode();
