import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inverseNormal } from '../../src/maths/inverse-normal.js';
import { correlation, kurtosis, mean, variance } from '../../src/maths/moments.js';
import { philox4x32 } from '../../src/maths/philox.js';
import { GENERATORS, type GeneratorName, randomStream, streamKey } from '../../src/maths/random.js';

const COUNT = 200_000;

function words(...input: [number, number, number, number, number, number]): string {
  const out = new Uint32Array(4);
  philox4x32(...input, out);
  return Array.from(out, (word) => word.toString(16).padStart(8, '0')).join(' ');
}

function normals(generator: GeneratorName, purpose = 'news'): Float64Array {
  const stream = randomStream(generator, '7', purpose);
  return Float64Array.from({ length: COUNT }, (_, i) => stream.normal(i % 100, Math.floor(i / 100)));
}

/** Kolmogorov and Smirnov's distance between the numbers and an even spread over (0, 1). */
function unevenness(uniforms: Float64Array): number {
  const sorted = uniforms.slice().sort();
  return sorted.reduce((worst, u, i) => Math.max(worst, Math.abs(u - (i + 0.5) / sorted.length)), 0);
}

describe('philox4x32', () => {
  it('gives the published known answers', () => {
    expect(words(0, 0, 0, 0, 0, 0)).toBe('6627e8d5 e169c58d bc57ac4c 9b00dbd8');
    expect(words(-1, -1, -1, -1, -1, -1)).toBe('408f276d 41c83b0e a20bc7c6 6d5451fd');
    expect(words(0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0)).toBe(
      'd16cfe09 94fdcceb 5001e420 24126ea1',
    );
  });
});

describe('inverseNormal', () => {
  it.each([
    [1.1641532182693481e-10, -6.3379577545537895],
    [1e-6, -4.753424308822899],
    [0.01, -2.3263478740408408],
    [0.02425, -1.972961051311885],
    [0.1, -1.2815515655446004],
    [0.6, 0.2533471031357997],
    [0.975, 1.959963984540054],
    [0.99, 2.3263478740408408],
    [0.9999999998835847, 6.3379577545537895],
  ])('of %d is %d (SciPy)', (probability, expected) => {
    expect(Math.abs(inverseNormal(probability) / expected - 1)).toBeLessThan(1.2e-9);
  });

  it('is 0 at one half and infinite at the ends', () => {
    const { POSITIVE_INFINITY: infinity } = Number;
    expect([0, 0.5, 1].map(inverseNormal)).toEqual([-infinity, 0, infinity]);
    expect([-0.1, 1.1, Number.NaN].map(inverseNormal)).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  });
});

describe('streamKey', () => {
  it('differs for every seed and purpose, also where the two run together', () => {
    const keys = new Set<string>();
    for (let seed = 0; seed < 2000; seed++)
      for (const purpose of ['news', 'taste']) keys.add(streamKey(String(seed), purpose).join());
    expect(keys.size).toBe(4000);
    expect(streamKey('12', '3')).not.toEqual(streamKey('1', '23'));
  });

  it('gives these words on every machine', () => {
    expect(Array.from(streamKey('1', 'news'))).toEqual([4164388752, 3400536761, 3926905239, 2386393995]);
  });
});

