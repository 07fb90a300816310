import { describe, expect, it } from 'vitest';
import { DEPOSIT_CAUSES, RESERVE_CAUSES } from '../../src/engine/declarations.js';
import { DEPOSIT_CAUSE_OF } from '../../src/engine/money-causes.js';
import { FLOWS } from '../../src/ledger/flows.js';
import { INSTRUMENTS } from '../../src/ledger/instruments.js';
import { type Kept, run, smallConfiguration } from './economy.js';

const LIVELY = {
  ticks: 60,
  set: { 'hedgeFunds.redemptionNotice': 2 },
  schedule: [
    { from: 3, set: { 'fed.treasuryPurchases': -60, 'fed.billPurchases': 40, 'fed.mortgageRunOff': 15 } },
    { from: 10, until: 16, set: { 'news.shock.valueEquity': -3 } },
    { from: 15, set: { 'treasury.accountTarget': 1000, 'fed.reverseRepoTarget': 200 } },
    { from: 20, set: { 'hyperscalers.capexAddition': 300, 'hyperscalers.financing': 'debt' } },
    { from: 30, set: { 'sovereignFunds.capitalCallRate': 500, 'fed.reverseRepoTarget': 2.6 } },
    { from: 40, set: { 'fed.treasuryPurchases': 90, 'fed.policyRateChange': -0.005 } },
  ],
} as const;

/** Stocks a day before each row; the first are those of the opening parameters. */
function before(kept: Kept, name: string): number[] {
  return kept.of(name).slice(0, -1);
}

const FACES = new Set(INSTRUMENTS.filter(({ value }) => value === 'face').map(({ name }) => name));

it('is said for every flow what it does to deposits', () => {
  expect(Object.keys(DEPOSIT_CAUSE_OF).sort()).toEqual(FLOWS.map(({ name }) => name).sort());
});

