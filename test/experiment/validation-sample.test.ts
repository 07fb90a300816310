import { describe, expect, it } from 'vitest';
import { Responses, Returns } from '../../src/experiment/validation-sample.js';
import { hillIndex, kurtosis } from '../../src/maths/moments.js';
import { normals, path, runOf } from './validation-runs.js';

function returnsOf(...runs: ArrayLike<number>[]): Returns {
  return new Returns(
    runs.map((changes, index) => runOf({ x: path(changes) }, 'reference', String(index))),
    252,
  );
}

describe('returns', () => {
  it('are log changes within each run, never from one run into the next', () => {
    const returns = new Returns(
      [runOf({ x: Float64Array.of(1, 2, 4) }), runOf({ x: Float64Array.of(9, 3) })],
      252,
    );
    expect(returns.byRun('x').map(({ length }) => length)).toEqual([2, 1]);
    expect(Array.from(returns.pooled('x'))).toEqual([
      expect.closeTo(Math.log(2)),
      expect.closeTo(Math.log(2)),
      expect.closeTo(-Math.log(3)),
    ]);
  });

  it('count simulated years over all runs', () => {
    expect(returnsOf(new Float64Array(503), new Float64Array(755)).years).toBe(5);
  });

  it('have the annual volatility of their standard deviation', () => {
    const volatility = returnsOf(normals(2520, 'a').map((z) => 0.01 * z)).annualVolatility('x');
    expect(Math.abs(volatility - 100 * 0.01 * Math.sqrt(252))).toBeLessThan(0.5);
    // +1 % and -1 % by turns: by hand, with n - 1 in the denominator.
    const turns = returnsOf([0.01, -0.01, 0.01, -0.01]).annualVolatility('x');
    expect(turns).toBeCloseTo(Math.sqrt(252 * (4 / 3)), 9);
  });

  it('have kurtosis 3 and Hill above 4 when normal, and the exponent of a Pareto tail', () => {
    const normal = returnsOf(normals(20_000, 'b').map((z) => 0.01 * z)).pooled('x');
    expect(kurtosis(normal)).toBeGreaterThan(2.85);
    expect(kurtosis(normal)).toBeLessThan(3.15);
    expect(hillIndex(normal, 0.05)).toBeGreaterThan(4);
    const sizes = Array.from({ length: 4000 }, (_, i) => 0.001 * ((i + 0.5) / 4000) ** (-1 / 3));
    expect(Math.abs(hillIndex(returnsOf(sizes).pooled('x'), 0.05) - 3)).toBeLessThan(0.1);
  });
});

describe('months', () => {
  const daily = normals(50, 'months').map((z) => 0.01 * z);
  const year = new Returns([runOf({ price: path(daily) })], 252);

  it('add up 21 days each, and leave out what is no whole month', () => {
    const monthly = year.monthly('price');
    expect(monthly).toHaveLength(2);
    expect(monthly[1]).toBeCloseTo(
      daily.slice(21, 42).reduce((sum, change) => sum + change, 0),
      12,
    );
  });

  it('of a difference are those of the series itself when nothing is taken away', () => {
    const nothing = new Returns([runOf({ price: path(daily), none: new Float64Array(51) })], 252);
    const difference = nothing.monthlyOfDifference('price', 'none');
    for (const [month, change] of nothing.monthly('price').entries())
      expect(difference[month]).toBeCloseTo(change, 12);
  });
});

describe('autocorrelation', () => {
  it('is the coefficient of a first-order autoregression, over many runs', () => {
    const runs = ['c', 'd', 'e', 'f'].map((seed) => {
      const z = normals(3000, seed);
      const changes = new Float64Array(3000);
      for (let i = 1; i < 3000; i++) changes[i] = 0.4 * changes[i - 1] + 0.01 * z[i];
      return changes;
    });
    const returns = returnsOf(...runs);
    expect(Math.abs(returns.autocorrelation('x', 1, 'changes') - 0.4)).toBeLessThan(0.03);
    expect(Math.abs(returns.autocorrelation('x', 50, 'changes'))).toBeLessThan(0.03);
  });

  it('pairs nothing across runs', () => {
    // Within each run, every change is the negative of the one before; across runs it is the same.
    const returns = returnsOf([0.02, -0.02], [-0.02, 0.02], [0.02, -0.02], [-0.02, 0.02]);
    expect(returns.autocorrelation('x', 1, 'changes')).toBeCloseTo(-1, 9);
  });

  it('of sizes sees volatility that comes in clusters where signs show nothing', () => {
    const z = normals(8000, 'g');
    const changes = z.map((value, i) => (Math.floor(i / 100) % 2 === 0 ? 0.01 : 0.03) * value);
    const returns = returnsOf(changes);
    expect(returns.autocorrelation('x', 1, 'sizes')).toBeGreaterThan(0.15);
    expect(Math.abs(returns.autocorrelation('x', 1, 'changes'))).toBeLessThan(0.05);
  });
});

describe('correlation in calm and stress', () => {
  /** Months of small, middling and large moves by turns; y follows x only in months of large moves. */
  function months(count: number): Returns {
    const z = normals(count * 21 * 2, 'h');
    const x = new Float64Array(count * 21);
    const y = new Float64Array(count * 21);
    for (let i = 0; i < x.length; i++) {
      const size = [0.002, 0.01, 0.04][Math.floor(i / 21) % 3];
      x[i] = size * z[2 * i];
      y[i] = size === 0.04 ? x[i] : size * z[2 * i + 1];
    }
    return new Returns([runOf({ x: path(x), y: path(y) })], 252);
  }

  it('tells months by how much the gauge varied', () => {
    const returns = months(90);
    expect(returns.correlationIn('stress', [['x', 'y']], 'x')).toBeCloseTo(1, 9);
    expect(Math.abs(returns.correlationIn('calm', [['x', 'y']], 'x'))).toBeLessThan(0.15);
  });

  it('is the mean over pairs', () => {
    const mixed = months(90).correlationIn(
      'stress',
      [
        ['x', 'y'],
        ['x', 'x'],
      ],
      'x',
    );
    expect(mixed).toBeCloseTo(1, 9);
  });

  it('is NaN with fewer than three months', () => {
    expect(months(2).correlationIn('calm', [['x', 'y']], 'x')).toBeNaN();
  });
});

describe('responses', () => {
  const responses = new Responses(
    [runOf({ x: Float64Array.of(1, 2) }, 'reference'), runOf({ x: Float64Array.of(1, 3) }, 'bought')],
    'reference',
  );

  it('compare an arm with its reference at a tick', () => {
    expect(responses.base('x', 2)).toBe(2);
    expect(responses.value('bought', 'x', 2)).toBe(3);
    expect(responses.logRatio('bought', 'x', 2)).toBeCloseTo(Math.log(1.5), 15);
  });

  it('know what is not there', () => {
    expect([responses.has('bought'), responses.has('sold')]).toEqual([true, false]);
    expect(responses.value('sold', 'x', 2)).toBeNaN();
    expect(responses.value('bought', 'x', 9)).toBeNaN();
    expect(() => responses.base('y', 1)).toThrow(/series 'y'/);
  });
});
