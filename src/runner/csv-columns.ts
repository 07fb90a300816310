/**
 * Reads CSV files of this program (RFC 4180, rows end with a line feed) column by column, block by block: a table
 * of any length in little memory.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { FileError, withFile } from './file-error.js';

export type ColumnType = 'integer' | 'number' | 'boolean' | 'string' | 'date';

export interface ColumnFormat {
  readonly type: ColumnType;
  /** Empty cells are null; texts are never null. Without it an empty cell is an error. */
  readonly optional?: boolean;
}

/** Dates are days since 1970-01-01. Typed arrays, unless the column is optional, a text or true or false. */
export type ColumnValues = Int32Array | Float64Array | (string | number | boolean | null)[];

const COMMA = 44;
const LINE_FEED = 10;
const QUOTE = 34;
const MINUS = 45;
const ZERO = 48;
const PIECE_BYTES = 1 << 20;
const MILLISECONDS_A_DAY = 86_400_000;
/** Texts of a column that are kept to be shared between rows. */
const SHARED_TEXTS = 10_000;

/** A field of a record: a piece of a text, which is not cut out unless it must be. */
type Field = (column: number, text: string, from: number, to: number) => void;

/** The records of a file, one after the other. */
class RecordReader {
  private readonly descriptor: number;
  private readonly piece = Buffer.alloc(PIECE_BYTES);
  private readonly decoder = new StringDecoder('utf8');
  private text = '';
  private at = 0;

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
        return true;
      }
      if (!this.readOn()) {
        if (this.at < this.text.length) throw new FileError(this.path, 'ends in the middle of a row');
        return false;
      }
    }
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

/** The number in a cell; undefined if there is none of this type. */
type Parse = (text: string, from: number, to: number) => number | undefined;

function parseNumber(text: string, from: number, to: number): number | undefined {
  if (from === to) return undefined;
  const cell = text.slice(from, to);
  const value = +cell;
  return Number.isNaN(value) && cell !== 'NaN' ? undefined : value;
}

function parseInteger(text: string, from: number, to: number): number | undefined {
  const negative = text.charCodeAt(from) === MINUS;
  const first = negative ? from + 1 : from;
  if (first === to || to - first > 9) return undefined;
  let value = 0;
  for (let i = first; i < to; i++) {
    const digit = text.charCodeAt(i) - ZERO;
    if (!(digit >= 0 && digit <= 9)) return undefined;
    value = 10 * value + digit;
  }
  return negative ? -value : value;
}

/** Rows that follow one another mostly have the same date. */
function dateParser(): Parse {
  let last = '';
  let day: number | undefined;
  return (text, from, to) => {
    if (to - from === last.length && text.startsWith(last, from)) return day;
    last = text.slice(from, to);
    const time = /^\d{4}-\d\d-\d\d$/.test(last) ? Date.parse(last) : Number.NaN;
    day = Number.isNaN(time) ? undefined : time / MILLISECONDS_A_DAY;
    return day;
  };
}

function parserOf(type: ColumnType): Parse {
  if (type === 'date') return dateParser();
  return type === 'integer' ? parseInteger : parseNumber;
}

/** One column of a block. */
interface ColumnBuffer {
  set(row: number, text: string, from: number, to: number): void;
  /** The first rows, and room for the next block. */
  take(rows: number): ColumnValues;
}

class TextBuffer implements ColumnBuffer {
  private values: string[] = [];
  private readonly shared = new Map<string, string>();
  private last = '';

  set(row: number, text: string, from: number, to: number): void {
    if (to - from !== this.last.length || !text.startsWith(this.last, from))
      this.last = this.share(text.slice(from, to));
    this.values[row] = this.last;
  }

  take(rows: number): ColumnValues {
    const taken = this.values.slice(0, rows);
    this.values = [];
    return taken;
  }

  /** An equal text: a copy, for a slice would keep the whole piece of the file in memory. */
  private share(text: string): string {
    const known = this.shared.get(text);
    if (known !== undefined) return known;
    const copy = Buffer.from(text).toString();
    if (this.shared.size < SHARED_TEXTS) this.shared.set(copy, copy);
    return copy;
  }
}

