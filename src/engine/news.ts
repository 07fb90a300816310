/**
 * Step 1: news on earning power and on the fair Treasury yield (model section 5).
 *
 *   d e_a = drift_a dt + sqrt(dt) (vs_t beta_a sigma_M z_M + vs'_t sigma_a z_a) + (shock_a + beta_a shock_M) dt
 *
 * with z Student t, standardised and truncated, and vs_t a common AR(1) log volatility with E[vs^2] = 1; own news moves
 * with a share of it, vs'_t, so that what is common weighs more in storms. News on a
 * bond fades with a half-life, since its payments are fixed: what lasts comes through yields and fair spreads.
 */
import { handles } from '../ledger/handles.js';
import type { World } from '../ledger/world.js';
import { volatilityLevel, volatilityStep } from '../mechanisms/news-volatility.js';

const termsOf = handles((world) => ({
  bondNews: world.column('bondNews'),
  degreesOfFreedom: world.parameters.handle('news.degreesOfFreedom'),
  truncation: world.parameters.handle('news.truncation'),
  logVolatilityHalfLife: world.parameters.handle('news.logVolatilityHalfLife'),
  logVolatilityDeviation: world.parameters.handle('news.logVolatilityDeviation'),
  scale: world.parameters.handle('news.scale'),
  ownVolatilityResponse: world.parameters.handle('news.ownVolatilityResponse'),
  marketVolatility: world.parameters.handle('news.marketVolatility'),
  newsMemoryHalfLife: world.parameters.handle('market.newsMemoryHalfLife'),
  bondHalfLife: world.parameters.handle('news.bondHalfLife'),
  marketShock: world.parameters.handle('news.marketShock'),
  rateVolatility: world.parameters.handle('news.rateVolatility'),
  rateHalfLife: world.parameters.handle('news.rateHalfLife'),
}));

/** Draws keyed by asset: the common factor and the rate stand behind the assets. */
export function drawNews(world: World): void {
  const { demand, scalars, parameters, assets, tick, dt, ticksPerYear } = world;
  const terms = termsOf(world);
  const shocks = world.random('news');
  const degrees = terms.degreesOfFreedom.now;
  const truncation = terms.truncation.now;

  const draw = world.random('news volatility').normal(0, tick);
  const state = volatilityStep(
    scalars.get('volatilityState'),
    draw,
    world.speed(terms.logVolatilityHalfLife.now),
  );
  const deviation = terms.logVolatilityDeviation.now;
  scalars.set('volatilityState', state);
  scalars.set('logVolatility', deviation * state);
  const scale = terms.scale.now;
  const level = scale * volatilityLevel(state, deviation);
  const ownLevel = scale * volatilityLevel(state, deviation * terms.ownVolatilityResponse.now);

  const root = Math.sqrt(dt);
  const common = shocks.studentT(assets.length, tick, degrees, truncation);
  const market = terms.marketVolatility.now * common;
  const memory = world.speed(terms.newsMemoryHalfLife.now);
  const fading = world.speed(terms.bondHalfLife.now);
  const bondNews = terms.bondNews;
  const ownVolatility = parameters.perAsset('news.ownVolatility', assets);
  const marketBeta = parameters.perAsset('news.marketBeta', assets);
  const shock = parameters.perAsset('news.shock', assets);
  const marketShock = terms.marketShock.now;
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
  const rate = terms.rateVolatility.now * shocks.studentT(assets.length + 1, tick, degrees, truncation);
  const reversion = world.speed(terms.rateHalfLife.now);
  scalars.set('rateNews', (1 - reversion) * scalars.get('rateNews') + level * root * rate);
}
