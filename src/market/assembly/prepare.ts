// The operations of prepare-rows.ts. The parts of the orders are added block by block: a part stays in a register while
// the rows of the block pass.
import { exponential, exponentials, exponentialsWithin, logarithm, WITHIN } from './exponential';
import {
  assetFields,
  assets,
  attraction,
  attractionSum,
  attractivenessClip,
  attractivenessElasticity,
  blockScratch,
  books,
  cash,
  cashFloorShare,
  cashReturnGain,
  demandForm,
  epsilon,
  exposureMark,
  floorSoftness,
  forcedCapitalCall,
  forcedMargin,
  forcedRedemption,
  forcedSale,
  forcedSaleCap,
  fundamentalLoans,
  fundingSensitivity,
  haircutWeight,
  idleSpeed,
  immediacy,
  kappa,
  kindLoansBefore,
  kinkWidth,
  levelLoans,
  leverageLimit,
  logStartShare,
  mayShort,
  meanHaircut,
  orderParts,
  orders,
  ownTaste,
  rebalancingSpeed,
  relativeElasticity,
  relativeSum,
  shadowCost,
  shortfallSpeed,
  startAttraction,
  startIdleShare,
  startRelative,
  startShortfall,
  stride,
  supplyFollowing,
  terms,
  totals,
  trendGain,
  units,
  unitsWidth,
  wealthMark,
} from './layout';
import { add, addTo, at, both, every, loadPair, mul, splat, sub } from './vectors';

const SHARES: f64 = 1;
const LEVERED: f64 = 2;
const TERM_BYTES: usize = 16 * 8;
const LEVEL_CAUSES: usize = 11;
const NEWS_CAUSES: usize = 3;
/** Rows of a block at most. */
const BLOCK: usize = 16;
/** Vectors that a row keeps: exponents of both weights, then s_a; own taste; cost; value. Then come its numbers. */
const KEPT_VECTORS: usize = 5;
const KEPT_NUMBERS: usize = 40;
/** Of the numbers of a row, those that only later phases of the preparation read; before them stand those of its parts. */
const VALUE: usize = 184;
const SALE_SUM: usize = 192;
const LOG_ATTRACTION: usize = 200;
const FACTOR: usize = 208;
const CASH_FACTOR: usize = 216;
const TREND_MEAN: usize = 224;
const SENTIMENT_MEAN: usize = 232;
const COST_MEAN: usize = 240;
const SUPPLY_MEAN: usize = 248;
const TREND_PULL: usize = 256;
const SENTIMENT_PULL: usize = 264;
const CHANGE_SLOPE: usize = 272;
const CHANGE_SHORT: usize = 280;
const ATTRACTION_SCALE: usize = 288;

/** Whether a cause has moved any fundamental; what has not adds nothing. */
let isNews0: bool = false;
let isNews1: bool = false;
let isNews2: bool = false;

/** Rows `first` to `end - 1` of a kind; see `prepareRows`. */
export function prepare(kind: i32, first: i32, end: i32, spreadChange: f64): void {
  const width = stride;
  const keptBytes = KEPT_VECTORS * width + KEPT_NUMBERS * 8;
  isNews0 = isAny(assetFields + 5 * width);
  isNews1 = isAny(assetFields + 6 * width);
  isNews2 = isAny(assetFields + 7 * width);
  for (let row = usize(first); row < usize(end); ) {
    const form = at(demandForm, row);
    if (form != SHARES && form != LEVERED) {
      store<f64>(terms + row * TERM_BYTES, form);
      store<f64>(kappa + (row << 3), 0);
      store<f64>(epsilon + (row << 3), 0);
      row++;
      continue;
    }
    const start = row;
    let kept = blockScratch;
    for (; row < usize(end) && row < start + BLOCK && at(demandForm, row) == form; row++, kept += keptBytes)
      weigh(row, form, kept);
    takeFactors(start, row, form, spreadChange);
    kept = blockScratch;
    for (let each = start; each < row; each++, kept += keptBytes) takeMeans(each, kept);
    kept = blockScratch + KEPT_VECTORS * width;
    for (let each = start; each < row; each++, kept += keptBytes) raiseCash(usize(kind), each, form, kept);
    // Most days have news of the first cause and of the third.
    if (isNews0 || isNews2) answerNews(usize(kind), start, row, form, 0, 2);
    if (isNews1) answerNews(usize(kind), start, row, form, 1, 1);
    addLevels(usize(kind), start, row, form);
    if (isNews0 || isNews2) addNews(usize(kind), start, row, 0, 2);
    if (isNews1) addNews(usize(kind), start, row, 1, 1);
  }
}

