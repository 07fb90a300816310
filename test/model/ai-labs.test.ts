/** Section 6 of the model: AI labs and the chip vendor, each mechanism, and without it. */
import { describe, expect, it } from 'vitest';
import { type EconomyRun, runEconomy, shock, type Values } from './small-economy.js';

const TICKS = 40;

function units(run: EconomyRun, kind: string, instrument: string): number {
  const { first, last } = run.world.rowsOf(kind);
  let total = 0;
  for (let row = first; row < last; row++)
    total += run.world.ledger.position(row, run.world.instrument(instrument));
  return total;
}

function amountOf(run: EconomyRun, type: string, kind = 'aiLabs'): number {
  return run.events
    .filter((event) => event.type === type && event.kind === kind)
    .reduce((sum, { amount }) => sum + amount, 0);
}

/** Rounds and reviews every week, for labs that look far ahead. */
const BUSY: Values = {
  'sovereignFunds.callNotice': 2,
  'aiLabs.roundInterval': 8,
  'aiLabs.reviewInterval': 4,
  'aiLabs.reserve': 2,
};
/** Cash for a few days, and nobody gives more. */
const DRY: Values = {
  'aiLabs.openai.deposits': 1,
  'aiLabs.granted': 0,
  'aiLabs.reviewInterval': 4,
  'aiLabs.shortRunway': 0.2,
};

