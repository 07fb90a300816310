// Bundles the command line and its worker threads into dist/rqe. What every run needs stands in one file, program.js, beside the
// byte code that V8 makes of it; what is imported lazily by other commands stays apart. With them are the licences of
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
/** Modules of dist that a run imports lazily: they stand in program.js, run when they are asked for. */
const OF_A_RUN = [
  'src/cli/experiment-file.js',
  'src/cli/run-and-report.js',
  'src/cli/snapshots.js',
  'agents/index.js',
  'src/engine/declarations.js',
  'src/engine/balance-sheet.js',
  'src/experiment/catalogue.js',
  'src/simulation.js',
];
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

/** Names of the modules that a run needs: those named above with all that they import. */
function modulesOfARun(outputs) {
  const entries = [...OF_A_RUN, 'src/main.js', 'src/worker.js'].map((module) => `dist/${module}`);
  const names = new Set(
    [...outputs].filter(([, { entryPoint }]) => entries.includes(entryPoint)).map(([name]) => name),
  );
  if (names.size !== entries.length) throw new Error('a module of OF_A_RUN is not imported lazily');
  for (const name of names)
    for (const one of importsOf(outputs.get(name), 'import-statement')) names.add(one);
  return names;
}

/** One file of the modules of a run, in CommonJS: a function for each module that is asked for by name. */
async function program(texts, ofARun, asked) {
  const entries = asked.map((name) => `${JSON.stringify(name)}: () => require('./${name}')`);
  const memory = {
    name: 'modules-in-memory',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\.\// }, ({ path }) =>
        ofARun.has(basename(path)) ? { path: basename(path), namespace: 'module' } : { path, external: true },
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
  if (/[^\0-\x7f]/.test(code)) throw new Error('code of program.js has letters beyond ASCII');
  return text;
}

/** A module that stands apart, in CommonJS. */
async function apart(text) {
  const { code } = await transform(text, { ...COMMON, ...PLACE, format: 'cjs' });
  return `${placeOf('__filename')}${code}`;
}

/** A module of program.js for those that stand apart; the names are for those that import it lazily. */
function reference(name, { exports }) {
  const names = exports.map((one) => (one === 'default' ? '' : one)).filter(Boolean);
  return `module.exports = require('./loader.js').part('${name}');\n0 && (module.exports = { ${names.join(', ')} });\n`;
}

async function loader() {
  const { outputFiles } = await build({
    ...COMMON,
    entryPoints: [join(root, 'scripts', 'program-loader.mjs')],
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
const ofARun = modulesOfARun(outputs);
const others = [...outputs].filter(([name]) => !ofARun.has(name));
const referred = others.flatMap(([, output]) =>
  ['import-statement', 'dynamic-import'].flatMap((kind) => importsOf(output, kind)),
);
const shared = [...new Set(referred)].filter((name) => ofARun.has(name));
write('package.json', '{ "type": "commonjs" }\n');
write('loader.js', await loader());
write('program.js', await program(texts, ofARun, [...new Set(['main.js', 'worker.js', ...shared])]));
for (const name of shared) write(name, reference(name, outputs.get(name)));
for (const [name] of others) write(name, await apart(texts.get(name)));
write('main.js', "#!/usr/bin/env node\nrequire('./loader.js').start();\n", 0o755);
write('worker.js', "require('./loader.js').part('worker.js');\n");
write('LICENCES.txt', licences(inputs));
recordCommit(root, target);
writeByteCode();
