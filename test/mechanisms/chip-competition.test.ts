import { describe, expect, it } from 'vitest';
import { capacityPerDollar, contestedMargin, priceAtMargin } from '../../src/mechanisms/chip-competition.js';
import { between, law } from './law.js';

describe('rivals of the chip vendor', () => {
  it('leave the margin and the price as they are while they sell nothing', () => {
    expect(contestedMargin(0.5, 0, 0.6)).toBe(0.5);
    expect(priceAtMargin(0.5, 0.5)).toBe(1);
    expect(capacityPerDollar(0, 1, 0.7)).toBe(1);
  });

  it('take margin, and more the more they sell; the price covers the unit cost', () => {
    law(
      [between(0.1, 0.8), between(0, 0.9), between(0, 0.1), between(0, 1)],
      (margin, share, more, pressure) => {
        const left = contestedMargin(margin, share, pressure);
        expect(left).toBeLessThanOrEqual(margin);
        expect(contestedMargin(margin, share + more, pressure)).toBeLessThanOrEqual(left);
        const price = priceAtMargin(margin, left);
        expect(price).toBeLessThanOrEqual(1 + 1e-15);
        expect(price * (1 - left)).toBeCloseTo(1 - margin, 12);
      },
    );
  });

  it('give buyers more for a dollar if they are cheaper, and less if they are dearer', () => {
    law([between(0.01, 1), between(0.3, 1), between(0.3, 2)], (share, price, rival) => {
      const gain = capacityPerDollar(share, price, rival) - 1 / price;
      if (Math.abs(rival - price) > 1e-9) expect(Math.sign(gain)).toBe(Math.sign(price - rival));
    });
  });
});
