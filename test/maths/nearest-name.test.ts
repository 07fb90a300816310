import { describe, expect, it } from 'vitest';
import { editDistance, nearestName } from '../../src/maths/nearest-name.js';

describe('editDistance', () => {
  it.each([
    ['kitten', 'sitting', 3],
    ['ab', 'ba', 1],
    ['', 'abc', 3],
    ['abc', '', 3],
    ['same', 'same', 0],
    ['ca', 'abc', 3],
  ])('from "%s" to "%s" is %d', (from, to, distance) => {
    expect(editDistance(from, to)).toBe(distance);
  });
});

describe('nearestName', () => {
  const known = ['halfLife', 'haircut', 'initialIdleCash'];

  it('finds the intended name', () => {
    expect(nearestName('HALFLIEF', known)).toBe('halfLife');
    expect(nearestName('initalIdelCash', known)).toBe('initialIdleCash');
  });

  it('stays silent when nothing is like it', () => {
    expect(nearestName('banana', known)).toBeUndefined();
    expect(nearestName('x', [])).toBeUndefined();
    expect(nearestName('foo', ['flow', 'fed'])).toBeUndefined();
    expect(nearestName('', ['q'])).toBeUndefined();
  });
});
