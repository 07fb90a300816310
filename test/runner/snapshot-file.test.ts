import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import type { WorldSnapshot } from '../../src/engine/snapshot.js';
import { readSnapshot, type SavedRun, writeSnapshot } from '../../src/runner/snapshot-file.js';
import { run as economy, smallConfiguration } from '../engine/economy.js';
import { temporaryFolder } from './small-run.js';

const folder = temporaryFolder();
const path = join(folder, 'one.snapshot');
afterAll(() => rmSync(folder, { recursive: true }));

/** Any numbers, odd ones among them. */
function saved(tick: number, lengths: readonly number[], series: readonly string[], seed: number): SavedRun {
  let next = seed;
  const number = () => [Number.NaN, -0, Number.POSITIVE_INFINITY, 5e-324][next % 9] ?? 1 / (next % 1000);
  const some = (length: number) =>
    Float64Array.from({ length }, () => {
      next = (next * 48271 + 11) % 2147483647;
      return number();
    });
  // Columns stand at even places.
  const total = lengths.reduce((sum, length) => sum + length + (length % 2), 0);
  return {
    configuration: smallConfiguration(),
    world: {
      engine: '0.1.0',
      tick,
      state: {
        header: { columns: lengths.map((length, i) => ({ name: `column ü ${i}`, length })) },
        bytes: some(total).buffer,
      },
      streams: [['news', '{"x":1}']],
    },
    history: { series, rows: some(tick * series.length) },
  };
}

const bytesOf = ({ world, history: { rows } }: SavedRun) => [
  Buffer.from(world.state.bytes).toString('hex'),
  Buffer.from(rows.buffer, rows.byteOffset, rows.byteLength).toString('hex'),
];

it('holds every bit of what was written', () => {
  const lengths = fc.array(fc.nat(20), { minLength: 1, maxLength: 5 });
  const series = fc.uniqueArray(fc.string(), { maxLength: 3 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9 }), lengths, series, fc.nat(1e6), (tick, shape, names, seed) => {
      const one = saved(tick, shape, names, seed);
      writeSnapshot(path, one);
      const read = readSnapshot(path);
      expect(bytesOf(read)).toEqual(bytesOf(one));
      expect(read.configuration).toEqual(one.configuration);
      expect({ ...read.world, state: read.world.state.header }).toEqual({
        ...one.world,
        state: one.world.state.header,
      });
      expect(read.history.series).toEqual(names);
    }),
    { seed: 5, numRuns: 30 },
  );
  expect(readdirSync(folder)).toEqual(['one.snapshot']);
});

it('is refused when it is not whole, damaged or something else', () => {
  writeSnapshot(path, saved(4, [7, 3], ['a'], 1));
  const whole = readFileSync(path);
  const damaged = Buffer.from(whole);
  damaged[damaged.length - 20] ^= 1;
  for (const [bytes, reason] of [
    [whole.subarray(0, -1), 'is damaged or not whole'],
    [damaged, 'is damaged or not whole'],
    [whole.subarray(0, 40), 'is no snapshot of this program'],
    [Buffer.from('{"format":"other"}\n'), 'is no snapshot of this program'],
    [Buffer.alloc(0), 'is no snapshot of this program'],
  ] as const) {
    writeFileSync(path, bytes);
    expect(() => readSnapshot(path)).toThrow(`${path}: ${reason}`);
  }
  expect(() => readSnapshot(join(folder, 'none'))).toThrow('no such file or folder');
});

it('is enough for an economy to go on', () => {
  const configuration = smallConfiguration({ ticks: 8, generator: 'tychei' });
  const take = (world: WorldSnapshot) =>
    writeSnapshot(path, { configuration, world, history: { series: ['a'], rows: new Float64Array(5) } });
  const first = economy(configuration, { snapshot: { after: 5, end: true, take } });
  const rest = economy(configuration, { from: readSnapshot(path).world });
  expect(Buffer.concat([first.bytes(), rest.bytes()]).equals(economy(configuration).bytes())).toBe(true);
});
