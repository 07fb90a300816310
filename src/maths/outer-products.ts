/**
 * Sums of many outer products l_k r_k', as in a Jacobian to which every agent adds some. They are collected and added in
 * one go: a block of two rows by four columns stays in registers while all pairs of vectors pass by.
 */
export class OuterProducts {
  /** Length of the vectors in memory: a multiple of four, the rest zero. */
  readonly stride: number;
  /** Number of pairs that wait. */
  count = 0;

  /** Length of the vectors in memory for vectors of so many entries. */
  static stride(width: number): number {
    return 4 * Math.ceil(width / 4);
  }

  /**
   * @param width length of the vectors
   * @param capacity pairs that can wait; small enough for the first-level cache
   * @param sum sum of the products added so far, `[stride × stride]`
   * @param pairs the pairs that wait: l_k stands at k * stride, r_k at (capacity + k) * stride
   */
  constructor(
    width: number,
    readonly capacity: number,
    readonly sum: Float64Array = new Float64Array(OuterProducts.stride(width) * OuterProducts.stride(width)),
    readonly pairs: Float64Array = new Float64Array(2 * capacity * OuterProducts.stride(width)),
  ) {
    this.stride = OuterProducts.stride(width);
  }

  /** Forgets everything. */
  clear(): void {
    this.sum.fill(0);
    this.count = 0;
  }

  /** Adds the pairs that wait to `sum`. */
  flush(): void {
    const { stride, sum, pairs, capacity, count } = this;
    const end = count * stride;
    const right = capacity * stride;
    for (let i = 0; i < stride; i += 2)
      for (let j = 0; j < stride; j += 4) {
        const first = right + j;
        let a0 = 0;
        let a1 = 0;
        let a2 = 0;
        let a3 = 0;
        let b0 = 0;
        let b1 = 0;
        let b2 = 0;
        let b3 = 0;
        for (let k = 0; k < end; k += stride) {
          const a = pairs[k + i];
          const b = pairs[k + i + 1];
          const r0 = pairs[k + first];
          const r1 = pairs[k + first + 1];
          const r2 = pairs[k + first + 2];
          const r3 = pairs[k + first + 3];
          a0 += a * r0;
          a1 += a * r1;
          a2 += a * r2;
          a3 += a * r3;
          b0 += b * r0;
          b1 += b * r1;
          b2 += b * r2;
          b3 += b * r3;
        }
        const at = i * stride + j;
        sum[at] += a0;
        sum[at + 1] += a1;
        sum[at + 2] += a2;
        sum[at + 3] += a3;
        sum[at + stride] += b0;
        sum[at + stride + 1] += b1;
        sum[at + stride + 2] += b2;
        sum[at + stride + 3] += b3;
      }
    this.count = 0;
  }
}
