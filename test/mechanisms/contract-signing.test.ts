import { describe, expect, it } from 'vitest';
import { contractCut } from '../../src/mechanisms/contract-cut.js';
import { computingWanted, contractSigning, extendedYears } from '../../src/mechanisms/contract-signing.js';
import { runway as runwayOf } from '../../src/mechanisms/lab-funding.js';
import { between, law } from './law.js';

const MONEY = [between(-5, 60), between(-30, 60), between(0, 60), between(0.1, 3), between(0, 30)] as const;

describe('contractSigning', () => {
  it('signs no more than is wanted, negotiated and paid for as long as it should be', () => {
    law([...MONEY], (cash, burn, wanted, runway, largest) => {
      const signed = contractSigning({ cash, burn, wanted, runway, largest });
      expect(signed).toBeGreaterThanOrEqual(0);
      expect(signed).toBeLessThanOrEqual(Math.min(wanted, largest));
      if (signed > 1e-9 && burn + signed > 1e-6)
        expect(runwayOf(cash, burn + signed)).toBeGreaterThanOrEqual(runway * (1 - 1e-9));
    });
  });

  it('never signs what a review at the same runway would cut', () => {
    law([...MONEY], (cash, burn, wanted, runway, largest) => {
      const signed = contractSigning({ cash, burn, wanted, runway, largest });
      if (signed > 1e-9) expect(contractCut(cash, burn, 10, runway, 1)).toBe(0);
    });
  });

  it('signs more with more cash, and less with more burn', () => {
    law([...MONEY], (cash, burn, wanted, runway, largest) => {
      const at = (more: number, spent: number) =>
        contractSigning({ cash: cash + more, burn: burn + spent, wanted, runway, largest });
      expect(at(1, 0)).toBeGreaterThanOrEqual(at(0, 0));
      expect(at(0, 1)).toBeLessThanOrEqual(at(0, 0));
    });
  });
});

describe('computingWanted', () => {
  it('is what is missing at planned revenue, and nothing while revenue is below what is bought', () => {
    law([between(0, 100), between(0, 50), between(0.1, 50)], (need, revenue, planned) => {
      expect(computingWanted(need, planned, planned, need)).toBeCloseTo(0, 9);
      const bought = (need * revenue) / planned;
      expect(computingWanted(need, revenue, planned, bought + 1)).toBe(0);
      expect(computingWanted(need, revenue, planned, 0)).toBeCloseTo(bought, 9);
    });
    expect(computingWanted(1, 1, 0, 0)).toBe(0);
  });
});

describe('extendedYears', () => {
  it('lies between what was left and the new term, and adds up what is contracted', () => {
    law([between(0.01, 3), between(0, 10), between(0, 3), between(0, 10)], (kept, years, added, term) => {
      const mean = extendedYears(kept, years, added, term);
      expect(mean).toBeGreaterThanOrEqual(Math.min(years, term) - 1e-9);
      expect(mean).toBeLessThanOrEqual(Math.max(years, term) + 1e-9);
      expect(mean * (kept + added)).toBeCloseTo(kept * years + added * term, 9);
    });
    expect(extendedYears(0, 3, 0, 5)).toBe(3);
  });
});