describe('AI labs', () => {
  it('earn revenue that grows and can disappoint, and burn more when it does', () => {
    const run = runEconomy(TICKS);
    expect(run.last('aiLabs.revenue')).toBeGreaterThan(run.series('aiLabs.revenue')[0]);
    const less = runEconomy(TICKS, { schedule: shock({ 'aiLabs.revenueShortfall': 0.5 }) });
    expect(less.last('aiLabs.revenue')).toBeCloseTo(0.5 * run.last('aiLabs.revenue'), 1);
    expect(less.last('aiLabs.burn')).toBeGreaterThan(run.last('aiLabs.burn') + 5);
    expect(less.last('aiLabs.cash')).toBeLessThan(run.last('aiLabs.cash') - 0.5);
  });

  it('depend on consumers, unless revenue does not answer activity', () => {
    const weak = shock({ 'realEconomy.consumptionShortfall': 5000 });
    const revenue = (set: Values): number =>
      runEconomy(TICKS, { set, schedule: weak }).last('aiLabs.revenue') -
      runEconomy(TICKS, { set }).last('aiLabs.revenue');
    expect(revenue({})).toBeLessThan(-0.1);
    expect(Math.abs(revenue({ 'aiLabs.activityElasticity': 0 }))).toBeLessThan(1e-9);
  });

  it('pay hyperscalers for computing that is delivered over the years, unless nothing more is', () => {
    const run = runEconomy(TICKS);
    // The rest goes to neoclouds.
    expect(run.last('hyperscalers.labRevenue')).toBeLessThan(run.last('aiLabs.paid'));
    expect(run.last('hyperscalers.labRevenue')).toBeGreaterThan(0.9 * run.last('aiLabs.paid'));
    expect(run.last('aiLabs.paid')).toBeGreaterThan(run.series('aiLabs.paid')[0] + 1);
    const still = runEconomy(TICKS, { set: { 'aiLabs.deliveryShare': 0, 'aiLabs.largestSigning': 0 } });
    expect(still.last('aiLabs.paid')).toBeCloseTo(still.series('aiLabs.paid')[0], 9);
  });

  it('call what they lack from sovereign funds, in return for shares, unless these give nothing', () => {
    const run = runEconomy(TICKS, { set: BUSY });
    const without = runEconomy(TICKS, { set: { ...BUSY, 'aiLabs.granted': 0 } });
    const paid =
      units(run, 'sovereignFunds', 'privateAiEquity') - units(without, 'sovereignFunds', 'privateAiEquity');
    expect(paid).toBeGreaterThan(10);
    expect(run.last('aiLabs.cash')).toBeGreaterThan(without.last('aiLabs.cash') + 10);
    expect(run.sum('capitalCalls')).toBeGreaterThan(10);
    expect(without.sum('capitalCalls')).toBe(0);
    const rounds = run.events.filter(({ type, subject }) => type === 'round' && subject === 'sovereignFunds');
    const received = rounds.reduce((sum, { amount }) => sum + amount, 0) - run.last('aiLabs.called');
    expect(run.sum('capitalCalls') - run.last('sovereignFunds.callArrears')).toBeCloseTo(received, 6);
  });

  it('are paid in rounds by hyperscalers that own shares too, at cost, unless these take no part', () => {
    const gained = (share: number): EconomyRun =>
      runEconomy(9, { set: { ...BUSY, 'aiLabs.hyperscalerShare': share } });
    const [run, without] = [gained(0.3), gained(0)];
    expect(run.sum('aiLabs.subscribed')).toBeGreaterThan(3);
    expect(without.sum('aiLabs.subscribed')).toBe(0);
    const more =
      units(run, 'hyperscalers', 'privateAiEquity') - units(without, 'hyperscalers', 'privateAiEquity');
    expect(more).toBeGreaterThan(3);
    expect(run.last('hyperscalers.labGain') - without.last('hyperscalers.labGain')).toBeLessThan(0.2 * more);
    expect(run.sum('capitalCalls')).toBeLessThan(without.sum('capitalCalls') - 1);
  });

  it('are marked at each round: up with revenue, down when it disappoints, and investors then give less', () => {
    const up = runEconomy(TICKS, { set: BUSY });
    expect(up.last('aiLabs.valuation.openai')).toBeGreaterThan(1.02);
    expect(up.last('hyperscalers.labGain')).toBeGreaterThan(1);
    const schedule = shock({ 'aiLabs.revenueShortfall': 0.6 });
    const down = runEconomy(TICKS, { set: BUSY, schedule });
    expect(down.last('aiLabs.valuation.openai')).toBeLessThan(0.7);
    expect(amountOf(down, 'down round')).toBeLessThan(-50);
    expect(amountOf(down, 'loss', 'hyperscalers')).toBeGreaterThan(30);
    const given = (set: Values): number =>
      amountOf(runEconomy(9, { set: { ...BUSY, ...set }, schedule }), 'round');
    expect(given({ 'aiLabs.downRoundReluctance': 0 })).toBeGreaterThan(1.5 * given({}));
  });

  it('cut contracts when cash runs out, and the cut reaches revenue and plans of who sold to them', () => {
    const dry = runEconomy(TICKS, { set: DRY });
    const kept = runEconomy(TICKS, { set: { ...DRY, 'aiLabs.shortRunway': 0 } });
    expect(amountOf(dry, 'contract cut')).toBeGreaterThan(1);
    expect(amountOf(kept, 'contract cut')).toBe(0);
    expect(dry.events.filter(({ type }) => type === 'contract cut').map(({ subject }) => subject)).toContain(
      'oracle',
    );
    expect(dry.last('hyperscalers.vacant')).toBeGreaterThan(1);
    const plan = 'hyperscalers.capitalExpenditure.oracle';
    expect(dry.last(plan)).toBeLessThan(kept.last(plan) - 1);
    const stubborn = runEconomy(TICKS, { set: { ...DRY, 'hyperscalers.contractPlanResponse': 0 } });
    expect(stubborn.last(plan)).toBeGreaterThan(dry.last(plan) + 1);
    const fast = runEconomy(TICKS, { set: { ...DRY, 'hyperscalers.reletHalfLife': 5 } });
    expect(fast.last('hyperscalers.vacant')).toBeLessThan(dry.last('hyperscalers.vacant'));
  });

  it('miss a payment when even that is not enough, and their shares are written down', () => {
    const set: Values = { ...DRY, 'aiLabs.shortRunway': 0, 'aiLabs.openai.deposits': 0.05 };
    const run = runEconomy(TICKS, { set });
    expect(run.events.some(({ type, kind }) => type === 'missed payment' && kind === 'aiLabs')).toBe(true);
    expect(run.last('aiLabs.paid')).toBeLessThan(run.last('aiLabs.contracts') - 1);
    expect(run.last('aiLabs.valuation.openai')).toBeCloseTo(0.7, 9);
    const lenient = runEconomy(TICKS, { set: { ...set, 'aiLabs.missedWriteDown': 0 } });
    expect(lenient.last('aiLabs.equity')).toBeGreaterThan(run.last('aiLabs.equity') + 10);
  });

  it('concentrate the revenue of who sells to them, and concentration costs a concession', () => {
    const run = runEconomy(2);
    expect(run.last('hyperscalers.concentration.oracle')).toBeGreaterThan(0.6);
    expect(run.last('hyperscalers.concentration.meta')).toBe(0);
    const spread = runEconomy(2, { set: { 'hyperscalers.oracle.otherContracts': 1000 } });
    expect(spread.last('hyperscalers.concentration.oracle')).toBeLessThan(0.3);
    expect(spread.last('hyperscalers.concession.oracle')).toBeLessThan(
      run.last('hyperscalers.concession.oracle'),
    );
  });
});

