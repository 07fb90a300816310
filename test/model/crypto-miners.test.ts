/** Section 6 of the model, crypto miners: mining, double leverage, margin calls, seizure, and each without its cause. */
import { describe, expect, it } from 'vitest';
import { type EconomyRun, runEconomy, shock, type Values } from './small-economy.js';

const POOL = 'aiInfrastructureDebt';
/** Crypto loses two thirds in a month. */
const CRASH = shock({ 'news.shock.crypto': -12 }, 5, 27);
/** Loans at the limit of what is advanced on crypto, and nothing convertible. */
const LEVERED: Values = { 'cryptoMiners.hut8.convertibleBonds': 0, 'cryptoMiners.riot.convertibleBonds': 0 };
/** Lenders ask for more than the mines can earn, and do not wait. */
const STRICT: Values = { 'cryptoMiners.leastCoverage': 6, 'cryptoMiners.cureDays': 5 };

function crash(set: Values = {}, ticks = 60): EconomyRun {
  return runEconomy(ticks, { set, schedule: CRASH, attributionEvery: 1 });
}

function eventsOf(run: EconomyRun, type: string, kind = 'cryptoMiners') {
  return run.events.filter((event) => event.type === type && event.kind === kind);
}

/** Log price of crypto moved by miners for a cause. */
function movedBy(run: EconomyRun, cause: string): number {
  return run.attribution
    .filter((row) => row.asset === 'crypto' && row.kind === 'cryptoMiners' && row.cause === cause)
    .reduce((sum, { lnPrice }) => sum + lnPrice, 0);
}

describe('crypto miners', () => {
  it('earn with the price of crypto, more than in proportion, and less as the network grows', () => {
    const calm = runEconomy(30);
    const first = calm.series('cryptoMiners.hashMargin')[0];
    const up = runEconomy(30, { schedule: shock({ 'news.shock.crypto': 3 }, 5, 27) });
    const gain = up.series('price.crypto')[28] - 1;
    expect(up.last('cryptoMiners.hashMargin') / first - 1).toBeGreaterThan(2 * gain);
    expect(crash().last('cryptoMiners.hashMargin')).toBe(0);
    const diluted = runEconomy(30, { schedule: shock({ 'cryptoMiners.networkGrowth': 1 }) });
    expect(diluted.last('cryptoMiners.hashMargin')).toBeLessThan(0.8 * calm.last('cryptoMiners.hashMargin'));
  });

  it('are paid by the real economy: no coin is made, and what they keep is bought in the market', () => {
    const run = runEconomy(60);
    const without = runEconomy(60, { set: { 'cryptoMiners.heldShare': 0 } });
    const crypto = run.world.instrument('crypto');
    let all = 0;
    for (let row = 0; row < run.world.ledger.rows; row++) all += run.world.ledger.position(row, crypto);
    expect(all).toBeCloseTo(4280, 6);
    const kept = (one: EconomyRun) => one.last('cryptoMiners.crypto') / one.last('price.crypto');
    expect(kept(run)).toBeGreaterThan(kept(without) + 0.02);
    expect(movedBy(runEconomy(30, { attributionEvery: 1 }), 'deployment')).toBeGreaterThan(0);
  });

  it('own more debt for more crypto: lenders advance less when its price falls', () => {
    const calm = runEconomy(20);
    expect(calm.last('cryptoMiners.loanToValue.hut8')).toBeLessThan(0.6);
    const run = crash();
    expect(run.last('cryptoMiners.loanToValue.hut8')).toBeGreaterThan(
      1.4 * calm.last('cryptoMiners.loanToValue.hut8'),
    );
    const chipsOnly = runEconomy(1, { set: { 'cryptoMiners.cryptoAdvanceRate': 0 } });
    expect(chipsOnly.last('cryptoMiners.loanToValue.hut8')).toBeGreaterThan(1);
  });
});

describe('a margin call on a miner', () => {
  const run = crash(LEVERED);

  it('follows a breach, sells crypto, and pays secured debt down', () => {
    const [breach] = eventsOf(run, 'covenant breach');
    const call = eventsOf(run, 'margin call').find(({ row }) => row === breach.row);
    expect(call?.tick).toBe(breach.tick + 1);
    expect(call?.amount).toBeGreaterThan(0.05);
    const debt = run.series('cryptoMiners.debt');
    expect(debt[breach.tick + 1]).toBeLessThan(debt[breach.tick - 1] - 0.05);
    expect(Math.max(...run.series('books.imbalance'))).toBeLessThan(1e-9);
  });

  it('ends with room beyond the covenant, so that a breach is one episode', () => {
    for (const { row, tick } of eventsOf(run, 'covenant cured')) {
      const firm = ['marathon', 'riot', 'cleanspark', 'terawulf', 'hut8'][
        row - run.world.rowOf('cryptoMiners')
      ];
      const ratio = run.series(`cryptoMiners.loanToValue.${firm}`)[tick - 1];
      expect(ratio).toBeLessThan(0.95 * 0.95 + 1e-9);
    }
    const flicker = crash({ ...LEVERED, 'cryptoMiners.headroom': 0 });
    expect(eventsOf(run, 'covenant breach').length).toBeLessThan(eventsOf(flicker, 'covenant breach').length);
  });

  it('lowers the price of crypto, and none comes where nothing is lent on crypto that has to be repaid', () => {
    expect(movedBy(run, 'marginCall')).toBeLessThan(0);
    const all = Object.fromEntries(
      ['marathon', 'riot', 'cleanspark', 'terawulf', 'hut8'].map((firm) => [
        `cryptoMiners.${firm}.convertibleBonds`,
        100,
      ]),
    );
    expect(eventsOf(crash({ ...all, 'cryptoMiners.advanceRate': 0 }), 'margin call')).toEqual([]);
  });

  it('comes earlier and for more where miners have borrowed more', () => {
    const sold = (set: Values): number => {
      const more = crash({ ...LEVERED, ...set });
      return eventsOf(more, 'margin call').reduce((sum, { amount }) => sum + amount, 0);
    };
    expect(sold({ 'cryptoMiners.leastCoverage': 2 })).toBeGreaterThan(sold({}) + 0.1);
  });
});

