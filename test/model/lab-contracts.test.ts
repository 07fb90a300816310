/** Contracts of labs that are left, owed, signed again and lost with the lab, through everybody's books. */
import { describe, expect, it } from 'vitest';
import { NEOCLOUDS } from '../../src/ledger/ai-firms.js';
import { COMPUTE_CONTRACTS, salesOf } from '../../src/ledger/compute-contracts.js';
import { claimsOn } from '../../src/ledger/contract-claims.js';
import type { ModelEvent } from '../../src/ledger/events.js';
import { type EconomyRun, runEconomy, shock, type Values } from './small-economy.js';

const TICKS = 30;
const ALL = COMPUTE_CONTRACTS.map((_, k) => k);

/** OpenAI has cash for days, and nobody gives more. */
const DRY: Values = {
  'aiLabs.openai.deposits': 1,
  'aiLabs.granted': 0,
  'aiLabs.reviewInterval': 4,
  'aiLabs.shortRunway': 0.2,
  'chipVendor.guarantee.coreweave': 0,
};
/** It cuts nothing and cannot pay. */
const BROKE: Values = {
  ...DRY,
  'aiLabs.openai.deposits': 0.05,
  'aiLabs.shortRunway': 0,
  'aiLabs.graceDays': 5,
};
/** CoreWeave depends on OpenAI and earns little more than its lenders want. */
const EXPOSED: Values = {
  'aiLabs.contracts.openai.coreweave.amount': 3.5,
  'aiLabs.contracts.microsoft.coreweave.amount': 1,
  'neoclouds.cureDays': 5,
};

function told(run: EconomyRun, type: string, name?: string): ModelEvent[] {
  return run.events.filter((event) => event.type === type && (name === undefined || event.name === name));
}

function amountOf(run: EconomyRun, type: string, name?: string): number {
  return told(run, type, name).reduce((sum, { amount }) => sum + amount, 0);
}

function held(run: EconomyRun, kind: string, instrument: string): number {
  const { first, last } = run.world.rowsOf(kind);
  let sum = 0;
  for (let row = first; row < last; row++)
    sum += run.world.ledger.position(row, run.world.instrument(instrument));
  return sum;
}

describe('a contract that is left', () => {
  it('costs damages: a claim in the books of both sides, contract by contract', () => {
    const run = runEconomy(TICKS, { set: DRY });
    expect(amountOf(run, 'termination claim', 'openai')).toBeGreaterThan(1);
    const { world } = run;
    expect(run.last('aiLabs.claims')).toBeGreaterThan(1);
    expect(-held(run, 'aiLabs', 'contractClaims')).toBeCloseTo(claimsOn(world, ALL), 9);
    for (const kind of ['hyperscalers', 'neoclouds']) {
      const { first, count } = world.rowsOf(kind);
      for (let i = 0; i < count; i++)
        expect(world.ledger.position(first + i, world.instrument('contractClaims'))).toBeCloseTo(
          claimsOn(world, salesOf(kind, i)),
          9,
        );
    }
    expect(amountOf(run, 'termination claim', 'openai')).toBeCloseTo(
      run.last('aiLabs.claims') + run.sum('aiLabs.claimsPaid'),
      9,
    );
    const free = runEconomy(TICKS, { set: { ...DRY, 'aiLabs.terminationShare': 0 } });
    expect(free.last('aiLabs.claims')).toBe(0);
    expect(free.last('aiLabs.kept')).toBeLessThan(0.95);
  });

  it('is paid for as cash allows, by the lab to who sold to it', () => {
    // With a rescue, what is owed is paid out of new money.
    const rescue: Values = {
      ...DRY,
      'aiLabs.roundInterval': 8,
      'sovereignFunds.callNotice': 2,
      'aiLabs.claimHalfLife': 5,
    };
    const schedule = [{ from: 10, set: { 'aiLabs.granted': 1 } }];
    const run = runEconomy(TICKS, { set: rescue, schedule });
    const alone = runEconomy(TICKS, { set: rescue });
    expect(run.sum('aiLabs.claimsPaid')).toBeGreaterThan(alone.sum('aiLabs.claimsPaid') + 1);
    expect(run.last('aiLabs.claims')).toBeLessThan(0.5 * alone.last('aiLabs.claims'));
    const slow = runEconomy(TICKS, { set: { ...rescue, 'aiLabs.claimHalfLife': 500 }, schedule });
    expect(slow.sum('aiLabs.claimsPaid')).toBeLessThan(0.2 * run.sum('aiLabs.claimsPaid'));
  });

  it('is signed again when there is money, and sellers plan for it; not without money or need', () => {
    const rescue: Values = {
      ...DRY,
      'aiLabs.roundInterval': 8,
      'aiLabs.reserve': 2,
      'sovereignFunds.callNotice': 2,
      'aiLabs.largestSigning': 0.3,
    };
    const schedule = [{ from: 10, set: { 'aiLabs.granted': 1 } }];
    const run = runEconomy(TICKS, { set: rescue, schedule });
    const alone = runEconomy(TICKS, { set: rescue });
    expect(run.last('aiLabs.kept')).toBeGreaterThan(alone.last('aiLabs.kept') + 0.05);
    expect(amountOf(run, 'contract signed', 'openai')).toBeGreaterThan(1);
    expect(amountOf(alone, 'contract signed', 'openai')).toBe(0);
    expect(amountOf(run, 'plan raised', 'oracle')).toBeGreaterThan(0.1);
    expect(run.last('hyperscalers.vacant')).toBeLessThan(alone.last('hyperscalers.vacant'));
    const poor = [...schedule, { from: 10, set: { 'aiLabs.revenueShortfall': 0.9 } }];
    expect(amountOf(runEconomy(TICKS, { set: rescue, schedule: poor }), 'contract signed', 'openai')).toBe(0);
    const careful = runEconomy(TICKS, { set: { ...rescue, 'aiLabs.signRunway': 8 }, schedule });
    expect(amountOf(careful, 'contract signed', 'openai')).toBeLessThan(
      amountOf(run, 'contract signed', 'openai'),
    );
  });
});