function isAny(field: usize): bool {
  for (let a: usize = 0; a != assets; a += 8) if (load<f64>(field + a) != 0) return true;
  return false;
}

/** e^u of a row, where some u may leave the range of doubles. */
function takeExponentials(exponents: usize): void {
  for (let a: usize = 0; a != 2 * stride; a += 16)
    v128.store(exponents + a, exponentials(v128.load(exponents + a)));
}

/** Value, weights of both elasticities at yesterday's prices, and order of sale of a row. */
function weigh(row: usize, form: f64, kept: usize): void {
  const width = stride;
  const bytes = assets;
  const fields = assetFields;
  const trend = fields;
  const damped = trend + width;
  const supply = damped + width;
  const relativeMultiplier = supply + width;
  const price = fields + 10 * width;
  const haircut = price + width;
  const attractivenessGap = haircut + width;
  const relativeGap = attractivenessGap + width;
  const lnPrice = relativeGap + width;
  const sentiment = lnPrice + width;
  const saleTilt = sentiment + width;
  const pullAt = kept;
  const weightAt = pullAt + width;
  const ownAt = weightAt + width;
  const costAt = ownAt + width;
  const valueAt = costAt + width;
  const numbers = valueAt + width;
  const zero = splat(0);
  const t = terms + row * TERM_BYTES;
  store<f64>(t, form);
  const base = row * width;
  const column = row * bytes;
  const held = books + 3 * base;
  const sale = held + 2 * width;
  const startU = startAttraction + base;
  const startW = startRelative + base;
  const unitsAt = units + row * unitsWidth;
  const tasteAt = ownTaste + column;
  const shareAt = logStartShare + column;
  const kappaOf = at(attractivenessElasticity, row);
  const epsilonOf = at(relativeElasticity, row);
  const mu = at(trendGain, row);
  const n = at(supplyFollowing, row);
  const scarcity = splat(haircutWeight * at(shadowCost, row));
  const mean = splat(at(meanHaircut, row));
  store<f64>(kappa + (row << 3), kappaOf);
  store<f64>(epsilon + (row << 3), epsilonOf);
  store<f64>(totals, max(load<f64>(totals), kappaOf));
  store<f64>(totals, max(load<f64>(totals, 8), epsilonOf), 8);

  const kappa2 = splat(kappaOf);
  const epsilon2 = splat(epsilonOf);
  const mu2 = splat(mu);
  const n2 = splat(n);
  const bound = splat(WITHIN);
  let values = zero;
  let sales = zero;
  let within = i64x2.splat(-1);
  for (let a: usize = 0; a < width; a += 16) {
    const units2 = loadPair(unitsAt + a, a + 16 <= bytes);
    const value = mul(v128.load(price + a), units2);
    const own = add(v128.load(sentiment + a), loadPair(tasteAt + a, a + 16 <= bytes));
    const taste = add(mul(mu2, v128.load(trend + a)), own);
    const logShare = loadPair(shareAt + a, a + 16 <= bytes);
    const cost = mul(mul(v128.load(relativeMultiplier + a), scarcity), sub(v128.load(haircut + a), mean));
    const sold = f64x2.pmax(zero, mul(value, v128.load(saleTilt + a)));
    const u = add(add(logShare, taste), mul(kappa2, v128.load(attractivenessGap + a)));
    const w = add(
      add(
        add(logShare, mul(n2, v128.load(supply + a))),
        mul(epsilon2, add(sub(mul(taste, v128.load(damped + a)), cost), v128.load(relativeGap + a))),
      ),
      v128.load(lnPrice + a),
    );
    within = v128.and(within, v128.and(f64x2.lt(f64x2.abs(u), bound), f64x2.lt(f64x2.abs(w), bound)));
    v128.store(pullAt + a, u);
    v128.store(weightAt + a, w);
    v128.store(ownAt + a, own);
    v128.store(costAt + a, cost);
    v128.store(valueAt + a, value);
    v128.store(held + a, units2);
    v128.store(sale + a, sold);
    values = add(values, value);
    sales = add(sales, sold);
  }
  store<f64>(numbers, both(values), VALUE);
  store<f64>(numbers, both(sales), SALE_SUM);
  if (width > bytes) {
    store<f64>(pullAt + bytes, -Infinity);
    store<f64>(weightAt + bytes, -Infinity);
    within = zero;
  }
  let attractions = zero;
  let weights = zero;
  if (i64x2.all_true(within)) {
    // in turn: 3
    for (let a: usize = 0; a < width; a += 16) {
      const ua = exponentialsWithin(v128.load(pullAt + a));
      const weight = exponentialsWithin(v128.load(weightAt + a));
      v128.store(startU + a, ua);
      v128.store(startW + a, weight);
      attractions = add(attractions, ua);
      weights = add(weights, weight);
    }
  } else {
    takeExponentials(pullAt);
    for (let a: usize = 0; a < width; a += 16) {
      const ua = v128.load(pullAt + a);
      const weight = v128.load(weightAt + a);
      v128.store(startU + a, ua);
      v128.store(startW + a, weight);
      attractions = add(attractions, ua);
      weights = add(weights, weight);
    }
  }
  store<f64>(attractionSum + (row << 3), both(attractions));
  store<f64>(relativeSum + (row << 3), both(weights));
}

