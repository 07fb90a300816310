import { exp } from '../maths/elementary.js';

/**
 * Shares of a population that chooses between alternatives by their fitness (multinomial logit):
 * n_h = exp(beta U_h) / sum_k exp(beta U_k).
 *
 * @param fitness U_h of each alternative
 * @param intensity beta >= 0: 0 chooses at random, infinity chooses the best
 * @param shares receives n_h
 *
 * Source: C. Manski, D. McFadden (1981); in markets W. Brock, C. Hommes (1998).
 */
export function choiceShares(fitness: ArrayLike<number>, intensity: number, shares: Float64Array): void {
  let best = Number.NEGATIVE_INFINITY;
  for (let h = 0; h < fitness.length; h++) best = Math.max(best, fitness[h]);
  let sum = 0;
  for (let h = 0; h < fitness.length; h++) {
    // No share vanishes: who has none could not come back, and a profit a head needs a head.
    shares[h] = Math.max(exp(intensity * (fitness[h] - best)), 1e-300);
    sum += shares[h];
  }
  for (let h = 0; h < fitness.length; h++) shares[h] /= sum;
}
