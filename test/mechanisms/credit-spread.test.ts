import { describe, expect, it } from 'vitest';
import {
  averageIssuer,
  expectedLoss,
  fairSpread,
  issuerConcession,
  LOG_PREMIUM_BOUND,
  premiumFactor,
} from '../../src/mechanisms/credit-spread.js';
import { between, law } from './law.js';

const START = { leverage: 2.5, coverage: 8, defaultRate: 0.001 };
const ELASTICITIES = { leverage: 0.8, coverage: 0.5, defaultRate: 0.35 };
const states = [between(0.2, 20), between(-1, 40), between(0, 0.2)] as const;

describe('fairSpread', () => {
  it('is the observed spread at the start', () => {
    law([between(0, 0.05), between(0.2, 0.7)], (premium, recovery) => {
      const spread = fairSpread(START, START, ELASTICITIES, premium, recovery);
      expect(spread).toBe(expectedLoss(START.defaultRate, recovery) + premium);
    });
  });

  it('expects the loss that default and recovery make', () => {
    expect(expectedLoss(0.02, 0.4)).toBeCloseTo(0.012, 15);
  });

  it('rises with leverage and defaults and falls with coverage', () => {
    law([...states], (leverage, coverage, defaultRate) => {
      const spread = (change: object) =>
        fairSpread({ leverage, coverage, defaultRate, ...change }, START, ELASTICITIES, 0.008, 0.4);
      const now = spread({});
      expect(spread({ leverage: leverage * 1.05 })).toBeGreaterThan(now);
      expect(spread({ defaultRate: defaultRate + 0.001 })).toBeGreaterThan(now);
      expect(spread({ coverage: coverage + 1 })).toBeLessThanOrEqual(now);
    });
  });

  it('bounds the premium, whatever happens to the firms', () => {
    law([between(1e-9, 1e9), between(-1e9, 1e9), between(0, 1)], (leverage, coverage, defaultRate) => {
      const factor = premiumFactor({ leverage, coverage, defaultRate }, START, ELASTICITIES);
      expect(Math.abs(Math.log(factor))).toBeLessThan(LOG_PREMIUM_BOUND);
    });
  });
});

describe('issuerConcession', () => {
  const pool = { leverage: 1, coverage: 20, concentration: 0.2 };
  const weights = { leverage: 0.3, coverage: 0.2, concentration: 0.8 };

  it('is 0 for an average issuer, and above minus the spread of the pool for the best', () => {
    expect(issuerConcession(pool, pool, weights, 0.008)).toBe(0);
    law([between(0, 20), between(0.1, 500), between(0, 1)], (leverage, coverage, concentration) => {
      const issuer = { leverage, coverage, concentration };
      const concession = issuerConcession(issuer, pool, weights, 0.008);
      expect(concession).toBeGreaterThan(-0.008);
      const worse = [
        { ...issuer, leverage: 1.05 * leverage + 0.1 },
        { ...issuer, coverage: 0.5 * coverage - 0.05 },
        { ...issuer, concentration: concentration + 0.05 },
      ];
      for (const other of worse)
        expect(issuerConcession(other, pool, weights, 0.008)).toBeGreaterThanOrEqual(concession);
    });
  });

  it('makes a concentrated, debt-funded issuer pay about double', () => {
    const concentrated = { leverage: 4, coverage: 6, concentration: 0.66 };
    const concession = issuerConcession(concentrated, pool, weights, 0.008);
    expect(concession).toBeGreaterThan(0.006);
    expect(concession).toBeLessThan(0.012);
  });
});

describe('the average issuer', () => {
  const safe = { leverage: 1, coverage: 20, concentration: 0.1 };
  const weak = { leverage: 4, coverage: 2, concentration: 0.7 };

  it('is weighted by debt', () => {
    expect(averageIssuer([safe, weak], [3, 1])).toEqual({
      leverage: 1.75,
      coverage: 15.5,
      concentration: 0.25,
    });
    expect(averageIssuer([safe, weak], [0, 2])).toEqual(weak);
  });

  it('is nothing where nobody owes', () => {
    expect(averageIssuer([safe, weak], [0, 0])).toEqual({ leverage: 0, coverage: 0, concentration: 0 });
  });
});