/** ln and e^x that a row takes, one kind after the other: each has its own chain of operations. */
function takeFactors(first: usize, end: usize, form: f64, spreadChange: f64): void {
  const width = stride;
  const keptBytes = KEPT_VECTORS * width + KEPT_NUMBERS * 8;
  const numbers = blockScratch + KEPT_VECTORS * width;
  for (let row = first, kept = numbers; row < end; row++, kept += keptBytes)
    store<f64>(kept, exponential(-at(cashReturnGain, row)), CASH_FACTOR);
  if (form == LEVERED) {
    for (let row = first, kept = numbers; row < end; row++, kept += keptBytes)
      store<f64>(kept, exponential(-at(fundingSensitivity, row) * spreadChange), FACTOR);
    return;
  }
  for (let row = first, kept = numbers; row < end; row++, kept += keptBytes)
    store<f64>(kept, logarithm(at(attractionSum, row)), LOG_ATTRACTION);
  for (let row = first, kept = numbers; row < end; row++, kept += keptBytes)
    store<f64>(kept, exponential(-at(floorSoftness, row) * clip(load<f64>(kept, LOG_ATTRACTION))), FACTOR);
}

// @ts-expect-error: decorator
@inline
function clip(I: f64): f64 {
  return I > attractivenessClip ? attractivenessClip : max(I, -attractivenessClip);
}

