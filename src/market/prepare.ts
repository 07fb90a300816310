/**
 * The sweep before clearing: everything in an investor's demand that today's prices do not move.
 *
 * It writes what the sweep of the clearing reads of each row: the weights of both elasticities, wanted weights and
 * invested share at yesterday's prices and fundamentals with today's tastes (the reference "-" of the immediate
 * answer), the order of sale d_a. And it splits the orders at those prices by kind and cause for the attribution.
 * One pass over the rows a tick.
 */
import { DEMAND_FORMS } from '../ledger/demand-columns.js';
import { exp } from '../maths/elementary.js';
import {
  ASSET_FIELDS,
  BOOK_WIDTH,
  LEVEL_CAUSES,
  type MarketWorkspace,
  PART_COUNT,
  TERM_WIDTH,
} from './workspace.js';

const CAUSE_COUNT = LEVEL_CAUSES.length;
const CAPITAL_CALL = LEVEL_CAUSES.indexOf('capitalCall');
const REDEMPTION = LEVEL_CAUSES.indexOf('redemption');
const MARGIN_CALL = LEVEL_CAUSES.indexOf('marginCall');
const DEPLOYMENT = LEVEL_CAUSES.indexOf('deployment');
const REBALANCING = LEVEL_CAUSES.indexOf('rebalancing');

/** Tilt of sales towards assets of least conviction: exp(-lambda (conviction + 2 M)), by kind and asset. */
function writeSaleTilt(work: MarketWorkspace, convictionWeight: number): void {
  const { demand, saleTilt, assets, tradingKinds } = work;
  for (const kind of tradingKinds)
    for (let a = 0; a < assets; a++)
      saleTilt[kind * assets + a] = exp(
        -convictionWeight * (demand.conviction[kind * assets + a] + 2 * demand.trend[a]),
      );
}

/** hbar: eps- and share-weighted mean haircut of each row; it changes only when haircuts do. */
function writeMeanHaircuts(work: MarketWorkspace): void {
  const { demand, assets, tradingRows, haircutKnown } = work;
  const { meanHaircut } = work.shared;
  const { haircut, relativeMultiplier, logStartShare } = demand;
  let same = true;
  for (let a = 0; a < assets; a++)
    if (haircutKnown[a] !== haircut[a] || haircutKnown[assets + a] !== relativeMultiplier[a]) same = false;
  if (same) return;
  haircutKnown.set(haircut);
  haircutKnown.set(relativeMultiplier, assets);
  for (let index = 0; index < tradingRows.length; index++) {
    const row = tradingRows[index];
    let sum = 0;
    let weights = 0;
    for (let a = 0; a < assets; a++) {
      const weight = exp(logStartShare[row * assets + a]) * relativeMultiplier[a];
      sum += weight * haircut[a];
      weights += weight;
    }
    meanHaircut[row] = sum / weights;
  }
}

/** Where the attribution collects: all sums of the tick start at zero. */
function resetSums(work: MarketWorkspace): void {
  const { orderParts, levelLoans, fundamentalLoans, kindLoansBefore, totals } = work.shared;
  for (const sums of [orderParts, levelLoans, fundamentalLoans, kindLoansBefore, totals]) sums.fill(0);
}

/** Writes tastes, multipliers, supply, news by cause, prices and gaps of each asset: see ASSET_FIELDS. */
function describeAssets(work: MarketWorkspace): void {
  const { demand, constants, assets, stride, price, attractivenessGap, relativeGap, fundamentalChange } =
    work;
  const { lnPrice, trend, trendMultiplier, attractivenessMultiplier, relativeMultiplier, haircut } = demand;
  const { logSupply, previousLogSupply } = demand;
  const field = work.shared.assetFields;
  for (let a = 0; a < assets; a++) {
    const put = (name: keyof typeof ASSET_FIELDS, value: number): void => {
      field[ASSET_FIELDS[name] * stride + a] = value;
    };
    const damping = 1 / (1 + constants.tasteDamping * attractivenessMultiplier[a]);
    const supplyChange = previousLogSupply[a] - logSupply[a];
    put('trend', trendMultiplier[a] * trend[a]);
    put('dampedRelative', damping * relativeMultiplier[a]);
    put('logSupply', logSupply[a]);
    put('relative', relativeMultiplier[a]);
    put('attractiveness', attractivenessMultiplier[a]);
    put('news0', fundamentalChange[a]);
    put('news1', fundamentalChange[assets + a]);
    put('news2', fundamentalChange[2 * assets + a]);
    put('supplyChange', supplyChange);
    put('supplyRatio', exp(supplyChange));
    put('price', price[a]);
    put('haircut', haircut[a]);
    put('attractivenessGap', attractivenessGap[a]);
    put('relativeGap', relativeGap[a]);
    put('lnPrice', lnPrice[a]);
  }
}

