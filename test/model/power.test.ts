/** Section 6 of the model, power: shortage, delay, cost, grid capex, and each without its cause. */
import { describe, expect, it } from 'vitest';
import { type EconomyRun, runEconomy, shock, type Values } from './small-economy.js';

const TICKS = 40;
const SHORTAGE: Values = { 'power.shortage': 8 };

function short(set: Values = {}, ticks = TICKS): EconomyRun {
  return runEconomy(ticks, { set, schedule: shock(SHORTAGE) });
}

function units(run: EconomyRun, kind: string, instrument: string): number {
  const { first, last } = run.world.rowsOf(kind);
  let total = 0;
  for (let row = first; row < last; row++)
    total += run.world.ledger.position(row, run.world.instrument(instrument));
  return total;
}

describe('a shortage of power', () => {
  it('puts off capex of hyperscalers and neoclouds, which is made up when power is there', () => {
    const enough = runEconomy(TICKS);
    const run = short();
    expect(enough.last('hyperscalers.putOff')).toBe(0);
    expect(run.last('hyperscalers.putOff')).toBeGreaterThan(10);
    expect(run.world.column('neoclouds.putOff').some((amount) => amount > 0.1)).toBe(true);
    expect(run.last('sitesReady')).toBeLessThan(0.8);
    const later = runEconomy(2 * TICKS, {
      schedule: shock(SHORTAGE, 2, TICKS),
      set: { 'power.catchUpHalfLife': 20 },
    });
    expect(later.last('hyperscalers.putOff')).toBeLessThan(
      0.5 * Math.max(...later.series('hyperscalers.putOff')),
    );
    expect(later.last('sitesBuilt')).toBeGreaterThan(1.05 * runEconomy(2 * TICKS).last('sitesBuilt'));
  });

  it('makes capacity dearer, unless sites cost the same', () => {
    const spent = (run: EconomyRun): number => run.last('capitalExpenditure') / run.last('sitesBuilt');
    expect(short().last('capacityCost')).toBeGreaterThan(1.02);
    expect(spent(short())).toBeGreaterThan(spent(short({ 'power.siteCostElasticity': 0 })));
    expect(short({ 'power.siteCostElasticity': 0 }).last('capacityCost')).toBe(1);
  });

  it('raises the price of power, which hyperscalers and neoclouds pay to utilities and these to owners', () => {
    const run = short();
    const same = short({ 'power.priceElasticity': 0 });
    expect(run.last('power.price')).toBeGreaterThan(1.05);
    expect(same.last('power.price')).toBe(1);
    expect(units(run, 'hyperscalers', 'deposits')).not.toBe(units(same, 'hyperscalers', 'deposits'));
    expect(run.last('neoclouds.cashFlow')).toBeLessThan(same.last('neoclouds.cashFlow'));
    expect(run.last('fundamental.megacapEquity')).toBeLessThan(same.last('fundamental.megacapEquity'));
    expect(units(run, 'power', 'deposits')).toBeCloseTo(units(same, 'power', 'deposits'), 6);
  });

  it('is felt less by those who can move to other regions', () => {
    expect(short({ 'power.mobility': 0.9 }).last('hyperscalers.putOff')).toBeLessThan(
      short({ 'power.mobility': 0 }).last('hyperscalers.putOff'),
    );
  });

  it('calls forth grid capex, financed by bonds of utilities and spent on the economy, unless nobody builds', () => {
    const soon: Values = { 'power.planningTime': 0.2 };
    const run = short(soon);
    const none = short({ ...soon, 'power.gridInvestment': 0 });
    const change = (series: string): number => run.last(series) - none.last(series);
    expect(change('power.bonds')).toBeGreaterThan(0.05);
    expect(none.last('power.underConstruction')).toBe(0);
    expect(none.last('gridCapitalExpenditure')).toBe(0);
    expect(change('gridCapitalExpenditure')).toBeGreaterThan(0.5);
    expect(change('yield.investmentGradeBonds')).toBeGreaterThan(0);
    expect(change('activityImpulse')).toBeGreaterThan(0);
  });

  it('ends as capacity comes on line, after the lead time', () => {
    const regions = ['pjm', 'ercot', 'others'];
    const lead = (years: number): Values => ({
      'power.planningTime': 0.1,
      ...Object.fromEntries(regions.map((region) => [`power.${region}.leadTime`, years])),
    });
    const soon = short(lead(0.25), 140);
    const late = short(lead(5), 140);
    expect(soon.last('power.headroom')).toBeGreaterThan(late.last('power.headroom') + 0.5);
    expect(soon.last('sitesReady')).toBeGreaterThan(late.last('sitesReady') + 0.05);
  });
});

describe('power without a shortage', () => {
  it('is taken by sites as capex is spent, and given back as chips leave', () => {
    const growth = (set: Values): number => {
      const run = runEconomy(TICKS, { set });
      return run.last('power.inUse') - run.series('power.inUse')[0];
    };
    expect(growth({})).toBeGreaterThan(0.8);
    expect(growth({ 'hyperscalers.capexGrowth': -5 })).toBeLessThan(growth({}) - 0.1);
    expect(growth({ 'power.siteLife': 3 })).toBeLessThan(growth({}));
  });

  it('differs by region: where headroom is small, sites wait first', () => {
    const run = short();
    const column = (name: string): Float64Array => run.world.column(name);
    const [pjm, ercot] = [0, 1].map(
      (i) => column('power.inUse')[i] - runEconomy(1).world.column('power.inUse')[i],
    );
    expect(pjm / 0.4).toBeLessThan(ercot / 0.25);
  });
});