/** Means of each taste over wanted weights and over those of attractiveness, and the reference weights. */
function takeMeans(row: usize, kept: usize): void {
  const width = stride;
  const trend = assetFields;
  const damped = trend + width;
  const supply = damped + width;
  const supplyChange = trend + 8 * width;
  const supplyRatio = supplyChange + width;
  const weightAt = kept + width;
  const ownAt = weightAt + width;
  const costAt = ownAt + width;
  const numbers = kept + KEPT_VECTORS * width;
  const zero = splat(0);
  const base = row * width;
  const reference = books + 3 * base + width;
  const sale = reference + width;
  const startU = startAttraction + base;
  const startW = startRelative + base;
  const epsilonOf = at(relativeElasticity, row);
  const mu = at(trendGain, row);
  const n = at(supplyFollowing, row);
  const n2 = splat(n);
  const shareScale = splat(1 / at(relativeSum, row));
  const saleSum = load<f64>(numbers, SALE_SUM);
  const saleScale = splat(saleSum > 0 ? 1 / saleSum : 0);
  const scale = 1 / at(attractionSum, row);
  store<f64>(numbers, scale, ATTRACTION_SCALE);
  const attractionScale = splat(scale);

  let references = zero;
  let trends = zero;
  let sentiments = zero;
  let costs = zero;
  let supplies = zero;
  let trendPulls = zero;
  let sentimentPulls = zero;
  for (let a: usize = 0; a < width; a += 16) {
    const sa = mul(v128.load(startW + a), shareScale);
    const pull = mul(v128.load(startU + a), attractionScale);
    v128.store(sale + a, mul(v128.load(sale + a), saleScale));
    v128.store(weightAt + a, sa);
    const own = v128.load(ownAt + a);
    const dampedShare = mul(sa, v128.load(damped + a));
    const trend2 = v128.load(trend + a);
    trends = add(trends, mul(dampedShare, trend2));
    sentiments = add(sentiments, mul(dampedShare, own));
    costs = add(costs, mul(sa, v128.load(costAt + a)));
    supplies = add(supplies, mul(sa, v128.load(supply + a)));
    trendPulls = add(trendPulls, mul(pull, trend2));
    sentimentPulls = add(sentimentPulls, mul(pull, own));
  }
  if (n == 1) {
    for (let a: usize = 0; a < width; a += 16) {
      const followed = mul(v128.load(weightAt + a), v128.load(supplyRatio + a));
      references = add(references, followed);
      v128.store(reference + a, followed);
    }
  } else if (n == 0) {
    for (let a: usize = 0; a < width; a += 16) {
      const followed = v128.load(weightAt + a);
      references = add(references, followed);
      v128.store(reference + a, followed);
    }
  } else {
    for (let a: usize = 0; a != width; a += 16) {
      const followed = mul(v128.load(weightAt + a), exponentials(mul(n2, v128.load(supplyChange + a))));
      references = add(references, followed);
      v128.store(reference + a, followed);
    }
  }
  const referenceSum = both(references);
  store<f64>(numbers, both(trends) * (epsilonOf * mu), TREND_MEAN);
  store<f64>(numbers, both(sentiments) * epsilonOf, SENTIMENT_MEAN);
  store<f64>(numbers, both(costs) * -epsilonOf, COST_MEAN);
  store<f64>(numbers, both(supplies) * n, SUPPLY_MEAN);
  store<f64>(numbers, both(trendPulls) * mu, TREND_PULL);
  store<f64>(numbers, both(sentimentPulls), SENTIMENT_PULL);
  const referenceScale = splat(1 / referenceSum);
  for (let a: usize = 0; a < width; a += 16)
    v128.store(reference + a, mul(v128.load(reference + a), referenceScale));
}

