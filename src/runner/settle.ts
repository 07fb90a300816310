/** Waits for the disk. */
import { closeSync, fsyncSync, openSync } from 'node:fs';
import { withFile } from './file-error.js';

/** What a system says that waits for files in another way, or not for folders. */
const CANNOT: readonly (string | undefined)[] = ['EINVAL', 'EPERM', 'EISDIR', 'ENOTSUP'];

/** Comes back when a file, or the names in a folder, would outlast a power cut. */
export function settle(path: string): void {
  withFile(path, () => {
    try {
      const descriptor = openSync(path, 'r');
      try {
        fsyncSync(descriptor);
      } finally {
        closeSync(descriptor);
      }
    } catch (error) {
      if (!CANNOT.includes((error as NodeJS.ErrnoException).code)) throw error;
    }
  });
}
