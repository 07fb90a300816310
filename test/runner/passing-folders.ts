/** Temporary folders of one test file. Apart from what other processes import, which know no tests. */
import { rmSync } from 'node:fs';
import { afterAll } from 'vitest';
import { temporaryFolder } from './small-run.js';

/** Makes temporary folders that go when the tests of the calling file are over. */
export function passingFolders(): () => string {
  const folders: string[] = [];
  afterAll(() => {
    for (const path of folders) rmSync(path, { recursive: true, force: true });
  });
  return () => {
    const path = temporaryFolder();
    folders.push(path);
    return path;
  };
}
