/** The scoreboard: one line a claim, one row an effect, an ablation, a draw. */
import type { Table } from '../study-tables.js';
import type { Claim } from './group.js';
import type { MeasuredAblation, MeasuredClaim, MeasuredEffect } from './measure.js';
import { FRAGILE_SHARE, showsEffect } from './verdict.js';

/** One draw of the parameters, with the effects that decide in the order of the claim; NaN where a run failed or has no such value. */
export type DrawnEffects = readonly (readonly number[])[];

export interface ScoredClaim extends MeasuredClaim {
  readonly id: string;
  readonly ticks: number;
  readonly seeds: number;
  readonly draws: DrawnEffects;
  /** Draws in which every effect has a value. */
  readonly known: number;
  /** Share of them in which all effects show; NaN without any. */
  readonly robustness: number;
  /** Whether it shows in less than half of the draws, where those without a value cannot decide that. */
  readonly fragile: boolean | undefined;
}

function deciding(effects: readonly MeasuredEffect[]): readonly MeasuredEffect[] {
  return effects.filter(({ effect }) => effect.decides !== false);
}

function holdsIn(values: readonly number[], { effects }: MeasuredClaim): boolean {
  return deciding(effects).every(({ effect }, i) => showsEffect(values[i], effect.expected, effect.smallest));
}

/** A measured claim with its robustness. */
export function scoreClaim(
  { id, experiment }: Claim,
  measured: MeasuredClaim,
  draws: DrawnEffects,
): ScoredClaim {
  const known = draws.filter((values) => values.every(Number.isFinite));
  const shows = known.filter((values) => holdsIn(values, measured)).length;
  return {
    ...measured,
    id,
    ticks: experiment.ticks,
    seeds: experiment.seeds.length,
    draws,
    known: known.length,
    robustness: shows / known.length,
    fragile: isFragile(shows, known.length, draws.length),
  };
}

/** Whatever the draws without a value would have shown. */
function isFragile(shows: number, known: number, draws: number): boolean | undefined {
  if (shows + (draws - known) < FRAGILE_SHARE * draws) return true;
  return known > 0 && shows >= FRAGILE_SHARE * draws ? false : undefined;
}

/** Of the ablations that decide, the one that takes least away. */
export function weakestAblation({ ablations }: MeasuredEffect): MeasuredAblation | undefined {
  const deciding = ablations.filter(({ decides }) => decides);
  return deciding.reduce<MeasuredAblation | undefined>(
    (least, each) => (least === undefined || each.removed < least.removed ? each : least),
    undefined,
  );
}

function cell(value: number | undefined): number | string {
  return value === undefined || !Number.isFinite(value) ? '' : value;
}

const CLAIM_COLUMNS =
  'claim,verdict,because,effect,decides,metric,unit,expected,smallest,value,low,high,state,pairs,missing,ablation,left,leftLow,leftHigh,removed,robustness,draws,drawsMissing,fragile,ticks,seeds';

function effectRow(claim: ScoredClaim, measured: MeasuredEffect) {
  const { effect, value, bounds, state, pairs, missing } = measured;
  const weakest = weakestAblation(measured);
  return [
    claim.id,
    claim.verdict,
    claim.because.join('; '),
    effect.name,
    String(effect.decides !== false),
    effect.metric.name,
    effect.metric.unit,
    effect.expected,
    effect.smallest,
    cell(value),
    cell(bounds.low),
    cell(bounds.high),
    state,
    pairs,
    missing,
    weakest?.mechanism ?? '',
    cell(weakest?.left),
    cell(weakest?.leftBounds.low),
    cell(weakest?.leftBounds.high),
    cell(weakest?.removed),
    cell(claim.robustness),
    claim.known,
    claim.draws.length - claim.known,
    String(claim.fragile ?? ''),
    claim.ticks,
    claim.seeds,
  ];
}

/** `claims.csv`: one row an effect; claims that cannot be tested have one row without numbers. */
export function claimsTable(claims: readonly ScoredClaim[]): Table {
  const columns = CLAIM_COLUMNS.split(',');
  return [
    columns,
    ...claims.flatMap((claim) =>
      claim.effects.length === 0
        ? [columns.map((_, i) => [claim.id, claim.verdict, claim.because.join('; ')][i] ?? '')]
        : claim.effects.map((effect) => effectRow(claim, effect)),
    ),
  ];
}

/** `ablations.csv`: what is left of every effect without each mechanism. */
export function ablationsTable(claims: readonly ScoredClaim[]): Table {
  return [
    'claim,effect,unit,mechanism,decides,value,left,leftLow,leftHigh,removed,state,pairs,missing'.split(','),
    ...claims.flatMap(({ id, effects }) =>
      effects.flatMap(({ effect, value, ablations }) =>
        ablations.map(({ mechanism, decides, left, leftBounds, removed, state, pairs, missing }) => [
          id,
          effect.name,
          effect.metric.unit,
          mechanism,
          String(decides),
          cell(value),
          cell(left),
          cell(leftBounds.low),
          cell(leftBounds.high),
          cell(removed),
          state,
          pairs,
          missing,
        ]),
      ),
    ),
  ];
}

/** `robustness.csv`: every effect at every draw of the parameters. */
export function robustnessTable(claims: readonly ScoredClaim[]): Table {
  return [
    'claim,effect,unit,draw,value,shows'.split(','),
    ...claims.flatMap(({ id, effects, draws }) =>
      draws.flatMap((values, draw) =>
        deciding(effects).map(({ effect }, i) => [
          id,
          effect.name,
          effect.metric.unit,
          draw + 1,
          cell(values[i]),
          Number.isFinite(values[i])
            ? String(showsEffect(values[i], effect.expected, effect.smallest))
            : 'no value',
        ]),
      ),
    ),
  ];
}

/** Seeds of the claim that has fewest, of those that are tested. */
export function fewestSeeds(claims: readonly ScoredClaim[]): number {
  const tested = claims.filter(({ effects }) => effects.length > 0);
  return Math.min(...(tested.length > 0 ? tested : claims).map(({ seeds }) => seeds));
}
