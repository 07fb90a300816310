/** A text file to which is added in large pieces; it is made when the first of them comes. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { withFile } from './file-error.js';

const BUFFER_CHARACTERS = 1 << 20;

export class TextFile {
  private descriptor = -1;
  private pending = '';
  private written = 0;

  constructor(private readonly path: string) {}

  /** Bytes that stand in the file. */
  get bytes(): number {
    return this.written;
  }

  write(text: string): void {
    this.pending += text;
    if (this.pending.length >= BUFFER_CHARACTERS) this.flush();
  }

  close(): void {
    if (this.pending !== '') this.flush();
    if (this.descriptor >= 0) closeSync(this.descriptor);
  }

  private flush(): void {
    const bytes = Buffer.from(this.pending);
    this.pending = '';
    withFile(this.path, () => {
      if (this.descriptor < 0) this.descriptor = openSync(this.path, 'a');
      writeWhole(this.descriptor, bytes);
    });
    this.written += bytes.length;
  }
}

/** A full disk may take a part of what is written: the rest is tried again and then fails in clear words. */
export function writeWhole(descriptor: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(descriptor, bytes, done);
}
