/** What several runs have made outlasts a power cut before that from which it could be made again goes. */
import fs, { existsSync, readdirSync, readFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { InProcess } from './in-process.js';
import { passingFolders } from './passing-folders.js';
import { filesOf, run } from './small-run.js';

const folder = passingFolders();
const TEXT = 'name: small\nextends: base\nticks: 3\nseeds: [a, b]\n';
const { fsyncSync, openSync } = fs;

/** Calls back with the path of each file that the disk is asked for. */
function onSync(look: (path: string) => void): void {
  const paths = new Map<number, string>();
  fs.openSync = ((path: string, flags?: fs.OpenMode, mode?: fs.Mode) => {
    const descriptor = openSync(path, flags as fs.OpenMode, mode);
    paths.set(descriptor, path);
    return descriptor;
  }) as typeof fs.openSync;
  fs.fsyncSync = (descriptor) => {
    look(paths.get(descriptor) as string);
    fsyncSync(descriptor);
  };
  syncBuiltinESMExports();
}

function failure(code: string): Error {
  return Object.assign(new Error(code), { code });
}

afterEach(() => {
  Object.assign(fs, { fsyncSync, openSync });
  syncBuiltinESMExports();
});

it('waits for every file of the manifest, and for their names, while the parts are there', async () => {
  const out = folder();
  const settled: string[] = [];
  onSync((path) => {
    expect(readdirSync(join(out, '.parts'))).toContain('000001');
    settled.push(path);
  });
  await run(out, { text: TEXT, executor: new InProcess(), settle: true });
  const { files } = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8'));
  const names = [...Object.keys(files), 'manifest.json'];
  expect([...settled].sort()).toEqual([...names.map((name) => join(out, name)), out].sort());
  // Of the names, and of what says that all is there, last.
  expect(settled.slice(-2)).toEqual([join(out, 'manifest.json'), out]);
  expect(existsSync(join(out, '.parts'))).toBe(false);
});

it('waits for nothing when it is one run, or is not asked to', async () => {
  onSync((path) => expect(path).toBeUndefined());
  await run(folder(), { text: TEXT.replace('[a, b]', '[a]'), executor: new InProcess(), settle: true });
  await run(folder(), { text: TEXT, executor: new InProcess() });
});

it('keeps the runs when the disk cannot take the tables', async () => {
  const [out, whole] = [folder(), folder()];
  onSync((path) => {
    if (path.endsWith('series.csv')) throw failure('ENOSPC');
  });
  await expect(run(out, { text: TEXT, executor: new InProcess(), settle: true })).rejects.toThrow(
    /series\.csv: the disk is full/,
  );
  Object.assign(fs, { fsyncSync, openSync });
  syncBuiltinESMExports();
  const again = new InProcess();
  await run(out, { text: TEXT, executor: again, settle: true });
  expect(again.made).toEqual([]);
  await run(whole, { text: TEXT, executor: new InProcess() });
  expect(filesOf(out)).toEqual(filesOf(whole));
});

it('is content with a system that does not wait for folders', async () => {
  const out = folder();
  onSync((path) => {
    if (path === out) throw failure('EINVAL');
  });
  const { manifest } = await run(out, { text: TEXT, executor: new InProcess(), settle: true });
  expect(manifest.status).toBe('completed');
});
