/** A buyer of last resort for compute debt and chips, and hyperscalers in the auction: each with and without. */
import { describe, expect, it } from 'vitest';
import { type EconomyRun, runEconomy, shock, type Values } from './small-economy.js';

const POOL = 'aiInfrastructureDebt';
/** Rents fall by a quarter within a month, and lenders want more than most firms earn. */
const SLUMP = [
  ...shock({ 'neoclouds.rentDeflation': 4 }, 5, 26),
  ...shock({ 'neoclouds.leastCoverage': 2.6 }, 10),
];

function slump(set: Values = {}): EconomyRun {
  return runEconomy(80, { set: { 'neoclouds.cureDays': 20, ...set }, schedule: SLUMP });
}

function paidBy(run: EconomyRun, subject: string): number {
  return run.events
    .filter(({ type, subject: of }) => type === 'backstop' && of === subject)
    .reduce((sum, { amount }) => sum + amount, 0);
}

const plain = slump();
const [failed] = plain.events.filter(({ type }) => type === 'default');

describe('a buyer of last resort for compute debt', () => {
  const backed = slump({ 'treasury.computeDebtPrice': 0.9 });

  it('pays creditors the stated price out of the Treasury account, and owes it to nobody', () => {
    expect(plain.last('neoclouds.recovery')).toBeLessThan(0.6);
    expect(backed.last('neoclouds.recovery')).toBeGreaterThan(0.9 - 1e-9);
    expect(paidBy(plain, POOL)).toBe(0);
    expect(paidBy(backed, POOL)).toBeGreaterThan(1);
    expect(backed.last('treasury.backstop')).toBeCloseTo(paidBy(backed, POOL), 9);
    const account = (run: EconomyRun) => run.series('treasury.account')[failed.tick - 1];
    expect(account(plain) - account(backed)).toBeGreaterThan(0.5);
    expect(Math.max(...backed.series('books.imbalance'))).toBeLessThan(1e-9);
  });

  it('is counted on: spreads rise less, and lenders advance more on the same chips', () => {
    const widened = (run: EconomyRun) => run.last(`spread.${POOL}`) - run.series(`spread.${POOL}`)[0];
    expect(widened(backed)).toBeLessThan(0.7 * widened(plain));
    const calm = (price: number) =>
      runEconomy(40, { set: { 'treasury.computeDebtPrice': price } }).last('neoclouds.debt');
    expect(calm(0.9)).toBeGreaterThan(calm(0) + 0.25);
  });
});

describe('a buyer of last resort for chips', () => {
  it('holds the price of an auction up as long as its money lasts', () => {
    const price = (money: number): number => {
      const run = slump({ 'treasury.chipMoney': money, 'treasury.chipPrice': 0.5 });
      const auction = run.events.find(({ type, tick }) => type === 'auction price' && tick === failed.tick);
      return auction?.amount ?? 0;
    };
    expect(price(0)).toBeLessThan(0.45);
    expect(price(2)).toBeGreaterThan(price(0) + 0.01);
    expect(price(100)).toBeCloseTo(0.5, 6);
  });
});

describe('hyperscalers in an auction', () => {
  it('take chips for cash and room to spare, and pay for them', () => {
    const scarce: Values = { 'neoclouds.powerReserve': 0, 'cryptoMiners.powerReserve': 0 };
    const bought = (cash: number) =>
      slump({
        ...scarce,
        'neoclouds.outsideRoom': 0,
        'hyperscalers.usedChipCash': cash,
        'hyperscalers.usedChipRoom': 0.1,
      });
    const [without, with_] = [bought(0), bought(0.3)];
    const at = (run: EconomyRun, name: string): number => run.series(name)[failed.tick - 1];
    expect(at(with_, 'hyperscalers.economicCapital')).toBeGreaterThan(
      at(without, 'hyperscalers.economicCapital') + 0.5,
    );
    expect(with_.last('neoclouds.recovery')).toBeGreaterThan(without.last('neoclouds.recovery') + 0.05);
    expect(Math.max(...with_.series('books.imbalance'))).toBeLessThan(1e-9);
  });
});
