/**
 * The preparation of the rows of one kind, row by row: weights of both elasticities, the reference of the immediate
 * answer, the order of sale, the terms that the sweep reads, and the split of the orders at yesterday's prices.
 *
 * Sums over assets run over those of even index first and then over the odd ones: two lanes, as vector
 * instructions hold them, so that the WebAssembly kernel (assembly/market-kernel.ts) gives the same bits.
 */
import { DEMAND_FORMS } from '../ledger/demand-columns.js';
import { exp, exponentials, ln } from '../maths/elementary.js';
import {
  ASSET_FIELDS,
  FUNDAMENTAL_CAUSES,
  LEVEL_CAUSES,
  type MarketWorkspace,
  PART_COUNT,
  TERM_WIDTH,
  TOTALS,
} from './workspace.js';

const CAUSE_COUNT = LEVEL_CAUSES.length;
const NEWS_COUNT = FUNDAMENTAL_CAUSES.length;
const [CAPITAL_CALL, REDEMPTION, MARGIN_CALL, TREND, SENTIMENT, , , POLICY, , , FUNDING] = LEVEL_CAUSES.map(
  (_, index) => index,
);

/**
 * Prepares the rows of a kind; the asset fields of the workspace hold what the kind adds.
 *
 * @param spreadChange funding spread less that at the start
 */
