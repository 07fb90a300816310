/** Section 6 of the model, firms, banks, government and the real economy: each mechanism, and without it. */
import { describe, expect, it } from 'vitest';
import { type EconomyRun, runEconomy, shock, type Values } from './small-economy.js';

const TICKS = 30;

function units(run: EconomyRun, kind: string, instrument: string): number {
  const { first, last } = run.world.rowsOf(kind);
  let total = 0;
  for (let row = first; row < last; row++)
    total += run.world.ledger.position(row, run.world.instrument(instrument));
  return total;
}

/** Last value of a series with a shock less that without. */
function difference(series: string, change: Values, set: Values = {}, ticks = TICKS): number {
  return (
    runEconomy(ticks, { set, schedule: shock(change) }).last(series) - runEconomy(ticks, { set }).last(series)
  );
}

const WAVE: Values = { 'hyperscalers.capexAddition': 600 };

describe('hyperscalers', () => {
  it('plan capex as guided, and hold it without guidance', () => {
    const growth = (share: number): number => {
      const run = runEconomy(TICKS, {
        set: {
          'hyperscalers.guidanceShare': share,
          'hyperscalers.hurdleSensitivity': 0,
          'aiLabs.deliveryShare': 0,
        },
      });
      return run.last('capitalExpenditure') - run.series('capitalExpenditure')[1];
    };
    expect(growth(1)).toBeGreaterThan(5);
    expect(Math.abs(growth(0))).toBeLessThan(1);
  });

  it('differ: the concentrated and indebted pay most, and less so when concentration costs nothing', () => {
    const firms = ['microsoft', 'alphabet', 'amazon', 'meta', 'oracle'];
    const concession = (run: EconomyRun, firm: string): number => run.last(`hyperscalers.concession.${firm}`);
    const run = runEconomy(2);
    for (const firm of firms.slice(0, -1))
      expect(concession(run, 'oracle')).toBeGreaterThan(concession(run, firm));
    const without = runEconomy(2, { set: { 'hyperscalers.concessionConcentration': 0 } });
    expect(concession(without, 'oracle')).toBeLessThan(concession(run, 'oracle'));
  });

  it('pay the addition as the experiment says: from cash, by bonds or by shares', () => {
    const change = (financing: string, instrument: string): number => {
      const run = runEconomy(10, { schedule: shock({ ...WAVE, 'hyperscalers.financing': financing }) });
      return units(run, 'hyperscalers', instrument) - units(runEconomy(10), 'hyperscalers', instrument);
    };
    const bonds = change('debt', 'aiInvestmentGradeBonds');
    expect(bonds).toBeLessThan(-10);
    expect(change('equity', 'megacapEquity')).toBeLessThan(-10);
    expect(change('cash', 'aiInvestmentGradeBonds')).toBeGreaterThan(0.2 * bonds);
    expect(change('cash', 'deposits') + change('cash', 'moneyFundShares')).toBeLessThan(-10);
  });

  it('let vehicles borrow for them, unless nothing stands off the balance sheet', () => {
    const off = (share: number): number => {
      const set: Values = {
        'hyperscalers.meta.offBalanceSheetShare': share,
        'hyperscalers.oracle.offBalanceSheetShare': 0,
      };
      return runEconomy(10, { set, schedule: shock({ 'hyperscalers.capexAddition': 1500 }) }).last(
        'vehicleIssuance',
      );
    };
    expect(off(0.5)).toBeGreaterThan(off(0));
  });

  it('own part of the labs', () => {
    expect(units(runEconomy(1), 'hyperscalers', 'privateAiEquity')).toBeGreaterThan(0);
  });

  it('cut capex when capital is dear or their shares fall, unless they do not mind', () => {
    const fallen = shock({ 'news.shock.megacapEquity': -8 }, 2, 12);
    const numb: Values = { 'hyperscalers.hurdleSensitivity': 0, 'hyperscalers.punishmentGain': 0 };
    const capex = (set: Values, schedule = shock({})): number =>
      runEconomy(TICKS, { set, schedule }).last('capitalExpenditure');
    const rates: Values = { 'fed.reversionHalfLife': 50 };
    const high = shock({ 'fed.policyRateChange': 0.05 });
    expect(capex({ ...rates, 'hyperscalers.punishmentGain': 0 }, high)).toBeLessThan(
      capex({ ...rates, ...numb }, high) - 1,
    );
    expect(capex({ 'hyperscalers.hurdleSensitivity': 0 }, fallen)).toBeLessThan(capex(numb, fallen) - 1);
  });

  it('spend about two thirds of capex on chips', () => {
    const run = runEconomy(3);
    const share = run.last('chipSales') / run.last('capitalExpenditure');
    expect(share).toBeGreaterThanOrEqual(0.6);
    expect(share).toBeLessThanOrEqual(0.7);
    expect(runEconomy(3, { set: { 'aiBuilders.chipShare': 0.3 } }).last('chipSales')).toBeLessThan(
      run.last('chipSales'),
    );
  });

  it('depreciate over the assumed life while rents fade over the economic life, and write the surprise down', () => {
    const stop: Values = { 'hyperscalers.capexAddition': -400 };
    const lost = (set: Values): number => {
      const { world } = runEconomy(TICKS, { set, schedule: shock(stop) });
      return world.column('hyperscalers.written').reduce((sum, value) => sum + value, 0);
    };
    expect(lost({ 'hyperscalers.writeDownHalfLife': 20 })).toBeGreaterThan(0.1);
    const booked = (days: number): number =>
      runEconomy(TICKS, { set: { 'hyperscalers.writeDownHalfLife': days }, schedule: shock(stop) }).last(
        'hyperscalers.reportedCapital',
      );
    expect(booked(20)).toBeLessThan(booked(2000) - 0.1);
    const same: Values = { 'hyperscalers.economicLife': 6, 'hyperscalers.assumedLife': 6 };
    expect(lost({ ...same, 'hyperscalers.writeDownHalfLife': 20 })).toBeCloseTo(0, 6);
    const left = (capital: string, set: Values): number => {
      const run = runEconomy(TICKS, { set, schedule: shock(stop) });
      return run.last(`hyperscalers.${capital}`) / run.series(`hyperscalers.${capital}`)[0];
    };
    expect(left('reportedCapital', { 'hyperscalers.assumedLife': 2 })).toBeLessThan(
      left('reportedCapital', {}),
    );
    expect(left('economicCapital', { 'hyperscalers.economicLife': 2 })).toBeLessThan(
      left('economicCapital', {}),
    );
  });
});

