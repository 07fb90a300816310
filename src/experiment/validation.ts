/** Holds the model against the facts: value, standard error, distance from the band, and verdict of every check. */
import { mean, standardDeviation } from '../maths/moments.js';
import { REFERENCE, type StartFloats } from './validation-arms.js';
import { CHECKS, type Check } from './validation-checks.js';
import { Responses, Returns, type RunSeries } from './validation-sample.js';

/**
 * `shown`: there is no band; `short`: fewer simulated years than the value needs; `missing`: no run gave a value.
 */
export type Verdict = 'pass' | 'fail' | 'shown' | 'short' | 'missing';

export interface CheckResult {
  readonly group: string;
  readonly check: string;
  readonly unit: string;
  readonly reference: number | null;
  /** Key in docs/evidence/facts.csv. */
  readonly fact: string | null;
  readonly model: number | null;
  /** Over seeds; null with one seed. */
  readonly standardError: number | null;
  /** 95 % interval, see {@link INTERVAL_ERRORS}; null with one seed. */
  readonly interval: readonly [number, number] | null;
  readonly seeds: number;
  readonly band: readonly [number, number] | null;
  /** Beyond the nearer end of the band, signed; 0 within it. */
  readonly distance: number | null;
  readonly mandatory: boolean;
  readonly verdict: Verdict;
}

/** Standard errors to each side of a 95 % interval: normal, so that few seeds make it too narrow. */
const INTERVAL_ERRORS = 1.96;

/** How far a value lies outside its band: negative below, positive above, 0 within. */
export function distanceFrom(band: readonly [number, number], value: number): number {
  if (value < band[0]) return value - band[0];
  return value > band[1] ? value - band[1] : 0;
}

/**
 * Standard error of a statistic over n seeds from its n values with one seed left out each:
 * sqrt((n - 1)/n sum (t_(-i) - mean)^2). For a mean over seeds it is the usual standard error; it holds for pooled
 * statistics as well. NaN for fewer than two seeds.
 *
 * Source: B. Efron and C. Stein, The jackknife estimate of variance, Ann. Stat. 9 (1981).
 */
export function jackknifeError(leftOut: readonly number[]): number {
  const n = leftOut.length;
  return n < 2 ? Number.NaN : ((n - 1) / Math.sqrt(n)) * standardDeviation(leftOut);
}

function without<Item>(items: readonly Item[], left: number): Item[] {
  return items.filter((_, index) => index !== left);
}

export interface ValidationRuns {
  /** Completed runs without intervention. */
  readonly returns: readonly RunSeries[];
  /** Completed runs of all arms with a purchase, and of their reference. */
  readonly responses: readonly RunSeries[];
  readonly floats: StartFloats;
  readonly ticksPerYear: number;
}

interface Measured {
  readonly model: number;
  readonly error: number;
  readonly seeds: number;
  readonly isShort: boolean;
}

const NOTHING: Measured = { model: Number.NaN, error: Number.NaN, seeds: 0, isShort: false };

/** One check after the other; samples without one run each are made once for all of them. */
class Validation {
  private readonly all: Returns;
  private readonly withoutOne: readonly Returns[];
  private readonly bySeed: readonly Responses[];

  constructor(private readonly runs: ValidationRuns) {
    const { returns, responses, ticksPerYear } = runs;
    this.all = new Returns(returns, ticksPerYear);
    // What is left of one seed when it is left out says nothing.
    this.withoutOne =
      returns.length < 2 ? [] : returns.map((_, left) => new Returns(without(returns, left), ticksPerYear));
    const seeds = [...new Set(responses.map(({ seed }) => seed))];
    this.bySeed = seeds.map(
      (seed) =>
        new Responses(
          responses.filter((run) => run.seed === seed),
          REFERENCE,
        ),
    );
  }

  result(check: Check): CheckResult {
    const { model, error, seeds, isShort } = this.measure(check);
    const band = check.band ?? null;
    const hasValue = Number.isFinite(model);
    const hasError = hasValue && Number.isFinite(error);
    return {
      group: check.group,
      check: check.name,
      unit: check.unit,
      reference: check.reference?.value ?? null,
      fact: check.reference?.key ?? null,
      model: hasValue ? model : null,
      standardError: hasError ? error : null,
      interval: hasError ? [model - INTERVAL_ERRORS * error, model + INTERVAL_ERRORS * error] : null,
      seeds,
      band,
      distance: hasValue && band !== null ? distanceFrom(band, model) : null,
      mandatory: check.mandatory,
      verdict: verdict(check, model, isShort),
    };
  }

  private measure(check: Check): Measured {
    if (check.from === 'responses') {
      const { floats } = this.runs;
      const values = this.bySeed
        .filter((seed) => seed.has(check.arm))
        .map((seed) => check.measure(seed, floats));
      const error = jackknifeError(values.map((_, left) => mean(without(values, left))));
      return { model: mean(values), error, seeds: values.length, isShort: false };
    }
    const { all, withoutOne } = this;
    if (all.runs.length === 0) return NOTHING;
    return {
      model: check.measure(all),
      error: jackknifeError(withoutOne.map((returns) => check.measure(returns))),
      seeds: all.runs.length,
      isShort: all.years < (check.years ?? 0),
    };
  }
}

function verdict(check: Check, model: number, isShort: boolean): Verdict {
  if (!Number.isFinite(model)) return 'missing';
  if (check.band === undefined) return 'shown';
  if (isShort) return 'short';
  return distanceFrom(check.band, model) === 0 ? 'pass' : 'fail';
}

export function validate(runs: ValidationRuns, checks: readonly Check[] = CHECKS): CheckResult[] {
  const validation = new Validation(runs);
  return checks.map((check) => validation.result(check));
}

/** Whether every mandatory check lies in its band; what could not be measured does not. */
export function isValid(results: readonly CheckResult[]): boolean {
  return results.every(({ mandatory, verdict: found }) => !mandatory || found === 'pass');
}
