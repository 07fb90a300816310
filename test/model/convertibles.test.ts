/** Convertible bonds of miners: when they become shares, and that the books say so on both sides. */
import { describe, expect, it } from 'vitest';
import { type EconomyRun, runEconomy, shock, type Values } from './small-economy.js';

const POOL = 'aiInfrastructureDebt';
const SHARES = 'speculativeEquity';
const TICKS = 20;
/** Bonds whose shares stand above the conversion price already. */
const DEEP: Values = { 'cryptoMiners.conversionPremium': -0.5 };
/** Bonds that nobody would convert. */
const FAR: Values = { 'cryptoMiners.conversionPremium': 4 };

function units(run: EconomyRun, kind: string, instrument: string): number {
  const { first, last } = run.world.rowsOf(kind);
  let total = 0;
  for (let row = first; row < last; row++)
    total += run.world.ledger.position(row, run.world.instrument(instrument));
  return total;
}

function conversions(run: EconomyRun) {
  return run.events.filter(({ type }) => type === 'conversion');
}

describe('convertible bonds', () => {
  it('are called and become shares far above the conversion price: debt of miners goes, holders own shares', () => {
    const run = runEconomy(TICKS, { set: DEEP });
    const kept = runEconomy(TICKS, { set: FAR });
    expect(conversions(run).length).toBe(5);
    expect(run.last('cryptoMiners.convertible')).toBeLessThan(1e-6);
    expect(run.last('cryptoMiners.converted')).toBeGreaterThan(4);
    expect(kept.last('cryptoMiners.converted')).toBe(0);
    const gone = units(run, 'cryptoMiners', POOL) - units(kept, 'cryptoMiners', POOL);
    expect(gone).toBeGreaterThan(3);
    expect(units(kept, 'cryptoMiners', SHARES)).toBe(0);
    // Half the price: holders get shares worth about twice the face, less what they dilute themselves.
    const issued =
      -units(run, 'cryptoMiners', SHARES) * run.world.ledger.unitValue[run.world.instrument(SHARES)];
    expect(issued).toBeGreaterThan(1.2 * run.last('cryptoMiners.converted'));
    expect(issued).toBeLessThan(2.2 * run.last('cryptoMiners.converted'));
    expect(run.last('float.speculativeEquity')).toBeGreaterThan(kept.last('float.speculativeEquity') + 3);
    expect(run.last('float.aiInfrastructureDebt')).toBeLessThan(kept.last('float.aiInfrastructureDebt') - 3);
    expect(Math.max(...run.series('books.imbalance'))).toBeLessThan(1e-9);
  });

  it('dilute the share, and lower leverage', () => {
    const run = runEconomy(3, { set: DEEP });
    const kept = runEconomy(3, { set: FAR });
    for (const firm of ['marathon', 'terawulf']) {
      expect(run.last(`cryptoMiners.sharePrice.${firm}`)).toBeLessThan(
        kept.last(`cryptoMiners.sharePrice.${firm}`),
      );
      expect(run.last(`cryptoMiners.sharePrice.${firm}`)).toBeGreaterThan(0.5);
    }
    expect(run.last('cryptoMiners.coverage.terawulf')).toBeGreaterThan(
      kept.last('cryptoMiners.coverage.terawulf'),
    );
  });

  it('convert at maturity alone while they are not called', () => {
    const patient: Values = { 'cryptoMiners.conversionPremium': -0.5, 'cryptoMiners.callTrigger': 10 };
    const run = runEconomy(80, { set: patient });
    const called = runEconomy(2, { set: DEEP });
    expect(run.series('cryptoMiners.converted')[1]).toBe(0);
    expect(run.last('cryptoMiners.converted')).toBeGreaterThan(0.05);
    expect(run.last('cryptoMiners.converted')).toBeLessThan(0.6 * called.last('cryptoMiners.converted'));
  });

  it('follow the price of crypto and of listed firms like them', () => {
    const up = runEconomy(30, { schedule: shock({ 'news.shock.crypto': 8 }, 5, 27) });
    const calm = runEconomy(30);
    expect(up.last('cryptoMiners.sharePrice.marathon')).toBeGreaterThan(
      1.2 * calm.last('cryptoMiners.sharePrice.marathon'),
    );
    expect(calm.series('cryptoMiners.sharePrice.riot')[0]).toBeCloseTo(1, 1);
    const slump = shock({ 'news.shock.speculativeEquity': -6 }, 2, 20);
    const down = runEconomy(20, { schedule: slump });
    const flat = runEconomy(20, { schedule: slump, set: { 'cryptoMiners.shareBeta': 0 } });
    expect(down.last('cryptoMiners.sharePrice.riot')).toBeLessThan(flat.last('cryptoMiners.sharePrice.riot'));
  });

  it('are lost as shares with the firm', () => {
    const set: Values = { ...DEEP, 'cryptoMiners.leastCoverage': 10, 'cryptoMiners.cureDays': 5 };
    const crash = shock({ 'news.shock.crypto': -12, 'cryptoMiners.cryptoAdvanceRate': 0 }, 5, 27);
    const run = runEconomy(60, { set, schedule: crash });
    expect(run.last('cryptoMiners.defaults')).toBeGreaterThan(0);
    const lost = run.events.filter(({ type, subject }) => type === 'write-off' && subject === SHARES);
    expect(lost.length).toBe(run.last('cryptoMiners.defaults'));
    expect(run.last('cryptoMiners.sharePrice.marathon')).toBeGreaterThanOrEqual(0);
    expect(Math.max(...run.series('books.imbalance'))).toBeLessThan(1e-9);
  });
});
