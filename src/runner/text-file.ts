/** A text file to which is added in large pieces; it is made when the first of them comes. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { withFile } from './file-error.js';

/** Texts that wait longer, because there are more of them, survive collections of young garbage and are copied. */
const PENDING_CHARACTERS = 1 << 15;

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
    if (this.pending.length >= PENDING_CHARACTERS) this.flush();
  }

  close(): void {
    if (this.pending !== '') this.flush();
    if (this.descriptor >= 0) closeSync(this.descriptor);
  }

  private flush(): void {
    const bytes = encoded(this.pending);
    this.pending = '';
    withFile(this.path, () => {
      if (this.descriptor < 0) this.descriptor = openSync(this.path, 'a');
      writeWhole(this.descriptor, bytes);
    });
    this.written += bytes.length;
  }
}

/** Three bytes hold any character of UTF-16; all files of a thread use one room in turn. */
let room: Buffer | undefined;

/** UTF-8; valid until the next call. */
function encoded(text: string): Uint8Array {
  room ??= Buffer.allocUnsafeSlow(4 * PENDING_CHARACTERS);
  if (3 * text.length > room.length) return Buffer.from(text);
  return room.subarray(0, room.write(text, 0));
}

/** A full disk may take a part of what is written: the rest is tried again and then fails in clear words. */
export function writeWhole(descriptor: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(descriptor, bytes, done);
}
