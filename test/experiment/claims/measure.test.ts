import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClaimedEffect, ResolvedClaim } from '../../../src/experiment/claims/claim.js';
import { contrastBySeed, parseContrast } from '../../../src/experiment/claims/contrast.js';
import { crossingOf } from '../../../src/experiment/claims/crossing.js';
import { measureClaim } from '../../../src/experiment/claims/measure.js';
import { scoreClaim, weakestAblation } from '../../../src/experiment/claims/scoreboard.js';
import { Resampling } from '../../../src/experiment/comparison/resampling.js';

const SEEDS = 32;
const RESAMPLING = new Resampling('test');
const METRIC = { name: 'index', unit: '%', final: true, compare: 'difference', needs: [] } as const;

function claimOf(over: Partial<ClaimedEffect> = {}): ResolvedClaim {
  const contrast = parseContrast('wave - calm') ?? [];
  const effect: ClaimedEffect = {
    name: 'falls',
    metric: METRIC,
    contrast,
    expected: 'negative',
    smallest: 1,
    reason: 'test',
    ablations: [{ mechanism: 'margins', contrast: parseContrast('wave-off - calm') ?? [], decides: true }],
    ...over,
  };
  return { sentence: 'It falls.', effects: [effect] };
}

/** Noise that the arms share, and a shift of each. */
function arms(shifts: Record<string, number>, spread = 0.1) {
  return (arm: string) =>
    Array.from(
      { length: SEEDS },
      (_, seed) => 50 * Math.sin(seed) + shifts[arm] + spread * Math.cos(7 * seed),
    );
}

describe('contrasts', () => {
  it('are read with signs between spaces, names with hyphens and metrics of their own', () => {
    expect(parseContrast('a-b - c + d@late')).toEqual([
      { arm: 'a-b', weight: 1 },
      { arm: 'c', weight: -1 },
      { arm: 'd', weight: 1, metric: 'late' },
    ]);
    expect(parseContrast('- a')).toEqual([{ arm: 'a', weight: -1 }]);
    for (const wrong of ['a b', 'a -', 'a - - b', '', 'a@ - b', 'a * b'])
      expect(parseContrast(wrong)).toBeUndefined();
  });

  it('are linear, seed by seed', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer(), fc.integer(), fc.integer()), { minLength: 1 }), (rows) => {
        const values = (arm: string) => rows.map((row) => row['abc'.indexOf(arm)]);
        const contrast = parseContrast('a - b + c') ?? [];
        expect(contrastBySeed(contrast, 'x', values)).toEqual(rows.map(([a, b, c]) => a - b + c));
      }),
    );
  });
});

describe('the level at which an effect turns', () => {
  const levels = [100, 200, 400];

  it('lies between the levels before and after, linearly, where it first turns upward', () => {
    expect(crossingOf(levels, [-1, 3, 5])).toBe(125);
    expect(crossingOf([0, 1, 2, 3], [2, -1, 1, -1])).toBe(1.5);
    expect(crossingOf(levels, [-2, 0, 5])).toBe(200);
    for (const none of [
      [1, 2, 3],
      [-3, -2, -1],
      [3, 2, -1],
    ])
      expect(crossingOf(levels, none)).toBeNaN();
  });

  const effect = (shift: number): ClaimedEffect => ({
    ...claimOf({ decides: false, contrast: [], ablations: [] }).effects[0],
    expected: 'positive',
    crossing: levels.map((level) => ({ level, contrast: parseContrast(`a${level} - calm`) ?? [] })),
    smallest: shift,
  });
  const measured = (shift: number, spread: number) => {
    const valuesOf = (arm: string) =>
      arms({ calm: 0, a100: -1 + shift, a200: 3 + shift, a400: 5 + shift })(arm).map(
        (x, seed) => x + (arm === 'a200' ? spread * Math.sin(5 * seed + 1) : 0),
      );
    return measureClaim({ sentence: '', effects: [effect(100)] }, valuesOf, RESAMPLING).effects[0];
  };

  it('is that of the mean over the seeds, with an interval over resamples of them', () => {
    const { value, bounds, state, pairs } = measured(0, 1);
    expect(value).toBeCloseTo(125, 0);
    expect(bounds.low).toBeLessThan(value);
    expect(bounds.high).toBeGreaterThan(value);
    expect(bounds.high - bounds.low).toBeLessThan(20);
    expect([state, pairs]).toEqual(['holds', SEEDS]);
  });

  it('is unknown where the mean does not turn', () => {
    const { value, bounds, state } = measured(2, 1);
    expect([value, bounds.low, state]).toEqual([Number.NaN, Number.NaN, 'unclear']);
  });
});

