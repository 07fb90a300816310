/**
 * To which news the attribution gives what the linear answers of a kind leave over.
 *
 * Portfolio shares are normalised exponentials: with r_a the linear answer over what is held, their second order is
 * half of (r_a - mean)^2 less the variance of r. So news c on asset a weigh r_ca^2 + sum_b s_b r_cb^2, over the sum over
 * all news, with s_b the shares of assets in the float. Large news on one small asset bound the orders for all others,
 * and news on others hardly those for it: no cause stands for the whole of a kind.
 */
import { FUNDAMENTAL_CAUSES } from './workspace.js';

/**
 * @param terms linear orders at yesterday's prices, `[news × stride]`, $bn
 * @param float value of the assets, $bn; it stands for what the kind holds, up to a factor
 * @param weights adds up to one for every asset; without any news the first has all, `[news × stride]`
 */
export function weighNews(terms: Float64Array, float: Float64Array, weights: Float64Array): void {
  const assets = float.length;
  const stride = terms.length / FUNDAMENTAL_CAUSES.length;
  let invested = 0;
  for (let a = 0; a < assets; a++) invested += float[a];
  for (let first = 0; first < terms.length; first += stride) {
    let variance = 0;
    for (let a = 0; a < assets; a++) {
      const answer = float[a] > 0 ? terms[first + a] / float[a] : 0;
      weights[first + a] = answer * answer;
      variance += (float[a] / invested) * answer * answer;
    }
    for (let a = 0; a < assets; a++) weights[first + a] += variance;
  }
  for (let a = 0; a < assets; a++) normalise(weights, a, stride);
}

function normalise(weights: Float64Array, asset: number, stride: number): void {
  let sum = 0;
  for (let i = asset; i < weights.length; i += stride) sum += weights[i];
  if (sum > 0) for (let i = asset; i < weights.length; i += stride) weights[i] /= sum;
  else weights[asset] = 1;
}
