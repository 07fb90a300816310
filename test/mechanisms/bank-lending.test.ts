import { describe, expect, it } from 'vitest';
import { capitalRatio, capitalShortage, loanGrowth } from '../../src/mechanisms/bank-lending.js';
import { between, law, slope } from './law.js';

describe('bank lending', () => {
  it('grows at its target exactly while capital suffices', () => {
    law([between(0.1, 0.3), between(-0.02, 0.08)], (ratio, target) => {
      expect(loanGrowth(target, ratio, 0.1, 4, 0.2)).toBe(target);
    });
  });

  it('falls as capital is lost, smoothly, by no more than the largest cut', () => {
    law([between(-0.1, 0.15)], (ratio) => {
      const growth = loanGrowth(0.04, ratio, 0.1, 4, 0.2);
      expect(growth).toBeGreaterThan(0.04 - 0.2);
      expect(loanGrowth(0.04, ratio + 0.005, 0.1, 4, 0.2)).toBeGreaterThanOrEqual(growth);
    });
    expect(loanGrowth(0.04, 0.08, 0.1, 4, 0.2)).toBeLessThan(0);
    expect(slope((x) => loanGrowth(0.04, x, 0.1, 4, 0.2), 0.1, 1e-7)).toBeCloseTo(0, 3);
  });

  it('measures the shortage of capital', () => {
    expect(capitalShortage(0.12, 0.1)).toBe(0);
    expect(capitalShortage(0.06, 0.1)).toBeCloseTo(0.0016 / 0.045, 14);
    expect(capitalRatio(12, 100)).toBe(0.12);
    expect(capitalRatio(0, 0)).toBe(Number.POSITIVE_INFINITY);
  });
});
