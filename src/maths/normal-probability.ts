import { exp } from './elementary.js';

const NUMERATOR = [
  3.52624965998911e-2, 0.700383064443688, 6.37396220353165, 33.912866078383, 112.079291497871,
  221.213596169931, 220.206867912376,
];
const DENOMINATOR = [
  8.83883476483184e-2, 1.75566716318264, 16.064177579207, 86.7807322029461, 296.564248779674,
  637.333633378831, 793.826512519948, 440.413735824752,
];
/** Beyond it a continued fraction is the better approximation. */
const FAR = 7.07106781186547;
const ROOT_OF_TWO_PI = 2.506628274631;

function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduce((value, coefficient) => value * x + coefficient, 0);
}

/** P(Z > distance) for distance >= 0. */
function upperTail(distance: number): number {
  const density = exp((-distance * distance) / 2);
  if (distance < FAR) return (density * polynomial(NUMERATOR, distance)) / polynomial(DENOMINATOR, distance);
  const fraction = distance + 1 / (distance + 2 / (distance + 3 / (distance + 4 / (distance + 0.65))));
  return density / fraction / ROOT_OF_TWO_PI;
}

/**
 * Probability that a standard normal variable lies below z; absolute error below 1e-14.
 *
 * Source: J. F. Hart et al., Computer approximations (1968), in the form of G. West, Better approximations to
 * cumulative normal functions, Wilmott (2005).
 */
export function normalProbability(z: number): number {
  return z > 0 ? 1 - upperTail(z) : upperTail(-z);
}