describe('measured claims', () => {
  it('pair by seed: an effect far smaller than the noise of the arms is found', () => {
    const { effects, verdict } = measureClaim(
      claimOf(),
      arms({ calm: 0, wave: -2, 'wave-off': -0.5 }, 0),
      RESAMPLING,
    );
    expect(effects[0].value).toBeCloseTo(-2, 10);
    expect(effects[0].bounds.low).toBeCloseTo(-2, 10);
    expect(effects[0].ablations[0]).toMatchObject({ state: 'removes' });
    expect(effects[0].ablations[0].removed).toBeCloseTo(0.75, 10);
    expect(verdict).toBe('supported');
  });

  it('is not supported when more than half is left without the mechanism', () => {
    const valuesOf = arms({ calm: 0, wave: -2, 'wave-off': -1.5 }, 0);
    expect(measureClaim(claimOf(), valuesOf, RESAMPLING)).toMatchObject({
      verdict: 'not supported',
      because: ['falls stands without: margins'],
    });
  });

  it('leaves out seeds without a number, and says how many', () => {
    const valuesOf = (arm: string) =>
      arms({ calm: 0, wave: -2, 'wave-off': 0 })(arm).map((x, seed) =>
        seed === 3 && arm === 'wave' ? Number.NaN : x,
      );
    const [effect] = measureClaim(claimOf(), valuesOf, RESAMPLING).effects;
    expect([effect.pairs, effect.missing, effect.planned]).toEqual([SEEDS - 1, 1, SEEDS]);
    expect(effect.value).toBeCloseTo(-2, 1);
  });

  it('decides nothing by an ablation that fails in more than a twentieth of the seeds', () => {
    const without = (failed: number) => (arm: string) =>
      arms(
        { calm: 0, wave: -2, 'wave-off': -1.5 },
        0,
      )(arm).map((x, seed) => (seed < failed && arm === 'wave-off' ? Number.NaN : x));
    const few = measureClaim(claimOf(), without(1), RESAMPLING);
    expect(few.verdict).toBe('not supported');
    expect(few.effects[0].ablations[0]).toMatchObject({ state: 'stands', pairs: SEEDS - 1, missing: 1 });
    const many = measureClaim(claimOf(), without(SEEDS - 4), RESAMPLING);
    expect(many).toMatchObject({
      verdict: 'inconclusive',
      because: [`falls: unclear how much goes with: margins (${SEEDS - 4} of ${SEEDS} seeds are missing)`],
    });
  });

  it('report an effect that does not decide, and judge without it', () => {
    const [effect] = claimOf().effects;
    const rises: ClaimedEffect = { ...effect, name: 'rises', expected: 'positive', ablations: [] };
    const valuesOf = arms({ calm: 0, wave: -2, 'wave-off': -0.5 }, 0);
    const verdictWith = (decides: boolean) =>
      measureClaim({ sentence: '', effects: [effect, { ...rises, decides }] }, valuesOf, RESAMPLING);
    expect(verdictWith(true).verdict).toBe('not supported');
    const measured = verdictWith(false);
    expect(measured).toMatchObject({ verdict: 'supported', effects: [{}, { state: 'excluded' }] });
    const claim = { id: 'fall', experiment: { ticks: 9, seeds: ['a'] }, claim: measured.claim } as never;
    expect(scoreClaim(claim, measured, [[-2], [0]])).toMatchObject({
      known: 2,
      robustness: 0.5,
      fragile: false,
    });
  });

  it('says what the engine lacks', () => {
    const claim = { sentence: 'Miners fail.', missing: 'There are no miners.', effects: [] };
    expect(measureClaim(claim, () => [], RESAMPLING)).toMatchObject({
      verdict: 'not in the engine',
      because: ['There are no miners.'],
    });
  });

  it('scores draws: those in which every effect shows, of those with a value', () => {
    const measured = measureClaim(claimOf(), arms({ calm: 0, wave: -2, 'wave-off': 0 }), RESAMPLING);
    const claim = { id: 'fall', experiment: { ticks: 9, seeds: ['a'] }, claim: measured.claim } as never;
    const none = [Number.NaN];
    const scored = (...draws: number[][]) => scoreClaim(claim, measured, draws);
    expect(scored([-2], [-0.5], [3], [0], none)).toMatchObject({
      known: 4,
      robustness: 1 / 4,
      fragile: true,
      ticks: 9,
    });
    // Those without a value decide: the claim shows in a quarter or in half of all.
    expect(scored([-2], [0], [0], none)).toMatchObject({ known: 3, robustness: 1 / 3, fragile: undefined });
    expect(scored([-2], [-2], [0], none)).toMatchObject({ robustness: 2 / 3, fragile: false });
    expect(scored(none)).toMatchObject({ known: 0, robustness: Number.NaN, fragile: undefined });
    expect(scored()).toMatchObject({ known: 0, robustness: Number.NaN, fragile: undefined });
  });

  it('shows the ablation that decides and removes least', () => {
    const off = (mechanism: string, arm: string, decides: boolean) => ({
      mechanism,
      contrast: parseContrast(`${arm} - calm`) ?? [],
      decides,
    });
    const claim = claimOf({ ablations: [off('a', 'x', true), off('b', 'y', true), off('c', 'z', false)] });
    const measured = measureClaim(claim, arms({ calm: 0, wave: -2, x: 0, y: -0.5, z: -2 }), RESAMPLING);
    expect(weakestAblation(measured.effects[0])?.mechanism).toBe('b');
  });
});
