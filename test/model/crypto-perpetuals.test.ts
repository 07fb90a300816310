/** Section 5 of the model, crypto's own leverage: open interest, funding, liquidation ladder, losses, and each without it. */
import { describe, expect, it } from 'vitest';
import { type EconomyRun, runEconomy, shock, type Values } from './small-economy.js';

const TICKS = 20;
/** Crypto loses about a seventh of its value in a day, as on 10 October 2025. */
const CRASH = shock({ 'news.shock.crypto': -0.15 * 252 }, 5, 6);
const OFF: Values = { 'cryptoPerpetuals.maximumLeverage': 0 };

function crash(set: Values = {}, ticks = TICKS): EconomyRun {
  return runEconomy(ticks, { set, schedule: CRASH, attributionEvery: 1 });
}

function equity(run: EconomyRun, i: number): number {
  const { world } = run;
  const row = world.rowOf('cryptoPerpetuals') + i;
  return world.ledger.position(row, world.instrument('crypto')) * run.last('price.crypto') + cash(run, i);
}

function cash(run: EconomyRun, i: number): number {
  const { world } = run;
  const row = world.rowOf('cryptoPerpetuals') + i;
  return ['deposits', 'fundingLoans'].reduce(
    (sum, name) => sum + world.ledger.position(row, world.instrument(name)),
    0,
  );
}

describe('perpetual futures', () => {
  it('are funded by funding loans, and nobody sells while nothing happens', () => {
    const run = runEconomy(3);
    expect(cash(run, 0)).toBeLessThan(-10);
    expect(run.last('cryptoPerpetuals.leverage')).toBeGreaterThan(2);
    expect(run.sum('cryptoPerpetuals.liquidations')).toBe(0);
    const less = runEconomy(3, { set: OFF });
    expect(less.last('stock.fundingLoans')).toBeLessThan(run.last('stock.fundingLoans') - 30);
  });

  it('are liquidated class by class in a crash, which deepens it, unless there is no leverage', () => {
    const run = crash();
    const off = crash(OFF);
    expect(off.sum('cryptoPerpetuals.liquidations')).toBe(0);
    expect(off.last('cryptoPerpetuals.leverage')).toBeCloseTo(1, 2);
    const sold = run.sum('cryptoPerpetuals.liquidations');
    const open = run.series('cryptoPerpetuals.openInterest');
    expect(sold).toBeGreaterThan(0.05 * open[0]);
    expect(sold).toBeLessThan(0.5 * open[0]);
    expect(run.events.some(({ type, row }) => type === 'liquidation' && row !== undefined)).toBe(true);
    const low = (one: EconomyRun): number => Math.min(...one.series('price.crypto'));
    expect(low(run)).toBeLessThan(low(off) - 0.005);
    const cause = run.attribution
      .filter(
        (row) => row.asset === 'crypto' && row.kind === 'cryptoPerpetuals' && row.cause === 'marginCall',
      )
      .reduce((sum, row) => sum + row.lnPrice, 0);
    expect(cause).toBeLessThan(-0.003);
  });

  it('sell more the more leverage exchanges allow, and the higher the maintenance margin', () => {
    const sold = (set: Values): number => crash(set).sum('cryptoPerpetuals.liquidations');
    expect(sold({ 'cryptoPerpetuals.maximumLeverage': 4 })).toBeLessThan(0.2 * sold({}));
    expect(sold({ 'cryptoPerpetuals.maintenanceMargin': 0.02 })).toBeGreaterThan(1.05 * sold({}));
  });

  it('let the insurance fund pay for losses beyond margins, then arbitrageurs, then lenders', () => {
    const poor: Values = {
      'opening.cryptoPerpetuals.insuranceFund': 0,
      'opening.cryptoPerpetuals.arbitrageCapital': 0.01,
    };
    const run = crash();
    expect(run.sum('cryptoPerpetuals.losses')).toBeGreaterThan(0.1);
    expect(Math.min(...run.series('cryptoPerpetuals.insuranceFund'))).toBeLessThan(0.9);
    expect(run.sum('lenderLosses')).toBe(0);
    const alone = crash({ 'opening.cryptoPerpetuals.insuranceFund': 0 });
    expect(alone.events.some(({ type }) => type === 'auto-deleveraging')).toBe(true);
    expect(Math.min(...alone.series('cryptoPerpetuals.arbitrageCapital'))).toBeLessThan(
      Math.min(...run.series('cryptoPerpetuals.arbitrageCapital')),
    );
    expect(crash(poor).sum('lenderLosses')).toBeGreaterThan(0.1);
    for (let i = 0; i < 4; i++) expect(equity(crash(poor), i)).toBeGreaterThan(-1e-9);
  });

  it('pay more for funding as open interest outgrows arbitrage capital, and take less leverage', () => {
    const boom = shock({ 'news.shock.crypto': 3 });
    const run = (set: Values): EconomyRun => runEconomy(TICKS, { set, schedule: boom });
    const base = runEconomy(TICKS);
    expect(run({}).last('cryptoPerpetuals.fundingRate')).toBeGreaterThan(
      base.last('cryptoPerpetuals.fundingRate') + 0.002,
    );
    const flat = run({ 'cryptoPerpetuals.premiumElasticity': 0 });
    expect(flat.last('cryptoPerpetuals.fundingRate')).toBeLessThan(
      run({}).last('cryptoPerpetuals.fundingRate'),
    );
    expect(
      run({ 'cryptoPerpetuals.premiumSensitivity': 30 }).last('cryptoPerpetuals.openInterest'),
    ).toBeLessThan(run({ 'cryptoPerpetuals.premiumSensitivity': 0 }).last('cryptoPerpetuals.openInterest'));
  });

  it('are closed in the market when an exchange lowers the limit later on', () => {
    const quick: Values = { 'cryptoPerpetuals.idleHalfLife': 5 };
    const run = runEconomy(TICKS, {
      set: quick,
      schedule: shock({ 'cryptoPerpetuals.maximumLeverage': 0 }),
    });
    const base = runEconomy(TICKS, { set: quick });
    expect(run.last('cryptoPerpetuals.openInterest')).toBeLessThan(
      0.5 * base.last('cryptoPerpetuals.openInterest'),
    );
    expect(run.last('price.crypto')).toBeLessThan(base.last('price.crypto'));
  });

  it('come back after a crash, sooner if owners are quick to bring margin', () => {
    const back = (days: number): number =>
      crash({ 'cryptoPerpetuals.marginHalfLife': days }, 40).last('cryptoPerpetuals.openInterest');
    expect(back(5)).toBeGreaterThan(back(100));
  });
});
