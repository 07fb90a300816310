import { describe, expect, it } from 'vitest';
import { assetManagers } from '../../agents/asset-managers.js';
import { hedgeFunds } from '../../agents/hedge-funds.js';
import { insurers } from '../../agents/insurers.js';
import { retail } from '../../agents/retail.js';
import { sovereignFunds } from '../../agents/sovereign-funds.js';
import {
  exchangeImbalance,
  held,
  imbalance,
  movePrices,
  type SmallWorld,
  type SmallWorldOptions,
  setParameter,
  smallWorld,
  tick,
} from './small-world.js';

const INVESTORS = [sovereignFunds, hedgeFunds, retail, assetManagers, insurers];
const build = (values: SmallWorldOptions['values'] = {}, more: SmallWorldOptions = {}) =>
  smallWorld(INVESTORS, { ...more, values });

function sumOf(world: SmallWorld, column: string): number {
  return world.column(column).reduce((sum, value) => sum + value, 0);
}

function forced(
  world: SmallWorld,
  kind: string,
  column: 'forcedCapitalCall' | 'forcedRedemption' | 'forcedMargin',
) {
  const { first, last } = world.rowsOf(kind);
  return world.demand[column].subarray(first, last).reduce((sum, value) => sum + value, 0);
}

function cash(world: SmallWorld, kind: string): number {
  return held(world, kind, 'deposits') + held(world, kind, 'moneyFundShares');
}

describe('capital calls', () => {
  const wave = { 'sovereignFunds.capitalCallRate': 2520, 'sovereignFunds.callNotice': 3 };

  it('fall due after notice, and buy private equity from the builders', () => {
    const world = build(wave);
    for (let round = 0; round < 3; round++) tick(world);
    expect(world.scalars.get('capitalCalls')).toBe(0);
    const before = held(world, 'sovereignFunds', 'privateAiEquity');
    const builders = held(world, 'aiBuilders', 'deposits');
    tick(world);
    expect(world.scalars.get('capitalCalls')).toBeCloseTo(10, 10);
    expect(held(world, 'sovereignFunds', 'privateAiEquity') - before).toBeCloseTo(10, 10);
    expect(held(world, 'aiBuilders', 'deposits') - builders).toBeCloseTo(10, 10);
    expect(sumOf(world, 'sovereignFunds.unfunded')).toBeCloseTo(860, 9);
    expect(exchangeImbalance(world)).toBeLessThan(1e-9);
  });

  it('are paid from cash first, then by redemption notices and forced sales', () => {
    const world = build({ ...wave, 'sovereignFunds.capitalCallRate': 25200, 'sovereignFunds.callNotice': 1 });
    let called = 0;
    let sold = 0;
    const start = cash(world, 'sovereignFunds');
    for (let round = 0; round < 5; round++) {
      tick(world);
      called += world.scalars.get('capitalCalls');
      sold += forced(world, 'sovereignFunds', 'forcedCapitalCall');
    }
    expect(called).toBeGreaterThan(start);
    expect(sold).toBeGreaterThan(0);
    expect(sumOf(world, 'sovereignFunds.pendingRedemptions')).toBeGreaterThan(0);
    expect(held(world, 'sovereignFunds', 'privateAiEquity')).toBeCloseTo(
      120 + called - sumOf(world, 'sovereignFunds.callArrears'),
      8,
    );
    expect(cash(world, 'sovereignFunds')).toBeGreaterThan(-1e-9);
  });

  it('end with the commitments', () => {
    const world = build({ ...wave, 'sovereignFunds.unfundedCommitments': 25 });
    for (let round = 0; round < 60; round++) tick(world);
    expect(sumOf(world, 'sovereignFunds.unfunded')).toBeLessThan(1);
    expect(held(world, 'sovereignFunds', 'privateAiEquity') - 120).toBeLessThanOrEqual(25 + 1e-9);
  });

  it('carry what proceeds do not cover', () => {
    const world = build({ ...wave, 'sovereignFunds.capitalCallRate': 25200, 'sovereignFunds.callNotice': 1 });
    // A crash between the mark and the sale: proceeds are half of what was owed.
    for (let round = 0; round < 3; round++) tick(world, (now) => movePrices(now, -0.7));
    expect(sumOf(world, 'sovereignFunds.callArrears')).toBeGreaterThan(0);
  });
});

