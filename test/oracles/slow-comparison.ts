/**
 * Comparison the slow way: every resample and every sign pattern one by one, the normal distribution by numerical
 * integration, quantiles by sorting. Shares no line with src/experiment/comparison.
 */

/** P(Z < z) by Simpson's rule. */
export function slowNormal(z: number): number {
  const [from, steps] = [-12, 40_000];
  if (z <= from) return 0;
  const width = (z - from) / steps;
  let sum = 0;
  for (let i = 0; i <= steps; i++) {
    const x = from + i * width;
    const weight = i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2;
    sum += weight * Math.exp((-x * x) / 2);
  }
  return (sum * width) / 3 / Math.sqrt(2 * Math.PI);
}

/** z with P(Z < z) = probability, by bisection. */
export function slowInverseNormal(probability: number): number {
  let [low, high] = [-10, 10];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (slowNormal(middle) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

type Statistic = (values: readonly number[]) => number;

/** The statistic of all n^n resamples. */
export function allReplicates(values: readonly number[], statistic: Statistic): number[] {
  const replicates: number[] = [];
  const extend = (drawn: number[]): void => {
    if (drawn.length === values.length) replicates.push(statistic(drawn));
    else for (const value of values) extend([...drawn, value]);
  };
  extend([]);
  return replicates;
}

/** Jackknife influences: mean of the leave-one-out statistics minus each. */
export function jackknife(values: readonly number[], statistic: Statistic): number[] {
  const without = values.map((_, left) => statistic(values.filter((_one, i) => i !== left)));
  const centre = without.reduce((sum, one) => sum + one, 0) / without.length;
  return without.map((one) => centre - one);
}

function slowQuantile(sorted: readonly number[], probability: number): number {
  const position = probability * (sorted.length - 1);
  const share = position - Math.floor(position);
  return (1 - share) * sorted[Math.floor(position)] + share * sorted[Math.ceil(position)];
}

/** BCa interval from given replicates, after chapter 14.3 of Efron and Tibshirani (1993); ties count half. */
export function slowBca(
  replicates: readonly number[],
  values: readonly number[],
  statistic: Statistic,
  confidence: number,
): [number, number] {
  const estimate = statistic(values);
  const isTie = (one: number) => Math.abs(one - estimate) < 1e-9;
  const below = replicates.filter((one) => one < estimate && !isTie(one)).length;
  const share = (below + replicates.filter(isTie).length / 2) / replicates.length;
  const bias = slowInverseNormal(share);
  const influences = jackknife(values, statistic);
  const a =
    influences.reduce((sum, u) => sum + u ** 3, 0) /
    (6 * influences.reduce((sum, u) => sum + u ** 2, 0) ** 1.5);
  const sorted = [...replicates].sort((x, y) => x - y);
  const limit = (tail: number) => {
    const z = slowInverseNormal(tail);
    return slowQuantile(sorted, slowNormal(bias + (bias + z) / (1 - a * (bias + z))));
  };
  return [limit((1 - confidence) / 2), limit((1 + confidence) / 2)];
}

/** Share of all 2^n sign patterns whose mean is at least as far from zero. */
export function slowSignFlip(differences: readonly number[]): number {
  const observed = Math.abs(differences.reduce((sum, one) => sum + one, 0));
  let extremes = 0;
  for (let pattern = 0; pattern < 2 ** differences.length; pattern++) {
    const total = differences.reduce(
      (sum, one, i) => sum + (Math.floor(pattern / 2 ** i) % 2 === 1 ? -one : one),
      0,
    );
    if (Math.abs(total) > observed - 1e-9) extremes++;
  }
  return extremes / 2 ** differences.length;
}
