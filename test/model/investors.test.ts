/** Section 6 of the model, investors: each mechanism in the whole economy, and without it. */
import { describe, expect, it } from 'vitest';
import { CLEARED_INSTRUMENTS } from '../../src/ledger/instruments.js';
import { BOOK_WIDTH } from '../../src/market/workspace.js';
import { type EconomyRun, runEconomy, shock, type Values } from './small-economy.js';

const TICKS = 30;

function units(run: EconomyRun, kind: string, instrument: string): number {
  const { first, last } = run.world.rowsOf(kind);
  let total = 0;
  for (let row = first; row < last; row++)
    total += run.world.ledger.position(row, run.world.instrument(instrument));
  return total;
}

/** What the attribution gives to a kind and cause, over all assets. */
function pushed(run: EconomyRun, kind: string, cause: string): number {
  return run.attribution
    .filter((row) => row.kind === kind && row.cause === cause)
    .reduce((sum, { lnPrice }) => sum + lnPrice, 0);
}

const CRASH: Values = {
  'news.shock.megacapEquity': -5,
  'news.shock.semiconductorEquity': -5,
  'news.shock.softwareEquity': -5,
  'news.shock.speculativeEquity': -5,
  'news.shock.valueEquity': -5,
  'news.shock.crypto': -5,
};

/** Earning power falls by about an eighth in seven days; then nothing more. */
function crash(set: Values = {}, ticks = TICKS): EconomyRun {
  return runEconomy(ticks, { set, schedule: shock(CRASH, 2, 9) });
}

/** Kinds whose members are drawn, by the instrument that tells their size. */
const DRAWN: readonly { readonly kind: string; readonly size: string; readonly population?: number }[] = [
  { kind: 'sovereignFunds', size: 'moneyFundShares', population: 300 },
  { kind: 'hedgeFunds', size: 'hedgeFundShares', population: 300 },
  { kind: 'retail', size: 'moneyFundShares', population: 300 },
  { kind: 'assetManagers', size: 'managedFundShares', population: 300 },
  { kind: 'insurers', size: 'moneyFundShares', population: 300 },
  { kind: 'banks', size: 'deposits', population: 100 },
  { kind: 'moneyFunds', size: 'moneyFundShares', population: 100 },
  { kind: 'privateBorrowers', size: 'privateCreditLoans' },
];

describe('sizes within a kind', () => {
  it.each(DRAWN)('have the tail that the exponent says: $kind', ({ kind, size, population }) => {
    const largestTenth = (exponent: number): number => {
      const many: Values = population === undefined ? {} : { [`population.${kind}`]: population };
      const { world } = runEconomy(1, { set: { ...many, [`${kind}.sizeExponent`]: exponent } });
      const { first, last } = world.rowsOf(kind);
      const at = world.instrument(size);
      const sizes = Array.from({ length: last - first }, (_, i) =>
        Math.abs(world.ledger.position(first + i, at)),
      ).sort((one, other) => other - one);
      const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
      return sum(sizes.slice(0, Math.round(sizes.length / 10))) / sum(sizes);
    };
    expect(largestTenth(1.1)).toBeGreaterThan(2 * largestTenth(4));
  });

  it('differ, and portfolios with them: no two of a kind have the same books', () => {
    const { world } = runEconomy(1);
    const { ledger } = world;
    for (const { name } of world.kinds) {
      const { first, last } = world.rowsOf(name);
      const books = Array.from({ length: last - first }, (_, i) =>
        Array.from({ length: ledger.width }, (_, k) => ledger.position(first + i, k)).join(' '),
      );
      expect([name, new Set(books).size]).toEqual([name, books.length]);
    }
  });
});

describe('investors with a cash floor', () => {
  const nominal = { 'market.nominalCommitments': true };

  it('have less idle cash after a fall where payments are committed in dollars', () => {
    const idle = (set: Values): number => crash(set).last('idleCash');
    expect(idle(nominal)).toBeLessThan(idle({}) - 1);
    expect(idle({ ...nominal, 'market.commitmentsHalfLife': 5 })).toBeGreaterThan(idle(nominal));
  });

  it('start the same, wherever commitments stand', () => {
    expect(runEconomy(1, { set: nominal }).last('idleCash')).toBeCloseTo(runEconomy(1).last('idleCash'), 0);
  });
});