describe('hedge funds', () => {
  it('call margin after losses, more after larger ones, and not when switched off', () => {
    const calls = [-0.05, -0.2, -0.3].map((loss) => {
      const world = build({ 'hedgeFunds.closures': 0 });
      movePrices(world, loss);
      tick(world);
      return forced(world, 'hedgeFunds', 'forcedMargin');
    });
    expect(calls[0]).toBe(0);
    expect(calls[1]).toBeGreaterThan(0);
    expect(calls[2]).toBeGreaterThan(calls[1]);
    const world = build({ 'hedgeFunds.closures': 0, 'hedgeFunds.marginCalls': 0 });
    movePrices(world, -0.3);
    tick(world);
    expect(forced(world, 'hedgeFunds', 'forcedMargin')).toBe(0);
  });

  it('lower their leverage when volatility rises, unless insensitive', () => {
    for (const [response, change] of [
      [0.3, -1],
      [0, 0],
    ]) {
      const world = build({ 'hedgeFunds.leverageVolatilityResponse': response });
      tick(world);
      const { first } = world.rowsOf('hedgeFunds');
      const before = world.demand.leverageLimit[first];
      world.demand.volatility.fill(0.4);
      tick(world);
      expect(Math.sign(world.demand.leverageLimit[first] - before)).toBe(change);
    }
  });

  it('are redeemed after notice, at the NAV of the payment, without loss of a share', () => {
    const world = build({
      'hedgeFunds.redemptionNotice': 3,
      'hedgeFunds.closures': 0,
      'hedgeFunds.marginCalls': 0,
    });
    tick(world, (now) => movePrices(now, -0.1));
    expect(world.ledger.unitValue[world.instrument('hedgeFundShares')]).toBeLessThan(0.9);
    const shares = held(world, 'hedgeFunds', 'hedgeFundShares');
    for (let round = 0; round < 3; round++) tick(world);
    expect(held(world, 'hedgeFunds', 'hedgeFundShares')).toBe(shares);
    const pending = sumOf(world, 'insurers.pendingRedemptions');
    expect(pending).toBeGreaterThan(0);
    const money = cash(world, 'insurers');
    tick(world);
    const redeemed = held(world, 'hedgeFunds', 'hedgeFundShares') - shares;
    expect(redeemed).toBeGreaterThan(0);
    expect(cash(world, 'insurers')).toBeGreaterThan(money);
    expect(exchangeImbalance(world)).toBeLessThan(1e-9);
    let owned = held(world, 'hedgeFunds', 'hedgeFundShares');
    for (const kind of ['sovereignFunds', 'retail', 'insurers'])
      owned += held(world, kind, 'hedgeFundShares');
    expect(Math.abs(owned)).toBeLessThan(1e-9);
    // Redemption at NAV leaves the value of the shares that stay where it was.
    expect(world.ledger.unitValue[world.instrument('hedgeFundShares')]).toBeCloseTo(nav(world), 12);
  });

  it('pay no more than the daily cap, and put off the rest', () => {
    const world = build({
      'hedgeFunds.redemptionNotice': 1,
      'hedgeFunds.closures': 0,
      'hedgeFunds.marginCalls': 0,
    });
    tick(world);
    const { first, last } = world.rowsOf('insurers');
    for (let row = first; row < last; row++) {
      const units = world.ledger.position(row, world.instrument('hedgeFundShares'));
      world.column('insurers.pendingRedemptions')[row - first] = units;
      world.column('insurers.redemptionRing')[2] += units;
    }
    const all = -held(world, 'hedgeFunds', 'hedgeFundShares');
    tick(world);
    const left = -held(world, 'hedgeFunds', 'hedgeFundShares');
    expect(left).toBeGreaterThan(0.949 * all);
    expect(left).toBeLessThan(0.97 * all);
    for (let round = 0; round < 40; round++) tick(world);
    // The gate: a quarter of equity in a quarter.
    expect(-held(world, 'hedgeFunds', 'hedgeFundShares')).toBeGreaterThan(0.7 * all);
    setParameter(world, 'hedgeFunds.redemptionGate', 1);
    for (let round = 0; round < 120; round++) tick(world);
    expect(sumOf(world, 'insurers.pendingRedemptions')).toBeLessThan(1e-6);
  });

  it('are closed below the threshold, liquidated and wound up, and lenders bear what is missing', () => {
    const world = build({ 'hedgeFunds.redemptions': 0 });
    tick(world);
    let losses = 0;
    for (let round = 0; round < 60; round++) {
      tick(world, (now) => movePrices(now, round < 4 ? -0.2 : 0));
      losses += world.scalars.get('lenderLosses');
      expect(imbalance(world)).toBeLessThan(1e-7);
      expect(world.ledger.unitValue[world.instrument('hedgeFundShares')]).toBeCloseTo(nav(world), 9);
    }
    const status = world.column('hedgeFunds.status');
    expect(status.filter((state) => state === 2).length).toBeGreaterThan(0);
    expect(losses).toBeGreaterThan(0);
    expect(world.events.list.some(({ type }) => type === 'closure')).toBe(true);
    const { first, last } = world.rowsOf('hedgeFunds');
    for (let row = first; row < last; row++)
      if (status[row - first] === 2) {
        expect(world.ledger.position(row, world.instrument('fundingLoans'))).toBeGreaterThan(-1);
      }
  });

  it('are wound up where closures are switched off while they sell out', () => {
    const world = build({ 'hedgeFunds.redemptions': 0 });
    tick(world);
    tick(world, (now) => movePrices(now, -0.4));
    tick(world);
    const status = world.column('hedgeFunds.status');
    const closing = status.filter((state) => state === 1).length;
    expect(closing).toBeGreaterThan(0);
    setParameter(world, 'hedgeFunds.closures', 0);
    for (let round = 0; round < 60; round++) tick(world);
    expect(status.filter((state) => state === 1).length).toBe(0);
    expect(status.filter((state) => state === 2).length).toBeGreaterThanOrEqual(closing);
  });

  it('are not closed when the experiment forbids it', () => {
    const world = build({ 'hedgeFunds.closures': 0 });
    for (let round = 0; round < 4; round++) tick(world, (now) => movePrices(now, -0.2));
    expect(Math.max(...world.column('hedgeFunds.status'))).toBe(0);
  });

  it('have value funds and trend followers', () => {
    const world = build({}, { agents: 400 });
    const { first, last } = world.rowsOf('hedgeFunds');
    const gains = [...world.demand.trendGain.subarray(first, last)];
    expect(gains.filter((gain) => gain > 0).length / gains.length).toBeCloseTo(0.25, 1);
  });
});

