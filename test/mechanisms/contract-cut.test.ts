import { describe, expect, it } from 'vitest';
import {
  contractCut,
  contractedShare,
  payableShare,
  vacancyStep,
} from '../../src/mechanisms/contract-cut.js';
import { runway } from '../../src/mechanisms/lab-funding.js';
import { between, law } from './law.js';

describe('contractCut', () => {
  it('lets cash last as long as wanted, and cuts nothing while it does', () => {
    law(
      [between(-5, 40), between(-20, 60), between(0, 60), between(0.1, 2), between(0, 1)],
      (cash, burn, contracts, wanted, largest) => {
        const share = contractCut(cash, burn, contracts, wanted, largest);
        expect(share).toBeGreaterThanOrEqual(0);
        expect(share).toBeLessThanOrEqual(largest);
        if (contracts > 0 && runway(cash, burn) >= wanted) expect(share).toBeLessThan(1e-12);
        if (share > 0 && share < largest && cash > 1e-3)
          expect(runway(cash, burn - share * contracts)).toBeCloseTo(wanted, 6);
      },
    );
  });
});

describe('payableShare', () => {
  it('pays no more than there is, and all that is due if it is there', () => {
    law([between(0, 20), between(-5, 30)], (due, cash) => {
      const paid = payableShare(due, cash) * due;
      expect(paid).toBeLessThanOrEqual(Math.max(cash, 0) + 1e-12);
      if (cash >= due) expect(paid).toBe(due);
    });
  });
});

describe('vacancyStep', () => {
  it('takes in what was cut, and lets all of it again in time', () => {
    law([between(0, 10), between(0, 10), between(0.01, 0.9)], (vacant, cut, speed) => {
      const next = vacancyStep(vacant, cut, speed);
      expect(next).toBeLessThanOrEqual(vacant + cut);
      expect(next).toBeGreaterThanOrEqual(0);
      let left = next;
      for (let tick = 0; tick < 3000; tick++) left = vacancyStep(left, 0, speed);
      expect(left).toBeLessThan(1e-9);
    });
  });
});

describe('contractedShare', () => {
  it('is what is new or gone over all that was served or is new, however little was served', () => {
    law([between(0, 10), between(0, 1), between(0, 1e-9)], (signed, cutShare, little) => {
      for (const served of [little, 1e10 * little]) {
        const share = contractedShare(signed, cutShare * served, served);
        expect(Math.abs(share)).toBeLessThanOrEqual(1);
        expect(contractedShare(7 * signed, 7 * cutShare * served, 7 * served)).toBeCloseTo(share, 12);
      }
    });
    expect(contractedShare(0, 3, 3)).toBe(-1);
    expect(contractedShare(1e-6, 0, 1)).toBeCloseTo(1e-6, 11);
    expect(contractedShare(0, 0, 0)).toBe(0);
  });
});