/** What a row raises and is short of, the terms that the sweep reads, and the numbers of its parts. */
function raiseCash(kind: usize, row: usize, form: f64, numbers: usize): void {
  const levels = levelLoans + kind * LEVEL_CAUSES * 8;
  const t = terms + row * TERM_BYTES;
  const X = load<f64>(numbers, VALUE);
  const attracted = at(attractionSum, row);
  const kappaOf = at(attractivenessElasticity, row);
  const epsilonOf = at(relativeElasticity, row);
  const mu = at(trendGain, row);
  const n = at(supplyFollowing, row);
  const trendPull = load<f64>(numbers, TREND_PULL);
  const sentimentPull = load<f64>(numbers, SENTIMENT_PULL);
  const q0 = at(startIdleShare, row);
  const g = (1 - q0) * load<f64>(numbers, CASH_FACTOR);
  const q = q0 / (q0 + g * attracted);
  const m = at(cash, row);
  const tau = at(rebalancingSpeed, row);
  const iota = at(immediacy, row);
  const theta = at(idleSpeed, row);
  const shareIota = iota > tau ? iota - tau : 0;
  const cashIota = iota > theta ? iota - theta : 0;
  store<f64>(t, at(mayShort, row), 8);
  store<f64>(t, q0, 16);
  store<f64>(t, g, 24);
  store<f64>(t, tau, 32);
  store<f64>(t, shareIota, 40);
  store<f64>(t, m, 48);
  let raise: f64;
  let perAttraction: f64;
  let immediateAttraction: f64;
  let short: f64 = 0;
  let shortPerAttraction: f64 = 0;
  let policyPull: f64 = 0;
  let overdraft: f64 = 0;
  if (form == LEVERED) {
    const equity = at(wealthMark, row);
    const limit = at(leverageLimit, row);
    const exposure = at(exposureMark, row);
    const tightened = limit * load<f64>(numbers, FACTOR);
    const wanted = tightened * (1 - q);
    store<f64>(t, theta * exposure + cashIota * equity * wanted, 56);
    store<f64>(t, (theta + cashIota) * equity, 64);
    store<f64>(t, limit, 72);
    store<f64>(t, at(fundingSensitivity, row), 80);
    raise = theta * (exposure - wanted * equity);
    policyPull = theta * equity * tightened * (q - q0 / (q0 + (1 - q0) * attracted));
    const slope = equity * tightened * q * (1 - q);
    perAttraction = -theta * slope;
    immediateAttraction = -cashIota * slope;
  } else {
    const E = m + X;
    const I = load<f64>(numbers, LOG_ATTRACTION);
    const clipped = clip(I);
    const softness = at(floorSoftness, row);
    const floor = at(cashFloorShare, row) * load<f64>(numbers, FACTOR);
    const wanted = (1 - floor) * (1 - q);
    const w = kinkWidth * max(E, <f64>0) + 1e-12;
    const thetaShort = at(shortfallSpeed, row) - theta;
    const shortfall = at(startShortfall, row);
    store<f64>(t, theta + (X > 0 ? (cashIota * E * wanted) / X : 0), 56);
    store<f64>(t, theta + cashIota, 64);
    store<f64>(t, at(cashFloorShare, row), 72);
    store<f64>(t, softness, 80);
    store<f64>(t, w, 88);
    store<f64>(t, thetaShort, 96);
    store<f64>(t, shortfall, 104);
    store<f64>(t, floor, 112);
    store<f64>(t, X, 120);
    const shortage = floor * E - max(m, <f64>0);
    const root = sqrt(shortage * shortage + w * w);
    raise = theta * (X - wanted * E);
    short = thetaShort * (0.5 * (root + shortage - w) - E * shortfall);
    const floorSlope = I == clipped ? softness * floor : 0;
    const wantedSlope = floorSlope * (1 - q) + (1 - floor) * q * (1 - q);
    perAttraction = -theta * E * wantedSlope;
    immediateAttraction = -cashIota * E * wantedSlope;
    shortPerAttraction = -thetaShort * 0.5 * (1 + shortage / root) * floorSlope * E;
    policyPull = theta * E * (1 - floor) * (q - q0 / (q0 + (1 - q0) * attracted));
    overdraft = m < 0 ? min(-m, forcedSaleCap * X) : 0;
    addTo(totals + 16, max(m, <f64>0));
  }
  const called = at(forcedCapitalCall, row);
  const redeemed = at(forcedRedemption, row);
  const margin = at(forcedMargin, row);
  const forced = called + redeemed + margin + overdraft;
  store<f64>(forcedSale + (row << 3), forced);
  addTo(totals + 24, forced);

  const slow = tau * X - raise;
  const C = (tau + shareIota) * X - raise;
  const trendRaise = perAttraction * trendPull;
  const sentimentRaise = perAttraction * sentimentPull;
  const residualRaise = raise - trendRaise - sentimentRaise - policyPull;
  const changeSlope = (perAttraction + immediateAttraction) * kappaOf;
  if (form == LEVERED) {
    addTo(levels + 3 * 8, -trendRaise);
    addTo(levels + 4 * 8, -sentimentRaise);
    addTo(levels + 7 * 8, -policyPull);
    addTo(levels + 10 * 8, -residualRaise);
    addTo(levels, -called);
    addTo(levels + 8, -redeemed);
    addTo(levels + 16, -margin);
    addTo(kindLoansBefore + (kind << 3), m < 0 ? -m : 0);
  }
  const slowEpsilon = slow * epsilonOf;
  store<f64>(numbers, slowEpsilon * mu);
  store<f64>(numbers, slow * load<f64>(numbers, TREND_MEAN) + trendRaise, 8);
  store<f64>(numbers, shortPerAttraction * trendPull, 16);
  store<f64>(numbers, slowEpsilon, 24);
  store<f64>(numbers, slow * load<f64>(numbers, SENTIMENT_MEAN) + sentimentRaise, 32);
  store<f64>(numbers, shortPerAttraction * sentimentPull, 40);
  store<f64>(numbers, slow * load<f64>(numbers, COST_MEAN), 48);
  store<f64>(numbers, slow * n, 56);
  store<f64>(numbers, slow * load<f64>(numbers, SUPPLY_MEAN), 64);
  store<f64>(numbers, shareIota * X, 72);
  store<f64>(numbers, policyPull, 80);
  store<f64>(numbers, residualRaise, 88);
  store<f64>(numbers, short - shortPerAttraction * (trendPull + sentimentPull), 96);
  store<f64>(numbers, slow, 104);
  store<f64>(numbers, tau, 112);
  store<f64>(numbers, short, 120);
  const newsAlpha = C * epsilonOf;
  store<f64>(numbers, changeSlope, CHANGE_SLOPE);
  store<f64>(numbers, shortPerAttraction * kappaOf, CHANGE_SHORT);
  store<f64>(numbers, newsAlpha, 128);
}

