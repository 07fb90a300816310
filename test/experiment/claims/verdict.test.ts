import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Expectation } from '../../../src/experiment/claims/claim.js';
import {
  ablationState,
  effectState,
  type JudgedEffect,
  judgeClaim,
  showsEffect,
} from '../../../src/experiment/claims/verdict.js';

const interval = fc
  .tuple(fc.double({ min: -10, max: 10, noNaN: true }), fc.double({ min: 0, max: 10, noNaN: true }))
  .map(([low, width]) => ({ low, high: low + width }));
const smallest = fc.double({ min: 0.01, max: 5, noNaN: true });
const expected = fc.constantFrom<Expectation>('positive', 'negative', 'equivalent', 'either');

const mirrored = ({ low, high }: { low: number; high: number }) => ({ low: -high, high: -low });

describe('the state of an effect', () => {
  it('mirrors: what holds for + holds for the opposite interval and −', () => {
    fc.assert(
      fc.property(interval, smallest, (bounds, least) => {
        expect(effectState(bounds, 'positive', least)).toBe(effectState(mirrored(bounds), 'negative', least));
        for (const sign of ['equivalent', 'either'] as const)
          expect(effectState(bounds, sign, least)).toBe(effectState(mirrored(bounds), sign, least));
      }),
    );
  });

  it('never turns from holding to excluded, or back, when the interval widens: it becomes unclear', () => {
    fc.assert(
      fc.property(
        interval,
        smallest,
        expected,
        fc.double({ min: 0, max: 5, noNaN: true }),
        (bounds, least, sign, more) => {
          const [narrow, wide] = [bounds, { low: bounds.low - more, high: bounds.high + more }].map((each) =>
            effectState(each, sign, least),
          );
          expect([narrow, 'unclear']).toContain(wide);
        },
      ),
    );
  });

  it('asks for more than the smallest effect of interest, and excludes only what lies below it', () => {
    expect(effectState({ low: 0.6, high: 1 }, 'positive', 0.5)).toBe('holds');
    expect(effectState({ low: 0.5, high: 1 }, 'positive', 0.5)).toBe('unclear');
    expect(effectState({ low: 0.1, high: 0.4 }, 'positive', 0.5)).toBe('excluded');
    expect(effectState({ low: -3, high: -2 }, 'positive', 0.5)).toBe('excluded');
    expect(effectState({ low: -3, high: -2 }, 'either', 0.5)).toBe('holds');
    expect(effectState({ low: -0.4, high: 0.4 }, 'either', 0.5)).toBe('excluded');
    expect(effectState({ low: -0.4, high: 0.4 }, 'equivalent', 0.5)).toBe('holds');
    expect(effectState({ low: 0.6, high: 0.8 }, 'equivalent', 0.5)).toBe('excluded');
    expect(effectState({ low: 0.4, high: 0.8 }, 'equivalent', 0.5)).toBe('unclear');
    expect(effectState({ low: Number.NaN, high: Number.NaN }, 'positive', 0.5)).toBe('unclear');
    expect(showsEffect(-0.6, 'negative', 0.5)).toBe(true);
    expect(showsEffect(-0.4, 'negative', 0.5)).toBe(false);
  });
});

function effect(over: Partial<JudgedEffect>): JudgedEffect {
  return { name: 'falls', state: 'holds', missing: 0, planned: 64, ablations: [], ...over };
}

const ablation = (state: ReturnType<typeof ablationState>, decides = true) => ({
  mechanism: 'cash runs out',
  decides,
  state,
  missing: 0,
});

describe('the verdict', () => {
  it('knows whether at least half of an effect goes', () => {
    expect(ablationState({ low: 0.1, high: 2 })).toBe('removes');
    expect(ablationState({ low: -2, high: -0.1 })).toBe('stands');
    expect(ablationState({ low: -1, high: 1 })).toBe('unclear');
    expect(ablationState({ low: Number.NaN, high: Number.NaN })).toBe('unclear');
  });

  it('supports only what holds in all its effects and goes with all that is said to cause it', () => {
    const good = effect({ ablations: [ablation('removes')] });
    expect(judgeClaim([good, effect({})])).toEqual({ verdict: 'supported', because: [] });
    expect(judgeClaim([good, effect({ state: 'unclear' })]).verdict).toBe('inconclusive');
    expect(judgeClaim([effect({ ablations: [ablation('unclear')] })]).verdict).toBe('inconclusive');
    expect(judgeClaim([effect({ ablations: [ablation('removes'), ablation('stands')] })])).toEqual({
      verdict: 'not supported',
      because: ['falls stands without: cash runs out'],
    });
    expect(judgeClaim([effect({ ablations: [ablation('stands', false)] })]).verdict).toBe('supported');
  });

  it('lets one excluded effect outweigh all others', () => {
    const judged = judgeClaim([effect({ state: 'unclear' }), effect({ name: 'rises', state: 'excluded' })]);
    expect(judged).toEqual({ verdict: 'not supported', because: ['rises: no effect of interest'] });
  });

  it('decides nothing on effects that miss more than 5 % of their seeds', () => {
    for (const state of ['holds', 'excluded'] as const)
      expect(judgeClaim([effect({ state, missing: 4 })]).verdict).toBe('inconclusive');
    expect(judgeClaim([effect({ missing: 3 })]).verdict).toBe('supported');
  });
});
