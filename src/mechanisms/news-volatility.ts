/**
 * Common stochastic volatility of news: calm and stormy seasons.
 *
 * Source: log-normal stochastic volatility (Taylor 1986; Jacquier, Polson & Rossi 1994, JBES 12). A standard
 * deviation of 0.6 and a half-life of 60 days give the clustering, tails and kurtosis of daily returns.
 */
import { exp } from '../maths/elementary.js';

/**
 * z' = rho z + sqrt(1 - rho^2) eps, rho = 1 - rate: AR(1) with a stationary variance of 1.
 * @param rate share forgotten in a tick, 0 … 1, from the half-life
 * @param draw eps: standardised normal draw
 */
export function volatilityStep(state: number, draw: number, rate: number): number {
  const persistence = 1 - rate;
  return persistence * state + Math.sqrt(1 - persistence * persistence) * draw;
}

/**
 * vs = exp(s z - s^2): multiple of normal volatility; with z standard normal E[vs^2] = 1, so s does not
 * change the variance of news.
 */
export function volatilityLevel(state: number, logDeviation: number): number {
  return exp(logDeviation * state - logDeviation * logDeviation);
}