describe('a lab that fails', () => {
  it('leaves all its contracts, and its creditors and owners lose what it owed them', () => {
    const run = runEconomy(TICKS, { set: BROKE });
    const patient = runEconomy(TICKS, { set: { ...BROKE, 'aiLabs.graceDays': 100 } });
    expect(run.last('aiLabs.failures')).toBe(1);
    expect(patient.last('aiLabs.failures')).toBe(0);
    expect(patient.last('aiLabs.claims')).toBeGreaterThan(0.5);
    expect(run.last('aiLabs.claims')).toBeCloseTo(0, 9);
    expect(held(run, 'aiLabs', 'contractClaims')).toBeCloseTo(0, 9);
    const lost = run.events.filter(({ type, subject }) => type === 'loss' && subject === 'contractClaims');
    expect(lost.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['microsoft', 'oracle', 'coreweave']),
    );
    const owed = amountOf(run, 'termination claim', 'openai');
    expect(lost.reduce((sum, { amount }) => sum + amount, 0)).toBeGreaterThan(owed);
    expect(run.last('aiLabs.revenue')).toBeLessThan(patient.last('aiLabs.revenue') - 5);
    expect(run.last('aiLabs.equity')).toBeLessThan(0.6 * patient.last('aiLabs.equity'));
    expect(run.last('aiLabs.valuation.openai')).toBe(0);
  });

  it('travels to the rents of a neocloud, to its covenants and to its lenders', () => {
    const run = runEconomy(60, { set: { ...BROKE, ...EXPOSED } });
    const sound = runEconomy(60, { set: { ...BROKE, ...EXPOSED, 'aiLabs.openai.deposits': 40 } });
    const steps = [
      told(run, 'missed payment', 'openai')[0],
      told(run, 'failure', 'openai')[0],
      told(run, 'contract cut', 'openai').find(({ subject }) => subject === 'coreweave'),
      told(run, 'acceleration', 'coreweave')[0],
      told(run, 'recovery', 'coreweave')[0],
    ];
    expect(steps.every((step) => step !== undefined)).toBe(true);
    const ticks = steps.map((step) => (step as ModelEvent).tick);
    expect(ticks).toEqual([...ticks].sort((a, b) => a - b));
    expect(told(run, 'covenant breach', 'coreweave').length).toBeGreaterThan(0);
    expect(
      run.events.some(({ type, subject }) => type === 'loss' && subject === 'aiInfrastructureDebt'),
    ).toBe(true);
    expect(told(sound, 'covenant breach', 'coreweave')).toEqual([]);
    expect(run.last('books.imbalance')).toBeLessThan(1e-9);
  });

  it('is saved by a guarantee of rents as far as it goes, not by one of nothing', () => {
    const saved = runEconomy(60, { set: { ...BROKE, ...EXPOSED, 'chipVendor.guarantee.coreweave': 10 } });
    expect(saved.last('aiLabs.failures')).toBe(1);
    expect(told(saved, 'acceleration', 'coreweave')).toEqual([]);
    expect(amountOf(saved, 'guarantee paid')).toBeGreaterThan(1);
  });
});

