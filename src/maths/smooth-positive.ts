/**
 * Positive part without a kink: (sqrt(z^2 + w^2) + z)/2 - w/2.
 *
 * It is 0 at 0, tends to z - w/2 for large z and to -w/2 for very negative z.
 *
 * @param width w > 0, in the unit of z: how far around 0 the kink is rounded; 0 gives max(z, 0)
 */
export function smoothPositive(z: number, width: number): number {
  return (Math.sqrt(z * z + width * width) + z) / 2 - width / 2;
}

/** Derivative of {@link smoothPositive} by z: (1 + z / sqrt(z^2 + w^2))/2, from 0 to 1, and 1/2 at 0. */
export function smoothPositiveSlope(z: number, width: number): number {
  const root = Math.sqrt(z * z + width * width);
  return root === 0 ? 0.5 : (1 + z / root) / 2;
}
