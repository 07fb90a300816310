/**
 * What investors believe before today's prices: trend, volatility, conviction, sentiment, own taste and
 * the shadow cost of their own scarcity. All of it derives from yesterday's prices and today's news.
 */
import { handles } from '../ledger/handles.js';
import { joined } from '../ledger/names.js';
import type { World } from '../ledger/world.js';
import { conviction } from '../mechanisms/conviction.js';
import { ASSETS, INVESTOR_KINDS } from './declarations.js';
import type { RunningWorld } from './running-world.js';

/** After clearing: EWMA return and variance, drawdown peaks. */
export function updateTrends(world: World): void {
  const { demand, parameters, ticksPerYear } = world;
  const trendSpeed = world.speed(parameters.number('market.trendHalfLife'));
  const horizon = (parameters.number('market.trendHorizon') * ticksPerYear) / 252;
  const cap = parameters.number('market.trendCap');
  const varianceSpeed = world.speed(parameters.number('market.volatilityHalfLife'));
  const forgetting = world.speed(parameters.number('market.drawdownHalfLife'));
  for (let a = 0; a < world.assets.length; a++) {
    const change = demand.lnPrice[a] - demand.previousLnPrice[a];
    const memory = demand.trendMemory[a] + trendSpeed * (change * horizon - demand.trendMemory[a]);
    demand.trendMemory[a] = memory;
    // Nobody extrapolates a tenfold rise: M / sqrt(1 + (M/cap)^2).
    demand.trend[a] = memory / Math.sqrt(1 + (memory / cap) * (memory / cap));
    const variance = demand.volatility[a] * demand.volatility[a];
    demand.volatility[a] = Math.sqrt(variance + varianceSpeed * (change * change * ticksPerYear - variance));
    const peak = demand.peakLnPrice[a];
    demand.peakLnPrice[a] = Math.max(demand.lnPrice[a], peak - forgetting * (peak - demand.lnPrice[a]));
  }
}

/** The investor kinds that have rows. */
const kindsOf = handles((world) =>
  INVESTOR_KINDS.map((name, index) => ({ index, name, ...world.rowsOf(name) }))
    .filter(({ count }) => count > 0)
    .map(({ index, name, first, last }) => ({
      index,
      first,
      last,
      kind: world.ledger.kindOf[first],
      sentimentScale: world.parameters.handle(joined(name, 'sentimentScale')),
    })),
);

const normalsOf = handles(({ assets }) => new Float64Array(assets.length));

/** Before demand: conviction and sentiment by kind, own taste by row. */
export function updateTastes(world: RunningWorld): void {
  const { demand, parameters, assets, tick } = world;
  const drawdownGain = parameters.number('market.convictionDrawdown');
  const newsGain = parameters.number('market.convictionNews');
  const persistence = 1 - world.speed(parameters.number('market.sentimentHalfLife'));
  const innovation = Math.sqrt(1 - persistence * persistence);
  const lossGain = parameters.number('market.sentimentLoss');
  const noise = parameters.number('news.scale') > 0 ? 1 : 0;
  const draws = world.random('sentiment');
  const normals = normalsOf(world);
  const deviations = parameters.perAsset('market.sentimentDeviation', ASSETS);
  for (const { index, kind, sentimentScale } of kindsOf(world)) {
    const base = kind * assets.length;
    const scale = sentimentScale.now;
    draws.normals(index, tick, normals, 0, assets.length);
    for (let a = 0; a < assets.length; a++) {
      const drawdown = demand.previousLnPrice[a] - demand.peakLnPrice[a];
      demand.conviction[base + a] = conviction(drawdown, demand.newsMemory[a], drawdownGain, newsGain);
      const deviation = scale * deviations[a];
      // Losses lower sentiment: the pull is towards minus what the trend has cost.
      const target = -lossGain * scale * Math.max(-demand.trend[a], 0);
      demand.sentiment[base + a] =
        persistence * demand.sentiment[base + a] +
        (1 - persistence) * target +
        noise * innovation * deviation * normals[a];
    }
  }
  updateOwnTaste(world, noise);
}

/** AR(1) own taste, reviewed by a fifth of the rows a day (`market.ownTasteReview` days between reviews). */
function updateOwnTaste(world: RunningWorld, noise: number): void {
  const { parameters, tick, market } = world;
  const deviation = noise * parameters.number('market.ownTasteDeviation');
  if (deviation === 0) return;
  const step = world.ticks(parameters.number('market.ownTasteReview'));
  const perReview = 1 - world.speed(parameters.number('market.ownTasteHalfLife'));
  let persistence = 1;
  for (let i = 0; i < step; i++) persistence *= perReview;
  const innovation = deviation * Math.sqrt(1 - persistence * persistence);
  const draws = world.random('own taste');
  for (const { index, first, last } of kindsOf(world)) {
    const review = { first, last, from: tick % step, step, tick: tick * 8 + index, persistence, innovation };
    market.work.kernel.reviseTastes(review, draws);
  }
}

/**
 * Shadow cost: lam follows ell clip(-ln((idle/E + 3e-4)/(idle0/E0 + 3e-4)), -2.5, 2.5) with a half-life;
 * from the idle cash after step 2, so it acts from the next prices on.
 */
export function updateShadowCosts(world: RunningWorld): void {
  const { parameters, market } = world;
  const scale = parameters.number('market.shadowCostScale');
  const speed = world.speed(parameters.number('market.shadowCostHalfLife'));
  for (const { first, last } of kindsOf(world)) {
    market.work.kernel.updateShadowCosts(first, last, scale, speed);
    market.work.kernel.traceShadowCosts(first, last, scale, speed);
  }
}