describe('chip firms', () => {
  it('pay out extra profits later', () => {
    const kept = (days: number): number =>
      difference('chipVendor.retainedProfit', WAVE, { 'chipVendor.profitHalfLife': days });
    expect(kept(500)).toBeGreaterThan(1.2 * kept(5));
    expect(kept(5)).toBeGreaterThan(0);
  });
});

describe('banks', () => {
  it('lend less when capital is short, unless losses do not cut lending', () => {
    const short: Values = { 'banks.capitalRequirement': 0.25 };
    expect(difference('banks.loans', short)).toBeLessThan(-10);
    expect(difference('banks.loans', short, { 'banks.lendingSensitivity': 0 })).toBeCloseTo(0, 9);
  });

  it('create deposits by lending', () => {
    expect(runEconomy(TICKS).sum('depositsChanged.bankLending')).toBeGreaterThan(20);
    expect(
      runEconomy(TICKS, { set: { 'banks.creditGrowth': 0 } }).sum('depositsChanged.bankLending'),
    ).toBeLessThan(20);
  });
});

describe('money funds', () => {
  it('hold reverse repo, bills and repo, and move into reverse repo when its rate gains', () => {
    const run = runEconomy(2);
    for (const instrument of ['reverseRepo', 'bills', 'fundingLoans'])
      expect(units(run, 'moneyFunds', instrument)).toBeGreaterThan(0);
    const better: Values = { 'fed.reverseRepoOffset': 0 };
    expect(difference('fed.reverseRepo', better)).toBeGreaterThan(20);
    expect(
      Math.abs(difference('fed.reverseRepo', better, { 'moneyFunds.reverseRepoSensitivity': 0 })),
    ).toBeLessThan(1e-6);
  });
});

describe('Fed', () => {
  const rule = (name: string, set: Values = {}, change: Values = {}): EconomyRun =>
    runEconomy(TICKS, { set: { ...set, 'fed.rateRule': name }, schedule: shock(change) });

  it('holds', () => {
    expect(rule('hold', { 'fed.announcedRatePath': 0.01 }).last('policyRate')).toBe(0.03625);
  });

  it('delivers an announced path', () => {
    expect(rule('path', { 'fed.announcedRatePath': 0.01 }).last('policyRate')).toBeGreaterThan(0.0365);
  });

  it('follows a Taylor rule', () => {
    expect(rule('taylor', {}, { 'fed.inflationShock': 0.03 }).last('policyRate')).toBeGreaterThan(0.0365);
  });

  it('cuts in a drawdown under the put alone', () => {
    const fall: Values = { 'news.shock.valueEquity': -8, 'news.shock.megacapEquity': -8 };
    const early: Values = { 'fed.putThreshold': 0.05 };
    expect(rule('put', early, fall).last('policyRate')).toBeLessThan(0.036);
    expect(rule('hold', early, fall).last('policyRate')).toBe(0.03625);
  });

  it('raises rates and yields under a hawkish successor, who announces run-off', () => {
    const named: Values = { 'fed.rateRule': 'hawkish' };
    expect(difference('policyRate', named)).toBeGreaterThan(0);
    const yields = difference('yield.treasuryBonds', named);
    expect(yields).toBeGreaterThan(3e-4);
    expect(difference('yield.treasuryBonds', named, { 'fed.hawkishRunOff': 0 })).toBeLessThan(yields);
  });

  it('buys and lets run off, bills too', () => {
    const monthly = (change: Values): number => difference('fed.assets', change);
    expect(monthly({ 'fed.treasuryPurchases': 100 })).toBeGreaterThan(100);
    expect(monthly({ 'fed.treasuryPurchases': -60 })).toBeLessThan(-60);
    expect(monthly({ 'fed.billPurchases': 40 })).toBeGreaterThan(40);
    expect(difference('yield.treasuryBonds', { 'fed.treasuryPurchases': 100 })).toBeLessThan(0);
  });

  it('do not lend more readily because money funds leave more with the Fed', () => {
    const elasticity = (target: number): number =>
      runEconomy(TICKS, { schedule: shock({ 'fed.reverseRepoTarget': target }) }).world.scalars.get(
        'fundingElasticity',
      );
    expect(elasticity(900)).toBeGreaterThanOrEqual(elasticity(10.6));
  });

  it('caps the funding spread by standing repo while the facility is open', () => {
    const scarce: Values = { 'banks.fundingElasticityBase': 0.05, 'fed.standingRepoMargin': 0.004 };
    const boom = { set: scarce, schedule: shock({ 'news.shock.valueEquity': 4 }, 2, 20) };
    const open = runEconomy(TICKS, boom);
    const closed = runEconomy(TICKS, { ...boom, set: { ...scarce, 'fed.standingRepo': false } });
    expect(Math.max(...open.series('fundingSpread'))).toBeLessThanOrEqual(0.00525 + 1e-9);
    expect(Math.max(...closed.series('fundingSpread'))).toBeGreaterThan(0.0053);
    expect(open.last('fed.standingRepo')).toBeGreaterThan(0);
  });
});