describe('sovereign funds', () => {
  const wave: Values = { 'sovereignFunds.capitalCallRate': 3000, 'sovereignFunds.callNotice': 5 };

  it('borrow nothing and adjust slowly', () => {
    const run = runEconomy(TICKS);
    expect(units(run, 'sovereignFunds', 'fundingLoans')).toBe(0);
    const gap = (days: number): number =>
      Math.abs(
        pushed(
          runEconomy(TICKS, { set: { 'sovereignFunds.idleHalfLife': days }, schedule: shock(CRASH, 2, 9) }),
          'sovereignFunds',
          'deployment',
        ),
      );
    expect(gap(5)).toBeGreaterThan(gap(500));
  });

  it('meet calls out of what they have promised', () => {
    const calm = runEconomy(TICKS);
    const called = runEconomy(TICKS, { set: wave });
    expect(calm.sum('capitalCalls')).toBe(0);
    expect(called.sum('capitalCalls')).toBeGreaterThan(200);
    expect(called.last('sovereignFunds.unfundedCommitments')).toBeCloseTo(
      calm.last('sovereignFunds.unfundedCommitments') - called.sum('capitalCalls'),
      6,
    );
    // Whether prices fall is the question of experiments; the cash of those who are called does.
    expect(called.last('idleCash.sovereignFunds')).toBeLessThan(calm.last('idleCash.sovereignFunds'));
  });

  it('hold fewer assets by what they sell, counted in units', () => {
    const run = runEconomy(TICKS);
    const held = CLEARED_INSTRUMENTS.map(({ name }) => units(run, 'sovereignFunds', name));
    const sum = held.reduce((all, one) => all + one, 0);
    expect(run.last('sovereignFunds.holdings')).toBeCloseTo(sum, 6);
    const called = runEconomy(TICKS, { set: wave });
    expect(called.last('sovereignFunds.holdings')).toBeLessThan(sum - 1);
  });

  it('sell what they believe in least, and not when conviction counts for nothing', () => {
    const trouble: Values = { 'news.shock.softwareEquity': -4 };
    const sold = (weight: number, set: Values = {}): number => {
      const run = runEconomy(TICKS, {
        set: {
          ...wave,
          'sovereignFunds.redemptionShareOfShortage': 0,
          'market.convictionWeight': weight,
          ...set,
        },
        schedule: shock(trouble, 2, 9),
      });
      const { world } = run;
      const { first, last } = world.rowsOf('sovereignFunds');
      const { shared, stride } = world.market.work;
      const software = 2 * stride + world.instrument('softwareEquity');
      let [distrusted, all] = [0, 0];
      for (let row = first; row < last; row++) {
        distrusted += shared.books[row * BOOK_WIDTH * stride + software];
        all += 1;
      }
      return distrusted / all;
    };
    const believing = sold(2);
    expect(believing).toBeGreaterThan(1.2 * sold(0));
    // The trend alone tilts sales too: conviction must do so beyond it, by losses and by news.
    expect(believing).toBeGreaterThan(1.1 * sold(2, { 'market.convictionDrawdown': 0 }));
    expect(believing).toBeGreaterThan(1.1 * sold(2, { 'market.convictionNews': 0 }));
  });

  it('ask hedge funds for money back when a call leaves them short, unless they do not', () => {
    const asked = (share: number): number =>
      runEconomy(TICKS, {
        set: {
          ...wave,
          'sovereignFunds.capitalCallRate': 10000,
          'sovereignFunds.largestCall': 1,
          'sovereignFunds.redemptionShareOfShortage': share,
          'hedgeFunds.redemptionNotice': 5,
          // Nobody runs from losses.
          'hedgeFunds.redemptionThreshold': 1,
        },
      }).sum('hedgeFunds.redemptionsPaid');
    expect(asked(0.3)).toBeGreaterThan(1);
    expect(asked(0)).toBe(0);
  });
});

describe('hedge funds', () => {
  it('are the depth of the market, less when they are not immediate', () => {
    const depth = (immediacy: number): number =>
      runEconomy(3, { set: { 'hedgeFunds.immediacy': immediacy } }).last('depth');
    expect(depth(0.9)).toBeGreaterThan(1.05 * depth(0.1));
  });

  it('call margin and are redeemed after a crash, unless each is switched off', () => {
    const hard: Values = { 'hedgeFunds.marginBuffer': 1.02, 'hedgeFunds.redemptionNotice': 3 };
    const run = crash(hard);
    expect(run.sum('hedgeFunds.marginCalls')).toBeGreaterThan(0);
    expect(run.sum('hedgeFunds.redemptionsPaid')).toBeGreaterThan(0);
    const off = crash({ ...hard, 'hedgeFunds.marginCalls': false, 'hedgeFunds.redemptions': false });
    expect(off.sum('hedgeFunds.marginCalls')).toBe(0);
    expect(off.sum('hedgeFunds.redemptionsPaid')).toBe(0);
  });

  it('close when they have lost too much, unless closures are switched off', () => {
    // Few ticks: what a closure of many funds does to the market afterwards is not the question here.
    const closed = (set: Values): number =>
      crash({ 'hedgeFunds.closingThreshold': 0.9, ...set }, 10).last('hedgeFunds.closedFunds');
    expect(closed({})).toBeGreaterThan(0);
    expect(closed({ 'hedgeFunds.closingThreshold': 0 })).toBe(0);
    expect(closed({ 'hedgeFunds.closures': false })).toBe(0);
  });

  it('follow trends or value', () => {
    const { world } = runEconomy(1);
    const { first, last } = world.rowsOf('hedgeFunds');
    const gains = [...world.demand.trendGain.slice(first, last)];
    expect(gains.filter((gain) => gain === 0).length).toBeGreaterThan(0);
    expect(gains.filter((gain) => gain > 0).length).toBeGreaterThan(0);
    const trend = (gain: number): number =>
      Math.abs(pushed(crash({ 'hedgeFunds.trendGain': gain }), 'hedgeFunds', 'trend'));
    expect(trend(0.3)).toBeGreaterThan(0);
    expect(trend(0)).toBe(0);
  });
});

