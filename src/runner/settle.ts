/** Waits for the disk. */
import { closeSync, fdatasync, fsyncSync, openSync } from 'node:fs';
import { withFile } from './file-error.js';

/** What a system says that waits for files in another way, or not for folders. */
const CANNOT: readonly (string | undefined)[] = ['EINVAL', 'EPERM', 'EISDIR', 'ENOTSUP'];

const isCannot = (error: unknown) => CANNOT.includes((error as NodeJS.ErrnoException).code);

/**
 * Comes back when what an open file holds is on the disk, while this thread goes on; with an error of the system if the disk
 * did not take it.
 */
export function settleOpen(descriptor: number): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise((resolve) => {
    fdatasync(descriptor, (error) => resolve(error === null || isCannot(error) ? undefined : error));
  });
}

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
      if (!isCannot(error)) throw error;
    }
  });
}
