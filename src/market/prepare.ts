/**
 * The sweep before clearing: everything in an investor's demand that today's prices do not move.
 *
 * It writes what the sweep of the clearing reads of each row: the weights of both elasticities, wanted weights and
 * invested share at yesterday's prices and fundamentals with today's tastes (the reference "-" of the immediate
 * answer), the order of sale d_a. And it splits the orders at those prices by kind and cause for the attribution.
 * One pass over the rows a tick.
 */
import { DEMAND_FORMS } from '../ledger/demand-columns.js';
import { exp, exponentials, ln } from '../maths/elementary.js';
import {
  BOOK_WIDTH,
  FUNDAMENTAL_CAUSES,
  LEVEL_CAUSES,
  type MarketWorkspace,
  TERM_WIDTH,
} from './workspace.js';

const CAUSE_COUNT = LEVEL_CAUSES.length;
const NEWS_COUNT = FUNDAMENTAL_CAUSES.length;
const PART_COUNT = CAUSE_COUNT + NEWS_COUNT;
const [CAPITAL_CALL, REDEMPTION, MARGIN_CALL, TREND, SENTIMENT, , , , DEPLOYMENT, REBALANCING, FUNDING] =
  LEVEL_CAUSES.map((_, index) => index);

/** Tilt of sales towards assets of least conviction: exp(-lambda (conviction + 2 M)), by kind and asset. */
function writeSaleTilt(work: MarketWorkspace, convictionWeight: number): void {
  const { demand, saleTilt, assets, kinds } = work;
  for (let kind = 0; kind < kinds; kind++)
    for (let a = 0; a < assets; a++)
      saleTilt[kind * assets + a] = exp(
        -convictionWeight * (demand.conviction[kind * assets + a] + 2 * demand.trend[a]),
      );
}

/** hbar: eps- and share-weighted mean haircut of each row; it changes only when haircuts do. */
function writeMeanHaircuts(work: MarketWorkspace): void {
  const { demand, assets, tradingRows, meanHaircut, haircutKnown } = work;
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
  work.orderParts.fill(0);
  work.levelLoans.fill(0);
  work.fundamentalLoans.fill(0);
  work.kindLoansBefore.fill(0);
  work.buyersCash = 0;
  work.forcedSales = 0;
}

/** Numbers of an asset in `assetScratch`: what the preparation of every row reads, side by side. */
const ASSET_WIDTH = 17;

/** Writes tastes, multipliers, supply, news by cause, prices and gaps of each asset. */
function describeAssets(work: MarketWorkspace): void {
  const { demand, constants, assets, price, attractivenessGap, relativeGap, fundamentalChange } = work;
  const { lnPrice, trend, trendMultiplier, attractivenessMultiplier, relativeMultiplier, haircut } = demand;
  const { logSupply, previousLogSupply } = demand;
  const asset = work.assetScratch;
  for (let a = 0, j = 0; a < assets; a++, j += ASSET_WIDTH) {
    const damping = 1 / (1 + constants.tasteDamping * attractivenessMultiplier[a]);
    asset[j] = trendMultiplier[a] * trend[a];
    asset[j + 1] = damping * relativeMultiplier[a];
    asset[j + 2] = logSupply[a];
    asset[j + 3] = relativeMultiplier[a];
    asset[j + 4] = attractivenessMultiplier[a];
    asset[j + 5] = fundamentalChange[a];
    asset[j + 6] = fundamentalChange[assets + a];
    asset[j + 7] = fundamentalChange[2 * assets + a];
    asset[j + 8] = previousLogSupply[a] - logSupply[a];
    asset[j + 9] = exp(asset[j + 8]);
    asset[j + 10] = price[a];
    asset[j + 11] = haircut[a];
    asset[j + 12] = attractivenessGap[a];
    asset[j + 13] = relativeGap[a];
    asset[j + 14] = lnPrice[a];
  }
}

