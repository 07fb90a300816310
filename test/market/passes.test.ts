/** Passes over the books in WebAssembly and in TypeScript are one function: same bits, for books of any shape. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BookPasses, type EarningList, TYPESCRIPT_PASSES } from '../../src/ledger/book-passes.js';
import { type KernelSource, TYPESCRIPT_KERNEL } from '../../src/market/demand-kernel.js';
import { webAssemblyKernel } from '../../src/market/webassembly-kernel.js';
import { run, smallConfiguration } from '../engine/economy.js';
import { KERNEL } from './compiled-kernel.js';
import { draws } from './random-draws.js';

interface Books {
  readonly passes: BookPasses;
  readonly units: Float64Array;
  readonly rows: Float64Array;
  readonly more: Float64Array;
  readonly block: Float64Array;
  readonly wide: Float64Array;
}

interface Shape {
  readonly rows: number;
  readonly width: number;
  readonly first: number;
  readonly last: number;
  readonly seed: number;
}

const FLOWS = 3;

/** Books of random positions, some of them nothing, nothing below zero, or no number. */
function books(source: KernelSource, { rows, width, seed }: Shape): Books {
  const random = draws(seed);
  const filled = (length: number): Float64Array => {
    const array = source.allocate(length);
    for (let i = 0; i < length; i++) {
      const luck = random.uniform();
      array[i] = luck < 0.1 ? 0 : luck < 0.15 ? -0 : luck < 0.153 ? Number.NaN : random.between(-1e3, 1e4);
    }
    return array;
  };
  const units = filled(rows * width);
  const [one, more, block, wide] = [rows, rows, rows * width, FLOWS * (rows + width)].map(filled);
  return { passes: source.passes, units, rows: one, more, block, wide };
}

const SHAPES = fc
  .record({
    rows: fc.integer({ min: 1, max: 40 }),
    width: fc.integer({ min: 4, max: 37 }),
    ends: fc.tuple(fc.nat(40), fc.nat(40)),
    seed: fc.integer({ min: 1, max: 1e6 }),
  })
  .map(({ rows, width, ends, seed }): Shape => {
    const [a, b] = ends.map((end) => end % (rows + 1));
    return { rows, width, first: Math.min(a, b), last: Math.max(a, b), seed };
  });

function lists(width: number): EarningList[] {
  return Array.from({ length: FLOWS }, (_, flow) => {
    const instruments = Array.from({ length: width }, (_, i) => i).filter((i) => i % FLOWS !== flow);
    return { instruments, rates: instruments.map((i) => 0.01 * i - 0.03) };
  });
}

