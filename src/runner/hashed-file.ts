/** Files that are whole or not there. */
import { createHash } from 'node:crypto';
import { closeSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { withFile } from './file-error.js';
import { UNFINISHED } from './layout.js';
import { makeFolder } from './make-folder.js';
import { writeWhole } from './text-file.js';

/** A file that grows beside its place and gets its name when it is whole. What cannot be written is a `FileError`. */
export class HashedFile {
  private readonly hash = createHash('sha256');
  private readonly unfinished: string;
  readonly descriptor: number;
  private isOpen = true;

  /** Makes its folder too, if need be. */
  constructor(private readonly path: string) {
    this.unfinished = path + UNFINISHED;
    this.descriptor = withFile(path, () => {
      makeFolder(dirname(path));
      return openSync(this.unfinished, 'w');
    });
  }

  append(bytes: Uint8Array): void {
    this.hash.update(bytes);
    withFile(this.path, () => writeWhole(this.descriptor, bytes));
  }

  /** Gives the file its name; returns its SHA-256. */
  finish(): string {
    this.close();
    withFile(this.path, () => renameSync(this.unfinished, this.path));
    return this.hash.digest('hex');
  }

  /** What is there goes. */
  abandon(): void {
    this.close();
    rmSync(this.unfinished, { force: true });
  }

  private close(): void {
    if (this.isOpen) withFile(this.path, () => closeSync(this.descriptor));
    this.isOpen = false;
  }
}

/** Writes a file as a whole or not at all, its folder too if need be; returns its SHA-256. */
export function writeHashed(path: string, fill: (append: (bytes: Uint8Array) => void) => void): string {
  const file = new HashedFile(path);
  try {
    fill((bytes) => file.append(bytes));
  } catch (error) {
    file.abandon();
    throw error;
  }
  return file.finish();
}