describe('a seller that fails', () => {
  it('ends what labs have bought of it, and they sign elsewhere', () => {
    const failing: Values = {
      'neoclouds.leastCoverage': 3,
      'neoclouds.cureDays': 5,
      'aiLabs.reviewInterval': 4,
      'aiLabs.largestSigning': 0.3,
    };
    const run = runEconomy(TICKS, { set: failing });
    expect(told(run, 'contract ended', 'openai').map(({ subject }) => subject)).toContain('coreweave');
    const after = told(run, 'contract ended', 'openai')[0].tick;
    const signed = told(run, 'contract signed', 'openai').filter(({ tick }) => tick > after);
    expect(signed.map(({ subject }) => subject)).toContain('oracle');
    expect(signed.map(({ subject }) => subject)).not.toContain('coreweave');
  });

  it('has what labs owed it set off on the day: it is lost before owners and lenders lose, and nothing is left', () => {
    const strict = shock({ 'neoclouds.leastCoverage': 3 }, 12);
    const options = { set: { ...DRY, 'neoclouds.cureDays': 5 }, schedule: strict };
    const { tick } = told(runEconomy(TICKS, options), 'recovery', 'coreweave')[0];
    const [eve, day] = [tick - 1, tick].map((ticks) => runEconomy(ticks, options));
    const sales = salesOf('neoclouds', NEOCLOUDS.indexOf('coreweave'));
    const owed = claimsOn(eve.world, sales);
    expect(owed).toBeGreaterThan(0.1);
    const lost = told(day, 'loss', 'coreweave').filter(({ subject }) => subject === 'contractClaims');
    expect(lost.map(({ tick, counterparty }) => [tick, counterparty])).toEqual([[tick, 'openai']]);
    // The lab may still pay a part of it, or cut once more, on the day.
    expect(lost[0].amount).toBeGreaterThan(0.5 * owed);
    const ownersLoss = day.events.findIndex(
      ({ type, counterparty }) => type === 'loss' && counterparty === 'coreweave',
    );
    expect(day.events.indexOf(lost[0])).toBeLessThan(ownersLoss);
    expect(claimsOn(day.world, sales)).toBe(0);
    const { ledger } = day.world;
    const row = day.world.rowOf('neoclouds') + NEOCLOUDS.indexOf('coreweave');
    for (let i = 0; i < ledger.width; i++) expect(Math.abs(ledger.position(row, i))).toBeLessThan(1e-9);
    expect(-held(day, 'aiLabs', 'contractClaims')).toBeCloseTo(claimsOn(day.world, ALL), 9);
    expect(day.last('books.imbalance')).toBeLessThan(1e-9);
  });

  it('takes its guarantee with it: who comes in its place has none', () => {
    const run = runEconomy(90, {
      set: {
        'neoclouds.cureDays': 5,
        'neoclouds.entrySpeed': 250,
        'aiLabs.reviewInterval': 4,
        'aiLabs.largestSigning': 0.3,
        'chipVendor.guarantee.coreweave': 10,
      },
      schedule: [
        ...shock({ 'neoclouds.leastCoverage': 3 }, 3, 15),
        ...shock({ 'aiLabs.revenueShortfall': 0.9, 'aiLabs.shortRunway': 5 }, 50),
      ],
    });
    const [entry] = told(run, 'entry', 'coreweave');
    expect(entry.tick).toBeGreaterThan(told(run, 'default', 'coreweave')[0].tick);
    const cut = told(run, 'contract cut', 'openai').filter(({ subject }) => subject === 'coreweave');
    expect(cut.filter(({ tick, amount }) => tick > entry.tick && amount > 0).length).toBeGreaterThan(0);
    expect(run.sum('chipVendor.guarantees')).toBe(0);
  });
});
