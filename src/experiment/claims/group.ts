/**
 * Claims put together, so that what several of them run is run once: claims with the same calendar and seeds, drawn alike, become one
 * experiment with all their arms and metrics. Its equal arms are one run, as in any experiment.
 */
import type { ParameterValue } from '../parameter-value.js';
import type { ResolvedArm, ResolvedExperiment, ResolvedMetric } from '../resolved.js';
import { type ClaimedEffect, decidingEffects, type ResolvedClaim } from './claim.js';
import { type Contrast, metricsOfContrast } from './contrast.js';

export interface Claim {
  /** Name of its file. */
  readonly id: string;
  readonly experiment: ResolvedExperiment;
  readonly claim: ResolvedClaim;
}

export interface ClaimGroup {
  readonly claims: readonly Claim[];
  /** Whether every seed lives in a draw of its own of all parameters. */
  readonly draws: boolean;
  /** All arms and metrics that the claims need. */
  readonly experiment: ResolvedExperiment;
  /** Name in the experiment of a metric of a claim. */
  metricOf(claim: Claim, metric: string): string;
}

/** Name of an arm of a claim in the experiment of its group. */
export function armOf({ id }: Claim, arm: string): string {
  return `${id}--${arm}`;
}

function calendarOf({ claim, experiment }: Claim): string {
  const { start, ticks, ticksPerYear, seeds, generator, forkAt } = experiment;
  return JSON.stringify([start, ticks, ticksPerYear, seeds, generator, forkAt, claim.draws === true]);
}

/** Contrasts of an effect; those of its ablations too if they are asked for. */
function contrastsOf(
  { contrast, crossing = [], ablations }: ClaimedEffect,
  withAblations: boolean,
): Contrast[] {
  return [contrast, ...crossing, ...(withAblations ? ablations : [])].map((each) =>
    'contrast' in each ? each.contrast : each,
  );
}

/** What an arm differs in from the base economy: what its file says, and what it says itself. */
function changedParameters(
  { experiment }: Claim,
  arm: ResolvedArm,
  base: ResolvedExperiment,
): Record<string, ParameterValue> {
  const own = Object.entries(experiment.parameters)
    .filter(([name, { value }]) => !Object.is(value, base.parameters[name].value))
    .map(([name, { value }]) => [name, value]);
  return { ...Object.fromEntries(own), ...arm.parameters };
}

/** Arms of all effects, or of those alone on which the verdict hangs, and without their ablations. */
function armsOf(claim: Claim, all: boolean, base: ResolvedExperiment): ResolvedArm[] {
  const effects = all ? claim.claim.effects : decidingEffects(claim.claim);
  const contrasts = effects.flatMap((effect) => contrastsOf(effect, all));
  const used = new Set(contrasts.flatMap((contrast) => contrast.map(({ arm }) => arm)));
  return claim.experiment.arms
    .filter(({ name }) => used.has(name))
    .map((arm) => ({
      name: armOf(claim, arm.name),
      parameters: changedParameters(claim, arm, base),
      schedule: [...claim.experiment.schedule, ...arm.schedule],
    }));
}

/** All that decides the value of a metric. */
function formOf({ series, statistic, formula }: ResolvedMetric): string {
  return JSON.stringify([series, statistic, formula]);
}

/** The metrics of the effects, equal ones once. */
function metricsOf(claims: readonly Claim[]): Map<string, ResolvedMetric> {
  const metrics = new Map<string, ResolvedMetric>();
  for (const { id, claim, experiment } of claims) {
    const needed = claim.effects.flatMap((effect) =>
      contrastsOf(effect, true).flatMap((contrast) => metricsOfContrast(contrast, effect.metric.name)),
    );
    for (const metric of experiment.metrics.filter(({ name }) => needed.includes(name)))
      if (!metrics.has(formOf(metric)))
        metrics.set(formOf(metric), { ...metric, name: `${id}.${metric.name}` });
  }
  return metrics;
}

function groupOf(claims: readonly Claim[], base: ResolvedExperiment, all: boolean): ClaimGroup {
  const [{ experiment: first }] = claims;
  const { title: _1, question: _2, expectation: _3, design: _4, parquet: _5, ...rest } = first;
  const metrics = metricsOf(claims);
  const record = { ...first.record, series: [[...metrics.values()][0].needs[0]], events: false };
  const experiment: ResolvedExperiment = {
    ...rest,
    name: 'claims',
    record,
    parameters: base.parameters,
    schedule: [],
    arms: claims.flatMap((claim) => armsOf(claim, all, base)),
    metrics: [...metrics.values()],
  };
  const metricOf = (claim: Claim, name: string) => {
    const metric = claim.experiment.metrics.find((each) => each.name === name) as ResolvedMetric;
    return (metrics.get(formOf(metric)) as ResolvedMetric).name;
  };
  return { claims, draws: claims[0].claim.draws === true, experiment, metricOf };
}

/**
 * The groups in the order of their first claim; claims without effects belong to none.
 *
 * @param base what the arms of a group differ from: draws of its parameters leave alone what a file or an arm sets
 * @param all false: without the arms of ablations and of effects that are reported only
 */
export function groupClaims(claims: readonly Claim[], base: ResolvedExperiment, all = true): ClaimGroup[] {
  const groups = new Map<string, Claim[]>();
  for (const claim of claims) {
    if (claim.claim.effects.length === 0) continue;
    const key = calendarOf(claim);
    groups.set(key, [...(groups.get(key) ?? []), claim]);
  }
  return [...groups.values()].map((members) => groupOf(members, base, all));
}