describe('Treasury', () => {
  it('finances a deficit by bills and bonds in its mix', () => {
    const more: Values = { 'treasury.deficitAddition': 2000 };
    expect(difference('treasury.bills', more, { 'treasury.billsShare': 1 })).toBeGreaterThan(150);
    expect(Math.abs(difference('treasury.bills', more, { 'treasury.billsShare': 0 }))).toBeLessThan(1);
    expect(difference('treasury.bonds', more, { 'treasury.billsShare': 0 })).toBeGreaterThan(150);
  });

  it('sells to the Fed the share that the Fed absorbs', () => {
    expect(difference('fed.assets', { 'fed.absorptionShare': 0.5 })).toBeGreaterThan(30);
    expect(difference('yield.treasuryBonds', { 'fed.absorptionShare': 0.5 })).toBeLessThan(0);
  });
});

describe('the real economy', () => {
  it('keeps what capex and deficits pay for a while, and returns it with its half-life', () => {
    // Without transactions demand, which keeps money for another reason.
    const kept = (days: number): number =>
      difference('moneyInTransit', WAVE, {
        'realEconomy.transitHalfLife': days,
        'realEconomy.transactionsDemand': 0,
      });
    expect(kept(250)).toBeGreaterThan(10);
    expect(kept(250)).toBeGreaterThan(1.3 * kept(10));
    expect(difference('moneyInTransit', { 'treasury.deficitAddition': 2000 })).toBeGreaterThan(50);
    expect(difference('moneyInTransit', { 'banks.creditGrowth': 0.4 })).toBeGreaterThan(20);
  });

  it('keeps more money while activity is high, unless transactions need none', () => {
    const kept = (years: number): number =>
      difference('moneyInTransit', WAVE, {
        'realEconomy.transactionsDemand': years,
        'realEconomy.transitHalfLife': 20,
      });
    expect(kept(2)).toBeGreaterThan(kept(0) + 0.5);
  });

  it('gives AI revenue, coupons, dividends and taxes out of its money', () => {
    const start = runEconomy(TICKS).last('realEconomy.money');
    const less = (set: Values): number => runEconomy(TICKS, { set }).last('realEconomy.money') - start;
    expect(difference('realEconomy.money', { 'hyperscalers.aiRevenueShortfall': 0.9 })).toBeGreaterThan(0);
    // Taxes are what spending and interest leave uncovered by the deficit.
    expect(less({ 'treasury.deficit': 0 })).toBeLessThan(-50);
  });

  it('has activity that answers capex by its multiplier, and falls when capex stops', () => {
    const activity = (set: Values): number => difference('activity', WAVE, set);
    expect(activity({})).toBeGreaterThan(1e-3);
    expect(Math.abs(activity({ 'realEconomy.multiplier': 0 }))).toBeLessThan(1e-12);
    expect(difference('activity', { 'hyperscalers.capexAddition': -400 })).toBeLessThan(-1e-3);
  });

  it('consumes out of wealth, unless there is no wealth effect', () => {
    const boom: Values = { 'news.shock.valueEquity': 2, 'news.shock.megacapEquity': 2 };
    expect(difference('activity', boom)).toBeGreaterThan(1e-4);
    expect(Math.abs(difference('activity', boom, { 'realEconomy.wealthEffect': 0 }))).toBeLessThan(1e-4);
  });

  it('can consume less by itself', () => {
    expect(difference('activity', { 'realEconomy.consumptionShortfall': 1000 })).toBeLessThan(-5e-3);
  });
});
