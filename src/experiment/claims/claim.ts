/** A claim of a file, checked: names of arms and metrics are known, and what decides is complete. */
import type { Path, SourceDocument } from '../document.js';
import { didYouMean } from '../nearest.js';
import type { Problems } from '../problem.js';
import type { ResolvedExperiment, ResolvedMetric } from '../resolved.js';
import { type Contrast, parseContrast } from './contrast.js';
import type { EXPECTATIONS, GivenClaim } from './structure.js';

export type Expectation = (typeof EXPECTATIONS)[number];

export interface ClaimedAblation {
  /** What is switched off, in words. */
  readonly mechanism: string;
  readonly contrast: Contrast;
  /** False: reported only. */
  readonly decides: boolean;
}

export interface LevelContrast {
  readonly level: number;
  readonly contrast: Contrast;
}

export interface ClaimedEffect {
  readonly name: string;
  readonly metric: ResolvedMetric;
  /** Empty for a crossing. */
  readonly contrast: Contrast;
  /** Contrasts by level, from the lowest on. */
  readonly crossing?: readonly LevelContrast[];
  /** False: reported only. */
  readonly decides?: boolean;
  readonly expected: Expectation;
  /** In the unit of the metric. */
  readonly smallest: number;
  readonly reason: string;
  readonly ablations: readonly ClaimedAblation[];
}

export interface ResolvedClaim {
  readonly sentence: string;
  /** What the engine lacks; there are no effects then. */
  readonly missing?: string;
  /** Whether every seed lives in a draw of its own of all parameters. */
  readonly draws?: boolean;
  readonly effects: readonly ClaimedEffect[];
  readonly finding?: string;
}

/** Effects on which the verdict hangs. */
export function decidingEffects({ effects }: Pick<ResolvedClaim, 'effects'>): readonly ClaimedEffect[] {
  return effects.filter(({ decides }) => decides !== false);
}

type GivenEffect = NonNullable<GivenClaim['effects']>[string];

interface Reading {
  readonly document: SourceDocument;
  readonly experiment: ResolvedExperiment;
  readonly problems: Problems;
}

class ClaimReader {
  constructor(private readonly reading: Reading) {}

  private fault(path: Path, message: string): void {
    const { problems, document } = this.reading;
    problems.add(document.positionOf(['claim', ...path]), `claim: ${message}`);
  }

  read(given: GivenClaim): ResolvedClaim {
    const { sentence, missing, draws, effects = {}, finding } = given;
    const names = Object.keys(effects);
    if (missing === undefined && names.length === 0)
      this.fault([], 'needs `effects`, or `missing`: what the engine lacks to test it');
    if (missing !== undefined && names.length > 0)
      this.fault(['missing'], 'what has effects is not missing; leave one of them out');
    if (names.length > 0 && names.every((name) => effects[name].decides === false))
      this.fault(['effects'], 'at least one effect must decide');
    return {
      sentence: sentence.trim(),
      ...(missing !== undefined && { missing: missing.trim() }),
      ...(draws !== undefined && { draws }),
      effects: names.map((name) => this.effect(name, effects[name])),
      ...(finding !== undefined && { finding: finding.trim() }),
    };
  }

  private effect(name: string, given: GivenEffect): ClaimedEffect {
    const { expected, smallest, reason, ablations = {} } = given;
    if (expected === 'equivalent' && Object.keys(ablations).length > 0)
      this.fault(['effects', name, 'ablations'], 'no effect is expected; there is nothing to take away');
    return {
      name,
      ...this.measured(name, given),
      ...(given.decides !== undefined && { decides: given.decides }),
      expected,
      smallest,
      reason: reason.trim(),
      ablations: Object.entries(ablations).map(([mechanism, ablation]) => {
        const path = ['effects', name, 'ablations', mechanism];
        const isText = typeof ablation === 'string';
        return {
          mechanism,
          contrast: this.contrast(
            isText ? ablation : ablation.contrast,
            isText ? path : [...path, 'contrast'],
          ),
          decides: isText || ablation.decides,
        };
      }),
    };
  }

  /** What is measured: a contrast of a metric, or the level at which contrasts of it cross zero. */
  private measured(
    name: string,
    { contrast, crossing, ...given }: GivenEffect,
  ): Pick<ClaimedEffect, 'metric' | 'contrast' | 'crossing'> {
    const metric = this.metric(name, given.metric);
    const path = ['effects', name];
    if ((contrast === undefined) === (crossing === undefined))
      this.fault(path, "expected either 'contrast' or 'crossing'");
    if (crossing === undefined)
      return {
        metric,
        contrast: contrast === undefined ? [] : this.contrast(contrast, [...path, 'contrast']),
      };
    if (given.decides !== false || given.ablations !== undefined)
      this.fault(path, 'a crossing has no ablations and is reported only; add `decides: false`');
    const levels = Object.entries(crossing.at).map(([level, text]) => ({
      level: Number(level),
      contrast: this.contrast(text, [...path, 'crossing', 'at', level]),
    }));
    const ordered = levels.toSorted((a, b) => a.level - b.level);
    return { metric: { ...metric, unit: crossing.unit }, contrast: [], crossing: ordered };
  }

  private metric(effect: string, name: string): ResolvedMetric {
    const found = this.reading.experiment.metrics.find((metric) => metric.name === name);
    if (found === undefined) this.unknownMetric(name, ['effects', effect, 'metric']);
    // An unknown name is a problem, and the effect never used.
    return found as ResolvedMetric;
  }

  private unknownMetric(name: string, path: Path): void {
    const names = this.reading.experiment.metrics.map((metric) => metric.name);
    this.fault(path, `there is no metric '${name}'${didYouMean(name, names)}`);
  }

  private contrast(text: string, path: Path): Contrast {
    const { arms, metrics } = this.reading.experiment;
    const names = arms.map(({ name }) => name);
    const contrast = parseContrast(text);
    if (contrast === undefined)
      this.fault(path, `'${text}' is no contrast; expected arms with + or - between them, such as a - b`);
    for (const { arm, metric } of contrast ?? []) {
      if (!names.includes(arm)) this.fault(path, `there is no arm '${arm}'${didYouMean(arm, names)}`);
      if (metric !== undefined && !metrics.some(({ name }) => name === metric))
        this.unknownMetric(metric, path);
    }
    return contrast ?? [];
  }
}

/** Reads the key `claim`; what cannot be meant is a problem at its place. */
export function readClaim(given: GivenClaim, reading: Reading): ResolvedClaim {
  return new ClaimReader(reading).read(given);
}
