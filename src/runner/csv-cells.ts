/** Columns of a CSV file in memory: cells come as pieces of text and leave as typed arrays. */
import type { FileError } from './file-error.js';

export type ColumnType = 'integer' | 'number' | 'boolean' | 'string' | 'date';

export interface ColumnFormat {
  readonly type: ColumnType;
  /** Empty cells are null; texts are never null. Without it an empty cell is an error. */
  readonly optional?: boolean;
}

/** Dates are days since 1970-01-01. Typed arrays, unless the column is optional, a text or true or false. */
export type ColumnValues = Int32Array | Float64Array | (string | number | boolean | null)[];

/** Says that a cell holds something else than it must. */
export type Fault = (text: string) => FileError;

const MINUS = 45;
const ZERO = 48;
const MILLISECONDS_A_DAY = 86_400_000;
/** Texts of a column that are kept to be shared between rows. */
const SHARED_TEXTS = 10_000;

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
export interface ColumnBuffer {
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

/** Room for a column of so many rows. */
export function columnBuffer({ type, optional }: ColumnFormat, rows: number, fault: Fault): ColumnBuffer {
  if (type === 'string') return new TextBuffer();
  if (type === 'boolean') return new BooleanBuffer(fault);
  const parse = parserOf(type);
  if (optional) return new OptionalBuffer(parse, fault);
  const room = () => (type === 'number' ? new Float64Array(rows) : new Int32Array(rows));
  return new NumberBuffer(room, parse, fault);
}
