/**
 * Step 1: news on earning power and on the fair Treasury yield (model section 5).
 *
 *   d e_a = drift_a dt + sqrt(dt) (vs_t beta_a sigma_M z_M + vs'_t sigma_a z_a) + (shock_a + beta_a shock_M) dt
 *
 * with z Student t, standardised and truncated, and vs_t a common AR(1) log volatility with E[vs^2] = 1; own news moves
 * with a share of it, vs'_t, so that what is common weighs more in storms. News on a
 * bond fades with a half-life, since its payments are fixed: what lasts comes through yields and fair spreads.
 */
import type { World } from '../ledger/world.js';
import { volatilityLevel, volatilityStep } from '../mechanisms/news-volatility.js';

/** Draws keyed by asset: the common factor and the rate stand behind the assets. */
export function drawNews(world: World): void {
  const { demand, scalars, parameters, assets, tick, dt, ticksPerYear } = world;
  const number = (name: string): number => parameters.number(name);
  const shocks = world.random('news');
  const degrees = number('news.degreesOfFreedom');
  const truncation = number('news.truncation');

  const draw = world.random('news volatility').normal(0, tick);
  const state = volatilityStep(
    scalars.get('volatilityState'),
    draw,
    world.speed(number('news.logVolatilityHalfLife')),
  );
  const deviation = number('news.logVolatilityDeviation');
  scalars.set('volatilityState', state);
  scalars.set('logVolatility', deviation * state);
  const scale = number('news.scale');
  const level = scale * volatilityLevel(state, deviation);
  const ownLevel = scale * volatilityLevel(state, deviation * number('news.ownVolatilityResponse'));

  const root = Math.sqrt(dt);
  const common = shocks.studentT(assets.length, tick, degrees, truncation);
  const market = number('news.marketVolatility') * common;
  const memory = world.speed(number('market.newsMemoryHalfLife'));
  const fading = world.speed(number('news.bondHalfLife'));
  const bondNews = world.column('bondNews');
  const ownVolatility = parameters.perAsset('news.ownVolatility', assets);
  const marketBeta = parameters.perAsset('news.marketBeta', assets);
  const shock = parameters.perAsset('news.shock', assets);
  const marketShock = number('news.marketShock');
  const drift = parameters.perAsset('news.drift', assets);
  for (let a = 0; a < assets.length; a++) {
    const own = ownVolatility[a] * shocks.studentT(a, tick, degrees, truncation);
    const news = root * (level * marketBeta[a] * market + ownLevel * own);
    const announced = (shock[a] + marketBeta[a] * marketShock) * dt;
    demand.earningsNews[a] = news + announced;
    demand.earnings[a] += news + announced + drift[a] * dt;
    if (demand.decay[a] > 0) {
      demand.earnings[a] -= fading * bondNews[a];
      bondNews[a] += news + announced - fading * bondNews[a];
    }
    demand.newsMemory[a] += memory * ((news + announced) * ticksPerYear * 0.25 - demand.newsMemory[a]);
  }
  const rate = number('news.rateVolatility') * shocks.studentT(assets.length + 1, tick, degrees, truncation);
  const reversion = world.speed(number('news.rateHalfLife'));
  scalars.set('rateNews', (1 - reversion) * scalars.get('rateNews') + level * root * rate);
}
