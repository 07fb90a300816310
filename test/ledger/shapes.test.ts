import { describe, expect, it } from 'vitest';
import { settled } from '../../src/ledger/shapes.js';

describe('settled', () => {
  it('makes two objects at its first call, one at each later call, and gives the last', () => {
    let made = 0;
    const make = settled((base: number) => {
      made += 1;
      return { base, made };
    });
    expect(make(10)).toEqual({ base: 10, made: 2 });
    expect(make(20)).toEqual({ base: 20, made: 3 });
    expect(make(30)).toEqual({ base: 30, made: 4 });
  });
});
