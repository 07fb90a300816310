// Builds dist/ when a source is newer than the last build; does nothing where there is no compiler, as in an
// installed package, which ships dist/ already.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const stamp = join(root, 'dist', '.built');
const inputs = [
  'src',
  'agents',
  'scripts/build-kernel.mjs',
  'scripts/unroll-rows.mjs',
  'scripts/bundle.mjs',
  'scripts/program-loader.mjs',
  'scripts/write-byte-code.mjs',
  'scripts/engine-identity.mjs',
  'tsconfig.json',
  'tsconfig.build.json',
  'package-lock.json',
];

/** Time of the newest change below a path; a folder counts too, so that a deleted file is noticed. */
function newest(path) {
  if (!existsSync(path)) return 0;
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

function compiler() {
  try {
    const packageFile = createRequire(import.meta.url).resolve('typescript/package.json');
    return join(dirname(packageFile), 'bin', 'tsc');
  } catch {
    return undefined;
  }
}

const tsc = compiler();
const built = existsSync(stamp) ? statSync(stamp).mtimeMs : 0;
const started = new Date();
if (tsc !== undefined && newest(join(root, 'src')) > 0) {
  if (Math.max(...inputs.map((name) => newest(join(root, name)))) > built) {
    for (const step of [
      [tsc, '-p', join(root, 'tsconfig.build.json')],
      [join(root, 'scripts', 'build-kernel.mjs')],
      [join(root, 'scripts', 'bundle.mjs')],
    ]) {
      const run = spawnSync(process.execPath, step, { stdio: 'inherit' });
      if (run.status !== 0) process.exit(run.status ?? 1);
    }
    writeFileSync(stamp, started.toISOString());
  } else {
    // Built before it was committed: the code is the same, the commit is not.
    const { recordCommit } = await import('./record-commit.mjs');
    recordCommit(root, join(root, 'dist', 'rqe'));
  }
}