describe('retail', () => {
  it('spends its wages, and saves when its saving rate changes', () => {
    const cash = (change: number): number =>
      runEconomy(TICKS, { set: { 'retail.savingRateChange': change } }).last('wealth.retail');
    expect(cash(0.2) - cash(0)).toBeGreaterThan((0.5 * 0.2 * (13000 * TICKS)) / 252);
  });

  it('chases the trend of speculative equity and crypto, unless it has none', () => {
    const boom = shock({ 'news.shock.crypto': 5, 'news.shock.speculativeEquity': 5 }, 2, 7);
    const chased = (gain: number): number =>
      pushed(runEconomy(TICKS, { set: { 'retail.trendGain': gain }, schedule: boom }), 'retail', 'trend');
    expect(chased(0.5)).toBeGreaterThan(1e-3);
    expect(chased(0)).toBe(0);
  });

  it('buys dips while in profit, and gives up after a drawdown', () => {
    const mood = (set: Values, news: number): number => {
      const run = runEconomy(TICKS, { set, schedule: shock({ 'news.shock.crypto': news }, 2, 12) });
      const { world } = run;
      const { first } = world.rowsOf('retail');
      return world.demand.sentiment[
        world.ledger.kindOf[first] * world.assets.length + world.instrument('crypto')
      ];
    };
    const alone: Values = { 'market.sentimentLoss': 0, 'retail.dipBuying': 0, 'retail.givingUp': 0 };
    expect(mood(alone, -0.5)).toBeCloseTo(0, 9);
    expect(mood({ ...alone, 'retail.dipBuying': 0.1 }, -0.5)).toBeGreaterThan(1e-4);
    expect(mood({ ...alone, 'retail.givingUp': 0.1 }, -12)).toBeLessThan(-1e-3);
  });

  it('is called for margin after a crash, unless brokers do not call', () => {
    const hard = { 'retail.marginBuffer': 1 };
    expect(crash(hard).sum('retail.marginCalls')).toBeGreaterThan(0);
    expect(crash({ ...hard, 'retail.marginCalls': false }).sum('retail.marginCalls')).toBe(0);
    expect(crash().last('retail.marginDebt')).toBeGreaterThan(0);
  });
});

describe('asset managers', () => {
  it('hold a third of the market', () => {
    const run = runEconomy(1);
    const kinds = ['sovereignFunds', 'hedgeFunds', 'retail', 'assetManagers', 'insurers'];
    const all = kinds.reduce((sum, kind) => sum + run.last(`wealth.${kind}`), 0);
    expect(Math.abs(run.last('wealth.assetManagers') / all - 1 / 3)).toBeLessThan(0.1);
  });

  it('lose money after losses, unless owners do not look', () => {
    const flows = (set: Values): number => crash(set).sum('assetManagers.netFlow');
    expect(flows({})).toBeLessThan(-1);
    expect(flows({ 'assetManagers.flowSlopeUp': 0, 'assetManagers.flowSlopeDown': 0 })).toBeCloseTo(0, 9);
  });

  it('stay close to their mandates: the less their elasticities differ, the more alike they trade', () => {
    const spread = (dispersion: number): number => {
      const { world } = runEconomy(1, { set: { 'assetManagers.relativeElasticityDispersion': dispersion } });
      const { first, last } = world.rowsOf('assetManagers');
      const values = world.demand.relativeElasticity.slice(first, last);
      return Math.max(...values) / Math.min(...values);
    };
    expect(spread(0)).toBeCloseTo(1, 9);
    expect(spread(0.1)).toBeGreaterThan(1.05);
  });
});

describe('insurers', () => {
  it('are slow, and hold investment-grade bonds, private credit and Treasuries', () => {
    const run = runEconomy(1);
    for (const instrument of ['treasuryBonds', 'investmentGradeBonds', 'privateCreditFundShares'])
      expect(units(run, 'insurers', instrument)).toBeGreaterThan(0);
    const depth = (immediacy: number): number =>
      runEconomy(3, { set: { 'insurers.immediacy': immediacy } }).last('depth');
    expect(depth(0.25)).toBeLessThan(depth(0.9));
  });
});
