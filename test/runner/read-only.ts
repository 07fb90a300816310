/** A disk that is read-only below a folder: also for a superuser, whom permissions do not stop. */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

/** Lets no folder be made there; what it throws is what the system throws. */
export function readOnly(place: string): { restore(): void } {
  const original = fs.mkdirSync;
  fs.mkdirSync = ((path: string, options?: fs.MakeDirectoryOptions) => {
    if (!path.startsWith(place)) return original(path, options);
    // With `recursive`, Node takes a disk that is read-only for a folder that is missing.
    const code = options?.recursive ? 'ENOENT' : 'EROFS';
    throw Object.assign(new Error(`${code}: mkdir '${path}'`), { code });
  }) as typeof fs.mkdirSync;
  syncBuiltinESMExports();
  return {
    restore() {
      fs.mkdirSync = original;
      syncBuiltinESMExports();
    },
  };
}
