import { describe, expect, it } from 'vitest';
import { moneyInTransit, returnedMoney } from '../../src/mechanisms/money-return.js';
import { between, law } from './law.js';

describe('money return', () => {
  it('returns nothing from a normal pool, and a share of what is above it', () => {
    expect(returnedMoney(4000, 4000, 0.25, 0, 0.008)).toBe(0);
    expect(returnedMoney(4200, 4000, 0.25, 0, 0.01)).toBeCloseTo(2, 12);
    expect(moneyInTransit(4200, 4000)).toBe(200);
  });

  it('keeps more while activity is high, and draws on savings when the pool is low', () => {
    expect(returnedMoney(4200, 4000, 0.25, 400, 0.01)).toBeCloseTo(1, 12);
    expect(returnedMoney(3900, 4000, 0.25, 0, 0.01)).toBeCloseTo(-1, 12);
  });

  it('is homogeneous of degree 1 and halves the transit in a half-life', () => {
    law(
      [between(0, 9000), between(0, 9000), between(-500, 500), between(0.1, 9)],
      (pool, normal, impulse, scale) => {
        const returned = returnedMoney(pool, normal, 0.25, impulse, 0.01);
        expect(returnedMoney(scale * pool, scale * normal, 0.25, scale * impulse, 0.01)).toBeCloseTo(
          scale * returned,
          8,
        );
      },
    );
    let pool = 5000;
    for (let day = 0; day < 90; day++) pool -= returnedMoney(pool, 4000, 0.25, 0, 1 - 0.5 ** (1 / 90));
    expect(moneyInTransit(pool, 4000)).toBeCloseTo(500, 9);
  });
});
