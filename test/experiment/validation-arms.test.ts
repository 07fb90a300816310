import { describe, expect, it } from 'vitest';
import { ASSETS, EQUITIES } from '../../src/engine/declarations.js';
import type { ResolvedExperiment } from '../../src/experiment/resolved.js';
import {
  ANNOUNCED,
  bought,
  EQUITY_FLOW,
  FIRST,
  LAST,
  MEASURED,
  ownArm,
  responsesExperiment,
  returnsExperiment,
  SURPRISE,
} from '../../src/experiment/validation-arms.js';
import { validationBase } from './validation-base.js';

const FLOATS = Object.fromEntries(ASSETS.map((asset, index) => [asset, 1000 * (index + 1)]));

/** Value of a parameter in each tick, as the engine's schedule defines it; index 0 is tick 1. */
function valuesOf(base: ResolvedExperiment, armName: string, name: string): number[] {
  const { schedule } = responsesExperiment(base, FLOATS).arms.find((arm) => arm.name === armName) ?? {};
  return Array.from({ length: MEASURED }, (_, index) => {
    const tick = index + 1;
    let value = Number(base.parameters[name].value);
    for (const { from = 1, until, over, set } of schedule ?? []) {
      if (!(name in set) || tick < from || (until !== undefined && tick >= until)) continue;
      const share = over === undefined ? 1 : Math.min(1, (tick - from + 1) / over);
      value += share * (Number(set[name]) - value);
    }
    return value;
  });
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

describe('runs without intervention', () => {
  it('have one arm, the ticks asked for, daily prices and liquidity', () => {
    const { arms, ticks, record } = returnsExperiment(validationBase(), 756);
    expect(arms).toEqual([{ name: 'reference', parameters: {}, schedule: [] }]);
    expect([ticks, record.seriesEvery, record.series.length]).toEqual([756, 1, 15]);
  });
});

describe('purchases', () => {
  it('are one arm each beside a reference without any', () => {
    const { arms, ticks } = responsesExperiment(validationBase(), FLOATS);
    expect(arms).toHaveLength(1 + 2 + 1 + ASSETS.length);
    expect(arms[0].schedule).toEqual([]);
    expect(arms.slice(1).every(({ against }) => against === 'reference')).toBe(true);
    expect([FIRST, LAST, ticks]).toEqual([6, 26, 89]);
  });

  it('of the Fed come to $100bn over 21 days, on top of what it buys anyhow', () => {
    const monthly = valuesOf(
      validationBase({ 'fed.treasuryPurchases': 5 }),
      SURPRISE,
      'fed.treasuryPurchases',
    );
    expect(sum(monthly.map((value) => ((value - 5) * 12) / 252))).toBeCloseTo(100, 9);
    expect(monthly.slice(0, FIRST - 1)).toEqual([5, 5, 5, 5, 5]);
    expect(monthly.slice(LAST)).toEqual(new Array(63).fill(5));
  });

  it('that are announced stand for what is still to come', () => {
    const announced = valuesOf(validationBase(), ANNOUNCED, 'fed.announcedPurchases');
    expect(announced[FIRST - 2]).toBe(0);
    expect(announced[FIRST - 1]).toBe(100);
    expect(announced[FIRST]).toBeCloseTo(95, 9);
    expect(announced.slice(LAST - 1)).toEqual(new Array(64).fill(0));
  });

  it('of one asset are 1 % of its float and cost investors as much cash', () => {
    const base = validationBase({ 'realEconomy.saving': 900 });
    for (const asset of ['crypto', 'valueEquity']) {
      const spent = valuesOf(base, ownArm(asset), `realEconomy.purchases.${asset}`);
      const saved = valuesOf(base, ownArm(asset), 'realEconomy.saving');
      expect(sum(spent) / 252).toBeCloseTo(0.01 * FLOATS[asset], 9);
      expect(spent.map((value, tick) => value + saved[tick] - 900)).toEqual(
        new Array(MEASURED).fill(expect.closeTo(0, 9)),
      );
    }
  });

  it('of all equities leave their cash with investors for good', () => {
    const base = validationBase({ 'realEconomy.saving': 900 });
    const spent = EQUITIES.map((asset) => valuesOf(base, EQUITY_FLOW, `realEconomy.purchases.${asset}`));
    const saved = valuesOf(base, EQUITY_FLOW, 'realEconomy.saving');
    const total = sum(EQUITIES.map((asset) => bought(asset, FLOATS)));
    const rate = 1 - 2 ** (-1 / 90);
    // The pool of the buyer, which draws back what it lacks at the end of the last tick.
    let pool = 0;
    for (let tick = 0; tick < MEASURED; tick++) {
      const returned = rate * pool + (saved[tick] - 900) / 252;
      expect(returned).toBeCloseTo(0, 9);
      pool -= sum(spent.map((values) => values[tick])) / 252 + returned;
    }
    expect(pool).toBeCloseTo(-total, 6);
  });

  it('need parameters that can be scheduled', () => {
    const { parameters, ...rest } = validationBase();
    const { 'realEconomy.saving': _, ...fewer } = parameters;
    expect(() => responsesExperiment({ ...rest, parameters: fewer }, FLOATS)).toThrow(/realEconomy\.saving/);
  });
});
