import { describe, expect, it } from 'vitest';
import {
  bondDuration,
  bondPrice,
  bondYield,
  decayOfDuration,
  lnPriceSlope,
  yieldSlope,
} from '../../src/mechanisms/bond-price.js';
import { between, law, slope } from './law.js';

const bonds = [between(-0.01, 0.2), between(0, 0.12), between(0.05, 0.5)] as const;

describe('bond price', () => {
  it('is par when the yield is the coupon', () => {
    law([between(0, 0.12), between(0.02, 0.5)], (coupon, decay) =>
      expect(bondPrice(coupon, coupon, decay)).toBe(1),
    );
  });

  it('inverts to the yield', () => {
    law([...bonds], (yieldRate, coupon, decay) => {
      expect(bondYield(bondPrice(yieldRate, coupon, decay), coupon, decay)).toBeCloseTo(yieldRate, 13);
    });
  });

  it('falls in the yield by its duration, and the yield in the price by its inverse', () => {
    law([...bonds], (yieldRate, coupon, decay) => {
      const measured = slope((y) => Math.log(bondPrice(y, coupon, decay)), yieldRate);
      expect(measured).toBeCloseTo(lnPriceSlope(yieldRate, decay), 5);
      expect(measured).toBeCloseTo(-bondDuration(yieldRate, decay), 5);
      const lnPrice = Math.log(bondPrice(yieldRate, coupon, decay));
      expect(slope((x) => bondYield(Math.exp(x), coupon, decay), lnPrice)).toBeCloseTo(
        yieldSlope(yieldRate, decay),
        7,
      );
    });
  });

  it('is the value of its payments', () => {
    let value = 0;
    const step = 1e-3;
    for (let t = step / 2; t < 400; t += step) value += (0.04 + 0.1) * Math.exp(-(0.1 + 0.05) * t) * step;
    expect(value).toBeCloseTo(bondPrice(0.05, 0.04, 0.1), 6);
  });

  it('finds the decay that gives a duration', () => {
    expect(bondDuration(0.042, decayOfDuration(6, 0.042))).toBeCloseTo(6, 14);
  });

  it('refuses a yield at which the bond has no finite value', () => {
    expect(() => bondPrice(-0.1, 0.04, 0.1)).toThrow(RangeError);
    expect(() => bondPrice(Number.NaN, 0.04, 0.1)).toThrow(RangeError);
  });
});