describe.each(['1', '2'])('money with seed %s', (seed) => {
  const kept = run(smallConfiguration({ ...LIVELY, seed }));

  it.each([
    ['deposits', 'depositsChanged', DEPOSIT_CAUSES],
    ['reserves', 'reservesChanged', RESERVE_CAUSES],
  ] as const)('%s change by their causes', (stock, prefix, causes) => {
    const level = kept.of(`stock.${stock}`);
    const parts = causes.map((cause) => kept.of(`${prefix}.${cause}`));
    for (let i = 1; i < level.length; i++) {
      const sum = parts.reduce((total, part) => total + part[i], 0);
      expect(Math.abs(level[i] - before(kept, `stock.${stock}`)[i - 1] - sum), `tick ${i + 1}`).toBeLessThan(
        1e-10 * level[i],
      );
    }
  });

  // What each payer gives and takes, read off the flows that were recorded.
  it('counts deposits by who pays, with the size and sign of the postings', () => {
    const sum = (
      flows: readonly string[],
      kinds: readonly string[],
      instruments: readonly string[],
    ): number =>
      kept.flows.reduce(
        (total, row) =>
          total +
          (flows.includes(row.flow) && kinds.includes(row.kind) && instruments.includes(row.instrument)
            ? row.amount
            : 0),
        0,
      );
    const total = (cause: string): number =>
      kept.of(`depositsChanged.${cause}`).reduce((all, value) => all + value, 0);
    const system = ['banks', 'clearing'];
    const spent = -sum(['governmentSpending', 'taxes'], ['treasury'], ['treasuryAccount']);
    const issued = sum(['trade'], ['treasury'], ['treasuryAccount']);
    const interest = -sum(['treasuryInterest'], system, ['deposits']);
    expect(interest).toBeGreaterThan(100);
    expect(total('treasury')).toBeCloseTo(spent - issued + interest, 6);
    expect(total('bankLending')).toBeCloseTo(sum(['bankLending'], system, ['bankLoans']), 6);
    expect(total('fundingLending')).toBeCloseTo(sum(['fundingLending'], system, ['fundingLoans']), 6);
    expect(total('moneyFunds')).toBeCloseTo(
      sum(['moneyMarket'], system, ['bills']) + sum(['moneyMarket'], ['fed'], ['reverseRepo']),
      6,
    );
    expect(total('currency')).toBeCloseTo(-sum(['currency'], ['realEconomy'], ['currency']), 6);
    const income = ['coupons', 'loanInterest', 'depositInterest', 'dividends', 'bankCosts', 'losses'];
    expect(total('bankIncome')).toBeCloseTo(-sum(income, system, ['deposits', 'reserves']), 6);
    expect(sum(['coupons'], ['treasury'], ['treasuryAccount'])).toBe(0);
    // The Treasury pays on its debt what its holders get: rates times stocks, here about 3 % a year of 30,000.
    const paid = -sum(['treasuryInterest'], ['treasury'], ['treasuryAccount']) * (252 / LIVELY.ticks);
    expect(paid / 30_070).toBeGreaterThan(0.02);
    expect(paid / 30_070).toBeLessThan(0.06);
  });

  it('moves by every cause that the schedule sets in motion', () => {
    for (const name of ['bankLending', 'fundingLending', 'treasury', 'moneyFunds', 'currency'])
      expect(Math.max(...kept.of(`depositsChanged.${name}`).map(Math.abs)), name).toBeGreaterThan(1e-3);
    for (const name of ['fedAssets', 'treasuryAccount', 'reverseRepo', 'currency'])
      expect(Math.max(...kept.of(`reservesChanged.${name}`).map(Math.abs)), name).toBeGreaterThan(1e-3);
  });

  it('obeys the reserves identity: Fed assets less currency, Treasury account, reverse repo and other liabilities', () => {
    for (const tick of kept.ticks) {
      const fed = kept.balances.filter((row) => row.kind === 'fed' && row.tick === tick);
      const of = (name: string): number => fed.find(({ instrument }) => instrument === name)?.closing ?? 0;
      const worth = fed.reduce((sum, { closing }) => sum + closing, 0);
      const assets = ['treasuryBonds', 'bills', 'mortgageBonds', 'standingRepo', 'otherFedAssets'].reduce(
        (sum, name) => sum + of(name),
        0,
      );
      const others =
        of('currency') + of('treasuryAccount') + of('reverseRepo') + of('otherFedLiabilities') - worth;
      expect(-of('reserves')).toBeCloseTo(assets + others, 7);
      expect(kept.of('stock.reserves')[tick - 1]).toBeCloseTo(-of('reserves'), 8);
    }
  });

  it('never lets reverse repo below zero', () => {
    for (const value of kept.of('stock.reverseRepo')) expect(value).toBeGreaterThanOrEqual(-1e-9);
  });

  it('sums to zero over sectors in every flow and instrument', () => {
    const sums = new Map<string, [net: number, gross: number]>();
    for (const { tick, flow, instrument, amount } of kept.flows) {
      const key = `${tick} ${flow} ${instrument}`;
      const [net, gross] = sums.get(key) ?? [0, 0];
      sums.set(key, [net + amount, gross + Math.abs(amount)]);
    }
    for (const [key, [net, gross]] of sums)
      expect(Math.abs(net), key).toBeLessThan(1e-9 * Math.max(gross, 1));
  });

  it('leaves financial net worth equal to the outside assets', () => {
    for (const tick of [1, 30, 60]) {
      let worth = 0;
      let outside = 0;
      for (const { tick: at, instrument, closing } of kept.balances) {
        if (at !== tick) continue;
        worth += closing;
        if (instrument === 'crypto' || instrument === 'gold') outside += closing;
      }
      expect(worth / outside).toBeCloseTo(1, 9);
    }
  });

  it('reads opening, postings and revaluation as closing, and closing as the next opening', () => {
    const last = new Map<string, number>();
    for (const { kind, instrument, opening, postings, revaluation, closing } of kept.balances) {
      const key = `${kind} ${instrument}`;
      expect(opening + postings + revaluation).toBeCloseTo(closing, 6);
      // What stands at face changes by what was posted, and by nothing else.
      if (FACES.has(instrument))
        expect(Math.abs(revaluation), key).toBeLessThan(1e-9 * (1 + Math.abs(closing)) + 1e-7);
      if (last.has(key)) expect(opening, key).toBe(last.get(key));
      last.set(key, closing);
    }
  });
});

/** One-off measures in the stationary economy, and what they do to deposits and reserves on the first day. */
describe.each([
  ['QE', { 'fed.treasuryPurchases': 100 }, 1, 1],
  ['QT', { 'fed.treasuryPurchases': -100 }, -1, -1],
  ['a larger Treasury account', { 'treasury.accountTarget': 1000 }, -1, -1],
] as const)('%s', (_name, set, deposits, reserves) => {
  it('moves deposits and reserves as double entry says', () => {
    // Here the public finances the deficit, not the Fed.
    const common = { experiment: 'stationary', ticks: 5, set: { 'fed.absorptionShare': 0 } };
    const still = run(smallConfiguration(common));
    const moved = run(smallConfiguration({ ...common, schedule: [{ from: 2, set }] }));
    const effect = (name: string): number => moved.of(name)[4] - still.of(name)[4];
    expect(Math.sign(effect('stock.deposits'))).toBe(deposits);
    expect(Math.sign(effect('stock.reserves'))).toBe(reserves);
    expect(Math.abs(effect('stock.reserves'))).toBeGreaterThan(1);
  });
});
