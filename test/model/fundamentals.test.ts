/** Section 5 of the model: what each fundamental follows, and that it stops when the parameter of the link is 0. */
import { describe, expect, it } from 'vitest';
import { type EconomyRun, runEconomy, shock, type Values } from './small-economy.js';

const TICKS = 12;

/** Log change of a series at the end that a shock makes, with and without the link. */
function effect(series: string, change: Values, link: Values = {}): number {
  const calm = runEconomy(TICKS, { set: link });
  const shocked = runEconomy(TICKS, { set: link, schedule: shock(change) });
  return Math.log(shocked.last(series) / calm.last(series));
}

/** Change of a rate at the end, in basis points. */
function basisPoints(series: string, change: Values, link: Values = {}): number {
  const calm = runEconomy(TICKS, { set: link });
  return 1e4 * (runEconomy(TICKS, { set: link, schedule: shock(change) }).last(series) - calm.last(series));
}

describe('Treasury bonds', () => {
  it('follow the announced path of policy before it is delivered', () => {
    const path = { 'fed.announcedRatePath': 0.01 };
    expect(basisPoints('yield.treasuryBonds', path)).toBeGreaterThan(5);
    expect(basisPoints('expectedPolicyRate', path)).toBeGreaterThan(5);
    expect(basisPoints('policyRate', path)).toBe(0);
  });

  it('follow announced purchases through the term premium, not without the effect of announcements', () => {
    const announced = { 'fed.announcedPurchases': 600 };
    expect(basisPoints('yield.treasuryBonds', announced)).toBeLessThan(-3);
    expect(basisPoints('yield.treasuryBonds', announced, { 'fed.announcementEffect': 0 })).toBe(0);
  });
});

describe('credit', () => {
  const issue = { 'realEconomy.netIssuance.highYieldBonds': 3000 };

  it('follows the Treasury yield', () => {
    expect(effect('fundamental.highYieldBonds', { 'fed.policyRateChange': 0.01 })).toBeLessThan(-0.005);
  });

  it('is never worth more than the same payments without risk, however good the news', () => {
    const run = runEconomy(TICKS, { schedule: shock({ 'news.shock.highYieldBonds': 100 }), news: false });
    const { demand, assets } = run.world;
    const [risky, safe] = ['highYieldBonds', 'treasuryBonds'].map((name) => assets.indexOf(name));
    const worth = Math.log(
      (demand.coupon[risky] + demand.decay[risky]) / (demand.yield[safe] + demand.decay[risky]),
    );
    expect(demand.earnings[risky]).toBeGreaterThan(0.1);
    expect(demand.fundamental[risky]).toBeLessThan(worth);
    const bad = effect('fundamental.highYieldBonds', { 'news.shock.highYieldBonds': -1 });
    const good = effect('fundamental.highYieldBonds', { 'news.shock.highYieldBonds': 1 });
    expect(good).toBeGreaterThan(0);
    expect(good).toBeLessThan(-bad);
  });

  it('pays more when issuers owe more, not when spreads do not answer leverage', () => {
    const without = { 'market.spreadSensitivity.highYieldBonds': 0 };
    expect(effect('fundamental.highYieldBonds', issue)).toBeLessThan(-1e-3);
    expect(Math.abs(effect('fundamental.highYieldBonds', issue, without))).toBeLessThan(
      0.2 * Math.abs(effect('fundamental.highYieldBonds', issue)),
    );
  });
});

describe('equities', () => {
  const rise = { 'fed.policyRateChange': 0.01 };

  it('fall when yields rise, not when yields do not reach the discount rate', () => {
    expect(effect('fundamental.softwareEquity', rise)).toBeLessThan(-0.01);
    const without = { 'payoutPath.yieldPassThrough': 0 };
    expect(Math.abs(effect('fundamental.softwareEquity', rise, without))).toBeLessThan(2e-3);
  });

  it('fall by their duration, which follows from the payout path', () => {
    const slow = {
      'payoutPath.initialGrowth.softwareEquity': 0.02,
      'payoutPath.longRunGrowth.softwareEquity': 0.01,
    };
    expect(effect('fundamental.softwareEquity', rise, slow)).toBeGreaterThan(
      effect('fundamental.softwareEquity', rise),
    );
  });

  it('answer corporate yields by their weight', () => {
    const issue = { 'realEconomy.netIssuance.investmentGradeBonds': 9000 };
    const weight = (value: number) => ({ 'market.creditWeight.speculativeEquity': value });
    expect(effect('fundamental.speculativeEquity', issue, weight(1))).toBeLessThan(
      effect('fundamental.speculativeEquity', issue, weight(0)) - 1e-4,
    );
  });
});

