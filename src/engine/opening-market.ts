/** The opening market: prices of 1, yields and multipliers, floats, anchors, and what clears. */
import { settled } from '../ledger/shapes.js';
import type { Anchor } from '../market/anchors.js';
import type { KernelSource } from '../market/demand-kernel.js';
import { Market } from '../market/market.js';
import { payoutDuration, rateSensitivity } from '../mechanisms/equity-anchor.js';
import { BONDS, EQUITIES, INVESTOR_KINDS } from './declarations.js';
import { CLEARING_KIND, type EmptyWorld } from './running-world.js';

/** Opening prices 1, yields and multipliers from parameters. */
export function openMarkets(world: EmptyWorld): void {
  const { demand, parameters, assets, scalars } = world;
  for (const [a, name] of assets.entries()) {
    const of = (parameter: string): number => parameters.number(`market.${parameter}.${name}`);
    demand.attractivenessMultiplier[a] = of('attractivenessMultiplier');
    demand.relativeMultiplier[a] = of('relativeMultiplier');
    demand.trendMultiplier[a] = of('trendMultiplier');
    demand.haircut[a] = of('haircut');
    const startYield = of('startYield');
    demand.startYield[a] = startYield;
    demand.yield[a] = startYield;
    demand.coupon[a] = startYield;
    const duration = BONDS.includes(name) ? of('startDuration') : 0;
    demand.decay[a] = duration > 0 ? 1 / duration - startYield : 0;
  }
  const treasuryYield = demand.startYield[0];
  for (const name of BONDS.slice(1)) {
    const a = world.instrument(name);
    demand.fairSpread[a] = demand.startYield[a] - treasuryYield;
  }
  for (const [a, name] of assets.entries()) {
    const own = parameters.number(`news.ownVolatility.${name}`);
    const market = parameters.number(`news.marketBeta.${name}`) * parameters.number('news.marketVolatility');
    demand.volatility[a] = Math.sqrt(own * own + market * market);
  }
  scalars.set('fundingSpread', parameters.number('market.startFundingSpread'));
  scalars.set('startFundingSpread', parameters.number('market.startFundingSpread'));
}

/** Float: units of investors, that is all but those of the Fed, banks and passive holders. */
export function updateFloats(world: EmptyWorld): void {
  const { ledger, demand, assets, kindNames } = world;
  demand.float.fill(0);
  for (let kind = 0; kind < kindNames.length; kind++) {
    if (!FLOAT_KINDS.has(kindNames[kind])) continue;
    const row = kind * ledger.width;
    for (let a = 0; a < assets.length; a++) demand.float[a] += ledger.postedUnits[row + a];
  }
}

const FLOAT_KINDS = new Set<string>([...INVESTOR_KINDS, CLEARING_KIND]);

export function openFloats(world: EmptyWorld): void {
  const { demand, assets, scalars } = world;
  updateFloats(world);
  let wealth = 0;
  for (let a = 0; a < assets.length; a++) {
    demand.startFloat[a] = demand.float[a];
    wealth += demand.float[a];
  }
  scalars.set('broadWealthStart', wealth);
}

/** Anchors of the twelve markets (model section 5). */
function anchors(world: EmptyWorld): Anchor[] {
  const { parameters } = world;
  const treasury = world.ledger.at.treasuryBonds;
  const credit = world.ledger.at.investmentGradeBonds;
  return world.assets.map((name): Anchor => {
    if (BONDS.includes(name) && name !== 'treasuryBonds') return { form: 'credit', reference: treasury };
    if (EQUITIES.includes(name)) {
      const path = (parameter: string): number => parameters.number(`payoutPath.${parameter}.${name}`);
      const years = payoutDuration({
        initialGrowth: path('initialGrowth'),
        growthYears: path('growthYears'),
        fadeYears: path('fadeYears'),
        longRunGrowth: path('longRunGrowth'),
        discountRate: path('discountRate'),
      });
      return {
        form: 'discounted',
        duration: rateSensitivity(years, parameters.number('payoutPath.yieldPassThrough')),
        secondWeight: parameters.number(`market.creditWeight.${name}`),
        first: treasury,
        second: credit,
      };
    }
    if (name === 'gold') {
      const duration = parameters.number('market.goldRateSensitivity');
      return { form: 'discounted', duration, secondWeight: 0, first: treasury, second: credit };
    }
    return { form: 'exogenous' };
  });
}

const demandConstants = settled(({ parameters }: EmptyWorld) => ({
  kinkWidth: parameters.number('market.kinkWidth'),
  attractivenessClip: parameters.number('market.attractivenessClip'),
  tasteDamping: parameters.number('market.tasteDamping'),
  haircutWeight: parameters.number('market.haircutWeight'),
  forcedSaleCap: parameters.number('market.forcedSaleCap'),
}));

const fundingTerms = settled(({ scalars }: EmptyWorld, loans: number) => ({
  capacity: scalars.get('fundingCapacity'),
  startRatio: loans / scalars.get('fundingCapacity'),
  elasticity: scalars.get('fundingElasticity') || 0.003,
  startSpread: scalars.get('startFundingSpread'),
  cap: Number.POSITIVE_INFINITY,
}));

export function createMarket(world: EmptyWorld, kernel: KernelSource): Market {
  const { ledger, demand, parameters, scalars, kindNames } = world;
  const loans = fundingLoans(world);
  if (scalars.get('fundingCapacity') === 0) scalars.set('fundingCapacity', loans);
  return new Market({
    ledger,
    demand,
    anchors: anchors(world),
    constants: demandConstants(world),
    funding: fundingTerms(world, loans),
    convictionWeight: parameters.number('market.convictionWeight'),
    fundingKind: kindNames.indexOf('banks'),
    clearingKind: kindNames.indexOf(CLEARING_KIND),
    kernel,
  });
}

/** Funding loans of levered rows, $bn. */
export function fundingLoans(world: EmptyWorld): number {
  const { ledger, demand } = world;
  const instrument = world.ledger.at.fundingLoans;
  let total = 0;
  for (let row = 0; row < ledger.rows; row++)
    if (demand.demandForm[row] === 2) total -= Math.min(ledger.position(row, instrument), 0);
  return total;
}
