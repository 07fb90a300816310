/** Files that are whole or not there. */
import { createHash } from 'node:crypto';
import { closeSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { withFile } from './file-error.js';
import { UNFINISHED } from './layout.js';
import { makeFolder } from './make-folder.js';
import { writeWhole } from './text-file.js';

/** Writes a file as a whole or not at all, its folder too if need be; returns its SHA-256. */
export function writeHashed(path: string, fill: (append: (bytes: Uint8Array) => void) => void): string {
  const hash = createHash('sha256');
  withFile(path, () => {
    makeFolder(dirname(path));
    const unfinished = path + UNFINISHED;
    const descriptor = openSync(unfinished, 'w');
    try {
      fill((bytes) => {
        hash.update(bytes);
        writeWhole(descriptor, bytes);
      });
    } catch (error) {
      closeSync(descriptor);
      rmSync(unfinished, { force: true });
      throw error;
    }
    closeSync(descriptor);
    renameSync(unfinished, path);
  });
  return hash.digest('hex');
}
