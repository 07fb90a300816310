import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  giveBackRowMemory,
  LONGEST_NUMBER,
  type RowMemory,
  takeRowMemory,
} from '../../src/runner/row-memory.js';
import { KERNEL } from '../market/compiled-kernel.js';

function textOf(memory: RowMemory, value: number): string {
  const end = memory.write(value, memory.start);
  return Buffer.from(memory.bytes.subarray(memory.start, end)).toString('latin1');
}

function ofBits(bits: bigint): number {
  return new Float64Array(BigUint64Array.of(bits).buffer)[0];
}

const anyBits = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(ofBits);
const recorded = fc.tuple(fc.double({ min: -1, max: 1, noNaN: true }), fc.integer({ min: -20, max: 23 }));
const rounded = fc.tuple(fc.integer(), fc.integer({ min: -323, max: 308 }));

describe.each([
  ['kernel', KERNEL],
  ['JavaScript', undefined],
])('numbers as text, written by the %s', (_, kernel) => {
  const memory = takeRowMemory(1, kernel);
  const holds = (value: number) => {
    const text = textOf(memory, value);
    expect(text).toBe(String(value));
    expect(text.length).toBeLessThanOrEqual(LONGEST_NUMBER);
  };

  it('are what JavaScript writes', () => {
    fc.assert(fc.property(anyBits, holds), { seed: 1, numRuns: 3000 });
    fc.assert(
      fc.property(recorded, ([value, exponent]) => holds(value * 10 ** exponent)),
      { seed: 2, numRuns: 3000 },
    );
    fc.assert(
      fc.property(rounded, ([value, exponent]) => holds(Number(`${value}e${exponent}`))),
      { seed: 3, numRuns: 3000 },
    );
  });

  it('are so at every power of two, where the interval is not symmetric, and beside it', () => {
    for (let exponent = -1074; exponent < 1024; exponent++)
      for (const factor of [1, 1 + 2 ** -52, 1 - 2 ** -53, -1]) holds(factor * 2 ** exponent);
  });

  it('are so at every power of ten, in whole numbers and at the edges', () => {
    for (let exponent = -323; exponent < 309; exponent++) holds(Number(`1e${exponent}`));
    for (let value = 0; value < 2000; value++) holds(value);
    const edges = [
      0,
      -0,
      1e21,
      1e20,
      123456789012345680000,
      1e-6,
      1e-7,
      1.5e-7,
      5e-324,
      2 ** 53 - 1,
      2 ** 53,
    ];
    for (const value of [...edges, Number.NaN, Infinity, -Infinity, Number.MAX_VALUE]) holds(value);
  });
});

it.each([
  ['kernel', KERNEL],
  ['JavaScript', undefined],
])('is used again by the run after, not by one at the same time: %s', (_, kernel) => {
  const one = takeRowMemory(3, kernel);
  const other = takeRowMemory(3, kernel);
  expect(other.bytes.buffer).not.toBe(one.bytes.buffer);
  giveBackRowMemory(one);
  expect(takeRowMemory(3, kernel)).toBe(one);
});
