/** The series that metrics need, of one run: every tick, whatever is recorded. On disk ticks × series, little-endian. */
import { readFileSync, writeFileSync } from 'node:fs';
import { endianness } from 'node:os';
import { join } from 'node:path';
import { withFile } from './file-error.js';
import { METRIC_SERIES_FILE } from './layout.js';
import type { SeriesHistory } from './snapshot-file.js';

/** Swaps bytes in place where the machine is big-endian. */
function littleEndian(bytes: Buffer): Buffer {
  return endianness() === 'BE' ? bytes.swap64() : bytes;
}

export class MetricSeries {
  private readonly rows: Float64Array;

  /** @param history what was before the run began, if it goes on from a snapshot */
  constructor(
    private readonly names: readonly string[],
    ticks: number,
    history?: SeriesHistory,
  ) {
    this.rows = new Float64Array(ticks * names.length);
    if (history !== undefined) this.begin(history);
  }

  get history(): SeriesHistory {
    return { series: this.names, rows: this.rows };
  }

  /** Values of a tick, from 1, in the order of the names. */
  set(tick: number, values: Float64Array): void {
    this.rows.set(values, (tick - 1) * this.names.length);
  }

  private begin({ series, rows }: SeriesHistory): void {
    const width = this.names.length;
    for (const [column, name] of this.names.entries()) {
      const from = series.indexOf(name);
      if (from < 0) throw new Error(`the snapshot does not hold what series '${name}' was before it`);
      for (let tick = 0; tick * series.length < rows.length; tick++)
        this.rows[tick * width + column] = rows[tick * series.length + from];
    }
  }

  /** Writes the file into a folder; none without names. */
  write(folder: string): void {
    if (this.names.length === 0) return;
    const path = join(folder, METRIC_SERIES_FILE);
    const { buffer, byteOffset, byteLength } = this.rows;
    withFile(path, () => writeFileSync(path, littleEndian(Buffer.from(buffer, byteOffset, byteLength))));
  }
}

/** Each series of the file of a folder as a vector over the ticks from 1. */
export function readMetricSeries(folder: string, names: readonly string[]): Map<string, Float64Array> {
  if (names.length === 0) return new Map();
  const path = join(folder, METRIC_SERIES_FILE);
  const bytes = withFile(path, () => littleEndian(readFileSync(path)));
  const rows = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  const ticks = rows.length / names.length;
  return new Map(
    names.map((name, column) => [
      name,
      Float64Array.from({ length: ticks }, (_, tick) => rows[tick * names.length + column]),
    ]),
  );
}
