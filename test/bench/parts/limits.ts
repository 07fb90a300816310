/** What the machine can give: exponentials, and bytes from memory and from the caches. */
import { exp, exponentials } from '../../../src/maths/elementary.js';
import type { Figure, Part } from '../figures.js';

const TURNS = 12;
const NUMBERS = 20_000;

/** Seconds of the fastest turn. */
function fastest(work: () => void): number {
  let least = Number.POSITIVE_INFINITY;
  for (let turn = 0; turn < TURNS; turn++) {
    const started = performance.now();
    work();
    least = Math.min(least, performance.now() - started);
  }
  return least / 1000;
}

function exponentialsOf(name: string, work: (values: Float64Array) => void): Figure {
  const values = new Float64Array(NUMBERS);
  const seconds = fastest(() => {
    for (let i = 0; i < NUMBERS; i++) values[i] = (i % 1000) / 500 - 1;
    work(values);
  });
  return { name: `e^x, ${name}`, value: (1e9 * seconds) / NUMBERS, unit: 'ns', kind: 'time' };
}

/** Gigabytes read a second: two equal arrays are compared to their ends by the C library. */
function readRate(name: string, megabytes: number): Figure {
  const [one, other] = [Buffer.alloc(5e5 * megabytes, 7), Buffer.alloc(5e5 * megabytes, 7)];
  const repeats = Math.max(1, Math.round(64 / megabytes));
  let same = 0;
  const seconds = fastest(() => {
    for (let r = 0; r < repeats; r++) same += one.compare(other);
  });
  if (same !== 0) throw new Error('equal bytes are not equal');
  const gigabytes = (repeats * 2 * one.length) / 1e9;
  return { name: `reading, ${name}`, value: gigabytes / seconds, unit: 'GB/s', kind: 'rate' };
}

export const part: Part = () => [
  exponentialsOf('Math.exp', (values) => {
    for (let i = 0; i < values.length; i++) values[i] = Math.exp(values[i]);
  }),
  exponentialsOf('table, one by one', (values) => {
    for (let i = 0; i < values.length; i++) values[i] = exp(values[i]);
  }),
  exponentialsOf('table, a row of many', (values) => exponentials(values, values.length)),
  readRate('1 MB, from the cache of the core', 1),
  readRate('16 MB, from the shared cache', 16),
  readRate('512 MB, from memory', 512),
];
