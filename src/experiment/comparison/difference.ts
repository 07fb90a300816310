/** How two values of a metric or series are compared, and in what unit. */
import type { Comparison } from '../resolved.js';

/** The value less the reference, in the unit of the comparison; NaN in percent of a reference that is not positive. */
export function differenceOf(value: number, reference: number, comparison: Comparison): number {
  if (comparison === 'percent') return reference > 0 ? 100 * (value / reference - 1) : Number.NaN;
  if (comparison === 'basis points') return 10_000 * (value - reference);
  return comparison === 'percentage points' ? 100 * (value - reference) : value - reference;
}

/** Differences that vary by less than this share of what is compared are rounding, not variation. */
const ROUNDING = 1e-12;

/** Size of what is compared, in the unit of the difference. */
function sizeOf(value: number, reference: number, comparison: Comparison): number {
  if (comparison === 'percent') return 100 * Math.max(1, Math.abs(value / reference));
  return Math.abs(differenceOf(Math.max(Math.abs(value), Math.abs(reference)), 0, comparison));
}

/**
 * Differences pair by pair. Where they agree to rounding (a policy rate that every seed cuts by 25 bp), all are the
 * same number, and 0 if that is less than rounding too: their variance is then 0 and not noise to divide by.
 */
export function pairedDifferences(
  values: ArrayLike<number>,
  references: ArrayLike<number>,
  comparison: Comparison,
): Float64Array {
  const differences = Float64Array.from(values, (value, i) => differenceOf(value, references[i], comparison));
  let [least, most, size] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (let i = 0; i < differences.length; i++) {
    least = Math.min(least, differences[i]);
    most = Math.max(most, differences[i]);
    size = Math.max(size, sizeOf(values[i], references[i], comparison));
  }
  if (!(most - least <= ROUNDING * size)) return differences;
  const common = Math.abs(differences[0]) <= ROUNDING * size ? 0 : differences[0];
  return differences.fill(common);
}

/** Whether not all values are equal. */
export function varies(values: ArrayLike<number>): boolean {
  for (let i = 1; i < values.length; i++) if (values[i] !== values[0]) return true;
  return false;
}

/** Unit of a difference between two values in the given unit. */
export function unitOfDifference(comparison: Comparison, unit: string): string {
  if (comparison === 'difference') return unit;
  return comparison === 'percent' ? '%' : comparison;
}

/** An arm, and the arm that it is compared with seed by seed. */
export interface ArmPair {
  readonly arm: string;
  readonly against: string;
}

/** Who is compared with whom: every arm with its `against`, or every other arm with the baseline. */
export function armPairs(
  arms: readonly { readonly name: string; readonly against?: string }[],
  baseline?: string,
): ArmPair[] {
  return arms.flatMap(({ name, against }) => {
    const reference = baseline ?? against;
    return reference === undefined || reference === name ? [] : [{ arm: name, against: reference }];
  });
}
