/**
 * The sweep before clearing: everything in an investor's demand that today's prices do not move.
 *
 * It writes the base logits of both elasticities, the order of sale d_a, the wanted weights and invested share at
 * yesterday's prices and fundamentals with today's tastes (the reference "-" of the immediate answer), and it
 * splits the orders at those prices by kind and cause for the attribution. One pass over the rows a tick.
 */
import { DEMAND_FORMS } from '../ledger/demand-columns.js';
import { exp, ln } from '../maths/elementary.js';
import { FUNDAMENTAL_CAUSES, LEVEL_CAUSES, type MarketWorkspace } from './workspace.js';

const CAUSE_COUNT = LEVEL_CAUSES.length;
const [
  CAPITAL_CALL,
  REDEMPTION,
  MARGIN_CALL,
  TREND,
  SENTIMENT,
  SHADOW_COST,
  ISSUANCE,
  POLICY,
  DEPLOYMENT,
  REBALANCING,
  FUNDING,
] = LEVEL_CAUSES.map((_, index) => index);

/** Tilt of sales towards assets of least conviction: exp(-lambda (conviction + 2 M)), by kind and asset. */
function writeSaleTilt(work: MarketWorkspace, convictionWeight: number): void {
  const { demand, saleTilt, assets, kinds } = work;
  for (let kind = 0; kind < kinds; kind++)
    for (let a = 0; a < assets; a++)
      saleTilt[kind * assets + a] = exp(
        -convictionWeight * (demand.conviction[kind * assets + a] + 2 * demand.trend[a]),
      );
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
  const { demand, ledger, constants, tradingRows, assets } = work;
  const { price, attractivenessGap, relativeGap, baseAttractiveness, baseRelative } = work;
  const { wealthRatio, kinkWidth, invertedCashGain, forcedSale, saleTilt, x, u, s, d } = work;
  const { levelTerms, fundamentalTerms, fundamentalChange } = work;
  const { units, width, kindOf } = ledger;
  const { lnPrice, trend, trendMultiplier, attractivenessMultiplier, relativeMultiplier, haircut } = demand;
  // Taken out once: looking a column up by name for every number costs more than the arithmetic.
  const { attractivenessElasticity, cash, cashFloorShare, cashReturnGain, demandForm } = demand;
  const { exposureMark, floorSoftness, forcedCapitalCall, forcedMargin, forcedRedemption } = demand;
  const {
    fundingSensitivity,
    idleSpeed,
    immediacy,
    leverageLimit,
    logStartShare,
    logSupply,
    previousLogSupply,
  } = demand;
  const { ownTaste, previousShare, rebalancingSpeed, relativeElasticity, saleShare, sentiment } = demand;
  const { shadowCost, shortfallSpeed, startIdleShare, startShortfall, supplyFollowing, trendGain } = demand;
  const { wealthMark } = demand;
  const levered = DEMAND_FORMS.leveredShares;
  const startSpread = work.funding === undefined ? 0 : work.funding.startSpread;
  writeSaleTilt(work, convictionWeight);
  levelTerms.fill(0);
  fundamentalTerms.fill(0);
  work.levelLoans.fill(0);
  work.fundamentalLoans.fill(0);
  work.kindLoansBefore.fill(0);
  work.buyersCash = 0;
  work.forcedSales = 0;
  const damping = new Float64Array(assets);
  for (let a = 0; a < assets; a++)
    damping[a] = 1 / (1 + constants.tasteDamping * attractivenessMultiplier[a]);
  const reference = new Float64Array(assets);
  const supplyStep = new Float64Array(assets);
  for (let a = 0; a < assets; a++) supplyStep[a] = exp(previousLogSupply[a] - logSupply[a]);
  const trendTaste = new Float64Array(assets);
  for (let a = 0; a < assets; a++) trendTaste[a] = trendMultiplier[a] * trend[a];

  for (let index = 0; index < tradingRows.length; index++) {
    const row = tradingRows[index];
    const form = demandForm[row];
    if (form !== DEMAND_FORMS.portfolioShares && form !== levered) continue;
    const kind = kindOf[row];
    const book = row * width;
    const base = row * assets;
    const kindBase = kind * assets;
    const kappa = attractivenessElasticity[row];
    const epsilon = relativeElasticity[row];
    const mu = trendGain[row];
    const n = supplyFollowing[row];
    const scarcity = constants.haircutWeight * shadowCost[row];

    // hbar: eps- and share-weighted mean haircut
    let haircutSum = 0;
    let haircutWeights = 0;
    for (let a = 0; a < assets; a++) {
      const weight = exp(logStartShare[base + a]) * relativeMultiplier[a];
      haircutSum += weight * haircut[a];
      haircutWeights += weight;
    }
    const meanHaircut = haircutSum / haircutWeights;

    let X = 0;
    let attraction = 0;
    let shareSum = 0;
    let saleSum = 0;
    for (let a = 0; a < assets; a++) {
      const value = price[a] * units[book + a];
      x[a] = value;
      X += value;
      const taste = mu * trendTaste[a] + sentiment[kindBase + a] + ownTaste[base + a];
      const logShare = logStartShare[base + a];
      const attractiveness = logShare + taste;
      const relative =
        logShare +
        n * logSupply[a] +
        epsilon * relativeMultiplier[a] * (taste * damping[a] - scarcity * (haircut[a] - meanHaircut));
      baseAttractiveness[base + a] = attractiveness;
      baseRelative[base + a] = relative;
      u[a] = exp(attractiveness + kappa * attractivenessGap[a]);
      attraction += u[a];
      s[a] = exp(relative + epsilon * relativeGap[a] + lnPrice[a]);
      shareSum += s[a];
      d[a] = value > 0 ? value * saleTilt[kindBase + a] : 0;
      saleSum += d[a];
    }
    const q0 = startIdleShare[row];
    const cashGain = exp(-cashReturnGain[row]);
    invertedCashGain[row] = cashGain;
    const invested = (1 - q0) * attraction * cashGain;
    const q = q0 / (q0 + invested);
    const I = ln(attraction);
    const m = cash[row];
    const tau = rebalancingSpeed[row];
    const iota = immediacy[row];
    const shareIota = iota > tau ? iota - tau : 0;
    let raise: number;
    let perAttraction: number;
    let short = 0;
    let shortPerAttraction = 0;
    let immediateAttraction: number;
    let residualCause: number;
    let w: number;
    if (form === levered) {
      const equity = wealthMark[row];
      const limit = leverageLimit[row] * exp(-fundingSensitivity[row] * (spread - startSpread));
      const wanted = limit * (1 - q);
      wealthRatio[row] = wanted;
      w = constants.kinkWidth * (equity > 0 ? equity : 0) + 1e-12;
      raise = idleSpeed[row] * (exposureMark[row] - wanted * equity);
      perAttraction = -idleSpeed[row] * equity * limit * q * (1 - q);
      immediateAttraction = -Math.max(iota - idleSpeed[row], 0) * equity * limit * q * (1 - q);
      residualCause = FUNDING;
    } else {
      const E = m + X;
      const clip = constants.attractivenessClip;
      const clipped = I > clip ? clip : I < -clip ? -clip : I;
      const floor = cashFloorShare[row] * exp(-floorSoftness[row] * clipped);
      const wanted = (1 - floor) * (1 - q);
      wealthRatio[row] = X > 0 ? (E * wanted) / X : 0;
      w = constants.kinkWidth * (E > 0 ? E : 0) + 1e-12;
      const shortage = floor * E - (m > 0 ? m : 0);
      const root = Math.sqrt(shortage * shortage + w * w);
      const shortSpeed = shortfallSpeed[row] - idleSpeed[row];
      raise = idleSpeed[row] * (X - wanted * E);
      short = shortSpeed * (0.5 * (root + shortage - w) - E * startShortfall[row]);
      const floorSlope = I === clipped ? floorSoftness[row] * floor : 0;
      const wantedSlope = floorSlope * (1 - q) + (1 - floor) * q * (1 - q);
      perAttraction = -idleSpeed[row] * E * wantedSlope;
      shortPerAttraction = -shortSpeed * 0.5 * (1 + shortage / root) * floorSlope * E;
      immediateAttraction = -Math.max(iota - idleSpeed[row], 0) * E * wantedSlope;
      residualCause = DEPLOYMENT;
      work.buyersCash += m > 0 ? m : 0;
    }
    kinkWidth[row] = w;
    const forcedParts = forcedCapitalCall[row] + forcedRedemption[row] + forcedMargin[row];
    const overdraft = form !== levered && m < 0 ? Math.min(-m, constants.forcedSaleCap * X) : 0;
    const forced = forcedParts + overdraft;
    forcedSale[row] = forced;
    work.forcedSales += forced;

    const shareScale = 1 / shareSum;
    const saleScale = saleSum > 0 ? 1 / saleSum : 0;
    // The reference weights follow yesterday's supply, so that followers buy part of what was issued at once.
    let drift = 1;
    if (n !== 0) {
      drift = 0;
      for (let a = 0; a < assets; a++) {
        reference[a] = s[a] * (n === 1 ? supplyStep[a] : exp(n * (previousLogSupply[a] - logSupply[a])));
        drift += reference[a];
      }
      drift = shareSum / drift;
    } else for (let a = 0; a < assets; a++) reference[a] = s[a];
    const slow = tau * X - raise;
    const C = (tau + shareIota) * X - raise;
    const attractionScale = 1 / attraction;

    // Means over wanted weights (relative demand) and over attractiveness weights (cash margin) of each taste.
    let trendMean = 0;
    let sentimentMean = 0;
    let costMean = 0;
    let supplyMean = 0;
    let trendPull = 0;
    let sentimentPull = 0;
    let changeMean0 = 0;
    let changeMean1 = 0;
    let changeMean2 = 0;
    let changePull0 = 0;
    let changePull1 = 0;
    let changePull2 = 0;
    for (let a = 0; a < assets; a++) {
      s[a] *= shareScale;
      d[a] *= saleScale;
      reference[a] *= shareScale * drift;
      previousShare[base + a] = reference[a];
      saleShare[base + a] = d[a];
      const pi = u[a] * attractionScale;
      const own = sentiment[kindBase + a] + ownTaste[base + a];
      const pull = mu * trendTaste[a];
      const scale = epsilon * relativeMultiplier[a];
      trendMean += s[a] * scale * damping[a] * pull;
      sentimentMean += s[a] * scale * damping[a] * own;
      costMean -= s[a] * scale * scarcity * (haircut[a] - meanHaircut);
      supplyMean += s[a] * n * logSupply[a];
      trendPull += pi * pull;
      sentimentPull += pi * own;
      const change0 = fundamentalChange[a];
      const change1 = fundamentalChange[assets + a];
      const change2 = fundamentalChange[2 * assets + a];
      changeMean0 += s[a] * scale * change0;
      changeMean1 += s[a] * scale * change1;
      changeMean2 += s[a] * scale * change2;
      const weight = pi * kappa * attractivenessMultiplier[a];
      changePull0 += weight * change0;
      changePull1 += weight * change1;
      changePull2 += weight * change2;
    }
    // What u_0 adds to the idle share, and so to the raise; exact, since it enters q alone.
    const policyPull =
      form === levered
        ? 0
        : idleSpeed[row] *
          (m + X) *
          (1 - floorOf(demand, row, I, constants.attractivenessClip)) *
          (q - q0 / (q0 + (1 - q0) * attraction));
    const trendRaise = perAttraction * trendPull;
    const sentimentRaise = perAttraction * sentimentPull;
    const residualRaise = raise - trendRaise - sentimentRaise - policyPull;
    const residualShort = short - shortPerAttraction * (trendPull + sentimentPull);
    const changeSlope = perAttraction + immediateAttraction;
    if (form === levered) {
      const { levelLoans, fundamentalLoans } = work;
      const first = kind * CAUSE_COUNT;
      levelLoans[first + TREND] -= trendRaise;
      levelLoans[first + SENTIMENT] -= sentimentRaise;
      levelLoans[first + FUNDING] -= residualRaise;
      levelLoans[first + CAPITAL_CALL] -= forcedCapitalCall[row];
      levelLoans[first + REDEMPTION] -= forcedRedemption[row];
      levelLoans[first + MARGIN_CALL] -= forcedMargin[row];
      work.kindLoansBefore[kind] += m < 0 ? -m : 0;
      const firstNews = kind * FUNDAMENTAL_CAUSES.length;
      fundamentalLoans[firstNews] -= changeSlope * changePull0;
      fundamentalLoans[firstNews + 1] -= changeSlope * changePull1;
      fundamentalLoans[firstNews + 2] -= changeSlope * changePull2;
    }
    const terms = kind * CAUSE_COUNT * assets;
    const news = kind * FUNDAMENTAL_CAUSES.length * assets;
    for (let a = 0; a < assets; a++) {
      const sa = s[a];
      const da = d[a];
      const own = sentiment[kindBase + a] + ownTaste[base + a];
      const scale = epsilon * relativeMultiplier[a];
      const pull = slow * sa;
      const trendOrder =
        pull * (scale * damping[a] * mu * trendTaste[a] - trendMean) -
        sa * trendRaise -
        da * shortPerAttraction * trendPull;
      const sentimentOrder =
        pull * (scale * damping[a] * own - sentimentMean) -
        sa * sentimentRaise -
        da * shortPerAttraction * sentimentPull;
      const costOrder = pull * (-scale * scarcity * (haircut[a] - meanHaircut) - costMean);
      const supplyOrder = pull * (n * logSupply[a] - supplyMean);
      const newSupplyOrder = shareIota * X * (sa - reference[a]);
      const policyOrder = -sa * policyPull;
      // The exact order at these prices, from which what the linear parts do not explain remains.
      const total = slow * sa - tau * x[a] - short * da;
      const residualOrder = -sa * residualRaise - da * residualShort;
      levelTerms[terms + TREND * assets + a] += trendOrder;
      levelTerms[terms + SENTIMENT * assets + a] += sentimentOrder;
      levelTerms[terms + SHADOW_COST * assets + a] += costOrder;
      levelTerms[terms + ISSUANCE * assets + a] += supplyOrder + newSupplyOrder;
      levelTerms[terms + POLICY * assets + a] += policyOrder;
      levelTerms[terms + residualCause * assets + a] += residualOrder - overdraft * da;
      levelTerms[terms + REBALANCING * assets + a] +=
        total - trendOrder - sentimentOrder - costOrder - supplyOrder - policyOrder - residualOrder;
      levelTerms[terms + CAPITAL_CALL * assets + a] -= forcedCapitalCall[row] * da;
      levelTerms[terms + REDEMPTION * assets + a] -= forcedRedemption[row] * da;
      levelTerms[terms + MARGIN_CALL * assets + a] -= forcedMargin[row] * da;
      fundamentalTerms[news + a] +=
        C * sa * (scale * fundamentalChange[a] - changeMean0) -
        (sa * changeSlope + da * shortPerAttraction) * changePull0;
      fundamentalTerms[news + assets + a] +=
        C * sa * (scale * fundamentalChange[assets + a] - changeMean1) -
        (sa * changeSlope + da * shortPerAttraction) * changePull1;
      fundamentalTerms[news + 2 * assets + a] +=
        C * sa * (scale * fundamentalChange[2 * assets + a] - changeMean2) -
        (sa * changeSlope + da * shortPerAttraction) * changePull2;
    }
  }
}

function floorOf(
  demand: MarketWorkspace['demand'],
  row: number,
  attractiveness: number,
  clip: number,
): number {
  const clipped = Math.max(-clip, Math.min(clip, attractiveness));
  return demand.cashFloorShare[row] * exp(-demand.floorSoftness[row] * clipped);
}
