/** The small market, prepared for a tick, as the plain objects of the oracle. */
import type { Order } from '../../src/ledger/orders.js';
import type { SlowInvestor, SlowMarket } from '../oracles/slow-market.js';
import { ASSET_COUNT, CONSTANTS, CONVICTION_WEIGHT, type SmallMarket } from './small-market.js';

const FORMS = [
  'exogenous',
  'credit',
  'discounted',
  'discounted',
  'discounted',
  'exogenous',
  'exogenous',
] as const;
const DURATIONS = [0, 0, 6, 9, 4.5, 0, 0];
const CREDIT_WEIGHTS = [0, 0, 0.3, 0.5, 0.4, 0, 0];

function investor(small: SmallMarket, row: number): SlowInvestor {
  const { demand, ledger } = small;
  const kind = ledger.kindOf[row];
  const perAsset = (column: Float64Array, index: number): number[] =>
    Array.from(column.slice(index * ASSET_COUNT, (index + 1) * ASSET_COUNT));
  return {
    levered: demand.demandForm[row] === 2,
    units: Array.from({ length: ASSET_COUNT }, (_, a) => ledger.position(row, a)),
    startShare: perAsset(demand.logStartShare, row).map(Math.exp),
    ownTaste: perAsset(demand.ownTaste, row),
    sentiment: perAsset(demand.sentiment, kind),
    conviction: perAsset(demand.conviction, kind),
    cash: demand.cash[row],
    kappa: demand.attractivenessElasticity[row],
    epsilon: demand.relativeElasticity[row],
    mu: demand.trendGain[row],
    supplyFollowing: demand.supplyFollowing[row],
    floor: demand.cashFloorShare[row],
    softness: demand.floorSoftness[row],
    startIdleShare: demand.startIdleShare[row],
    cashGain: demand.cashReturnGain[row],
    thetaIdle: demand.idleSpeed[row],
    thetaShort: demand.shortfallSpeed[row],
    tau: demand.rebalancingSpeed[row],
    iota: demand.immediacy[row],
    startShortfall: demand.startShortfall[row],
    forced: demand.forcedCapitalCall[row] + demand.forcedRedemption[row] + demand.forcedMargin[row],
    equity: demand.wealthMark[row],
    exposure: demand.exposureMark[row],
    leverageLimit: demand.leverageLimit[row],
    fundingSensitivity: demand.fundingSensitivity[row],
    shadowCost: demand.shadowCost[row],
    mayShort: demand.mayShort[row] === 1,
  };
}

export function slowMarketOf(small: SmallMarket, orders: readonly Order[] = []): SlowMarket {
  const { demand, funding } = small;
  return {
    assets: FORMS.map((form, a) => ({
      form,
      coupon: demand.coupon[a],
      decay: demand.decay[a],
      startYield: demand.startYield[a],
      fairSpread: demand.fairSpread[a],
      earnings: demand.earnings[a],
      duration: DURATIONS[a],
      creditWeight: CREDIT_WEIGHTS[a],
      kappaMultiplier: demand.attractivenessMultiplier[a],
      epsilonMultiplier: demand.relativeMultiplier[a],
      trendMultiplier: demand.trendMultiplier[a],
      haircut: demand.haircut[a],
      trend: demand.trend[a],
      logSupply: demand.logSupply[a],
      previousLogSupply: demand.previousLogSupply[a],
      previousLnPrice: demand.previousLnPrice[a],
      previousFundamental: demand.previousFundamental[a],
      float: demand.float[a],
      fixedOrder:
        demand.clearingResidue[a] +
        orders.reduce((sum, order) => sum + (order.asset === a ? order.dollars : 0), 0),
    })),
    investors: Array.from({ length: small.ledger.rows - 2 }, (_, i) => investor(small, i + 2)),
    funding: funding === undefined ? undefined : { ...funding },
    previousSpread: small.spread,
    smoothing: CONSTANTS.kinkWidth,
    clip: CONSTANTS.attractivenessClip,
    tasteDamping: CONSTANTS.tasteDamping,
    haircutWeight: CONSTANTS.haircutWeight,
    convictionWeight: CONVICTION_WEIGHT,
    forcedSaleCap: CONSTANTS.forcedSaleCap,
  };
}
