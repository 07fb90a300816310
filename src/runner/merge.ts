/** Puts the rows of parts one after the other, each with the run, arm and seed that it belongs to in front. */
import { closeSync, existsSync, openSync, readSync } from 'node:fs';

const PIECE_BYTES = 1 << 20;
const QUOTE = 0x22;
const LINE_FEED = 0x0a;

export class RowMerger {
  private readonly piece: Buffer;
  private readonly out: Buffer;
  private filled = 0;

  /** @param pieceBytes read at a time, more than the identity of a run has */
  constructor(
    private readonly append: (bytes: Buffer) => void,
    pieceBytes = PIECE_BYTES,
  ) {
    this.piece = Buffer.alloc(pieceBytes);
    this.out = Buffer.alloc(2 * pieceBytes);
  }

  /** Adds all rows of a CSV file without a header; a missing file has none. */
  addFile(path: string, identity: string): void {
    if (!existsSync(path)) return;
    const prefix = Buffer.from(identity);
    const descriptor = openSync(path, 'r');
    const row = { isStarted: false, isQuoted: false };
    try {
      for (let read = readSync(descriptor, this.piece); read > 0; read = readSync(descriptor, this.piece))
        this.addPiece(read, prefix, row);
    } finally {
      closeSync(descriptor);
    }
  }

  flush(): void {
    if (this.filled > 0) this.append(this.out.subarray(0, this.filled));
    this.filled = 0;
  }

  /** A line feed within quotes does not end a row. */
  private addPiece(bytes: number, prefix: Buffer, row: { isStarted: boolean; isQuoted: boolean }): void {
    const { piece } = this;
    let { isQuoted } = row;
    let start = 0;
    for (let i = 0; i < bytes; i++) {
      const byte = piece[i];
      if (byte === QUOTE) isQuoted = !isQuoted;
      if (byte !== LINE_FEED || isQuoted) continue;
      if (!row.isStarted) this.put(prefix, 0, prefix.length);
      this.put(piece, start, i + 1);
      row.isStarted = false;
      start = i + 1;
    }
    if (start < bytes) {
      if (!row.isStarted) this.put(prefix, 0, prefix.length);
      this.put(piece, start, bytes);
      row.isStarted = true;
    }
    row.isQuoted = isQuoted;
  }

  private put(from: Buffer, start: number, end: number): void {
    if (this.filled + end - start > this.out.length) this.flush();
    this.filled += from.copy(this.out, this.filled, start, end);
  }
}