/** Equity of all hedge funds over their shares, counted anew. */
function nav(world: SmallWorld): number {
  const { first, last } = world.rowsOf('hedgeFunds');
  const { ledger } = world;
  let equity = 0;
  for (let row = first; row < last; row++)
    for (let i = 0; i < ledger.width; i++)
      if (ledger.instruments[i].name !== 'hedgeFundShares')
        equity += ledger.position(row, i) * ledger.unitValue[i];
  return equity / -held(world, 'hedgeFunds', 'hedgeFundShares');
}

describe('retail', () => {
  const mood = (world: SmallWorld) => {
    const kind = world.ledger.kindOf[world.rowsOf('retail').first];
    return world.demand.sentiment[kind * world.assets.length + world.instrument('crypto')];
  };

  it('buys a dip while in profit and gives up after a drawdown', () => {
    const world = build();
    tick(world);
    movePrices(world, 0.3, 'crypto');
    for (let round = 0; round < 40; round++) tick(world);
    expect(mood(world)).toBe(0);
    movePrices(world, -0.1, 'crypto');
    tick(world);
    const dip = mood(world);
    expect(dip).toBeGreaterThan(0);
    movePrices(world, -0.6, 'crypto');
    for (let round = 0; round < 20; round++) tick(world);
    expect(mood(world)).toBeLessThan(dip);
    expect(mood(world)).toBeLessThan(0);
  });

  it('saves what it does not spend, and the economy lacks it', () => {
    const world = build({ 'retail.savingRateChange': 0.01 });
    const before = cash(world, 'retail') + held(world, 'retail', 'fundingLoans');
    for (let round = 0; round < 252; round++) tick(world);
    const saved = cash(world, 'retail') + held(world, 'retail', 'fundingLoans') - before;
    expect(saved).toBeCloseTo(130, 6);
    expect(held(world, 'realEconomy', 'deposits')).toBeCloseTo(-130, 6);
  });

  it('on margin is called after losses, and its broker bears what is beyond', () => {
    const world = build({ 'hedgeFunds.closures': 0 });
    movePrices(world, -0.45);
    tick(world);
    expect(forced(world, 'retail', 'forcedMargin')).toBeGreaterThan(0);
    tick(world, (now) => movePrices(now, -1.5));
    expect(world.scalars.get('lenderLosses')).toBeGreaterThan(0);
    expect(imbalance(world)).toBeLessThan(1e-7);
  });
});

