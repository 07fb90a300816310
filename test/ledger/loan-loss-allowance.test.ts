import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allowanceOf, allowanceOn, chargeOff, provideFor } from '../../src/ledger/loan-loss-allowance.js';
import { assertBooks, monetaryWorld } from '../agents/monetary-world.js';

const world = monetaryWorld();
const borrower = world.rowOf('aiBuilders');
const banks = world.rowsOf('banks');

function ofBanks(): number {
  let sum = 0;
  for (let row = banks.first; row < banks.last; row++) sum += allowanceOf(world, row);
  return sum;
}

const money = fc.double({ min: 0, max: 500, noNaN: true });

describe('loan-loss allowances', () => {
  it('are owed by banks, each by its market share, and stand against the borrower', () => {
    const share = world.column('banks.marketShare');
    fc.assert(
      fc.property(money, (amount) => {
        chargeOff(world, borrower, allowanceOn(world, borrower));
        provideFor(world, borrower, amount);
        expect(allowanceOn(world, borrower)).toBeCloseTo(amount, 9);
        for (let row = banks.first; row < banks.last; row++)
          expect(allowanceOf(world, row)).toBeCloseTo(amount * share[row - banks.first], 9);
        assertBooks(world);
      }),
      { seed: 3, numRuns: 100 },
    );
  });

  it('are used up by losses as far as they go, never beyond, and grow by nothing but provisions', () => {
    fc.assert(
      fc.property(money, fc.double({ min: -100, max: 1000, noNaN: true }), (amount, loss) => {
        chargeOff(world, borrower, allowanceOn(world, borrower));
        provideFor(world, borrower, amount);
        chargeOff(world, borrower, loss);
        expect(allowanceOn(world, borrower)).toBeCloseTo(Math.max(amount - Math.max(loss, 0), 0), 9);
        expect(ofBanks()).toBeCloseTo(allowanceOn(world, borrower), 9);
      }),
      { seed: 4, numRuns: 200 },
    );
  });

  it('move no money and no loan', () => {
    const before = Float64Array.from(world.ledger.units);
    provideFor(world, borrower, 10);
    const allowance = world.instrument('loanLossAllowance');
    const changed = before.reduce<number[]>((list, units, at) => {
      if (world.ledger.units[at] !== units) list.push(at % world.ledger.width);
      return list;
    }, []);
    expect(new Set(changed)).toEqual(new Set([allowance]));
  });
});
