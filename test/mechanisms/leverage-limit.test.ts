import { describe, expect, it } from 'vitest';
import { fundingFactor, leverageLimit, wantedLeverage } from '../../src/mechanisms/leverage-limit.js';
import { between, law, slope } from './law.js';

describe('leverageLimit', () => {
  it('falls in volatility down to 0.8 of normal, and is the maximum at normal', () => {
    expect(leverageLimit(3, 1, 0.3)).toBe(3);
    expect(leverageLimit(3, 0.1, 0.3)).toBe(leverageLimit(3, 0.8, 0.3));
    law([between(0.81, 5), between(0.05, 1)], (ratio, sensitivity) => {
      expect(leverageLimit(3, ratio + 0.1, sensitivity)).toBeLessThan(leverageLimit(3, ratio, sensitivity));
      const elasticity = slope(
        (x) => Math.log(leverageLimit(3, Math.exp(x), sensitivity)),
        Math.log(ratio + 0.01),
      );
      expect(elasticity).toBeCloseTo(-sensitivity, 7);
    });
  });

  it('does not answer volatility at sensitivity 0', () => {
    law([between(0, 9)], (ratio) => expect(leverageLimit(3.3, ratio, 0)).toBe(3.3));
  });
});

describe('fundingFactor', () => {
  it('is 1 at the start and loses `sensitivity` for each unit of spread', () => {
    expect(fundingFactor(0.002, 0.002, 60)).toBe(1);
    law([between(-0.01, 0.03), between(1, 100)], (spread, sensitivity) => {
      const elasticity = slope((x) => Math.log(fundingFactor(x, 0.001, sensitivity)), spread);
      expect(elasticity).toBeCloseTo(-sensitivity, 5);
    });
    expect(wantedLeverage(3, 0.9, 0.5)).toBeCloseTo(1.35, 14);
  });
});
