import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { ASSETS, EQUITIES } from '../../src/engine/declarations.js';
import {
  ANNOUNCED,
  EQUITY_FLOW,
  FIRST,
  MEASURED,
  ownArm,
  SURPRISE,
} from '../../src/experiment/validation-arms.js';
import {
  CHECKS,
  type Check,
  equityMultiplier,
  ownMultiplier,
} from '../../src/experiment/validation-checks.js';
import { Responses } from '../../src/experiment/validation-sample.js';
import { runOf } from './validation-runs.js';

const FACTS = parse(readFileSync(new URL('../../docs/evidence/facts.csv', import.meta.url)), {
  columns: true,
}) as Record<string, string>[];

function find(group: string, name: string): Check {
  const check = CHECKS.find((one) => one.group.startsWith(group) && one.name === name);
  if (check === undefined) throw new Error(`no check '${group}', '${name}'`);
  return check;
}

describe('the checks', () => {
  it('state facts as the evidence does', () => {
    for (const { reference } of CHECKS) {
      if (reference === undefined) continue;
      const row = FACTS.find(({ key }) => key === reference.key);
      // QE lowers the yield; the evidence states the size.
      const sign = reference.key.startsWith('qe_') ? -1 : 1;
      expect([reference.key, Number(row?.value).toPrecision(3)]).toEqual([
        reference.key,
        (sign * reference.value).toPrecision(3),
      ]);
    }
  });

  it('have bands, low to high, where they are mandatory, and names of their own', () => {
    for (const { band, mandatory } of CHECKS) {
      if (mandatory) expect(band).toBeDefined();
      if (band !== undefined) expect(band[0]).toBeLessThan(band[1]);
    }
    const names = CHECKS.map(({ group, name }) => `${group} ${name}`);
    expect(new Set(names).size).toBe(names.length);
  });

  it('are mandatory for volatility, QE, the equity multiplier, tails and ACF(1), and for nothing else', () => {
    const groups: Record<string, number> = {};
    for (const { group, mandatory } of CHECKS) if (mandatory) groups[group] = (groups[group] ?? 0) + 1;
    expect(groups).toEqual({
      'annual volatility': 10,
      'Treasury yield after purchases of $100bn': 1,
      'price impact, a quarter later': 1,
      'kurtosis of daily returns': 7,
      'tail exponent (Hill, 5 %)': 7,
      'autocorrelation of returns, lag 1': 7,
    });
  });

  it('need ten simulated years for tails and memory', () => {
    for (const group of ['kurtosis', 'tail exponent', 'autocorrelation of returns'])
      expect(find(group, 'crypto')).toMatchObject({ from: 'returns', years: 10 });
  });
});

describe('price impact', () => {
  const floats = Object.fromEntries(ASSETS.map((asset) => [asset, 1000]));
  /** All values constant, but for what a test changes from the first purchase on. */
  function run(arm: string, changed: Readonly<Record<string, number>> = {}) {
    const names = [
      'index.equity',
      'yield.treasuryBonds',
      ...ASSETS.flatMap((asset) => [`price.${asset}`, `float.${asset}`]),
    ];
    const start = (name: string) => (name.startsWith('float') ? 1000 : name.startsWith('yield') ? 0.04 : 1);
    const series = names.map((name) => {
      const values = new Float64Array(MEASURED).fill(start(name));
      if (changed[name] !== undefined) values.fill(changed[name], FIRST - 1);
      return [name, values];
    });
    return runOf(Object.fromEntries(series), arm);
  }

  it('on equities is percent of price for percent of value', () => {
    const responses = new Responses(
      [run('reference'), run(EQUITY_FLOW, { 'index.equity': 1.05 })],
      'reference',
    );
    expect(equityMultiplier(responses, floats)).toBeCloseTo(5, 9);
    // Equities worth twice as much when the flow comes: it is half a percent.
    const doubled = Object.fromEntries(EQUITIES.map((asset) => [asset, 500]));
    expect(equityMultiplier(responses, doubled)).toBeCloseTo(10, 9);
  });

  it('on one asset is the fall of its price for a rise of its supply', () => {
    const changed = { 'price.crypto': 1.1, 'float.crypto': 990 };
    const responses = new Responses([run('reference'), run(ownArm('crypto'), changed)], 'reference');
    expect(ownMultiplier(responses, 'crypto')).toBeCloseTo(Math.log(1.1) / -Math.log(0.99), 9);
  });

  it('on the Treasury yield is in basis points', () => {
    const runs = [
      run('reference'),
      run(SURPRISE, { 'yield.treasuryBonds': 0.03985 }),
      run(ANNOUNCED, { 'yield.treasuryBonds': 0.0398 }),
    ];
    const responses = new Responses(runs, 'reference');
    const value = (name: string) => {
      const check = find('Treasury yield', name);
      return check.from === 'responses' ? check.measure(responses, floats) : Number.NaN;
    };
    expect(value('not announced, a quarter later')).toBeCloseTo(-1.5, 9);
    expect(value('announced, first day')).toBeCloseTo(-2, 9);
  });
});