describe('a default of a miner', () => {
  const run = runEconomy(70, {
    set: STRICT,
    schedule: [...CRASH, ...shock({ 'neoclouds.rentDeflation': 4 }, 5, 27)],
    attributionEvery: 1,
  });
  const [failed] = eventsOf(run, 'default');
  const own = run.events.filter(({ row, kind }) => kind === 'cryptoMiners' && row === failed.row);

  it('is a story from margin call to recovery: crypto is sold first, chips are auctioned after', () => {
    const types = own.map(({ type }) => type).filter((type) => type !== 'capex cut');
    for (const type of ['covenant breach', 'margin call', 'acceleration', 'default', 'seizure', 'recovery'])
      expect(types).toContain(type);
    const tickOf = (type: string): number => own.find((event) => event.type === type)?.tick ?? 0;
    expect(tickOf('margin call')).toBeLessThan(tickOf('acceleration'));
    expect(tickOf('default') - tickOf('acceleration')).toBe(5);
  });

  it('leaves nothing on the books of the firm, and losses with the holders of the pool', () => {
    const { ledger } = run.world;
    for (let i = 0; i < ledger.width; i++)
      expect(Math.abs(ledger.position(failed.row, i))).toBeLessThan(1e-9);
    const lost = run.events.filter(({ type, tick, subject }) => {
      return type === 'loss' && tick === failed.tick && subject === POOL;
    });
    expect(lost.length).toBeGreaterThan(3);
    expect(run.last('cryptoMiners.recovery')).toBeLessThan(1);
    expect(Math.max(...run.series('books.imbalance'))).toBeLessThan(1e-9);
  });

  it('shares one auction with neoclouds that fail on the same day', () => {
    const both = runEconomy(40, {
      set: {
        'cryptoMiners.leastCoverage': 10,
        'cryptoMiners.cureDays': 5,
        'neoclouds.leastCoverage': 10,
        'neoclouds.cureDays': 5,
        'cryptoMiners.liquidationDays': 1,
      },
      schedule: shock({ 'neoclouds.rentDeflation': 4 }, 5, 27),
    });
    const day = both.events.filter(({ type }) => type === 'default').map(({ tick }) => tick);
    const shared = day.find(
      (tick) =>
        eventsOf(both, 'default').some((event) => event.tick === tick) &&
        eventsOf(both, 'default', 'neoclouds').some((event) => event.tick === tick),
    );
    expect(shared).toBeDefined();
    const auctions = both.events.filter(({ type, tick }) => type === 'auction' && tick === shared);
    const failures = both.events.filter(({ type, tick }) => type === 'default' && tick === shared);
    expect(auctions.map(({ row }) => row)).toEqual(failures.map(({ row }) => row));
    const prices = both.events.filter(({ type, tick }) => type === 'auction price' && tick === shared);
    expect(new Set(prices.map(({ amount }) => amount)).size).toBe(1);
  });

  it('hands chips of neoclouds to miners that have power for them', () => {
    const set = { 'neoclouds.powerReserve': 0, 'neoclouds.outsideRoom': 0 };
    const slump = shock({ 'neoclouds.rentDeflation': 4 }, 5, 26);
    const taken = (powerReserve: number): number => {
      const sold = runEconomy(80, {
        set: { ...set, 'cryptoMiners.powerReserve': powerReserve },
        schedule: [...slump, ...shock({ 'neoclouds.leastCoverage': 1.4 }, 10)],
      });
      return sold.last('cryptoMiners.capacity');
    };
    expect(taken(0.3)).toBeGreaterThan(taken(0) + 0.2);
  });
});

describe('convertible bonds of miners', () => {
  it('cost less than loans, and are rolled over only while assets cover all debt', () => {
    const spread = (discount: number): number => {
      const run = runEconomy(2, { set: { 'cryptoMiners.convertibleDiscount': discount } });
      return run.last('cryptoMiners.coverage.marathon');
    };
    expect(spread(0.05)).toBeGreaterThan(spread(0) + 0.2);
    const due: Values = {
      'cryptoMiners.marathon.tenor': 1,
      'cryptoMiners.marathon.treasury': 5.8,
      'cryptoMiners.graceDays': 5,
    };
    const paid = (run: EconomyRun) =>
      eventsOf(run, 'refinanced')
        .filter(({ row }) => row === run.world.rowOf('cryptoMiners'))
        .reduce((sum, { amount }) => sum + amount, 0);
    expect(paid(runEconomy(50, { set: due }))).toBeGreaterThan(3);
    // What is still lent is secured on the crypto that is left.
    expect(paid(crash(due, 50))).toBeLessThan(1);
  });
});
