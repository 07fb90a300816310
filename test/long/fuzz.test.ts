import { describe, expect, it } from 'vitest';
import type { ScheduledChange } from '../../src/engine/configuration.js';
import { ModelError } from '../../src/engine/errors.js';
import type { ParameterValue } from '../../src/ledger/parameters.js';
import { randomStream } from '../../src/maths/random.js';
import { PARAMETERS, resolved, run, smallConfiguration } from '../engine/economy.js';
import { recordFile } from './record.js';

const record = recordFile('fuzz');
const RUNS = 200;
const TICKS = 126;
const LEAST_COMPLETE = 0.95;

/** Arms of policy and shocks, one or two of which strike each economy. */
const ARMS: readonly ScheduledChange['set'][] = [
  { 'fed.treasuryPurchases': 60 },
  { 'fed.treasuryPurchases': -60 },
  { 'fed.rateRule': 'taylor', 'fed.inflationShock': 0.01 },
  { 'fed.rateRule': 'hawkish' },
  { 'fed.rateRule': 'put' },
  { 'fed.policyRateChange': -0.01 },
  { 'fed.billPurchases': 40, 'fed.mortgageRunOff': 15 },
  { 'treasury.deficitAddition': 500 },
  { 'treasury.accountTarget': 1000 },
  { 'sovereignFunds.capitalCallRate': 240 },
  { 'hyperscalers.capexAddition': 300, 'hyperscalers.financing': 'debt' },
  { 'hyperscalers.capexAddition': 300, 'hyperscalers.financing': 'equity' },
  { 'hyperscalers.aiRevenueShortfall': 0.3 },
  { 'realEconomy.consumptionShortfall': 300 },
  { 'realEconomy.softwareDisruption': 0.2 },
  { 'assetManagers.netSubscriptions': -500 },
];

const base = resolved('base');

/** Behavioural and policy numbers within a fifth of their base value and in their range; books stay as they are. */
function nearby(number: number): Record<string, ParameterValue> {
  const draws = randomStream('philox', 'fuzz', 'parameters');
  const set: Record<string, ParameterValue> = {};
  for (const [index, { name, unit, range: allowed }] of PARAMETERS.entries()) {
    const { value, range = allowed } = base.parameters[name];
    if (typeof value !== 'number' || range === undefined || unit === 'count') continue;
    if (isOpeningPosition(name)) continue;
    const changed = value * (1 + 0.2 * (2 * draws.uniform(index, number) - 1));
    set[name] = Math.min(Math.max(changed, range[0]), range[1]);
  }
  return set;
}

/** What must be owed by somebody else cannot be changed alone. */
function isOpeningPosition(name: string): boolean {
  if (name === 'opening.initialIdleCash') return false;
  return (
    name.startsWith('opening.') ||
    /^hyperscalers\.\w+\.(marketCap|deposits|moneyFundShares|\w+Bonds|\w+Loans|privateAiEquity)$/.test(
      name,
    ) ||
    /^(neoclouds|cryptoMiners)\.\w+\.(aiInfrastructureDebt|bankLoans|privateAiEquity|deposits|treasury)$/.test(
      name,
    ) ||
    // What one firm owes another is lent, and what a class borrows leaves it equity.
    /^(privateBorrowers|privateCreditFunds|aiLabs|chipVendor)\.\w+\.\w+$/.test(name) ||
    /^cryptoPerpetuals\.\w+\.(share|leverage)$/.test(name)
  );
}

function arms(number: number): ScheduledChange[] {
  const draws = randomStream('philox', 'fuzz', 'arms');
  const [first, second, when, both] = [0, 1, 2, 3].map((draw) => draws.uniform(draw, number));
  const from = 2 + Math.floor(when * 40);
  const chosen = [ARMS[Math.floor(first * ARMS.length)], ARMS[Math.floor(second * ARMS.length)]];
  return chosen.slice(0, both < 0.5 ? 1 : 2).map((set) => ({ from, set }));
}

describe(`${RUNS} random economies near base`, () => {
  const failures: string[] = [];
  const others: string[] = [];
  const startedAt = performance.now();
  for (let number = 0; number < RUNS; number++) {
    const configuration = smallConfiguration({
      ticks: TICKS,
      seed: `fuzz/${number}`,
      set: nearby(number),
      schedule: arms(number),
      record: { balanceEvery: 10_000, attributionEvery: 10_000 },
    });
    try {
      run(configuration);
    } catch (error) {
      const list = error instanceof ModelError ? failures : others;
      list.push(`${number}: ${(error as Error).name}: ${(error as Error).message}`);
    }
  }
  const complete = RUNS - failures.length - others.length;
  record(
    `${complete} of ${RUNS} economies complete in ${((performance.now() - startedAt) / 1000).toFixed(0)} s${[...failures, ...others].map((failure) => `; ${failure}`).join('')}`,
  );

  it(`complete with all invariants in at least ${100 * LEAST_COMPLETE} %`, () => {
    expect(complete).toBeGreaterThanOrEqual(LEAST_COMPLETE * RUNS);
  });

  it('and the others say what stopped them', () => {
    expect(others).toEqual([]);
    for (const message of failures)
      expect(message).toMatch(/(tick \d+: no prices clear all markets; worst is|opening: )/);
  });
});