describe('crypto', () => {
  it('pays nothing and answers no yield, directly', () => {
    const run = runEconomy(TICKS);
    expect(run.world.demand.coupon[run.world.instrument('crypto')]).toBe(0);
    const rise = { 'fed.policyRateChange': 0.01 };
    // Only through activity, which its anchor follows.
    expect(effect('fundamental.crypto', rise, { 'realEconomy.activityLoading.crypto': 0 })).toBeCloseTo(0, 9);
  });

  it('is carried on by trend followers', () => {
    const jump = [{ from: 2, until: 7, set: { 'news.shock.crypto': 5 } }];
    const move = (set: Values): number =>
      Math.log(
        runEconomy(40, { set, schedule: jump }).last('price.crypto') /
          runEconomy(40, { set }).last('price.crypto'),
      );
    expect(move({})).toBeGreaterThan(move({ 'market.trendMultiplier.crypto': 0 }) + 0.005);
  });
});

describe('gold', () => {
  it('rises with the fear of default, unless nobody fears', () => {
    const worse = { 'news.shock.highYieldBonds': -2, 'news.shock.aiInfrastructureDebt': -2 };
    expect(effect('fundamental.gold', worse)).toBeGreaterThan(1e-4);
    expect(effect('fundamental.gold', worse, { 'market.goldDefaultFear': 0 })).toBeLessThan(
      0.5 * effect('fundamental.gold', worse),
    );
  });

  it('falls in yields by its sensitivity', () => {
    const rise = { 'fed.policyRateChange': 0.01 };
    expect(effect('fundamental.gold', rise)).toBeLessThan(-0.005);
    expect(effect('fundamental.gold', rise, { 'market.goldRateSensitivity': 0 })).toBeCloseTo(0, 4);
  });

  it("rises with the Fed's balance sheet", () => {
    const purchases = { 'fed.billPurchases': 500 };
    const without = { 'market.goldBalanceSheetElasticity': 0, 'market.goldRateSensitivity': 0 };
    const alone = { 'market.goldRateSensitivity': 0 };
    expect(effect('fundamental.gold', purchases, alone)).toBeGreaterThan(1e-3);
    expect(effect('fundamental.gold', purchases, without)).toBeCloseTo(0, 9);
  });
});

describe('what the real side delivers', () => {
  it('to semiconductors: chip sales', () => {
    const wave = { 'hyperscalers.capexAddition': 600 };
    expect(effect('fundamental.semiconductorEquity', wave)).toBeGreaterThan(0.05);
    expect(effect('fundamental.semiconductorEquity', wave, { 'chipVendor.salesGain': 0 })).toBeLessThan(0.02);
  });

  it('to megacaps: AI revenue less depreciation', () => {
    const shortfall = { 'hyperscalers.aiRevenueShortfall': 0.5 };
    expect(effect('fundamental.megacapEquity', shortfall)).toBeLessThan(-0.02);
    expect(
      Math.abs(effect('fundamental.megacapEquity', shortfall, { 'hyperscalers.aiMargin': 0 })),
    ).toBeLessThan(5e-3);
    const wave = { 'hyperscalers.capexAddition': 2000 };
    const quickly = { 'hyperscalers.aiMargin': 0, 'hyperscalers.assumedLife': 2 };
    const slowly = { 'hyperscalers.aiMargin': 0, 'hyperscalers.assumedLife': 20 };
    expect(effect('fundamental.megacapEquity', wave, quickly)).toBeLessThan(
      effect('fundamental.megacapEquity', wave, slowly) - 1e-3,
    );
  });

  it('to software: less when AI disrupts it', () => {
    expect(effect('fundamental.softwareEquity', { 'realEconomy.softwareDisruption': 0.5 })).toBeLessThan(
      -0.015,
    );
  });

  it('to value: activity', () => {
    const weak = { 'realEconomy.consumptionShortfall': 3000 };
    expect(effect('fundamental.valueEquity', weak)).toBeLessThan(-3e-3);
    expect(
      Math.abs(effect('fundamental.valueEquity', weak, { 'realEconomy.activityLoading.valueEquity': 0 })),
    ).toBeLessThan(2e-3);
  });
});

describe('the price level', () => {
  it('has an anchor at the start, or the run does not begin', () => {
    expect(() => runEconomy(1, { set: { 'payoutPath.yieldPassThrough': 1 } })).toThrow(
      /anchor of the price level/,
    );
  });

  it('opens with the idle cash that the experiment says', () => {
    const water = (run: EconomyRun): number => run.series('idleCash')[0];
    expect(Math.abs(water(runEconomy(1)) / 1500 - 1)).toBeLessThan(0.05);
    expect(
      Math.abs(water(runEconomy(1, { set: { 'opening.initialIdleCash': 300 } })) / 300 - 1),
    ).toBeLessThan(0.2);
  });
});
