import { describe, expect, it } from 'vitest';
import { CompensatedSum, compensatedSum } from '../../src/maths/compensated-sum.js';

describe('compensated sum', () => {
  it('keeps what plain addition loses', () => {
    expect(compensatedSum([1, 1e100, 1, -1e100])).toBe(2);
    expect(compensatedSum(new Float64Array(1_000_000).fill(0.1))).toBe(100_000);
  });

  it('sums a part', () => {
    expect(compensatedSum([1, 2, 3, 4], 1, 3)).toBe(5);
    expect(compensatedSum([])).toBe(0);
  });

  it('gives the same one value at a time, and again after a reset', () => {
    const sum = new CompensatedSum();
    for (const value of [1, 1e100, 1, -1e100]) sum.add(value);
    expect(sum.total).toBe(2);
    sum.reset();
    sum.add(3);
    expect(sum.total).toBe(3);
  });
});
