import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CmaEs, defaultPopulation } from '../../src/maths/cma-es.js';
import { randomStream } from '../../src/maths/random.js';
import { SlowCmaEs } from '../oracles/slow-cma-es.js';

type Objective = (x: Float64Array) => number;

function rosenbrock(x: Float64Array): number {
  let sum = 0;
  for (let i = 0; i + 1 < x.length; i++) sum += 100 * (x[i + 1] - x[i] ** 2) ** 2 + (1 - x[i]) ** 2;
  return sum;
}

function minimise(f: Objective, start: number[], generations: number, goal: number, seed = 'test') {
  const search = new CmaEs(start, 0.3, { seed });
  let best = Number.POSITIVE_INFINITY;
  let at: Float64Array = new Float64Array();
  let evaluations = 0;
  for (let generation = 0; generation < generations && best > goal; generation++) {
    const candidates = search.ask();
    const values = candidates.map(f);
    evaluations += values.length;
    for (const [i, value] of values.entries()) if (value < best) [best, at] = [value, candidates[i]];
    search.tell(values);
  }
  return { best, at, evaluations };
}

describe('CmaEs', () => {
  it('finds the minimum of Rosenbrock in five dimensions', () => {
    const { best, at, evaluations } = minimise(rosenbrock, [0, 0, 0, 0, 0], 1000, 1e-12);
    expect(best).toBeLessThan(1e-12);
    for (const value of at) expect(value).toBeCloseTo(1, 4);
    // Hansen's tutorial needs some 500 n evaluations.
    expect(evaluations).toBeLessThan(4000);
  });

  it('learns scales that differ a millionfold, and one dimension', () => {
    const ellipsoid: Objective = (x) =>
      x.reduce((sum, value, i) => sum + 10 ** (2 * i) * (value - i) ** 2, 0);
    expect(minimise(ellipsoid, [1, 1, 1, 1], 1000, 1e-10).best).toBeLessThan(1e-10);
    expect(minimise((x) => (x[0] - 3) ** 2, [0], 400, 1e-10).at[0]).toBeCloseTo(3, 4);
  });

  it('moves its distribution as the tutorial says', () => {
    const [n, seed] = [4, 'oracle'];
    const fast = new CmaEs([1, 2, -1, 0], 0.4, { seed });
    const slow = new SlowCmaEs([1, 2, -1, 0], 0.4);
    const draws = randomStream('philox', seed, 'cma-es');
    const normal = new Float64Array(n);
    for (let generation = 0; generation < 40; generation++) {
      const candidates = fast.ask();
      for (const [i, candidate] of candidates.entries()) {
        draws.normals(i, generation, normal, 0, n);
        const expected = normal.reduce((sum, value) => sum + value * value, 0);
        expect(slow.squaredDistance(candidate) / expected).toBeCloseTo(1, 6);
      }
      const values = candidates.map(rosenbrock);
      fast.tell(values);
      const order = candidates.map((_, i) => i).sort((a, b) => values[a] - values[b]);
      slow.update(order.map((i) => Array.from(candidates[i])));
    }
  });

  it('looks only at the order of the values', () => {
    fc.assert(
      fc.property(fc.string(), (seed) => {
        const [plain, steep] = [0, 1].map(() => new CmaEs([2, -1, 0], 0.5, { seed }));
        for (let generation = 0; generation < 15; generation++) {
          const candidates = plain.ask();
          expect(steep.ask()).toEqual(candidates);
          plain.tell(candidates.map(rosenbrock));
          steep.tell(candidates.map((x) => Math.exp(rosenbrock(x) / 50) - 7));
        }
      }),
      { seed: 3, numRuns: 10 },
    );
  });

  it('goes on after being told the same values again', () => {
    const first = new CmaEs([0, 0], 0.3, { seed: 'a', population: 6 });
    const told: number[][] = [];
    for (let generation = 0; generation < 12; generation++) {
      told.push(first.ask().map(rosenbrock));
      first.tell(told[generation]);
    }
    const again = new CmaEs([0, 0], 0.3, { seed: 'a', population: 6 });
    for (const values of told) {
      again.ask();
      again.tell(values);
    }
    expect(again.ask()).toEqual(first.ask());
    expect(again.spread).toBe(first.spread);
  });

  it('finds a minimum at the edge of where the function has a value', () => {
    const edge: Objective = (x) => (x[0] < 1 ? Number.NaN : rosenbrock(x) + x[0]);
    const { best, at } = minimise(edge, [2, 3], 400, 1 + 1e-9);
    expect(best).toBeCloseTo(1, 6);
    expect(at[0]).toBeCloseTo(1, 5);
  });

  it('refuses a population too small to learn from', () => {
    expect(() => new CmaEs([0], 1, { seed: 'a', population: 3 })).toThrow(RangeError);
    expect([1, 5, 10].map(defaultPopulation)).toEqual([4, 8, 10]);
  });
});