export function prepareRows(work: MarketWorkspace, kind: number, spreadChange: number): void {
  const { demand, ledger, constants, assets, stride, shared } = work;
  const { books, terms, startAttraction, startRelative, attractionSum, relativeSum, totals } = shared;
  const { forcedSale, meanHaircut, orderParts, assetFields: field, blockScratch: scratch } = shared;
  const { levelLoans, fundamentalLoans, kindLoansBefore } = shared;
  const { units, width, kindStart } = ledger;
  // Taken out once: looking a column up for every number costs more than the arithmetic.
  const { attractivenessElasticity, cash, cashFloorShare, cashReturnGain, demandForm } = demand;
  const { exposureMark, floorSoftness, forcedCapitalCall, forcedMargin, forcedRedemption } = demand;
  const { fundingSensitivity, idleSpeed, immediacy, leverageLimit, logStartShare, mayShort } = demand;
  const { ownTaste, rebalancingSpeed, relativeElasticity, shadowCost } = demand;
  const { shortfallSpeed, startIdleShare, startShortfall, supplyFollowing, trendGain, wealthMark } = demand;
  const shares = DEMAND_FORMS.portfolioShares;
  const levered = DEMAND_FORMS.leveredShares;
  const clip = constants.attractivenessClip;
  const end = kindStart[kind + 1];
  const at = (name: keyof typeof ASSET_FIELDS): number => ASSET_FIELDS[name] * stride;
  const trend = at('trend');
  const damped = at('dampedRelative');
  const supply = at('logSupply');
  const relative = at('relative');
  const attractive = at('attractiveness');
  const news0 = at('news0');
  const news1 = at('news1');
  const news2 = at('news2');
  const supplyChange = at('supplyChange');
  const supplyRatio = at('supplyRatio');
  const price = at('price');
  const haircut = at('haircut');
  const attractivenessGap = at('attractivenessGap');
  const relativeGap = at('relativeGap');
  const lnPrice = at('lnPrice');
  const sentiment = at('sentiment');
  const saleTilt = at('saleTilt');
  // Of one row, by asset: exp u_a and then pi_a; numerator of s_a and then s_a; own taste; cost; value.
  const weightAt = stride;
  const ownAt = 2 * stride;
  const costAt = 3 * stride;
  const valueAt = 4 * stride;

  for (let row = kindStart[kind]; row < end; row++) {
    const form = demandForm[row];
    let t = row * TERM_WIDTH;
    terms[t++] = form;
    if (form !== shares && form !== levered) {
      shared.kappa[row] = 0;
      shared.epsilon[row] = 0;
      continue;
    }
    const base = row * stride;
    const column = row * assets;
    const heldAt = base * 3;
    const referenceAt = heldAt + stride;
    const saleAt = referenceAt + stride;
    const unitsAt = row * width;
    const kappa = attractivenessElasticity[row];
    const epsilon = relativeElasticity[row];
    const mu = trendGain[row];
    const n = supplyFollowing[row];
    const scarcity = constants.haircutWeight * shadowCost[row];
    const mean = meanHaircut[row];
    shared.kappa[row] = kappa;
    shared.epsilon[row] = epsilon;
    totals[TOTALS.largestKappa] = Math.max(totals[TOTALS.largestKappa], kappa);
    totals[TOTALS.largestEpsilon] = Math.max(totals[TOTALS.largestEpsilon], epsilon);

    let X = 0;
    let saleSum = 0;
    for (let lane = 0; lane < 2; lane++) {
      let values = 0;
      let sales = 0;
      for (let a = lane; a < assets; a += 2) {
        const held = units[unitsAt + a];
        const value = field[price + a] * held;
        const own = field[sentiment + a] + ownTaste[column + a];
        const taste = mu * field[trend + a] + own;
        const logShare = logStartShare[column + a];
        const cost = field[relative + a] * scarcity * (field[haircut + a] - mean);
        const sale = value > 0 ? value * field[saleTilt + a] : 0;
        scratch[a] = logShare + taste + kappa * field[attractivenessGap + a];
        scratch[weightAt + a] =
          logShare +
          n * field[supply + a] +
          epsilon * (taste * field[damped + a] - cost + field[relativeGap + a]) +
          field[lnPrice + a];
        scratch[ownAt + a] = own;
        scratch[costAt + a] = cost;
        scratch[valueAt + a] = value;
        books[heldAt + a] = held;
        books[saleAt + a] = sale;
        values += value;
        sales += sale;
      }
      X += values;
      saleSum += sales;
    }
    if (stride > assets) {
      // What pads a row weighs nothing.
      scratch[assets] = Number.NEGATIVE_INFINITY;
      scratch[weightAt + assets] = Number.NEGATIVE_INFINITY;
    }
    exponentials(scratch, 2 * stride);
    let attraction = 0;
    let shareSum = 0;
    for (let lane = 0; lane < 2; lane++) {
      let attractions = 0;
      let weights = 0;
      for (let a = lane; a < assets; a += 2) {
        attractions += scratch[a];
        weights += scratch[weightAt + a];
      }
      attraction += attractions;
      shareSum += weights;
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
    for (let lane = 0; lane < 2; lane++) {
      let references = 0;
      let trends = 0;
      let sentiments = 0;
      let costs = 0;
      let supplies = 0;
      let trendPulls = 0;
      let sentimentPulls = 0;
      for (let a = lane; a < assets; a += 2) {
        const ua = scratch[a];
        const weight = scratch[weightAt + a];
        const sa = weight * shareScale;
        const da = books[saleAt + a] * saleScale;
        const pull = ua * attractionScale;
        startAttraction[base + a] = ua;
        startRelative[base + a] = weight;
        // The reference weights follow yesterday's supply, so that followers buy part of what was issued at once.
        const reference =
          n === 1 ? sa * field[supplyRatio + a] : n === 0 ? sa : sa * exp(n * field[supplyChange + a]);
        references += reference;
        books[referenceAt + a] = reference;
        books[saleAt + a] = da;
        scratch[a] = pull;
        scratch[weightAt + a] = sa;
        const own = scratch[ownAt + a];
        const dampedShare = sa * field[damped + a];
        trends += dampedShare * field[trend + a];
        sentiments += dampedShare * own;
        costs += sa * scratch[costAt + a];
        supplies += sa * field[supply + a];
        trendPulls += pull * field[trend + a];
        sentimentPulls += pull * own;
      }
      referenceSum += references;
      trendMean += trends;
      sentimentMean += sentiments;
      costMean += costs;
      supplyMean += supplies;
      trendPull += trendPulls;
      sentimentPull += sentimentPulls;
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
    for (let lane = 0; lane < 2; lane++) {
      let means0 = 0;
      let means1 = 0;
      let means2 = 0;
      let pulls0 = 0;
      let pulls1 = 0;
      let pulls2 = 0;
      for (let a = lane; a < assets; a += 2) {
        const reference = books[referenceAt + a] * referenceScale;
        books[referenceAt + a] = reference;
        const weight = scratch[weightAt + a] * field[relative + a];
        const pull = scratch[a] * field[attractive + a];
        means0 += weight * field[news0 + a];
        means1 += weight * field[news1 + a];
        means2 += weight * field[news2 + a];
        pulls0 += pull * field[news0 + a];
        pulls1 += pull * field[news1 + a];
        pulls2 += pull * field[news2 + a];
      }
      changeMean0 += means0;
      changeMean1 += means1;
      changeMean2 += means2;
      changePull0 += pulls0;
      changePull1 += pulls1;
      changePull2 += pulls2;
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
      const tightened = limit * exp(-fundingSensitivity[row] * spreadChange);
      const wanted = tightened * (1 - q);
      terms[t++] = theta * exposureMark[row] + cashIota * equity * wanted;
      terms[t++] = (theta + cashIota) * equity;
      terms[t++] = limit;
      terms[t++] = fundingSensitivity[row];
      raise = theta * (exposureMark[row] - wanted * equity);
      policyPull = theta * equity * tightened * (q - q0 / (q0 + (1 - q0) * attraction));
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
      terms[t++] = floor;
      terms[t++] = X;
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
      totals[TOTALS.buyersCash] += Math.max(m, 0);
    }
    const called = forcedCapitalCall[row];
    const redeemed = forcedRedemption[row];
    const margin = forcedMargin[row];
    const forced = called + redeemed + margin + overdraft;
    forcedSale[row] = forced;
    totals[TOTALS.forcedSales] += forced;

    const slow = tau * X - raise;
    const C = (tau + shareIota) * X - raise;
    const iotaX = shareIota * X;
    const trendRaise = perAttraction * trendPull;
    const sentimentRaise = perAttraction * sentimentPull;
    const residualRaise = raise - trendRaise - sentimentRaise - policyPull;
    const residualShort = short - shortPerAttraction * (trendPull + sentimentPull);
    const changeSlope = (perAttraction + immediateAttraction) * kappa;
    if (form === levered) {
      const first = kind * CAUSE_COUNT;
      levelLoans[first + TREND] -= trendRaise;
      levelLoans[first + SENTIMENT] -= sentimentRaise;
      levelLoans[first + POLICY] -= policyPull;
      levelLoans[first + FUNDING] -= residualRaise;
      levelLoans[first + CAPITAL_CALL] -= called;
      levelLoans[first + REDEMPTION] -= redeemed;
      levelLoans[first + MARGIN_CALL] -= margin;
      kindLoansBefore[kind] += m < 0 ? -m : 0;
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
    // Places are those of LEVEL_CAUSES and FUNDAMENTAL_CAUSES: trend is the fourth level cause, and so on.
    const parts = kind * PART_COUNT * stride;
    const trendPart = parts + 3 * stride;
    const sentimentPart = parts + 4 * stride;
    const costPart = parts + 5 * stride;
    const supplyPart = parts + 6 * stride;
    const policyPart = parts + 7 * stride;
    const exactPart = parts + 9 * stride;
    const residualPart = parts + (form === levered ? 10 : 8) * stride;
    const newsPart0 = parts + 11 * stride;
    const newsPart1 = parts + 12 * stride;
    const newsPart2 = parts + 13 * stride;
    for (let a = 0; a < assets; a++) {
      const sa = scratch[weightAt + a];
      const newSupply = iotaX * (sa - books[referenceAt + a]);
      const da = books[saleAt + a];
      const damping = field[damped + a];
      orderParts[trendPart + a] +=
        sa * (trendAlpha * field[trend + a] * damping - trendBeta) - da * trendGamma;
      orderParts[sentimentPart + a] +=
        sa * (slowEpsilon * damping * scratch[ownAt + a] - sentimentBeta) - da * sentimentGamma;
      orderParts[costPart + a] -= sa * (slowEpsilon * scratch[costAt + a] + costBeta);
      orderParts[supplyPart + a] += sa * (supplyAlpha * field[supply + a] - supplyBeta) + newSupply;
      orderParts[policyPart + a] -= sa * policyPull;
      orderParts[residualPart + a] -= sa * residualRaise + da * residualShort;
      // The exact order at these prices, from which `leaveRest` takes what has a cause.
      orderParts[exactPart + a] += slow * sa - tau * scratch[valueAt + a] - short * da + newSupply;
      const relativeNews = newsAlpha * field[relative + a];
      orderParts[newsPart0 + a] += sa * (relativeNews * field[news0 + a] - newsBeta0) - da * newsGamma0;
      orderParts[newsPart1 + a] += sa * (relativeNews * field[news1 + a] - newsBeta1) - da * newsGamma1;
      orderParts[newsPart2 + a] += sa * (relativeNews * field[news2 + a] - newsBeta2) - da * newsGamma2;
    }
  }
}