/** Says that a cell holds something else than it must. */
type Fault = (text: string) => FileError;

class NumberBuffer implements ColumnBuffer {
  private values: Int32Array | Float64Array;

  constructor(
    private readonly room: () => Int32Array | Float64Array,
    private readonly parse: Parse,
    private readonly fault: Fault,
  ) {
    this.values = room();
  }

  set(row: number, text: string, from: number, to: number): void {
    const value = this.parse(text, from, to);
    if (value === undefined) throw this.fault(text.slice(from, to));
    this.values[row] = value;
  }

  take(rows: number): ColumnValues {
    const taken = this.values.subarray(0, rows);
    this.values = this.room();
    return taken;
  }
}

class BooleanBuffer implements ColumnBuffer {
  private values: boolean[] = [];

  constructor(private readonly fault: Fault) {}

  set(row: number, text: string, from: number, to: number): void {
    const cell = text.slice(from, to);
    if (cell !== 'true' && cell !== 'false') throw this.fault(cell);
    this.values[row] = cell === 'true';
  }

  take(rows: number): ColumnValues {
    const taken = this.values.slice(0, rows);
    this.values = [];
    return taken;
  }
}

class OptionalBuffer implements ColumnBuffer {
  private values: (number | null)[] = [];

  constructor(
    private readonly parse: Parse,
    private readonly fault: Fault,
  ) {}

  set(row: number, text: string, from: number, to: number): void {
    const value = from === to ? null : this.parse(text, from, to);
    if (value === undefined) throw this.fault(text.slice(from, to));
    this.values[row] = value;
  }

  take(rows: number): ColumnValues {
    const taken = this.values.slice(0, rows);
    this.values = [];
    return taken;
  }
}

export class CsvColumns {
  readonly names: readonly string[];
  private readonly records: RecordReader;
  private row = 0;

  /** @throws FileError if there is no such file, or no header in it */
  constructor(private readonly path: string) {
    this.records = new RecordReader(path);
    const names: string[] = [];
    const found = this.records.next((column, text, from, to) => {
      names[column] = text.slice(from, to);
    });
    if (!found) {
      this.close();
      throw new FileError(path, 'is empty');
    }
    this.names = names;
  }

  /**
   * All rows, at most `rows` at a time; closes the file at the end.
   * @param formats by column, in the order of `names`
   * @throws FileError if a row is incomplete or a cell is not of the format
   */
  *blocks(
    formats: readonly ColumnFormat[],
    rows: number,
  ): Generator<{ readonly rows: number; readonly columns: ColumnValues[] }> {
    const buffers = formats.map((format, column) => this.buffer(format, column, rows));
    try {
      let filled = 0;
      let fields = 0;
      const field: Field = (column, text, from, to) => {
        fields = column + 1;
        if (fields <= buffers.length) buffers[column].set(filled, text, from, to);
      };
      while (this.records.next(field)) {
        this.row++;
        if (fields !== buffers.length)
          throw new FileError(this.path, `row ${this.row} has ${fields} fields, not ${buffers.length}`);
        if (++filled < rows) continue;
        yield { rows, columns: buffers.map((buffer) => buffer.take(rows)) };
        filled = 0;
      }
      if (filled > 0) yield { rows: filled, columns: buffers.map((buffer) => buffer.take(filled)) };
    } finally {
      this.close();
    }
  }

  close(): void {
    this.records.close();
  }

  private buffer({ type, optional }: ColumnFormat, column: number, rows: number): ColumnBuffer {
    if (type === 'string') return new TextBuffer();
    const fault: Fault = (text) =>
      new FileError(
        this.path,
        `row ${this.row + 1}: ${this.names[column]} is ${text === '' ? 'empty' : `'${text}'`}`,
      );
    if (type === 'boolean') return new BooleanBuffer(fault);
    const parse = parserOf(type);
    if (optional) return new OptionalBuffer(parse, fault);
    const room = () => (type === 'number' ? new Float64Array(rows) : new Int32Array(rows));
    return new NumberBuffer(room, parse, fault);
  }
}
