import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ArmSeries } from '../../src/runner/arm-series.js';
import { csvRow } from '../../src/runner/csv.js';

const RUNS = [
  { run: 1, arm: 'calm', seed: 'a' },
  { run: 2, arm: 'calm', seed: 'with, comma' },
  { run: 3, arm: 'wave', seed: 'a "quoted"\nline, wörld' },
  { run: 4, arm: 'wave', seed: 'failed at once' },
  { run: 10, arm: 'wave', seed: '10' },
];
const SERIES = ['index.broad', 'price.crypto', 'yield'];
/** Enough rows that the file does not fit into one piece. */
const TICKS = 9000;

function value(run: number, tick: number, column: number): number {
  return column === 1 && tick === 7 ? Number.NaN : (run + tick / 7 + column) * (tick % 2 === 0 ? 1e-9 : -3);
}

let folder: string;
let path: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rqe-arm-series-'));
  path = join(folder, 'series.csv');
  let text = csvRow(['run', 'arm', 'seed', 'tick', 'date', ...SERIES]);
  for (const { run, arm, seed } of RUNS)
    for (let tick = 1; tick <= TICKS && run !== 4; tick++)
      text += csvRow([run, arm, seed, tick, `day ${tick}`, ...SERIES.map((_, c) => value(run, tick, c))]);
  writeFileSync(path, text);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('series of a run', () => {
  it('are those of the file, in the order that was asked for, whatever the seed looks like', () => {
    const file = new ArmSeries(path);
    expect(file.names).toEqual(SERIES);
    for (const name of [...RUNS].reverse()) {
      const read = file.read(name, ['yield', 'price.crypto']);
      if (name.run === 4) expect(read).toBeUndefined();
      else {
        expect(read?.ticks).toHaveLength(TICKS);
        expect([read?.ticks[0], read?.dates[TICKS - 1]]).toEqual([1, `day ${TICKS}`]);
        expect(read?.columns[0]).toEqual(read?.ticks.map((tick) => value(name.run, tick, 2)));
        expect(read?.columns[1]).toEqual(read?.ticks.map((tick) => value(name.run, tick, 1)));
      }
    }
    file.close();
  });

  it('need the file', () => {
    expect(() => new ArmSeries(join(folder, 'none.csv'))).toThrow(/there is no such file/);
  });
});
