// The identity of the code that decides results. After the version of the engine stands a fingerprint of what worker
// threads run and of what resolves, measures and judges: an edit of the command line or of a report leaves it as it is.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const VERSION = ['dist', 'src', 'engine', 'version.js'];
/** Where the sources run uncompiled, this stands in the place of a fingerprint. */
const UNCOMPILED = '+source';
/** What the fingerprint has of a SHA-256: enough to tell the builds of a project apart. */
const DIGITS = 8;

/** Modules of dist/src that decide results, with all that they import. */
const DECIDING = [
  'worker',
  'runner/result-tables',
  'runner/add-comparison',
  'experiment/resolve',
  'experiment/metrics',
  'experiment/calibration',
  'experiment/sensitivity',
  'experiment/claims/blocks',
  'experiment/claims/scoreboard',
  'experiment/validation',
  'experiment/replications/replications',
];

/** The version as it stands in the source, whatever was built. */
function unstamped(text) {
  return text.replace(/(?<='\d+\.\d+\.\d+)\+\w+(?=')/, UNCOMPILED);
}

const withoutIdentity = {
  name: 'without-identity',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]engine[\\/]version\.js$/ }, ({ path }) => ({
      contents: unstamped(readFileSync(path, 'utf8')),
    }));
  },
};

/** All deciding code as one text: no comment, no name of a file or folder, no line ending is in it. */
async function decidingCode(root) {
  const imports = DECIDING.map((module, i) => `export * as part${i} from './dist/src/${module}.js';`);
  const { outputFiles } = await build({
    stdin: { contents: imports.join('\n'), resolveDir: root },
    absWorkingDir: root,
    bundle: true,
    minify: true,
    legalComments: 'none',
    preserveSymlinks: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'bundle',
    tsconfigRaw: {},
    external: ['@duckdb/node-api'],
    plugins: [withoutIdentity],
    write: false,
    logLevel: 'error',
  });
  return outputFiles[0].contents;
}

/** The fingerprint of what is compiled in dist. */
export async function engineFingerprint(root) {
  const kernel = readFileSync(join(root, 'dist', 'src', 'market', 'market-kernel.wasm'));
  const hash = createHash('sha256').update(await decidingCode(root));
  return hash.update(kernel).digest('hex').slice(0, DIGITS);
}

/** Writes the fingerprint into the compiled version of the engine. */
export async function stampEngine(root) {
  const path = join(root, ...VERSION);
  const text = readFileSync(path, 'utf8');
  const stamped = unstamped(text).replace(UNCOMPILED, `+${await engineFingerprint(root)}`);
  if (stamped !== text) writeFileSync(path, stamped);
}