/**
 * What two causes of news, which may be one, make of the means of each row: beta and gamma of their parts, and the
 * loans of who is levered.
 */
function answerNews(kind: usize, first: usize, end: usize, form: f64, cause: usize, other: usize): void {
  const width = stride;
  const keptBytes = KEPT_VECTORS * width + KEPT_NUMBERS * 8;
  const relativeMultiplier = assetFields + 3 * width;
  const attractive = relativeMultiplier + width;
  const change = attractive + (1 + cause) * width;
  const otherChange = attractive + (1 + other) * width;
  for (let row = first, kept = blockScratch; row < end; row++, kept += keptBytes) {
    const weightAt = kept + width;
    const pulledAt = startAttraction + row * width;
    const numbers = kept + KEPT_VECTORS * width;
    const scale = splat(load<f64>(numbers, ATTRACTION_SCALE));
    let means = splat(0);
    let pulls = splat(0);
    let otherMeans = splat(0);
    let otherPulls = splat(0);
    for (let a: usize = 0; a < width; a += 16) {
      const weight = mul(v128.load(weightAt + a), v128.load(relativeMultiplier + a));
      const pull = mul(mul(v128.load(pulledAt + a), scale), v128.load(attractive + a));
      means = add(means, mul(weight, v128.load(change + a)));
      pulls = add(pulls, mul(pull, v128.load(change + a)));
      otherMeans = add(otherMeans, mul(weight, v128.load(otherChange + a)));
      otherPulls = add(otherPulls, mul(pull, v128.load(otherChange + a)));
    }
    storeAnswer(kind, numbers, form, cause, both(means), both(pulls));
    if (other != cause) storeAnswer(kind, numbers, form, other, both(otherMeans), both(otherPulls));
  }
}

// @ts-expect-error: decorator
@inline
function storeAnswer(kind: usize, numbers: usize, form: f64, cause: usize, mean: f64, pulled: f64): void {
  const slope = load<f64>(numbers, CHANGE_SLOPE);
  const answer = numbers + 136 + 16 * cause;
  store<f64>(answer, load<f64>(numbers, 128) * mean + slope * pulled);
  store<f64>(answer, load<f64>(numbers, CHANGE_SHORT) * pulled, 8);
  if (form == LEVERED) addTo(fundamentalLoans + (kind * NEWS_CAUSES + cause) * 8, -(slope * pulled));
}