/** Writes what a kind adds to each asset: its sentiment, its tilt of sales. */
function describeKind(work: MarketWorkspace, kind: number): void {
  const { demand, assets, stride, saleTilt } = work;
  const { assetFields } = work.shared;
  for (let a = 0; a < assets; a++) {
    assetFields[ASSET_FIELDS.sentiment * stride + a] = demand.sentiment[kind * assets + a];
    assetFields[ASSET_FIELDS.saleTilt * stride + a] = saleTilt[kind * assets + a];
  }
}

/**
 * Prepares the rows that want portfolio shares; other forms need no preparation.
 *
 * Call after `price` and the gaps of the workspace have been set to yesterday's prices and fundamentals.
 */
export function preparePortfolioShares(
  work: MarketWorkspace,
  spread: number,
  convictionWeight: number,
): void {
  writeSaleTilt(work, convictionWeight);
  writeMeanHaircuts(work);
  resetSums(work);
  work.startAttractionGap.set(work.attractivenessGap);
  work.startRelativeGap.set(work.relativeGap);
  work.weightsKnown = false;
  describeAssets(work);
  const change = work.funding === undefined ? 0 : spread - work.funding.startSpread;
  for (const kind of work.tradingKinds) {
    describeKind(work, kind);
    work.kernel.prepareRows(kind, change);
    leaveRest(work, kind);
    addForcedSales(work, kind);
    work.kernel.addCashRebuilding(kind);
    work.kernel.addScarcityOfPaidCash(kind);
  }
}

/** Leaves in `rebalancing` what no other cause explains of the exact orders of a kind. */
function leaveRest(work: MarketWorkspace, kind: number): void {
  const { assets, stride } = work;
  const { orderParts } = work.shared;
  const parts = kind * PART_COUNT * stride;
  const rest = parts + REBALANCING * stride;
  for (let cause = 0; cause < CAUSE_COUNT; cause++)
    if (cause !== REBALANCING)
      for (let a = 0; a < assets; a++) orderParts[rest + a] -= orderParts[parts + cause * stride + a];
}

/** Forced sales by cause; what is overdrawn counts as deployment. */
function addForcedSales(work: MarketWorkspace, kind: number): void {
  const { assets, stride, demand } = work;
  const { orderParts, forcedSale, books, terms } = work.shared;
  const { kindStart } = work.ledger;
  const { forcedCapitalCall, forcedRedemption, forcedMargin } = demand;
  const parts = kind * PART_COUNT * stride;
  for (let row = kindStart[kind]; row < kindStart[kind + 1]; row++) {
    if (forcedSale[row] === 0 || terms[row * TERM_WIDTH] > DEMAND_FORMS.leveredShares) continue;
    const overdraft = forcedSale[row] - forcedCapitalCall[row] - forcedRedemption[row] - forcedMargin[row];
    const sales = (row * BOOK_WIDTH + 2) * stride;
    for (let a = 0; a < assets; a++) {
      const da = books[sales + a];
      orderParts[parts + CAPITAL_CALL * stride + a] -= forcedCapitalCall[row] * da;
      orderParts[parts + REDEMPTION * stride + a] -= forcedRedemption[row] * da;
      orderParts[parts + MARGIN_CALL * stride + a] -= forcedMargin[row] * da;
      orderParts[parts + DEPLOYMENT * stride + a] -= overdraft * da;
    }
  }
}