/** Every pass, with the numbers that it returns; those of the whole books take all rows. */
const PASSES: Readonly<Record<string, (books: Books, shape: Shape) => unknown>> = {
  // Two kinds, none, and one; what no row belongs to stays.
  move: ({ passes, units, rows, wide }, { width, first, last }) => {
    const ends = [Math.floor(rows.length / 3), rows.length >> 1, rows.length >> 1, rows.length];
    const kinds = wide.subarray(0, 4);
    kinds.set(ends);
    passes.move(units, width, width - 1, rows, first, last, kinds, wide.subarray(4, 8));
  },
  moveColumns: ({ passes, units, wide, block, rows, more }, { width, first, last, seed }) => {
    const columns = [rows, more, block, wide, rows].slice(0, 1 + (seed % 5));
    passes.moveColumns(units, width, 2, columns, first, last, wide.subarray(rows.length, rows.length + 5));
  },
  take: ({ passes, units, rows }, { width }) => passes.take(units, width, 2, -0.3, rows),
  hold: ({ passes, units, rows }, { width }) => passes.hold(units, width, 1, rows),
  held: ({ passes, units }, { width, first, last }) => passes.held(units, width, 2, first, last, -0.3),
  holdColumns: ({ passes, units, wide, block, rows, more }, { width, seed }) => {
    const out = [rows, more, block.subarray(0, rows.length), wide.subarray(0, rows.length)];
    const count = 1 + (seed % 4);
    const sums = wide.subarray(rows.length, rows.length + count);
    passes.holdColumns(units, width, [2, 0, width - 1, 1].slice(0, count), out.slice(0, count), sums);
  },
  scale: ({ passes, rows }) => passes.scale(rows, 0.7),
  roll: ({ passes, units, rows, wide }, { width }) => {
    const kinds = wide.subarray(0, 4);
    kinds.set([Math.floor(rows.length / 3), rows.length >> 1, rows.length >> 1, rows.length]);
    passes.roll(units, width, width - 2, -0.03, -1.7, kinds, wide.subarray(4, 8), wide.subarray(8, 12));
  },
  divide: ({ passes, rows }) => passes.divide(rows, -1.7),
  buy: ({ passes, units, block, wide }, { width, first, last }) => {
    const count = width - 1;
    passes.buy(
      units,
      width,
      first,
      last,
      block,
      wide.subarray(0, count),
      wide.subarray(width, width + count),
    );
  },
  // As many as the module has a pass of its own for.
  'buy of twelve': ({ passes, units, block, wide }, { width, first, last }) => {
    const count = Math.min(width, 12);
    passes.buy(
      units,
      width,
      first,
      last,
      block,
      wide.subarray(0, count),
      wide.subarray(width, width + count),
    );
  },
  spend: ({ passes, block, rows }, { width, first, last }) => passes.spend(block, width, rows, first, last),
  scan: ({ passes, units, wide }, { width, first, last }) =>
    passes.scan(units, width, first, last, wide.subarray(0, 3 * width)),
  earn: ({ passes, units, wide, rows }, { width }) =>
    passes.earn(units, width, lists(width), wide.subarray(0, FLOWS * rows.length), rows),
  add: ({ passes, rows, more }) => passes.add(rows, more),
  sumFour: ({ passes, units, rows }, { width, first, last }) =>
    passes.sumFour(units, width, [3, 0, width - 1, 1], rows, first, last),
};

/** The bits of all numbers; what is no number has no bits of its own. */
function bits(array: Float64Array): string {
  const numbers = Float64Array.from(array, (value) => (Number.isNaN(value) ? Number.NaN : value));
  return Buffer.from(numbers.buffer).toString('hex');
}

describe('passes over the books', () => {
  for (const [name, pass] of Object.entries(PASSES))
    it(`${name}: same bits in WebAssembly and in TypeScript`, () => {
      fc.assert(
        fc.property(SHAPES, (shape) => {
          const { rows, width } = shape;
          const length = 2 * rows * width + 2 * rows + FLOWS * (rows + width);
          const pair = [TYPESCRIPT_KERNEL, webAssemblyKernel(KERNEL, length, 5)].map((source) => {
            const one = books(source, shape);
            return { one, returned: pass(one, shape) };
          });
          expect(pair[1].returned).toBe(pair[0].returned);
          for (const array of ['units', 'rows', 'more', 'block', 'wide'] as const)
            expect(bits(pair[1].one[array]), array).toBe(bits(pair[0].one[array]));
        }),
        { numRuns: 60 },
      );
    });

  it('are left to TypeScript where arrays stand elsewhere', () => {
    const { passes } = webAssemblyKernel(KERNEL, 8, 1);
    const amounts = Float64Array.of(1, 2);
    const units = new Float64Array(4);
    const sums = new Float64Array(1);
    passes.move(units, 2, 1, amounts, 0, 2, Float64Array.of(2), sums);
    expect(sums[0]).toBe(3);
    expect([...units]).toEqual([0, 1, 0, 2]);
  });

  it('give the same books when draws are counted, not addressed', () => {
    const configuration = { ...smallConfiguration({ ticks: 6 }), generator: 'alea' as const };
    expect(run(configuration, { kernel: KERNEL }).bytes().equals(run(configuration).bytes())).toBe(true);
  });
});

describe('a pass over the books', () => {
  it('finds the sums, sizes and lowest positions that plain loops find', () => {
    const units = Float64Array.of(1, -2, 3, 4, -5, 6);
    const out = new Float64Array(6);
    TYPESCRIPT_PASSES.scan(units, 2, 0, 3, out);
    expect([...out]).toEqual([-1, 8, 9, 12, -5, -2]);
  });
});
