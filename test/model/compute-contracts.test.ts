/** Contracts for computing between labs, hyperscalers and neoclouds: what a cut does on its way, and who stands behind. */
import { describe, expect, it } from 'vitest';
import { COMPUTE_CONTRACTS, purchasesOf, salesOf } from '../../src/ledger/compute-contracts.js';
import { type EconomyRun, runEconomy, type Values } from './small-economy.js';

const TICKS = 30;

function stake(run: EconomyRun, kind: string): number {
  const { first, last } = run.world.rowsOf(kind);
  let total = 0;
  for (let row = first; row < last; row++)
    total += run.world.ledger.position(row, run.world.instrument('privateAiEquity'));
  return total;
}

function amountOf(run: EconomyRun, type: string, kind: string): number {
  return run.events
    .filter((event) => event.type === type && event.kind === kind)
    .reduce((sum, { amount }) => sum + amount, 0);
}

/** OpenAI has cash for a week, and nobody gives more. */
const DRY: Values = {
  'aiLabs.openai.deposits': 0.4,
  'aiLabs.granted': 0,
  'aiLabs.reviewInterval': 4,
  'aiLabs.shortRunway': 0.2,
  'chipVendor.guarantee.coreweave': 0,
};
const CALM: Values = { ...DRY, 'aiLabs.openai.deposits': 20 };

describe('the book of contracts', () => {
  it('has each contract once, from both sides', () => {
    for (const [k, { buyer, seller }] of COMPUTE_CONTRACTS.entries()) {
      expect(purchasesOf(buyer.kind, buyer.index)).toContain(k);
      expect(salesOf(seller.kind, seller.index)).toContain(k);
    }
    expect(new Set(COMPUTE_CONTRACTS.map(({ name }) => name)).size).toBe(COMPUTE_CONTRACTS.length);
  });

  it('moves what it says in each tick: buyers pay what sellers get, on everybody’s books', () => {
    const { world } = runEconomy(1);
    const flow = world.flow('computing');
    const { flows } = world.ledger;
    const deposits = world.instrument('deposits');
    const leg = (kind: string): number => flows.of(flow, world.kindNames.indexOf(kind), deposits);
    const amounts = world.column('aiLabs.contractAmount');
    const due = (kind: string, side: 'buyer' | 'seller'): number =>
      COMPUTE_CONTRACTS.reduce((sum, one, k) => sum + (one[side].kind === kind ? amounts[k] : 0), 0) *
      world.dt;
    expect(leg('aiLabs')).toBeCloseTo(-due('aiLabs', 'buyer'), 9);
    expect(leg('neoclouds')).toBeCloseTo(due('neoclouds', 'seller'), 9);
    expect(leg('hyperscalers')).toBeCloseTo(due('hyperscalers', 'seller') - due('hyperscalers', 'buyer'), 9);
  });

  it('names the largest customer of each seller by what is left of its contracts', () => {
    const run = runEconomy(2);
    const shorter = runEconomy(2, { set: { 'aiLabs.contracts.openai.coreweave.term': 1 } });
    expect(run.last('neoclouds.concentration.coreweave')).toBeGreaterThan(0.3);
    expect(shorter.last('neoclouds.concentration.coreweave')).not.toBe(
      run.last('neoclouds.concentration.coreweave'),
    );
    expect(run.last('aiLabs.herfindahl')).toBeGreaterThan(0.3);
    expect(run.last('aiLabs.herfindahl')).toBeLessThan(1);
  });
});

describe('a contract that is cut', () => {
  it('empties capacity of neoclouds and stops plans, until it is let again', () => {
    const calm = runEconomy(TICKS, { set: CALM });
    const dry = runEconomy(TICKS, { set: DRY });
    expect(dry.events.some(({ type, subject }) => type === 'contract cut' && subject === 'coreweave')).toBe(
      true,
    );
    expect(dry.last('neoclouds.cashFlow')).toBeLessThan(calm.last('neoclouds.cashFlow') - 0.05);
    expect(amountOf(dry, 'plan cut', 'neoclouds')).toBeGreaterThan(0.1);
    const fast = runEconomy(TICKS, { set: { ...DRY, 'hyperscalers.reletHalfLife': 2 } });
    expect(fast.last('neoclouds.cashFlow')).toBeGreaterThan(dry.last('neoclouds.cashFlow') + 0.02);
  });

  it('is made good by the guarantor, as far as it has promised', () => {
    const dry = runEconomy(TICKS, { set: DRY });
    const guaranteed = runEconomy(TICKS, { set: { ...DRY, 'chipVendor.guarantee.coreweave': 0.9 } });
    expect(amountOf(guaranteed, 'guarantee paid', 'chipVendor')).toBeGreaterThan(0);
    expect(guaranteed.last('chipVendor.guarantees')).toBeGreaterThan(0.05);
    expect(guaranteed.last('neoclouds.cashFlow') - dry.last('neoclouds.cashFlow')).toBeCloseTo(
      guaranteed.last('chipVendor.guarantees'),
      1,
    );
    expect(dry.sum('chipVendor.guarantees')).toBe(0);
  });

  it('costs the seller what the buyer does not pay', () => {
    const still: Values = { 'aiLabs.shortRunway': 0, 'aiLabs.largestSigning': 0 };
    const set: Values = { ...DRY, ...still, 'aiLabs.openai.deposits': 0.05 };
    const unpaid = runEconomy(TICKS, { set });
    const paid = runEconomy(TICKS, { set: { ...CALM, ...still } });
    expect(unpaid.last('aiLabs.paid')).toBeLessThan(paid.last('aiLabs.paid') - 5);
    expect(unpaid.last('neoclouds.cashFlow')).toBeLessThan(paid.last('neoclouds.cashFlow') - 0.2);
    expect(unpaid.last('hyperscalers.cash.oracle')).toBeLessThan(paid.last('hyperscalers.cash.oracle'));
  });
});

describe('money of the chip vendor in neoclouds', () => {
  it('buys shares at cost, and is lost when the firm fails', () => {
    const run = runEconomy(TICKS);
    const without = runEconomy(TICKS, { set: { 'chipVendor.neocloudShare': 0 } });
    expect(stake(run, 'chipVendor')).toBeGreaterThan(stake(without, 'chipVendor') + 0.01);
    const failing: Values = { 'neoclouds.leastCoverage': 3, 'neoclouds.cureDays': 5 };
    const failed = runEconomy(TICKS, { set: failing });
    expect(failed.last('neoclouds.defaults')).toBeGreaterThan(3);
    expect(amountOf(failed, 'loss', 'chipVendor')).toBeGreaterThan(1e-3);
    expect(stake(failed, 'chipVendor')).toBeLessThan(stake(run, 'chipVendor'));
  });
});