describe('the chip vendor', () => {
  it('finances part of what labs order, gets it back as sales, and holds their shares for it', () => {
    // Money for neoclouds takes the place of other owners and adds no sales.
    const set = { 'chipVendor.neocloudShare': 0 };
    const on = runEconomy(TICKS, { set });
    const off = runEconomy(TICKS, { set: { ...set, 'chipVendor.financing': false } });
    expect(on.sum('chipVendor.financing')).toBeGreaterThan(10);
    expect(off.sum('chipVendor.financing')).toBe(0);
    expect(on.last('chipVendor.financedShare')).toBeGreaterThan(1e-3);
    expect(on.last('chipVendor.stakes')).toBeGreaterThan(off.last('chipVendor.stakes') + 0.2);
    const part = on.sum('chipSales') - off.sum('chipSales');
    expect(part).toBeCloseTo(0.65 * on.sum('chipVendor.financing'), 0);
  });

  it('lends no cash that it needs', () => {
    const run = runEconomy(TICKS, {
      set: { 'chipVendor.cashFloorShare': 1, 'chipVendor.profitHalfLife': 1 },
    });
    expect(run.sum('chipVendor.financing')).toBeLessThan(0.5 * runEconomy(TICKS).sum('chipVendor.financing'));
  });

  it('loses margin and sales to rivals, whose chips give buyers more for a dollar', () => {
    const rivals = shock({ 'chipVendor.rivalShare': 0.4 });
    const run = runEconomy(TICKS);
    const less = runEconomy(TICKS, { schedule: rivals });
    expect(less.last('chipVendor.margin')).toBeCloseTo(0.5 * (1 - 0.6 * 0.4), 9);
    expect(less.last('chipSales')).toBeLessThan(0.7 * run.last('chipSales'));
    expect(less.last('price.semiconductorEquity')).toBeLessThan(run.last('price.semiconductorEquity'));
    expect(less.last('hyperscalers.economicCapital')).toBeGreaterThan(
      run.last('hyperscalers.economicCapital'),
    );
    const dear = { 'chipVendor.rivalPrice': 1.5, 'chipVendor.pricePressure': 0 };
    expect(
      runEconomy(TICKS, { set: dear, schedule: rivals }).last('hyperscalers.economicCapital'),
    ).toBeLessThan(run.last('hyperscalers.economicCapital'));
  });

  it('buys back shares in the market out of extra profits, unless it pays all of them out', () => {
    const schedule = shock({ 'hyperscalers.capexAddition': 600 });
    const bought = (share: number): number =>
      amountOf(
        runEconomy(TICKS, { set: { 'chipVendor.buybackShare': share }, schedule }),
        'buyback',
        'chipVendor',
      );
    expect(bought(0.5)).toBeGreaterThan(0.1);
    expect(bought(0)).toBe(0);
  });
});
