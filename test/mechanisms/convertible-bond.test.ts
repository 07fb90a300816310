import { describe, expect, it } from 'vitest';
import {
  convertedValue,
  convertsAtMaturity,
  isCalled,
  multipleOf,
  newShares,
  shareholdersValue,
} from '../../src/mechanisms/convertible-bond.js';
import { between, law } from './law.js';

const PRICES = [between(0.01, 5), between(0.5, 3), between(1, 2)] as const;

describe('convertible bonds', () => {
  it('are converted only where shares are worth more than the bond, and called further up', () => {
    law([...PRICES], (price, conversionPrice, callTrigger) => {
      const conversion = { price, conversionPrice, callTrigger };
      expect(convertsAtMaturity(conversion)).toBe(price > conversionPrice);
      if (isCalled(conversion)) {
        expect(convertsAtMaturity(conversion)).toBe(true);
        expect(price / conversionPrice).toBeGreaterThanOrEqual(callTrigger * (1 - 1e-12));
        expect(isCalled({ ...conversion, price: 2 * price })).toBe(true);
      }
    });
  });
});

describe('convertedValue', () => {
  const FIRM = [
    between(0.01, 5),
    between(0.1, 40),
    between(0.5, 20),
    between(0.5, 3),
    between(0.5, 3),
  ] as const;

  it('shares the firm and the debt that is gone between old and new shares', () => {
    law([...FIRM], (face, value, start, shares, conversionPrice) => {
      const gained = convertedValue(face, value, start, shares, conversionPrice);
      const added = newShares(face, start, conversionPrice);
      const after = (value + face) / (shares + added);
      expect(gained).toBeCloseTo(added * after, 9);
      // What new shareholders gain over the face, old ones lose.
      expect(value - shares * after).toBeCloseTo(gained - face, 9);
    });
  });

  it('pays where the share stands above the conversion price, before and after dilution', () => {
    law([...FIRM], (face, value, start, shares, conversionPrice) => {
      const price = value / (start * shares);
      const gained = convertedValue(face, value, start, shares, conversionPrice);
      if (price > conversionPrice * (1 + 1e-9)) {
        expect(gained).toBeGreaterThan(face);
        const diluted = (value + face) / (start * (shares + newShares(face, start, conversionPrice)));
        expect(diluted).toBeLessThan(price);
        expect(diluted).toBeGreaterThan(conversionPrice);
      }
      if (price < conversionPrice * (1 - 1e-9)) expect(gained).toBeLessThan(face);
    });
  });

  it('is nothing for nothing', () => {
    expect(convertedValue(0, 5, 5, 1, 1.3)).toBe(0);
  });
});

describe('shareholdersValue', () => {
  it('starts at the market and falls with debt, never below nothing', () => {
    law(
      [between(0.01, 5), between(0.1, 20), between(0, 5), between(0, 8)],
      (cashFlow, shares, assets, debt) => {
        const multiple = multipleOf(cashFlow, shares, assets, debt);
        if (shares + debt >= assets)
          expect(shareholdersValue(cashFlow, multiple, assets, debt)).toBeCloseTo(shares, 9);
        const more = shareholdersValue(cashFlow, multiple, assets, debt + 1);
        expect(more).toBeLessThanOrEqual(shareholdersValue(cashFlow, multiple, assets, debt));
        expect(more).toBeGreaterThanOrEqual(0);
      },
    );
    expect(multipleOf(0, 5, 1, 1)).toBe(0);
  });
});
