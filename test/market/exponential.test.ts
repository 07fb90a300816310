/** e^x of the WebAssembly kernel, two at a time, is that of the reference to the bit. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exp } from '../../src/maths/elementary.js';
import { KERNEL } from './compiled-kernel.js';

const ASSETS = 12;
const BYTES = 8;
/** Behind the kernel's own page: what is taken to the power, a rate, weights of one, results and their sum. */
const [STEP, RATE, ONES, GROWN, SUM] = [0, 1, 2, 3, 4].map((place) => 65_536 + 128 * place);

const memory = new WebAssembly.Memory({ initial: 2, maximum: 2 });
const { exports } = new WebAssembly.Instance(KERNEL, { env: { memory, abort: () => undefined } });
const globals = exports as Readonly<Record<string, WebAssembly.Global>>;
const passes = exports as Readonly<Record<string, (...addresses: number[]) => void>>;
for (const name of ['stride', 'assets']) globals[name].value = BYTES * ASSETS;
globals.rows.value = 1;

function vector(address: number): Float64Array {
  return new Float64Array(memory.buffer, address, ASSETS);
}

/** e^x by the pass that takes any number of assets, or by that for twelve. */
function exponentials(pass: string, x: readonly number[]): readonly number[] {
  vector(STEP).set(x);
  vector(ONES).fill(1);
  vector(RATE)[0] = 1;
  passes[pass](GROWN, ONES, RATE, STEP, ONES, SUM);
  return [...vector(GROWN)];
}

describe.each(['growFull', `growFull${ASSETS}`])('e^x by %s', (pass) => {
  it('has the bits of the reference for any number', () => {
    const row = (number: fc.Arbitrary<number>) => fc.array(number, { minLength: ASSETS, maxLength: ASSETS });
    const within = fc.oneof(
      fc.double({ min: -750, max: 710, noNaN: true }),
      fc.integer({ min: -750_000_000, max: 710_000_000 }).map((part) => part / 999_983),
      fc.double({ min: -1, max: 1, noNaN: true }),
    );
    // A row with one number beyond takes another way.
    const rows = fc.oneof(row(within), row(fc.oneof(within, fc.double())));
    fc.assert(
      fc.property(rows, (x) => {
        expect(exponentials(pass, x)).toEqual(x.map(exp));
      }),
      { numRuns: 2000 },
    );
  });

  it('has them around every place of the table, near and far from 1', () => {
    for (const whole of [-860, -500, -1, 0, 1, 300, 860])
      for (let j = 0; j < 64; j++) {
        const middle = (whole + j / 64) * Math.LN2;
        const half = Math.LN2 / 128;
        const x = Array.from(
          { length: ASSETS },
          (_, i) => middle + half * (1 + 1e-15 * i) * (i % 3) * (i % 2 ? 1 : -1),
        );
        expect(exponentials(pass, x)).toEqual(x.map(exp));
      }
  });
});
