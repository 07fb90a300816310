/** Puts the rows of parts one after the other, each with the run, arm and seed that it belongs to in front. */
import { closeSync, existsSync, openSync, readSync } from 'node:fs';

/** What is read at a time: texts of this length still die young. */
const PIECE_BYTES = 1 << 16;
const QUOTE = 0x22;
const LINE_FEED = 0x0a;

/** Where the rows of a file stand between two pieces of it. */
interface Place {
  isStarted: boolean;
  isQuoted: boolean;
}

/** Rows are texts of one byte a character, whatever their encoding: what is searched is ASCII. */
export class RowMerger {
  private readonly piece: Buffer;
  private readonly out: Buffer;
  private filled = 0;

  /** @param pieceBytes read at a time */
  constructor(
    private readonly append: (bytes: Buffer) => void,
    pieceBytes = PIECE_BYTES,
  ) {
    this.piece = Buffer.alloc(pieceBytes);
    this.out = Buffer.alloc(4 * pieceBytes);
  }

  /** Adds all rows of a CSV file without a header; a missing file has none. */
  addFile(path: string, identity: string): void {
    if (!existsSync(path)) return;
    const { piece } = this;
    const prefix = Buffer.from(identity).toString('latin1');
    const descriptor = openSync(path, 'r');
    const place: Place = { isStarted: false, isQuoted: false };
    try {
      for (let read = readSync(descriptor, piece); read > 0; read = readSync(descriptor, piece))
        this.addPiece(piece.subarray(0, read), prefix, place);
    } finally {
      closeSync(descriptor);
    }
  }

  flush(): void {
    if (this.filled > 0) this.append(this.out.subarray(0, this.filled));
    this.filled = 0;
  }

  private addPiece(bytes: Buffer, prefix: string, place: Place): void {
    const rows = place.isQuoted || bytes.includes(QUOTE) ? rowsWithQuotes(bytes, place) : rowsOf(bytes);
    const text = (place.isStarted ? '' : prefix) + rows.join(`\n${prefix}`);
    place.isStarted = rows[rows.length - 1] !== '';
    this.put(place.isStarted ? text : text.slice(0, text.length - prefix.length));
  }

  private put(text: string): void {
    if (this.filled + text.length > this.out.length) this.flush();
    if (text.length > this.out.length) this.append(Buffer.from(text, 'latin1'));
    else this.filled += this.out.write(text, this.filled, 'latin1');
  }
}

/** The rows that end in a piece, and what is left of it; the first may be the rest of one that began before. */
function rowsOf(bytes: Buffer): string[] {
  return bytes.toString('latin1').split('\n');
}

/** {@link rowsOf} where a line feed within quotes does not end a row. */
function rowsWithQuotes(bytes: Buffer, place: Place): string[] {
  const rows: string[] = [];
  let start = 0;
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i] === QUOTE) place.isQuoted = !place.isQuoted;
    if (bytes[i] !== LINE_FEED || place.isQuoted) continue;
    rows.push(bytes.toString('latin1', start, i));
    start = i + 1;
  }
  rows.push(bytes.toString('latin1', start));
  return rows;
}