/** Adds the parts of the orders of a block that have level causes, and the exact orders at yesterday's prices. */
function addLevels(kind: usize, first: usize, end: usize, form: f64): void {
  const width = stride;
  const keptBytes = KEPT_VECTORS * width + KEPT_NUMBERS * 8;
  const trend = assetFields;
  const damped = trend + width;
  const supply = damped + width;
  const parts = orderParts + kind * (LEVEL_CAUSES + NEWS_CAUSES) * width;
  const trendPart = parts + 3 * width;
  const sentimentPart = trendPart + width;
  const costPart = sentimentPart + width;
  const supplyPart = costPart + width;
  const policyPart = supplyPart + width;
  const exactPart = parts + 9 * width;
  const residualPart = parts + (form == LEVERED ? 10 : 8) * width;
  const count = (end - first) * keptBytes;
  for (let a: usize = 0; a != width; a += 16) {
    const trend2 = v128.load(trend + a);
    const damping = v128.load(damped + a);
    const supply2 = v128.load(supply + a);
    let trends = v128.load(trendPart + a);
    let sentiments = v128.load(sentimentPart + a);
    let costs = v128.load(costPart + a);
    let supplies = v128.load(supplyPart + a);
    let policies = v128.load(policyPart + a);
    let exacts = v128.load(exactPart + a);
    let residuals = v128.load(residualPart + a);
    let book = books + 3 * first * width + a;
    for (let kept = blockScratch + a, stop = kept + count; kept < stop; kept += keptBytes, book += 3 * width) {
      const sa = v128.load(kept + width);
      const da = v128.load(book + 2 * width);
      const numbers = kept - a + KEPT_VECTORS * width;
      const newSupply = mul(every(numbers + 72), sub(sa, v128.load(book + width)));
      trends = add(
        trends,
        sub(
          mul(sa, sub(mul(mul(every(numbers), trend2), damping), every(numbers + 8))),
          mul(da, every(numbers + 16)),
        ),
      );
      const slowEpsilon = every(numbers + 24);
      sentiments = add(
        sentiments,
        sub(
          mul(sa, sub(mul(mul(slowEpsilon, damping), v128.load(kept + 2 * width)), every(numbers + 32))),
          mul(da, every(numbers + 40)),
        ),
      );
      costs = sub(costs, mul(sa, add(mul(slowEpsilon, v128.load(kept + 3 * width)), every(numbers + 48))));
      supplies = add(
        supplies,
        add(mul(sa, sub(mul(every(numbers + 56), supply2), every(numbers + 64))), newSupply),
      );
      policies = sub(policies, mul(sa, every(numbers + 80)));
      residuals = sub(residuals, add(mul(sa, every(numbers + 88)), mul(da, every(numbers + 96))));
      exacts = add(
        exacts,
        add(
          sub(
            sub(mul(every(numbers + 104), sa), mul(every(numbers + 112), v128.load(kept + 4 * width))),
            mul(every(numbers + 120), da),
          ),
          newSupply,
        ),
      );
    }
    v128.store(trendPart + a, trends);
    v128.store(sentimentPart + a, sentiments);
    v128.store(costPart + a, costs);
    v128.store(supplyPart + a, supplies);
    v128.store(policyPart + a, policies);
    v128.store(exactPart + a, exacts);
    v128.store(residualPart + a, residuals);
  }
}

/** Adds the parts of the orders of a block that two causes of news, which may be one, explain. */
function addNews(kind: usize, first: usize, end: usize, cause: usize, other: usize): void {
  const width = stride;
  const keptBytes = KEPT_VECTORS * width + KEPT_NUMBERS * 8;
  const relativeMultiplier = assetFields + 3 * width;
  const change = relativeMultiplier + (2 + cause) * width;
  const otherChange = relativeMultiplier + (2 + other) * width;
  const parts = orderParts + (kind * (LEVEL_CAUSES + NEWS_CAUSES) + LEVEL_CAUSES) * width;
  const part = parts + cause * width;
  const otherPart = parts + other * width;
  const count = (end - first) * keptBytes;
  const answer: usize = 136 + 16 * cause;
  const otherAnswer: usize = 136 + 16 * other;
  for (let a: usize = 0; a != width; a += 16) {
    const multiplier = v128.load(relativeMultiplier + a);
    const change2 = v128.load(change + a);
    const otherChange2 = v128.load(otherChange + a);
    let sum = v128.load(part + a);
    let otherSum = v128.load(otherPart + a);
    let sale = books + (3 * first + 2) * width + a;
    for (let kept = blockScratch + a, stop = kept + count; kept < stop; kept += keptBytes, sale += 3 * width) {
      const numbers = kept - a + KEPT_VECTORS * width;
      const news = mul(every(numbers + 128), multiplier);
      const sa = v128.load(kept + width);
      const da = v128.load(sale);
      const own = sub(mul(news, change2), every(numbers + answer));
      sum = add(sum, sub(mul(sa, own), mul(da, every(numbers + answer + 8))));
      const others = sub(mul(news, otherChange2), every(numbers + otherAnswer));
      otherSum = add(otherSum, sub(mul(sa, others), mul(da, every(numbers + otherAnswer + 8))));
    }
    v128.store(part + a, sum);
    v128.store(otherPart + a, otherSum);
  }
}