describe('asset managers', () => {
  const netFlow = (world: SmallWorld) => sumOf(world, 'assetManagers.flowOfTick');

  it('gain money after gains of the market and lose less after losses', () => {
    const flows = [0.2, -0.2].map((change) => {
      const world = build();
      tick(world, (now) => movePrices(now, change));
      tick(world);
      return netFlow(world);
    });
    expect(flows[0]).toBeGreaterThan(0);
    expect(flows[1]).toBeLessThan(0);
    expect(-flows[1]).toBeLessThan(flows[0]);
  });

  it('that beat their rivals gain at their cost', () => {
    const world = build();
    tick(world, (now) => {
      movePrices(now, 0.3, 'crypto');
      movePrices(now, -0.02, 'treasuryBonds');
    });
    tick(world);
    const flows = world.column('assetManagers.flowOfTick');
    expect(Math.max(...flows)).toBeGreaterThan(0);
    expect(Math.min(...flows)).toBeLessThan(0);
  });

  it('pay withdrawals from cash, then from forced sales, at NAV', () => {
    const world = build({ 'assetManagers.netSubscriptions': -20000 });
    const shares = held(world, 'assetManagers', 'managedFundShares');
    let sold = 0;
    for (let round = 0; round < 20; round++) {
      tick(world);
      sold += forced(world, 'assetManagers', 'forcedRedemption');
      expect(exchangeImbalance(world)).toBeLessThan(1e-8);
    }
    expect(sold).toBeGreaterThan(0);
    expect(held(world, 'assetManagers', 'managedFundShares') - shares).toBeCloseTo(
      (20000 * 20) / 252 - sumOf(world, 'assetManagers.redemptionArrears'),
      6,
    );
    expect(world.ledger.unitValue[world.instrument('managedFundShares')]).toBeCloseTo(1, 9);
  });
});

describe('insurers', () => {
  it('place net contributions, which the economy pays', () => {
    const world = build({ 'insurers.netContributions': 252 });
    const before = cash(world, 'insurers');
    tick(world);
    expect(cash(world, 'insurers') - before).toBeCloseTo(1, 9);
  });
});

describe('return on cash', () => {
  it('moves the attraction of cash from its start', () => {
    const world = build();
    tick(world);
    const { first } = world.rowsOf('insurers');
    expect(world.demand.cashReturnGain[first]).toBe(0);
    world.scalars.set('cashReturn', 0.02);
    tick(world);
    expect(world.demand.cashReturnGain[first]).toBeCloseTo(-0.2, 12);
  });

  it('counts from the opening books, also where rates change at tick 1', () => {
    const world = build();
    const { first } = world.rowsOf('insurers');
    world.scalars.set('cashReturn', world.scalars.get('cashReturn') - 0.01);
    tick(world);
    expect(world.demand.cashReturnGain[first]).toBeCloseTo(-0.2, 12);
  });
});
