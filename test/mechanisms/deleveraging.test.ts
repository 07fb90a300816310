import { describe, expect, it } from 'vitest';
import { deleveragingSale } from '../../src/mechanisms/deleveraging.js';
import { between, law } from './law.js';

describe('deleveragingSale', () => {
  it('leaves the multiple of equity that is wanted', () => {
    law([between(1, 1000), between(0.01, 1), between(1, 40)], (assets, share, multiple) => {
      const equity = share * assets;
      const left = assets - deleveragingSale(assets, equity, multiple);
      expect(left).toBeCloseTo(Math.min(assets, multiple * equity), 9);
    });
  });

  it('sells nothing below it, and everything without equity', () => {
    expect(deleveragingSale(100, 20, 10)).toBe(0);
    expect(deleveragingSale(100, -3, 10)).toBe(100);
  });

  it('sells B times the loss, for whoever stood at leverage B', () => {
    law([between(1, 1000), between(1, 30), between(0, 0.01)], (assets, leverage, loss) => {
      const equity = assets / (1 + leverage) - loss * assets;
      const sale = deleveragingSale(assets * (1 - loss), equity, 1 + leverage);
      expect(sale).toBeCloseTo(leverage * loss * assets, 8);
    });
  });
});