describe.each(GENERATORS)('stream from %s', (generator) => {
  const sample = normals(generator);

  it('repeats itself for the same seed and purpose only', () => {
    const first = (seed: string, purpose: string) => randomStream(generator, seed, purpose).normal(3, 4);
    expect(first('1', 'a')).toBe(first('1', 'a'));
    expect(new Set([first('1', 'a'), first('2', 'a'), first('1', 'b')]).size).toBe(3);
  });

  it('gives uniform numbers inside (0, 1)', () => {
    const out = new Float64Array(COUNT);
    randomStream(generator, '7', 'sizes').uniforms(1, 1, out, COUNT);
    expect(out.every((u) => (u * 2 ** 32) % 1 === 0.5)).toBe(true); // so neither 0 nor 1 can come
    expect(unevenness(out)).toBeLessThan(1.95 / Math.sqrt(COUNT)); // one in a thousand is worse
  });

  it('gives standard normal numbers', () => {
    expect(Math.abs(mean(sample))).toBeLessThan(3.3 / Math.sqrt(COUNT));
    expect(Math.abs(variance(sample) - 1)).toBeLessThan(3.3 * Math.sqrt(2 / COUNT));
    expect(Math.abs(kurtosis(sample) - 3)).toBeLessThan(3.3 * Math.sqrt(24 / COUNT));
  });

  it('has neither echoes nor neighbours in step', () => {
    const limit = 3.3 / Math.sqrt(COUNT);
    expect(Math.abs(correlation(sample.subarray(1), sample.subarray(0, -1)))).toBeLessThan(limit);
    expect(Math.abs(correlation(sample.subarray(100), sample.subarray(0, -100)))).toBeLessThan(limit);
    expect(Math.abs(correlation(sample, normals(generator, 'news2')))).toBeLessThan(limit);
  });

  it('continues from a saved state', () => {
    const stream = randomStream(generator, '7', 'news');
    stream.normal(1, 1);
    const saved = stream.state();
    const expected = [stream.uniform(1, 2), stream.studentT(1, 3, 5, 6)];
    const other = randomStream(generator, 'other', 'news');
    if (generator === 'philox') expect(saved).toBe('');
    else other.restore(saved);
    const restored = generator === 'philox' ? randomStream(generator, '7', 'news') : other;
    restored.restore(saved);
    expect([restored.uniform(1, 2), restored.studentT(1, 3, 5, 6)]).toEqual(expected);
  });

  it.each([5, 8, 30])("gives Student's t with %d degrees of freedom, unit variance", (df) => {
    const stream = randomStream(generator, '7', 'shocks');
    const draws = Float64Array.from({ length: COUNT }, (_, i) => stream.studentT(i, 0, df, 1000));
    expect(Math.abs(mean(draws))).toBeLessThan(4 / Math.sqrt(COUNT));
    expect(Math.abs(variance(draws) - 1)).toBeLessThan(0.05);
    // share below the 2.5 % and 97.5 % quantiles of t, standardised
    const quantile = { 5: 2.570581835636314, 8: 2.306004135204166, 30: 2.0422724563012373 }[df] as number;
    const outside = draws.filter((t) => Math.abs(t) > quantile * Math.sqrt((df - 2) / df)).length / COUNT;
    expect(Math.abs(outside - 0.05)).toBeLessThan(3.3 * Math.sqrt((0.05 * 0.95) / COUNT));
  });

  it('clamps Student t at the truncation and refuses other degrees of freedom', () => {
    const stream = randomStream(generator, '7', 'shocks');
    const draws = Float64Array.from({ length: 10_000 }, (_, i) => stream.studentT(i, 0, 3, 2));
    expect([Math.min(...draws), Math.max(...draws)]).toEqual([-2, 2]);
    expect(() => stream.studentT(0, 0, 2, 6)).toThrow(RangeError);
    expect(() => stream.studentT(0, 0, 4.5, 6)).toThrow(RangeError);
  });

  it('writes many normals where told, equal to the numbers drawn one by one or addressed', () => {
    const out = new Float64Array(10).fill(9);
    randomStream(generator, '7', 'news').normals(5, 6, out, 2, 6);
    expect([out[0], out[1], out[8], out[9]]).toEqual([9, 9, 9, 9]);
    expect(out[2]).toBe(randomStream(generator, '7', 'news').normal(5, 6));
    expect(new Set(out.subarray(2, 8)).size).toBe(6);
  });
});

describe('philox streams', () => {
  it('answer by address: order and other draws do not matter', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(1e6), fc.nat(1e5)), { minLength: 1, maxLength: 20 }),
        (addresses) => {
          const forwards = randomStream('philox', 's', 'p');
          const backwards = randomStream('philox', 's', 'p');
          const there = addresses.map(([agent, tick]) => forwards.normal(agent, tick));
          const back = addresses.reverse().map(([agent, tick]) => backwards.normal(agent, tick));
          expect(back.reverse()).toEqual(there);
        },
      ),
      { seed: 5, numRuns: 200 },
    );
  });

  it('refuse the state of another generator', () => {
    expect(() => randomStream('philox', 's', 'p').restore('{"c":1}')).toThrow(/another generator/);
  });

  it('share no word between the blocks of one address and its neighbours', () => {
    const seen = new Set<number>();
    const stream = randomStream('philox', 's', 'p');
    const out = new Float64Array(40);
    for (let agent = 0; agent < 10; agent++)
      for (let tick = 0; tick < 10; tick++) {
        stream.uniforms(agent, tick, out, 40);
        for (const u of out) seen.add(u);
      }
    expect(seen.size).toBe(4000);
  });
});
