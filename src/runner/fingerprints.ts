/** Whether the files of a result are those that its manifest tells of. */
import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { FileError, withFile } from './file-error.js';
import { DATA_PACKAGE_FILE } from './layout.js';
import type { Manifest } from './manifest.js';

const PIECE_BYTES = 1 << 20;

/** SHA-256 of a file of any length. */
export function fileHash(path: string): string {
  return withFile(path, () => {
    const hash = createHash('sha256');
    const piece = Buffer.allocUnsafe(PIECE_BYTES);
    const descriptor = openSync(path, 'r');
    try {
      for (let read = readSync(descriptor, piece); read > 0; read = readSync(descriptor, piece))
        hash.update(piece.subarray(0, read));
    } finally {
      closeSync(descriptor);
    }
    return hash.digest('hex');
  });
}

/** SHA-256 of a text, by Node. */
export function textHash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

export type FileState = 'whole' | 'missing' | 'damaged';

/** How a file of a result stands on the disk. */
export function fileState(folder: string, file: string, expected: string): FileState {
  const path = join(folder, file);
  if (!existsSync(path)) return 'missing';
  return fileHash(path) === expected ? 'whole' : 'damaged';
}

/** @throws FileError that names the first file which is not there, or not as it was written */
export function requireWhole(
  folder: string,
  { files }: Pick<Manifest, 'files'>,
  remedy = '--force runs it again',
): void {
  for (const [file, expected] of Object.entries(files)) {
    const state = fileState(folder, file, expected);
    if (state === 'whole') continue;
    const found = state === 'missing' ? 'is gone from the result' : 'is damaged: not as it was written';
    throw new FileError(join(folder, file), `${found}; ${remedy}`);
  }
}

/**
 * Holds those of some files that a manifest tells of against it, before anything is made of them.
 * @throws FileError as {@link requireWhole}
 */
export function requireFiles(
  folder: string,
  { files }: Pick<Manifest, 'files'>,
  names: readonly string[],
): void {
  const read = Object.entries(files).filter(([file]) => names.includes(file));
  requireWhole(
    folder,
    { files: Object.fromEntries(read) },
    'the command that made it makes it again with --force',
  );
}

/** {@link requireFiles} of all tables, and of what says what their columns are. */
export function requireTables(folder: string, manifest: Pick<Manifest, 'files'>): void {
  const names = Object.keys(manifest.files).filter((name) => name.endsWith('.csv'));
  requireFiles(folder, manifest, [DATA_PACKAGE_FILE, ...names]);
}
