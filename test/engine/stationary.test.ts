import { beforeAll, describe, expect, it } from 'vitest';
import { AGENT_KINDS } from '../../agents/index.js';
import { ASSETS } from '../../src/engine/declarations.js';
import { openingExcess } from '../../src/engine/opening-checks.js';
import type { RunningWorld } from '../../src/engine/running-world.js';
import { startWorld } from '../../src/engine/start.js';
import { type Kept, runToEnd, smallConfiguration } from './economy.js';

/** Flows that a living economy has each day, with the least that flows in a year, $bn. */
const ALIVE: readonly (readonly [flow: string, least: number])[] = [
  ['coupons', 500],
  ['dividends', 500],
  ['loanInterest', 300],
  ['depositInterest', 300],
  ['reserveInterest', 50],
  ['wages', 10_000],
  ['consumption', 10_000],
  ['taxes', 3000],
  ['governmentSpending', 3000],
  ['remittance', 1],
  ['capitalExpenditure', 300],
  ['operatingIncome', 300],
  ['bankCosts', 50],
  ['currency', 50],
  ['trade', 50],
];

describe('the stationary economy', () => {
  let kept: Kept;
  let world: RunningWorld;
  beforeAll(() => {
    ({ kept, world } = runToEnd(smallConfiguration({ experiment: 'stationary', ticks: 250 })));
  });

  it('moves no price by 1e-9 in a year', () => {
    for (const asset of ASSETS)
      for (const price of kept.of(`price.${asset}`)) expect(Math.abs(price - 1), asset).toBeLessThan(1e-9);
  });

  it('has all kinds in it', () => {
    for (const kind of AGENT_KINDS) expect(world.rowsOf(kind.name).count, kind.name).toBeGreaterThan(0);
  });

  it.each(ALIVE)('pays %s every day', (flow, least) => {
    const days = new Set(
      kept.flows.filter((row) => row.flow === flow && row.amount > 0).map(({ tick }) => tick),
    );
    expect(days.size).toBe(250);
    expect(kept.gross(flow)).toBeGreaterThan(least);
  });

  it('finances its deficit: Treasury bonds are issued, and the Fed buys them', () => {
    const bought = kept.flows.filter(
      (row) => row.flow === 'trade' && row.kind === 'fed' && row.instrument === 'treasuryBonds',
    );
    const [first, last] = [bought[0].amount, bought[249].amount];
    expect(first).toBeGreaterThan(0.1);
    expect(last).toBeCloseTo(first, 9);
  });

  it('leaves idle cash, wealth and spreads of every kind where they were', () => {
    for (const name of kept.names.filter((series) => /^(idleCash|wealth|spread|yield)\./.test(series))) {
      const values = kept.of(name);
      for (const value of values)
        expect(Math.abs(value - values[0]), name).toBeLessThan(1e-8 * Math.max(1, values[0]));
    }
  });

  it('attributes nothing but the issue for the deficit and the purchase that meets it', () => {
    const sums = new Map<string, number>();
    for (const { tick, asset, kind, cause, lnPrice } of kept.attributions) {
      const meets = (kind === 'treasury' && cause === 'issuance') || (kind === 'fed' && cause === 'policy');
      if (!meets) expect(Math.abs(lnPrice), `${kind} ${cause}`).toBeLessThan(1e-9);
      sums.set(`${tick} ${asset}`, (sums.get(`${tick} ${asset}`) ?? 0) + lnPrice);
    }
    for (const sum of sums.values()) expect(Math.abs(sum)).toBeLessThan(1e-9);
  });
});

describe.each(['base', 'stationary'])('the opening of %s', (experiment) => {
  it.each([150, 1500, 8000])('is in equilibrium with idle cash of %d', (cash) => {
    const configuration = smallConfiguration({ experiment, set: { 'opening.initialIdleCash': cash } });
    for (const excess of openingExcess(startWorld(configuration, AGENT_KINDS)))
      expect(Math.abs(excess)).toBeLessThan(1e-10);
  });
});

it.each([150, 8000])('stands still with idle cash of %d as well', (cash) => {
  const { kept } = runToEnd(
    smallConfiguration({ experiment: 'stationary', ticks: 60, set: { 'opening.initialIdleCash': cash } }),
  );
  for (const asset of ASSETS)
    for (const price of kept.of(`price.${asset}`)) expect(Math.abs(price - 1), asset).toBeLessThan(1e-9);
});

it('stands still when a year of chips and loans ends and another begins', () => {
  const { kept } = runToEnd(
    smallConfiguration({
      experiment: 'stationary',
      ticks: 285,
      record: { balanceEvery: 1000, attributionEvery: 1000 },
    }),
  );
  const capacity = kept.of('neoclouds.capacity');
  for (const value of capacity) expect(Math.abs(value / capacity[0] - 1)).toBeLessThan(1e-9);
  for (const asset of ASSETS)
    for (const price of kept.of(`price.${asset}`)) expect(Math.abs(price - 1), asset).toBeLessThan(1e-9);
});
