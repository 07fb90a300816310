/** Models with noise, shorter than `rqe replicate` runs them: exact against their equations, wide in their moments. */
import { describe, expect, it } from 'vitest';
import { replicated, resolvedOf, runArm } from './published.js';

describe('Franke & Westerhoff', () => {
  const { rows } = replicated(
    resolvedOf('franke-westerhoff', ['ticks=3000', 'seeds={ count: 2, base: test }']),
  );
  const obtained = (text: string) =>
    rows.find(({ quantity }) => quantity.includes(text))?.obtained ?? Number.NaN;

  it('follows its equations, driven by the same noise', () => {
    const paths = rows.filter(({ quantity }) => quantity.includes('from the equations'));
    expect(paths.map(({ verdict }) => verdict)).toEqual(['pass', 'pass']);
    for (const path of paths) expect(path.obtained).toBeLessThan(1e-10);
  });

  it('has fat tails and clustered volatility, by herding', () => {
    expect(obtained('tail exponent')).toBeLessThan(4.6);
    expect(obtained('sizes, about lag 50')).toBeGreaterThan(0.04);
    expect(obtained('that herding adds')).toBeGreaterThan(0.02);
    expect(Math.abs(obtained('returns, lag 1'))).toBeLessThan(0.06);
  });
});

describe('Thurner, Farmer & Geanakoplos', () => {
  const { rows, kept } = replicated(
    resolvedOf('thurner-farmer-geanakoplos', ['ticks=5000', 'seeds={ count: 1, base: test }']),
  );
  const obtained = (text: string, arm = '') =>
    rows.find((row) => row.quantity.includes(text) && row.arm.startsWith(arm))?.obtained ?? Number.NaN;

  it('clears every tick, with square books', () => {
    for (const run of kept) {
      expect(Math.max(...run.of('clearing.residual'))).toBeLessThan(1e-10);
      expect(Math.max(...run.of('books.imbalance'))).toBeLessThan(1e-9);
    }
  });

  it('follows its equations given the noise, at the parameters of the paper and at others', () => {
    const others = [
      ['firm.value=2', 'firm.supply=300', 'valueFunds.pause=20'],
      ['valueFunds.leastAggression=20', 'valueFunds.mostAggression=80', 'valueFunds.startWealth=5'],
      ['valueFunds.flowSensitivity=0.4', 'valueFunds.performanceWeight=0.3', 'valueFunds.closingShare=0.4'],
      ['noiseTraders.volatility=0.06', 'noiseTraders.persistence=0.95', 'valueFunds.benchmarkReturn=0.001'],
    ].map(
      (set) => replicated(resolvedOf('thurner-farmer-geanakoplos', [...set, 'ticks=700', 'seeds=[1]'])).rows,
    );
    for (const some of [rows, ...others]) {
      const paths = some.filter(({ quantity }) => quantity.includes('from the equations'));
      expect(paths.length).toBe(3);
      for (const path of paths) expect(path.obtained).toBeLessThan(1e-8);
    }
  });

  it('has thin tails without leverage, and fat ones with it', () => {
    expect(obtained('kurtosis without leverage')).toBeLessThan(4);
    expect(obtained('kurtosis, limit 7.5')).toBeGreaterThan(6);
    expect(obtained('tail exponent of falls', 'leverage1')).toBeGreaterThan(4.5);
    expect(obtained('tail exponent of falls, limit 7.5')).toBeLessThan(3.7);
    expect(obtained('tail exponent of falls, limit 7.5')).toBeGreaterThan(1.5);
  });

  it('has its large falls with margin calls, and defaults with leverage', () => {
    expect(obtained('large falls')).toBeGreaterThan(0.9);
    expect(obtained('without leverage', 'leverage1')).toBeLessThan(4);
    expect(obtained('defaults in 1,000 ticks', 'leverage1')).toBe(0);
    expect(obtained('defaults in 1,000 ticks, limit 10')).toBeGreaterThan(1);
  });

  it('makes the lender bear what closed funds cannot pay', () => {
    const losses = runArm(resolvedOf('thurner-farmer-geanakoplos', ['ticks=3000']), 'leverage15').of(
      'lender.losses',
    );
    expect(losses.at(-1)).toBeGreaterThan(1);
    expect(losses.every((loss, t) => t === 0 || loss >= losses[t - 1])).toBe(true);
  });
});

describe('standard errors over seeds', () => {
  const { rows } = replicated(
    resolvedOf('franke-westerhoff', ['ticks=1000', 'seeds={ count: 4, base: test }']),
  );

  it('stand beside what draws move, not beside what equations judge', () => {
    for (const { quantity, standardError } of rows)
      expect(standardError === null, quantity).toBe(quantity.includes('from the equations'));
  });

  it('of a mean over runs are those of the mean', () => {
    const experiment = resolvedOf('franke-westerhoff', ['ticks=1000']);
    const means = [1, 2, 3, 4].map((seed) => {
      const price = runArm(experiment, 'paper', `test/${seed}`).of('price.asset').map(Math.log);
      return (
        price.slice(1).reduce((sum, one, t) => sum + 100 * Math.abs(one - price[t]), 0) / (price.length - 1)
      );
    });
    const mean = means.reduce((sum, one) => sum + one, 0) / 4;
    const variance = means.reduce((sum, one) => sum + (one - mean) * (one - mean), 0) / 3;
    const row = rows.find(({ quantity }) => quantity === 'mean size of a return');
    expect(row?.obtained).toBeCloseTo(mean, 12);
    expect(row?.standardError).toBeCloseTo(Math.sqrt(variance / 4), 12);
  });
});
