/** Models with closed forms: this engine obtains them at the parameters of the papers and at others. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ClearingFailure } from '../../src/ledger/model-error.js';
import { replicated, resolvedOf, runArm } from './published.js';

const EXACT = ['brock-hommes', 'gabaix-koijen', 'greenwood-landier-thesmar', 'cont-schaanning'];

function misses(name: string, set: readonly string[]): string[] {
  return replicated(resolvedOf(name, set))
    .rows.filter(({ verdict }) => verdict === 'miss' || verdict === 'missing')
    .map(({ quantity, arm, published, obtained }) => `${arm}: ${quantity}: ${published}, ${obtained}`);
}

/** Holds for drawn values of these parameters. */
function holds(name: string, ranges: Readonly<Record<string, readonly [number, number]>>, ticks?: number) {
  const drawn = fc.record(
    Object.fromEntries(
      Object.entries(ranges).map(([parameter, [low, high]]) => [
        parameter,
        fc.double({ min: low, max: high, noNaN: true }),
      ]),
    ),
  );
  fc.assert(
    fc.property(drawn, (values) => {
      const set = Object.entries(values).map(([parameter, value]) => `${parameter}=${value}`);
      expect(misses(name, ticks === undefined ? set : [...set, `ticks=${ticks}`])).toEqual([]);
    }),
    { numRuns: 12, seed: 7 },
  );
}

describe('models with closed forms', () => {
  it.each(EXACT)('%s: every row is obtained', (name) => {
    const { rows, kept } = replicated(resolvedOf(name));
    expect(rows.map(({ verdict }) => verdict)).toEqual(rows.map(() => 'pass'));
    for (const run of kept) expect(Math.max(...run.of('books.imbalance'))).toBeLessThan(1e-9);
  });
});

describe('Brock & Hommes', () => {
  it('bifurcates at ln 11, and settles at 1.2933 at beta 3', () => {
    const { rows } = replicated(resolvedOf('brock-hommes'));
    const about = (text: string) => rows.find(({ quantity }) => quantity.includes(text))?.obtained;
    expect(about('pitchfork')).toBeCloseTo(Math.log(11), 7);
    expect(about('beta 3')).toBeCloseTo(1.2933, 4);
  });

  it('follows the recursion at other parameters, with biases too', () => {
    holds(
      'brock-hommes',
      {
        'investors.trend.trendFollowers': [-1, 1.3],
        'investors.trend.fundamentalists': [-0.5, 0.5],
        'investors.bias.trendFollowers': [-0.5, 0.5],
        'investors.bias.fundamentalists': [-0.5, 0.5],
        'investors.cost.fundamentalists': [0, 2],
        'investors.riskTolerance': [0.5, 2],
        'investors.grossReturn': [1.05, 1.3],
        'investors.startDeviation': [-0.3, 0.3],
      },
      200,
    );
  });

  it('settles where the closed form says at other parameters', () => {
    for (const set of [['investors.trend.trendFollowers=1.21'], ['investors.riskTolerance=0.5']])
      expect(misses('brock-hommes', set)).toEqual([]);
  });
});

describe('Gabaix & Koijen', () => {
  it('moves the market by five dollars for each dollar', () => {
    const rises = runArm(resolvedOf('gabaix-koijen'), 'flow').of('price.equity').map(Math.log);
    expect(rises[0]).toBe(0);
    expect(rises[1]).toBeCloseTo(0.05, 12);
  });

  it('holds at other mandates', () => {
    holds('gabaix-koijen', { 'funds.dividendYield': [0.01, 0.1] });
    expect(
      misses('gabaix-koijen', ['arms.flow.funds.equityShare=0.5', 'arms.flow.households.flow=-0.03']),
    ).toEqual([]);
  });

  it('has no price without elasticity', () => {
    const experiment = resolvedOf('gabaix-koijen', [
      'arms.flow.funds.equityShare=1',
      'arms.flow.funds.returnSensitivity=0',
    ]);
    expect(() => runArm(experiment, 'flow')).toThrow(ClearingFailure);
  });
});

describe('Greenwood, Landier & Thesmar', () => {
  it('sells 200 and loses 42 % of equity in the hand example', () => {
    const run = runArm(resolvedOf('greenwood-landier-thesmar'), 'handExample');
    const equity = run.of('banks.equity');
    expect(run.of('banks.sold')[1]).toBeCloseTo(200, 7);
    expect((equity[0] - equity[1]) / (1000 / 21)).toBeCloseTo(0.42, 9);
    expect(1000 / 21 - equity[0]).toBeCloseTo(10, 7);
  });

  it('agrees with its matrices at other banks, shocks and depths', () => {
    holds('greenwood-landier-thesmar', {
      'banks.assets.first': [100, 2000],
      'banks.debtToEquity.first': [2, 25],
      'outsideBuyers.shock.firstBonds': [-0.02, 0],
      'outsideBuyers.shock.secondBonds': [-0.02, 0],
      'outsideBuyers.priceImpact.firstBonds': [1e-6, 1e-4],
    });
  });
});

describe('Cont & Schaanning', () => {
  it('sells nothing up to the critical shock, then at once; targeting sells at every shock', () => {
    const experiment = resolvedOf('cont-schaanning');
    const sold = (arm: string) => runArm(experiment, arm).of('banks.sold')[1];
    expect(sold('threshold051')).toBe(0);
    expect(sold('threshold053')).toBeGreaterThan(8);
    expect(sold('targeting01')).toBeGreaterThan(200);
    expect(sold('targeting03') / sold('targeting01')).toBeCloseTo(3, 2);
  });

  it('agrees with its rules at other thresholds, buffers and depths', () => {
    holds('cont-schaanning', {
      'banks.threshold': [24, 45],
      'banks.buffer': [0.8, 0.99],
      'outsideBuyers.priceImpact': [0.05, 2],
    });
  });
});
