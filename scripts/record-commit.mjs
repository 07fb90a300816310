// Says beside the bundle of which commit it was built.
import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

function git(root, ...args) {
  const { status, stdout } = spawnSync('git', args, { cwd: root, encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}

/** Folders and files of which something is compiled or read. */
const SOURCES = ['src', 'agents', 'experiments', 'scripts', 'package-lock.json'];

/** The commit of a checkout, and whether something was changed since; undefined where there is none. */
function commitOf(root) {
  if (!existsSync(join(root, '.git'))) return undefined;
  const commit = git(root, 'rev-parse', 'HEAD');
  const changes = git(root, 'status', '--porcelain', '--', ...SOURCES);
  return commit && (changes === '' ? commit : `${commit} with changes`);
}

/** Says in the folder of the bundle of which commit it is; where there is no checkout, what stands there stays. */
export function recordCommit(root, folder) {
  const commit = commitOf(root);
  if (commit !== undefined) writeFileSync(join(folder, 'commit.json'), `${JSON.stringify({ commit })}\n`);
}
