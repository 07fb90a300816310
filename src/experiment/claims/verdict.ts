/**
 * The verdict on a claim, by rules that were written down before any run:
 *
 * - supported: every interval lies beyond the smallest effect of interest, and every ablation that decides removes at
 *   least half of its effect;
 * - not supported: an interval excludes the effect of interest, or an ablation leaves it standing;
 * - inconclusive: everything else.
 */
import { missesTooMany } from '../comparison/verdict.js';
import type { Expectation } from './claim.js';

export const CLAIM_VERDICTS = {
  supported: 'all effects lie beyond the smallest of interest, and what is said to cause them does',
  'not supported': 'an effect of interest is excluded, or stands without what is said to cause it',
  inconclusive: 'the runs decide neither way',
  'not in the engine': 'the engine lacks what the claim speaks of',
} as const;
export type ClaimVerdict = keyof typeof CLAIM_VERDICTS;

/** Below this share of draws in which it holds, a claim needs one corner of the parameters. */
export const FRAGILE_SHARE = 0.5;

/** 95 % interval. */
export interface Bounds {
  readonly low: number;
  readonly high: number;
}

/** `holds`: the interval lies beyond the smallest effect of interest; `excluded`: within what is of no interest. */
export type EffectState = 'holds' | 'excluded' | 'unclear';

/** Where an interval lies. With `equivalent`, what is of interest is an effect below the smallest. */
export function effectState({ low, high }: Bounds, expected: Expectation, smallest: number): EffectState {
  if (Number.isNaN(low) || Number.isNaN(high)) return 'unclear';
  const isAbove = low > smallest;
  const isBelow = high < -smallest;
  const isWithin = low > -smallest && high < smallest;
  const states: Record<Expectation, readonly [holds: boolean, excluded: boolean]> = {
    positive: [isAbove, high < smallest],
    negative: [isBelow, low > -smallest],
    either: [isAbove || isBelow, isWithin],
    equivalent: [isWithin, isAbove || isBelow],
  };
  const [holds, excluded] = states[expected];
  if (holds) return 'holds';
  return excluded ? 'excluded' : 'unclear';
}

/** `removes`: at least half of the effect goes with the mechanism; `stands`: less than half does. */
export type AblationState = 'removes' | 'stands' | 'unclear';

/**
 * @param surplus interval of s (e - 2 a), seed by seed: e the effect, a what is left without the mechanism, s the sign
 * of the effect. Above zero, less than half is left.
 */
export function ablationState({ low, high }: Bounds): AblationState {
  if (low >= 0) return 'removes';
  return high < 0 ? 'stands' : 'unclear';
}

export interface JudgedEffect {
  readonly name: string;
  readonly state: EffectState;
  readonly missing: number;
  readonly planned: number;
  readonly ablations: readonly {
    readonly mechanism: string;
    readonly decides: boolean;
    readonly state: AblationState;
    readonly missing: number;
  }[];
}

export interface Judgement {
  readonly verdict: ClaimVerdict;
  /** What decided it, one reason a text; none if supported. */
  readonly because: readonly string[];
}

function reasonsAgainst(effects: readonly JudgedEffect[]): string[] {
  return effects.flatMap(({ name, state, ablations }) => [
    ...(state === 'excluded' ? [`${name}: no effect of interest`] : []),
    ...ablations
      .filter((ablation) => ablation.decides && ablation.state === 'stands' && state === 'holds')
      .map(({ mechanism }) => `${name} stands without: ${mechanism}`),
  ]);
}

function openQuestions(effects: readonly JudgedEffect[]): string[] {
  return effects.flatMap(({ name, state, missing, planned, ablations }) => [
    ...(missesTooMany(missing, planned) ? [`${name}: ${missing} of ${planned} seeds are missing`] : []),
    ...(state === 'unclear' ? [`${name}: the interval is too wide`] : []),
    ...ablations
      .filter((ablation) => ablation.decides && ablation.state !== 'removes')
      .map(
        ({ mechanism, missing: lost }) =>
          `${name}: unclear how much goes with: ${mechanism}${missesTooMany(lost, planned) ? ` (${lost} of ${planned} seeds are missing)` : ''}`,
      ),
  ]);
}

/** The verdict on a claim from what is known of its effects. What misses too many seeds decides nothing. */
export function judgeClaim(effects: readonly JudgedEffect[]): Judgement {
  const known = effects.filter(({ missing, planned }) => !missesTooMany(missing, planned));
  const against = reasonsAgainst(known);
  if (against.length > 0) return { verdict: 'not supported', because: against };
  const open = openQuestions(effects);
  return open.length > 0 ? { verdict: 'inconclusive', because: open } : { verdict: 'supported', because: [] };
}

/** Whether a single draw shows the effect: its value itself lies beyond the smallest effect of interest. */
export function showsEffect(value: number, expected: Expectation, smallest: number): boolean {
  return effectState({ low: value, high: value }, expected, smallest) === 'holds';
}
