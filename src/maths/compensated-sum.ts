/**
 * Sum of values in their order with Neumaier's compensation: the error is about one rounding of the result, however
 * many values there are, unless they cancel to less than 1e-16 of their absolute sum.
 *
 * Source: A. Neumaier, Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen, ZAMM 54 (1974).
 *
 * @param start first index
 * @param end index after the last
 */
export function compensatedSum(values: ArrayLike<number>, start = 0, end = values.length): number {
  let sum = 0;
  let lost = 0;
  for (let i = start; i < end; i++) {
    const value = values[i];
    const next = sum + value;
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  return sum + lost;
}

/** The same sum for values that come one at a time; reusable, so that a loop need not allocate. */
export class CompensatedSum {
  private sum = 0;
  private lost = 0;

  reset(): void {
    this.sum = 0;
    this.lost = 0;
  }

  add(value: number): void {
    const next = this.sum + value;
    this.lost += Math.abs(this.sum) >= Math.abs(value) ? this.sum - next + value : value - next + this.sum;
    this.sum = next;
  }

  get total(): number {
    return this.sum + this.lost;
  }
}
