/** The records of a CSV file (RFC 4180, rows end with a line feed), one after the other. */
import { closeSync, openSync, readSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { FileError, withFile } from './file-error.js';

const COMMA = 44;
const LINE_FEED = 10;
const QUOTE = 34;
const PIECE_BYTES = 1 << 20;

/** A field of a record: a piece of a text, which is not cut out unless it must be. */
export type Field = (column: number, text: string, from: number, to: number) => void;

export class RecordReader {
  private readonly descriptor: number;
  private readonly piece = Buffer.alloc(PIECE_BYTES);
  private readonly decoder = new StringDecoder('utf8');
  private text = '';
  private at = 0;
  private records = 0;

  constructor(private readonly path: string) {
    this.descriptor = withFile(path, () => openSync(path, 'r'));
  }

  /**
   * Gives the fields of the next record; false at the end of the file. A record that reaches over the text in hand
   * is given again from its first field.
   */
  next(field: Field): boolean {
    for (;;) {
      const end = this.scan(field);
      if (end >= 0) {
        this.at = end;
        this.records++;
        return true;
      }
      if (!this.readOn()) {
        if (this.at < this.text.length) throw this.damage('it ends in the middle of a row', this.records + 1);
        return false;
      }
    }
  }

  /** The last record as an error: what is wrong with it. A text of several lines moves the number of the line. */
  damage(what: string, line = this.records): FileError {
    return new FileError(this.path, `line ${line}: is damaged: ${what}`);
  }

  close(): void {
    closeSync(this.descriptor);
  }

  /** Where the record ends, or -1 if the text in hand does not reach so far. */
  private scan(field: Field): number {
    const { text } = this;
    let start = this.at;
    let column = 0;
    for (let i = start; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code === COMMA || code === LINE_FEED) {
        field(column++, text, start, i);
        start = i + 1;
        if (code === LINE_FEED) return start;
      } else if (code === QUOTE && i === start) {
        const close = closingQuote(text, i + 1);
        if (close < 0) return -1;
        const unquoted = text.slice(i + 1, close).replaceAll('""', '"');
        field(column++, unquoted, 0, unquoted.length);
        start = close + 2;
        if (text.charCodeAt(close + 1) === LINE_FEED) return start;
        i = close + 1;
      }
    }
    return -1;
  }

  private readOn(): boolean {
    const read = withFile(this.path, () => readSync(this.descriptor, this.piece));
    this.text = this.text.slice(this.at) + this.decoder.write(this.piece.subarray(0, read));
    this.at = 0;
    return read > 0;
  }
}

/** The quote that ends a field, followed by another character; -1 if the text does not reach so far. */
function closingQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at >= 0 && at + 1 < text.length; at = text.indexOf('"', at + 2))
    if (text.charCodeAt(at + 1) !== QUOTE) return at;
  return -1;
}
