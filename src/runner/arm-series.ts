/** Reads the recorded series of one arm after the other from `series.csv`, and only those asked for. */
import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import { csvField } from './csv.js';
import { FileError, withFile } from './file-error.js';
import { IDENTITY } from './layout.js';

const PIECE_BYTES = 1 << 20;
const LINE_FEED = 10;
const COMMA = 44;
const QUOTE = 34;

export interface RunName {
  readonly run: number;
  readonly arm: string;
  readonly seed: string;
}

/** The recorded rows of one run. */
export interface RunSeries {
  readonly ticks: readonly number[];
  readonly dates: readonly string[];
  /** One column a series that was asked for, in that order. */
  readonly columns: readonly (readonly number[])[];
}

interface Stretch {
  readonly start: number;
  end: number;
  /** Line of its first row in the file. */
  readonly line: number;
}

/** A line feed within quotes does not end a row. */
function isWhole(row: Buffer): boolean {
  let quotes = 0;
  for (let at = row.indexOf(QUOTE); at >= 0; at = row.indexOf(QUOTE, at + 1)) quotes++;
  return quotes % 2 === 0;
}

/** Calls back with every row between two places of a file, line feed included. */
export function eachRow(descriptor: number, start: number, end: number, take: (row: Buffer) => void): void {
  let rest = Buffer.alloc(0);
  const piece = Buffer.alloc(PIECE_BYTES);
  for (let at = start; at < end; ) {
    const read = readSync(descriptor, piece, 0, Math.min(PIECE_BYTES, end - at), at);
    if (read === 0) return;
    at += read;
    const text = Buffer.concat([rest, piece.subarray(0, read)]);
    let from = 0;
    for (let feed = text.indexOf(LINE_FEED); feed >= 0; feed = text.indexOf(LINE_FEED, feed + 1)) {
      const row = text.subarray(from, feed + 1);
      if (!isWhole(row)) continue;
      take(row);
      from = feed + 1;
    }
    rest = text.subarray(from);
  }
}

/** An open `series.csv` whose rows are in the order of the runs: every run is one stretch of the file. */
export class ArmSeries {
  private readonly descriptor: number;
  private readonly stretches = new Map<number, Stretch>();
  /** Names of the recorded series. */
  readonly names: readonly string[];

  /** @throws FileError if the file is not there */
  constructor(private readonly path: string) {
    if (!existsSync(path)) throw new FileError(path, 'there is no such file');
    this.descriptor = withFile(path, () => openSync(path, 'r'));
    this.names = withFile(path, () => this.scan());
  }

  /** Recorded series of a run; undefined if it has no rows. */
  read({ run, arm, seed }: RunName, series: readonly string[]): RunSeries | undefined {
    const stretch = this.stretches.get(run);
    if (stretch === undefined) return undefined;
    const identity = Buffer.byteLength(`${run},${csvField(arm)},${csvField(seed)},`);
    const places = series.map((name) => this.names.indexOf(name) + 2);
    const [ticks, dates, columns] = [[] as number[], [] as string[], series.map(() => [] as number[])];
    withFile(this.path, () =>
      eachRow(this.descriptor, stretch.start, stretch.end, (row) => {
        const cells = row.toString('latin1', identity, row.length - 1).split(',');
        if (cells.length !== this.names.length + 2)
          throw this.damage(stretch.line + ticks.length, `it has not ${this.names.length} series`);
        ticks.push(Number(cells[0]));
        dates.push(cells[1]);
        for (const [index, place] of places.entries())
          columns[index].push(this.number(cells[place], stretch.line + ticks.length - 1));
      }),
    );
    return { ticks, dates, columns };
  }

  close(): void {
    closeSync(this.descriptor);
  }

  private number(cell: string, line: number): number {
    const value = Number(cell);
    if (Number.isNaN(value) && cell !== 'NaN') throw this.damage(line, `'${cell}' is no number`);
    return value;
  }

  private damage(line: number, what: string): FileError {
    return new FileError(this.path, `line ${line}: is damaged: ${what}`);
  }

  /** Finds where the rows of each run stand; returns the names of the series. */
  private scan(): string[] {
    let header: string[] | undefined;
    let at = 0;
    let line = 0;
    eachRow(this.descriptor, 0, Number.POSITIVE_INFINITY, (row) => {
      line++;
      if (header === undefined) header = row.toString('utf8', 0, row.length - 1).split(',');
      else {
        const run = Number(row.toString('latin1', 0, row.indexOf(COMMA)));
        if (!(run >= 1)) throw this.damage(line, 'it begins with no number of a run');
        const known = this.stretches.get(run);
        if (known === undefined) this.stretches.set(run, { start: at, end: at + row.length, line });
        else known.end = at + row.length;
      }
      at += row.length;
    });
    if (IDENTITY.some((name, index) => header?.[index] !== name))
      throw this.damage(1, `it does not begin with ${IDENTITY.join(',')}`);
    if (at < fstatSync(this.descriptor).size) throw this.damage(line + 1, 'it ends in the middle of a row');
    return (header ?? []).slice(IDENTITY.length);
  }
}