/** Writes what a kind adds to each asset: its sentiment, its tilt of sales. */
function describeKind(work: MarketWorkspace, kind: number): void {
  const { demand, assets, saleTilt, assetScratch: asset } = work;
  for (let a = 0, j = 0; a < assets; a++, j += ASSET_WIDTH) {
    asset[j + 15] = demand.sentiment[kind * assets + a];
    asset[j + 16] = saleTilt[kind * assets + a];
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
  work.largestKappa = 0;
  work.largestEpsilon = 0;
  describeAssets(work);
  for (let kind = 0; kind < work.kinds; kind++) {
    describeKind(work, kind);
    prepareRows(work, kind, spread);
    leaveRest(work, kind);
    addForcedSales(work, kind);
  }
}

/** Prepares the rows of a kind. */
function prepareRows(work: MarketWorkspace, kind: number, spread: number): void {
  const { demand, ledger, constants, assets } = work;
  const { books, terms, startAttraction, startRelative, attractionSum, relativeSum } = work;
  const { forcedSale, meanHaircut, orderParts, assetScratch: asset } = work;
  const { units, width, kindStart } = ledger;
  // Taken out once: looking a column up for every number costs more than the arithmetic.
  const { attractivenessElasticity, cash, cashFloorShare, cashReturnGain, demandForm } = demand;
  const { exposureMark, floorSoftness, forcedCapitalCall, forcedMargin, forcedRedemption } = demand;
  const { fundingSensitivity, idleSpeed, immediacy, leverageLimit, logStartShare, mayShort } = demand;
  const { ownTaste, previousShare, rebalancingSpeed, relativeElasticity, saleShare, shadowCost } = demand;
  const { shortfallSpeed, startIdleShare, startShortfall, supplyFollowing, trendGain, wealthMark } = demand;
  const shares = DEMAND_FORMS.portfolioShares;
  const levered = DEMAND_FORMS.leveredShares;
  const clip = constants.attractivenessClip;
  const startSpread = work.funding === undefined ? 0 : work.funding.startSpread;
  const kindBase = kind * assets;
  const end = kindStart[kind + 1];
  let largestKappa = work.largestKappa;
  let largestEpsilon = work.largestEpsilon;
  const scratch = work.rowScratch;
  const relativeAt = assets;
  const ownAt = 2 * assets;
  const costAt = 3 * assets;
  const valueAt = 4 * assets;

  for (let row = kindStart[kind]; row < end; row++) {
    const form = demandForm[row];
    let t = row * TERM_WIDTH;
    terms[t++] = form;
    if (form !== shares && form !== levered) {
      work.kappa[row] = 0;
      work.epsilon[row] = 0;
      continue;
    }
    const base = row * assets;
    const kappa = attractivenessElasticity[row];
    const epsilon = relativeElasticity[row];
    const mu = trendGain[row];
    const n = supplyFollowing[row];
    const scarcity = constants.haircutWeight * shadowCost[row];
    const mean = meanHaircut[row];
    work.kappa[row] = kappa;
    work.epsilon[row] = epsilon;
    largestKappa = Math.max(largestKappa, kappa);
    largestEpsilon = Math.max(largestEpsilon, epsilon);

    let X = 0;
    let saleSum = 0;
    for (let a = 0, b = base * 3, o = row * width, j = 0; a < assets; a++, b += 3, o++, j += 17) {
      const held = units[o];
      const value = asset[j + 10] * held;
      const own = asset[j + 15] + ownTaste[base + a];
      const taste = mu * asset[j] + own;
      const logShare = logStartShare[base + a];
      const cost = asset[j + 3] * scarcity * (asset[j + 11] - mean);
      const sale = value > 0 ? value * asset[j + 16] : 0;
      scratch[a] = logShare + taste + kappa * asset[j + 12];
      scratch[relativeAt + a] =
        logShare + n * asset[j + 2] + epsilon * (taste * asset[j + 1] - cost + asset[j + 13]) + asset[j + 14];
      scratch[ownAt + a] = own;
      scratch[costAt + a] = cost;
      scratch[valueAt + a] = value;
      books[b] = held;
      books[b + 2] = sale;
      X += value;
      saleSum += sale;
    }
    exponentials(scratch, 2 * assets);
    let attraction = 0;
    let shareSum = 0;
    for (let a = 0; a < assets; a++) {
      attraction += scratch[a];
      shareSum += scratch[relativeAt + a];
    }
    attractionSum[row] = attraction;
    relativeSum[row] = shareSum;
    const shareScale = 1 / shareSum;
    const saleScale = saleSum > 0 ? 1 / saleSum : 0;
    const attractionScale = 1 / attraction;

    // The weights, and means of each taste over wanted weights (relative demand) and over attractiveness weights
    // (cash margin).
    let referenceSum = 0;
    let trendMean = 0;
    let sentimentMean = 0;
    let costMean = 0;
    let supplyMean = 0;
    let trendPull = 0;
    let sentimentPull = 0;
    for (let a = 0, b = base * 3, j = 0; a < assets; a++, b += 3, j += 17) {
      const ua = scratch[a];
      const weight = scratch[relativeAt + a];
      const sa = weight * shareScale;
      const da = books[b + 2] * saleScale;
      startAttraction[base + a] = ua;
      startRelative[base + a] = weight;
      // The reference weights follow yesterday's supply, so that followers buy part of what was issued at once.
      const reference = n === 1 ? sa * asset[j + 9] : n === 0 ? sa : sa * exp(n * asset[j + 8]);
      referenceSum += reference;
      books[b + 1] = reference;
      books[b + 2] = da;
      saleShare[base + a] = da;
      scratch[a] = ua * attractionScale;
      scratch[relativeAt + a] = sa;
      const own = scratch[ownAt + a];
      const damped = sa * asset[j + 1];
      trendMean += damped * asset[j];
      sentimentMean += damped * own;
      costMean += sa * scratch[costAt + a];
      supplyMean += sa * asset[j + 2];
      trendPull += scratch[a] * asset[j];
      sentimentPull += scratch[a] * own;
    }
    trendMean *= epsilon * mu;
    sentimentMean *= epsilon;
    costMean *= -epsilon;
    supplyMean *= n;
    trendPull *= mu;
    let changeMean0 = 0;
    let changeMean1 = 0;
    let changeMean2 = 0;
    let changePull0 = 0;
    let changePull1 = 0;
    let changePull2 = 0;
    const referenceScale = 1 / referenceSum;
    for (let a = 0, b = base * 3, j = 0; a < assets; a++, b += 3, j += 17) {
      const reference = books[b + 1] * referenceScale;
      books[b + 1] = reference;
      previousShare[base + a] = reference;
      const weight = scratch[relativeAt + a] * asset[j + 3];
      const pull = scratch[a] * asset[j + 4];
      changeMean0 += weight * asset[j + 5];
      changeMean1 += weight * asset[j + 6];
      changeMean2 += weight * asset[j + 7];
      changePull0 += pull * asset[j + 5];
      changePull1 += pull * asset[j + 6];
      changePull2 += pull * asset[j + 7];
    }

    const q0 = startIdleShare[row];
    const g = (1 - q0) * exp(-cashReturnGain[row]);
    const q = q0 / (q0 + g * attraction);
    const m = cash[row];
    const tau = rebalancingSpeed[row];
    const iota = immediacy[row];
    const theta = idleSpeed[row];
    const shareIota = iota > tau ? iota - tau : 0;
    const cashIota = iota > theta ? iota - theta : 0;
    terms[t++] = mayShort[row];
    terms[t++] = q0;
    terms[t++] = g;
    terms[t++] = tau;
    terms[t++] = shareIota;
    terms[t++] = m;
    let raise: number;
    let perAttraction: number; // d raise / dI, slow
    let immediateAttraction: number; // d raise / dI, at once
    let short = 0;
    let shortPerAttraction = 0;
    // What u_0 adds to the idle share, and so to the raise; exact, since it enters q alone.
    let policyPull = 0;
    let overdraft = 0;
    if (form === levered) {
      const equity = wealthMark[row];
      const limit = leverageLimit[row];
      const tightened = limit * exp(-fundingSensitivity[row] * (spread - startSpread));
      const wanted = tightened * (1 - q);
      terms[t++] = theta * exposureMark[row] + cashIota * equity * wanted;
      terms[t++] = (theta + cashIota) * equity;
      terms[t++] = limit;
      terms[t++] = fundingSensitivity[row];
      raise = theta * (exposureMark[row] - wanted * equity);
      const slope = equity * tightened * q * (1 - q);
      perAttraction = -theta * slope;
      immediateAttraction = -cashIota * slope;
    } else {
      const E = m + X;
      const I = ln(attraction);
      const clipped = I > clip ? clip : Math.max(I, -clip);
      const softness = floorSoftness[row];
      const floor = cashFloorShare[row] * exp(-softness * clipped);
      const wanted = (1 - floor) * (1 - q);
      const w = constants.kinkWidth * Math.max(E, 0) + 1e-12;
      const thetaShort = shortfallSpeed[row] - theta;
      terms[t++] = theta + (X > 0 ? (cashIota * E * wanted) / X : 0);
      terms[t++] = theta + cashIota;
      terms[t++] = cashFloorShare[row];
      terms[t++] = softness;
      terms[t++] = w;
      terms[t++] = thetaShort;
      terms[t++] = startShortfall[row];
      const shortage = floor * E - Math.max(m, 0);
      const root = Math.sqrt(shortage * shortage + w * w);
      raise = theta * (X - wanted * E);
      short = thetaShort * (0.5 * (root + shortage - w) - E * startShortfall[row]);
      const floorSlope = I === clipped ? softness * floor : 0;
      const wantedSlope = floorSlope * (1 - q) + (1 - floor) * q * (1 - q);
      perAttraction = -theta * E * wantedSlope;
      immediateAttraction = -cashIota * E * wantedSlope;
      shortPerAttraction = -thetaShort * 0.5 * (1 + shortage / root) * floorSlope * E;
      policyPull = theta * E * (1 - floor) * (q - q0 / (q0 + (1 - q0) * attraction));
      overdraft = m < 0 ? Math.min(-m, constants.forcedSaleCap * X) : 0;
      work.buyersCash += Math.max(m, 0);
    }
    const called = forcedCapitalCall[row];
    const redeemed = forcedRedemption[row];
    const margin = forcedMargin[row];
    const forced = called + redeemed + margin + overdraft;
    forcedSale[row] = forced;
    work.forcedSales += forced;

    const slow = tau * X - raise;
    const C = (tau + shareIota) * X - raise;
    const iotaX = shareIota * X;
    const trendRaise = perAttraction * trendPull;
    const sentimentRaise = perAttraction * sentimentPull;
    const residualRaise = raise - trendRaise - sentimentRaise - policyPull;
    const residualShort = short - shortPerAttraction * (trendPull + sentimentPull);
    const changeSlope = (perAttraction + immediateAttraction) * kappa;
    if (form === levered) {
      const { levelLoans, fundamentalLoans } = work;
      const first = kind * CAUSE_COUNT;
      levelLoans[first + TREND] -= trendRaise;
      levelLoans[first + SENTIMENT] -= sentimentRaise;
      levelLoans[first + FUNDING] -= residualRaise;
      levelLoans[first + CAPITAL_CALL] -= called;
      levelLoans[first + REDEMPTION] -= redeemed;
      levelLoans[first + MARGIN_CALL] -= margin;
      work.kindLoansBefore[kind] += m < 0 ? -m : 0;
      const firstNews = kind * NEWS_COUNT;
      fundamentalLoans[firstNews] -= changeSlope * changePull0;
      fundamentalLoans[firstNews + 1] -= changeSlope * changePull1;
      fundamentalLoans[firstNews + 2] -= changeSlope * changePull2;
    }
    // Every part of an order is s_a (alpha f_a - beta) - d_a gamma, with f_a of the asset.
    const slowEpsilon = slow * epsilon;
    const trendAlpha = slowEpsilon * mu;
    const trendBeta = slow * trendMean + trendRaise;
    const trendGamma = shortPerAttraction * trendPull;
    const sentimentBeta = slow * sentimentMean + sentimentRaise;
    const sentimentGamma = shortPerAttraction * sentimentPull;
    const costBeta = slow * costMean;
    const supplyAlpha = slow * n;
    const supplyBeta = slow * supplyMean;
    const newsAlpha = C * epsilon;
    const changeShort = shortPerAttraction * kappa;
    const newsBeta0 = newsAlpha * changeMean0 + changeSlope * changePull0;
    const newsBeta1 = newsAlpha * changeMean1 + changeSlope * changePull1;
    const newsBeta2 = newsAlpha * changeMean2 + changeSlope * changePull2;
    const newsGamma0 = changeShort * changePull0;
    const newsGamma1 = changeShort * changePull1;
    const newsGamma2 = changeShort * changePull2;
    // Places are those of LEVEL_CAUSES and FUNDAMENTAL_CAUSES, as plain numbers: a name would be looked up for every asset.
    const residualPlace = form === levered ? 10 : 8;
    let level = kindBase * 14;
    for (let a = 0, b = base * 3, j = 0; a < assets; a++, b += 3, j += 17) {
      const sa = scratch[relativeAt + a];
      const newSupply = iotaX * (sa - books[b + 1]);
      const da = books[b + 2];
      orderParts[level + 3] += sa * (trendAlpha * asset[j] * asset[j + 1] - trendBeta) - da * trendGamma;
      orderParts[level + 4] +=
        sa * (slowEpsilon * asset[j + 1] * scratch[ownAt + a] - sentimentBeta) - da * sentimentGamma;
      orderParts[level + 5] -= sa * (slowEpsilon * scratch[costAt + a] + costBeta);
      orderParts[level + 6] += sa * (supplyAlpha * asset[j + 2] - supplyBeta) + newSupply;
      orderParts[level + 7] -= sa * policyPull;
      orderParts[level + residualPlace] -= sa * residualRaise + da * residualShort;
      // The exact order at these prices, from which `leaveRest` takes what has a cause.
      orderParts[level + 9] += slow * sa - tau * scratch[valueAt + a] - short * da + newSupply;
      const relativeNews = newsAlpha * asset[j + 3];
      orderParts[level + 11] += sa * (relativeNews * asset[j + 5] - newsBeta0) - da * newsGamma0;
      orderParts[level + 12] += sa * (relativeNews * asset[j + 6] - newsBeta1) - da * newsGamma1;
      orderParts[level + 13] += sa * (relativeNews * asset[j + 7] - newsBeta2) - da * newsGamma2;
      level += 14;
    }
  }
  work.largestKappa = largestKappa;
  work.largestEpsilon = largestEpsilon;
}

/** Leaves in `rebalancing` what no other cause explains of the exact orders of a kind. */
function leaveRest(work: MarketWorkspace, kind: number): void {
  const { orderParts, assets } = work;
  for (let a = 0; a < assets; a++) {
    const level = (kind * assets + a) * PART_COUNT;
    for (let cause = 0; cause < CAUSE_COUNT; cause++)
      if (cause !== REBALANCING) orderParts[level + REBALANCING] -= orderParts[level + cause];
  }
}

/** Forced sales by cause; what is overdrawn counts as deployment. */
function addForcedSales(work: MarketWorkspace, kind: number): void {
  const { orderParts, assets, forcedSale, demand, books, terms } = work;
  const { kindStart } = work.ledger;
  const { forcedCapitalCall, forcedRedemption, forcedMargin } = demand;
  for (let row = kindStart[kind]; row < kindStart[kind + 1]; row++) {
    if (forcedSale[row] === 0 || terms[row * TERM_WIDTH] > DEMAND_FORMS.leveredShares) continue;
    const overdraft = forcedSale[row] - forcedCapitalCall[row] - forcedRedemption[row] - forcedMargin[row];
    for (let a = 0; a < assets; a++) {
      const level = (kind * assets + a) * PART_COUNT;
      const da = books[(row * assets + a) * BOOK_WIDTH + 2];
      orderParts[level + CAPITAL_CALL] -= forcedCapitalCall[row] * da;
      orderParts[level + REDEMPTION] -= forcedRedemption[row] * da;
      orderParts[level + MARGIN_CALL] -= forcedMargin[row] * da;
      orderParts[level + DEPLOYMENT] -= overdraft * da;
    }
  }
}
