// The WebAssembly kernel of demand: the operations of prepare-rows.ts, move-weights.ts, portfolio-share-demand.ts
// and outer-products.ts in the same order, two assets at a time in the lanes of a vector. Those files say what is
// computed and why; here stands only how. Compiled by AssemblyScript (scripts/build-kernel.mjs).
//
// All numbers stand in a memory that the host gives; the host sets the exported addresses. A vector over assets has
// `stride` bytes, a multiple of 16; its pad is zero. Columns of the state have no pad: `assets` bytes a row.
import { exponential, exponentials, logarithm } from './exponential';

// Shape
export let stride: usize = 0;
export let assets: usize = 0;
export let rows: i32 = 0;
export let unitsWidth: usize = 0;
export let productWidth: usize = 0;
export let productCapacity: usize = 0;
export let moverCount: i32 = 0;
export let funded: i32 = 0;
// Constants
export let attractivenessClip: f64 = 0;
export let kinkWidth: f64 = 0;
export let haircutWeight: f64 = 0;
export let forcedSaleCap: f64 = 0;
// Addresses: the shared arrays of the workspace
export let books: usize = 0;
export let terms: usize = 0;
export let startAttraction: usize = 0;
export let startRelative: usize = 0;
export let attraction: usize = 0;
export let relative: usize = 0;
export let orders: usize = 0;
export let attractionSum: usize = 0;
export let relativeSum: usize = 0;
export let kappa: usize = 0;
export let epsilon: usize = 0;
export let forcedSale: usize = 0;
export let meanHaircut: usize = 0;
export let attractionStep: usize = 0;
export let relativeStep: usize = 0;
export let ones: usize = 0;
export let perAsset: usize = 0;
export let assetFields: usize = 0;
export let rowScratch: usize = 0;
export let holdings: usize = 0;
export let slopes: usize = 0;
export let kindExcess: usize = 0;
export let kindLoans: usize = 0;
export let kindLoansBefore: usize = 0;
export let orderParts: usize = 0;
export let levelLoans: usize = 0;
export let fundamentalLoans: usize = 0;
export let diagonals: usize = 0;
export let loansGradient: usize = 0;
export let spreadSlopes: usize = 0;
export let loansPerSpread: usize = 0;
export let movers: usize = 0;
export let anchorSlopes: usize = 0;
export let totals: usize = 0;
export let productSum: usize = 0;
export let productPairs: usize = 0;
// Addresses: columns of the state
export let units: usize = 0;
export let demandForm: usize = 0;
export let cash: usize = 0;
export let attractivenessElasticity: usize = 0;
export let relativeElasticity: usize = 0;
export let trendGain: usize = 0;
export let supplyFollowing: usize = 0;
export let cashFloorShare: usize = 0;
export let floorSoftness: usize = 0;
export let startIdleShare: usize = 0;
export let cashReturnGain: usize = 0;
export let idleSpeed: usize = 0;
export let shortfallSpeed: usize = 0;
export let rebalancingSpeed: usize = 0;
export let immediacy: usize = 0;
export let startShortfall: usize = 0;
export let forcedCapitalCall: usize = 0;
export let forcedRedemption: usize = 0;
export let forcedMargin: usize = 0;
export let wealthMark: usize = 0;
export let exposureMark: usize = 0;
export let leverageLimit: usize = 0;
export let fundingSensitivity: usize = 0;
export let shadowCost: usize = 0;
export let mayShort: usize = 0;
export let logStartShare: usize = 0;
export let ownTaste: usize = 0;

const SHARES: f64 = 1;
const LEVERED: f64 = 2;
const TERM_BYTES: usize = 16 * 8;
const LEVEL_CAUSES: usize = 11;
const NEWS_CAUSES: usize = 3;

/** Pairs that wait in `productPairs`. */
let productCount: usize = 0;

// @ts-expect-error: decorator
@inline
function both(pair: v128): f64 {
  return f64x2.extract_lane(pair, 0) + f64x2.extract_lane(pair, 1);
}

// @ts-expect-error: decorator
@inline
function splat(x: f64): v128 {
  return f64x2.splat(x);
}

// @ts-expect-error: decorator
@inline
function add(a: v128, b: v128): v128 {
  return f64x2.add(a, b);
}

// @ts-expect-error: decorator
@inline
function sub(a: v128, b: v128): v128 {
  return f64x2.sub(a, b);
}

// @ts-expect-error: decorator
@inline
function mul(a: v128, b: v128): v128 {
  return f64x2.mul(a, b);
}

/** Two entries of a column without pad; behind the last one stands zero. */
// @ts-expect-error: decorator
@inline
function loadPair(address: usize, whole: bool): v128 {
  return whole ? v128.load(address) : v128.load64_zero(address);
}

// @ts-expect-error: decorator
@inline
function at(column: usize, row: usize): f64 {
  return load<f64>(column + (row << 3));
}

// @ts-expect-error: decorator
@inline
function addTo(address: usize, amount: f64): void {
  store<f64>(address, load<f64>(address) + amount);
}

// @ts-expect-error: decorator
@inline
function addPair(address: usize, amount: v128): void {
  v128.store(address, f64x2.add(v128.load(address), amount));
}

// @ts-expect-error: decorator
@inline
function subtractPair(address: usize, amount: v128): void {
  v128.store(address, f64x2.sub(v128.load(address), amount));
}

export function growFull(grown: usize, from: usize, rates: usize, step: usize, weights: usize, sums: usize): void {
  const width = stride;
  for (let row: usize = 0, entry: usize = 0; row < usize(rows); row++) {
    const rate = splat(at(rates, row));
    let sum = splat(0);
    for (let j: usize = 0; j < width; j += 16, entry += 16) {
      const factor = exponentials(mul(rate, v128.load(step + j)));
      const value = mul(v128.load(from + entry), factor);
      v128.store(grown + entry, value);
      sum = add(sum, mul(v128.load(weights + j), value));
    }
    store<f64>(sums + (row << 3), both(sum));
  }
}

export function growSlightly(grown: usize, from: usize, rates: usize, step: usize, weights: usize, sums: usize): void {
  const width = stride;
  const one = splat(1);
  const half = splat(0.5);
  const c3 = splat(1.0 / 6);
  const c4 = splat(1.0 / 24);
  const c5 = splat(1.0 / 120);
  const c6 = splat(1.0 / 720);
  for (let row: usize = 0, entry: usize = 0; row < usize(rows); row++) {
    const rate = splat(at(rates, row));
    let sum = splat(0);
    for (let j: usize = 0; j < width; j += 16, entry += 16) {
      const x = mul(rate, v128.load(step + j));
      const tail = mul(x, add(one, mul(x, add(half, mul(x, add(c3, mul(x, add(c4, mul(x, add(c5, mul(x, c6)))))))))));
      const before = v128.load(from + entry);
      const value = add(before, mul(before, tail));
      v128.store(grown + entry, value);
      sum = add(sum, mul(v128.load(weights + j), value));
    }
    store<f64>(sums + (row << 3), both(sum));
  }
}

export function growModerately(grown: usize, from: usize, rates: usize, step: usize, weights: usize, sums: usize): void {
  const width = stride;
  const one = splat(1);
  const half = splat(0.5);
  const c3 = splat(1.0 / 6);
  const c4 = splat(1.0 / 24);
  const c5 = splat(1.0 / 120);
  const c6 = splat(1.0 / 720);
  const c7 = splat(1.0 / 5040);
  const c8 = splat(1.0 / 40320);
  const c9 = splat(1.0 / 362880);
  for (let row: usize = 0, entry: usize = 0; row < usize(rows); row++) {
    const rate = splat(at(rates, row));
    let sum = splat(0);
    for (let j: usize = 0; j < width; j += 16, entry += 16) {
      const x = mul(rate, v128.load(step + j));
      const high = add(c5, mul(x, add(c6, mul(x, add(c7, mul(x, add(c8, mul(x, c9))))))));
      const tail = mul(x, add(one, mul(x, add(half, mul(x, add(c3, mul(x, add(c4, mul(x, high)))))))));
      const before = v128.load(from + entry);
      const value = add(before, mul(before, tail));
      v128.store(grown + entry, value);
      sum = add(sum, mul(v128.load(weights + j), value));
    }
    store<f64>(sums + (row << 3), both(sum));
  }
}

export function growBarely(grown: usize, from: usize, rates: usize, step: usize, weights: usize, sums: usize): void {
  const width = stride;
  const one = splat(1);
  const half = splat(0.5);
  const c3 = splat(1.0 / 6);
  for (let row: usize = 0, entry: usize = 0; row < usize(rows); row++) {
    const rate = splat(at(rates, row));
    let sum = splat(0);
    for (let j: usize = 0; j < width; j += 16, entry += 16) {
      const x = mul(rate, v128.load(step + j));
      const before = v128.load(from + entry);
      const value = add(before, mul(before, mul(x, add(one, mul(x, add(half, mul(x, c3)))))));
      v128.store(grown + entry, value);
      sum = add(sum, mul(v128.load(weights + j), value));
    }
    store<f64>(sums + (row << 3), both(sum));
  }
}

/** Rows `first` to `end - 1` of a kind; see `sweepPortfolioShares`. */
export function sweep(kind: i32, first: i32, end: i32, spreadChange: f64, withJacobian: i32): void {
  const width = stride;
  const least = exponential(-attractivenessClip);
  const most = exponential(attractivenessClip);
  const excess = kindExcess + usize(kind) * width;
  const prices = perAsset;
  const ratios = perAsset + width;
  let sensitivity: f64 = 0;
  let tightening: f64 = 1;
  let loans: f64 = 0;
  for (let row = usize(first); row < usize(end); row++) {
    const t = terms + row * TERM_BYTES;
    const form = load<f64>(t);
    if (form != SHARES && form != LEVERED) continue;
    const base = row * width;
    const held = books + 3 * base;
    const reference = held + width;
    const sale = reference + width;
    let value = splat(0);
    let drift = splat(0);
    for (let a: usize = 0; a < width; a += 16) {
      value = add(value, mul(v128.load(prices + a), v128.load(held + a)));
      drift = add(drift, mul(v128.load(ratios + a), v128.load(reference + a)));
    }
    const X = both(value);
    const drifted = both(drift);
    const short_ = load<f64>(t, 8);
    const q0 = load<f64>(t, 16);
    const attracted = at(attractionSum, row);
    const q = q0 / (q0 + load<f64>(t, 24) * attracted);
    const tau = load<f64>(t, 32);
    const shareIota = load<f64>(t, 40);
    const m = load<f64>(t, 48);
    const c0 = load<f64>(t, 56);
    const c1 = load<f64>(t, 64);
    let raise: f64;
    let short: f64 = 0;
    let raisePerWealth: f64 = 0;
    let raisePerAttraction: f64 = 0;
    let raisePerSpread: f64 = 0;
    let shortPerWealth: f64 = 0;
    let shortPerAttraction: f64 = 0;
    if (form == LEVERED) {
      if (load<f64>(t, 80) != sensitivity) {
        sensitivity = load<f64>(t, 80);
        tightening = exponential(-sensitivity * spreadChange);
      }
      const borrowed = c1 * load<f64>(t, 72) * tightening;
      raise = c0 - borrowed * (1 - q);
      raisePerAttraction = -borrowed * q * (1 - q);
      raisePerSpread = funded ? borrowed * (1 - q) * sensitivity : 0;
    } else {
      const clipped = attracted < least ? least : min(attracted, most);
      const softness = load<f64>(t, 80);
      const floor = load<f64>(t, 72) * (softness == 1 ? 1 / clipped : exponential(-softness * logarithm(clipped)));
      const wanted = (1 - floor) * (1 - q);
      const E = m + X;
      const w = load<f64>(t, 88);
      const thetaShort = load<f64>(t, 96);
      const shortage = floor * E - max(m, <f64>0);
      const root = sqrt(shortage * shortage + w * w);
      raise = c0 * X - c1 * E * wanted;
      short = thetaShort * (0.5 * (root + shortage - w) - E * load<f64>(t, 104));
      if (withJacobian) {
        const shortSlope = 0.5 * (1 + shortage / root);
        const floorSlope = attracted == clipped ? softness * floor : 0;
        raisePerWealth = c0 - c1 * wanted;
        raisePerAttraction = -c1 * E * (floorSlope * (1 - q) + (1 - floor) * q * (1 - q));
        shortPerWealth = thetaShort * (shortSlope * floor - load<f64>(t, 104));
        shortPerAttraction = -thetaShort * shortSlope * floorSlope * E;
      }
    }
    const forced = at(forcedSale, row);
    const C = (tau + shareIota) * X - raise;
    const shareScale = splat(C / at(relativeSum, row));
    const driftScale = splat((shareIota * X) / drifted);
    const tau2 = splat(tau);
    const short2 = splat(short);
    const forced2 = splat(forced);
    const keeps = short_ == 0;
    let spent2 = splat(0);
    let cut = splat(0);
    const weights = relative + base;
    const out = orders + base;
    for (let a: usize = 0; a < width; a += 16) {
      const ratio = v128.load(ratios + a);
      const x = mul(v128.load(prices + a), v128.load(held + a));
      let amount = sub(
        sub(
          mul(
            sub(mul(shareScale, v128.load(weights + a)), mul(driftScale, v128.load(reference + a))),
            ratio,
          ),
          mul(tau2, x),
        ),
        mul(add(short2, mul(forced2, ratio)), v128.load(sale + a)),
      );
      if (keeps) {
        const least2 = f64x2.neg(x);
        const below = f64x2.lt(amount, least2);
        amount = v128.bitselect(least2, amount, below);
        cut = v128.or(cut, below);
      }
      v128.store(out + a, amount);
      spent2 = add(spent2, amount);
      addPair(excess + a, amount);
    }
    const spent = both(spent2);
    const borrows = form == LEVERED && m < spent;
    if (borrows) loans += spent - m;
    if (withJacobian)
      derive(
        row,
        C,
        raisePerAttraction,
        raisePerSpread,
        shortPerWealth,
        shortPerAttraction,
        tau,
        shareIota,
        shareIota * X,
        1 / drifted,
        forced,
        borrows,
        v128.any_true(cut),
        tau + shareIota - raisePerWealth,
      );
  }
  addTo(kindLoans + (usize(kind) << 3), loans);
}

/** See `addDerivatives`. */
function derive(
  row: usize,
  C: f64,
  raisePerAttraction: f64,
  raisePerSpread: f64,
  shortPerWealth: f64,
  shortPerAttraction: f64,
  tau: f64,
  shareIota: f64,
  iotaX: f64,
  driftScale: f64,
  forced: f64,
  borrows: bool,
  cut: bool,
  perWealth: f64,
): void {
  const width = stride;
  const base = row * width;
  const prices = perAsset;
  const ratios = perAsset + width;
  const relativeMultiplier = ratios + width;
  const attractiveMultiplier = relativeMultiplier + width;
  const share = holdings;
  const elastic = share + width;
  const pull = elastic + width;
  const elasticMoved = pull + width;
  const pullMoved = elasticMoved + width;
  const shareScale = splat(1 / at(relativeSum, row));
  const pullScale = splat(at(kappa, row) / at(attractionSum, row));
  const epsilon2 = splat(at(epsilon, row));
  for (let a: usize = 0; a < width; a += 16) {
    const s = mul(mul(v128.load(relative + base + a), v128.load(ratios + a)), shareScale);
    v128.store(share + a, s);
    v128.store(elastic + a, mul(mul(s, epsilon2), v128.load(relativeMultiplier + a)));
    v128.store(pull + a, mul(mul(v128.load(attraction + base + a), v128.load(attractiveMultiplier + a)), pullScale));
  }
  for (let c = 0, slopes2 = anchorSlopes; c < moverCount; c++, slopes2 += width) {
    let shared = splat(0);
    let pulled = splat(0);
    for (let a: usize = 0; a < width; a += 16) {
      const slope = v128.load(slopes2 + a);
      shared = add(shared, mul(v128.load(elastic + a), slope));
      pulled = add(pulled, mul(v128.load(pull + a), slope));
    }
    const mover = usize(at(movers, c)) << 3;
    store<f64>(elasticMoved + mover, both(shared));
    store<f64>(pullMoved + mover, both(pulled));
  }
  const left = productPairs + productCount * productWidth;
  const right = left + productCapacity * productWidth;
  productCount += 3;
  const diagonal = diagonals + (borrows ? 2 * width : 0);
  const passed = diagonal + width;
  const held = books + 3 * base;
  const reference = held + width;
  const sale = reference + width;
  const C2 = splat(C);
  const perWealth2 = splat(perWealth);
  const raisePerAttraction2 = splat(raisePerAttraction);
  const iotaX2 = splat(iotaX);
  const shareIota2 = splat(shareIota);
  const shortPerWealth2 = splat(shortPerWealth);
  const shortPerAttraction2 = splat(shortPerAttraction);
  const tau2 = splat(tau);
  const forced2 = splat(forced);
  const driftScale2 = splat(driftScale);
  for (let a: usize = 0; a < width; a += 16) {
    const ratio = v128.load(ratios + a);
    const x = mul(v128.load(prices + a), v128.load(held + a));
    const s = v128.load(share + a);
    const own = v128.load(elastic + a);
    const r = mul(mul(v128.load(reference + a), ratio), driftScale2);
    const d = v128.load(sale + a);
    const attractionSlope = sub(v128.load(pullMoved + a), v128.load(pull + a));
    const to = right + a;
    v128.store(
      to,
      sub(
        sub(mul(perWealth2, x), mul(C2, add(sub(s, own), v128.load(elasticMoved + a)))),
        mul(raisePerAttraction2, attractionSlope),
      ),
    );
    v128.store(to + productWidth, sub(mul(iotaX2, r), mul(shareIota2, x)));
    v128.store(
      to + 2 * productWidth,
      f64x2.neg(add(mul(shortPerWealth2, x), mul(shortPerAttraction2, attractionSlope))),
    );
    const passThrough = mul(C2, own);
    const change = sub(
      sub(sub(sub(mul(C2, s), passThrough), mul(tau2, x)), mul(iotaX2, r)),
      mul(mul(forced2, d), ratio),
    );
    const from = left + a;
    if (cut) {
      // A cut order moves with its own price alone.
      const isCut = f64x2.eq(v128.load(orders + base + a), f64x2.neg(x));
      v128.store(from, v128.andnot(s, isCut));
      v128.store(from + productWidth, v128.andnot(r, isCut));
      v128.store(from + 2 * productWidth, v128.andnot(d, isCut));
      addPair(diagonal + a, v128.bitselect(f64x2.neg(x), change, isCut));
      addPair(passed + a, v128.andnot(passThrough, isCut));
    } else {
      v128.store(from, s);
      v128.store(from + productWidth, r);
      v128.store(from + 2 * productWidth, d);
      addPair(diagonal + a, change);
      addPair(passed + a, passThrough);
    }
  }
  if (borrows) {
    for (let pair: usize = 0; pair < 3; pair++) {
      const traded = splat(sumOf(left + pair * productWidth));
      for (let b: usize = 0; b < width; b += 16)
        addPair(loansGradient + b, mul(traded, v128.load(right + pair * productWidth + b)));
    }
  }
  if (raisePerSpread != 0) {
    const perSpread = splat(raisePerSpread);
    for (let a: usize = 0; a < width; a += 16) addPair(spreadSlopes + a, mul(v128.load(left + a), perSpread));
    if (borrows) addTo(loansPerSpread, sumOf(left) * raisePerSpread);
  }
  if (productCount == productCapacity) flush();
}

function sumOf(from: usize): f64 {
  let sum = splat(0);
  for (let i: usize = 0; i < stride; i += 16) sum = add(sum, v128.load(from + i));
  return both(sum);
}

/** Adds the pairs that wait: blocks of four by four, whose sums stay in registers; see `OuterProducts.flush`. */
export function flush(): void {
  const width = productWidth;
  const end = productCount * width;
  const left = productPairs;
  const right = productPairs + productCapacity * width;
  for (let i: usize = 0; i < width; i += 32)
    for (let j: usize = 0; j < width; j += 32) {
      let a0 = splat(0);
      let a1 = splat(0);
      let b0 = splat(0);
      let b1 = splat(0);
      let c0 = splat(0);
      let c1 = splat(0);
      let d0 = splat(0);
      let d1 = splat(0);
      for (let k: usize = 0; k < end; k += width) {
        const r0 = v128.load(right + k + j);
        const r1 = v128.load(right + k + j, 16);
        const from = left + k + i;
        const a = v128.load64_splat(from);
        a0 = add(a0, mul(a, r0));
        a1 = add(a1, mul(a, r1));
        const b = v128.load64_splat(from, 8);
        b0 = add(b0, mul(b, r0));
        b1 = add(b1, mul(b, r1));
        const c = v128.load64_splat(from, 16);
        c0 = add(c0, mul(c, r0));
        c1 = add(c1, mul(c, r1));
        const d = v128.load64_splat(from, 24);
        d0 = add(d0, mul(d, r0));
        d1 = add(d1, mul(d, r1));
      }
      // `width` bytes hold width / 8 entries; a row of the sum is as long.
      const to = productSum + (i >> 3) * width + j;
      addPair(to, a0);
      addPair(to + 16, a1);
      addPair(to + width, b0);
      addPair(to + width + 16, b1);
      addPair(to + 2 * width, c0);
      addPair(to + 2 * width + 16, c1);
      addPair(to + 3 * width, d0);
      addPair(to + 3 * width + 16, d1);
    }
  productCount = 0;
}

/** Rows `first` to `end - 1` of a kind; see `prepareRows`. */
export function prepare(kind: i32, first: i32, end: i32, spreadChange: f64): void {
  const width = stride;
  const bytes = assets;
  const fields = assetFields;
  const trend = fields;
  const damped = trend + width;
  const supply = damped + width;
  const relativeMultiplier = supply + width;
  const attractive = relativeMultiplier + width;
  const news0 = attractive + width;
  const news1 = news0 + width;
  const news2 = news1 + width;
  const supplyChange = news2 + width;
  const supplyRatio = supplyChange + width;
  const price = supplyRatio + width;
  const haircut = price + width;
  const attractivenessGap = haircut + width;
  const relativeGap = attractivenessGap + width;
  const lnPrice = relativeGap + width;
  const sentiment = lnPrice + width;
  const saleTilt = sentiment + width;
  const scratch = rowScratch;
  const weightAt = scratch + width;
  const ownAt = weightAt + width;
  const costAt = ownAt + width;
  const valueAt = costAt + width;
  const zero = splat(0);
  const one = splat(1);
  const parts = orderParts + usize(kind) * (LEVEL_CAUSES + NEWS_CAUSES) * width;
  const levels = levelLoans + usize(kind) * LEVEL_CAUSES * 8;
  const news = fundamentalLoans + usize(kind) * NEWS_CAUSES * 8;

  for (let row = usize(first); row < usize(end); row++) {
    const form = at(demandForm, row);
    const t = terms + row * TERM_BYTES;
    store<f64>(t, form);
    if (form != SHARES && form != LEVERED) {
      store<f64>(kappa + (row << 3), 0);
      store<f64>(epsilon + (row << 3), 0);
      continue;
    }
    const base = row * width;
    const column = row * bytes;
    const held = books + 3 * base;
    const reference = held + width;
    const sale = reference + width;
    const unitsAt = units + row * unitsWidth;
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
    let values = zero;
    let sales = zero;
    for (let a: usize = 0; a < width; a += 16) {
      const whole = a + 16 <= bytes;
      const units2 = loadPair(unitsAt + a, whole);
      const value = mul(v128.load(price + a), units2);
      const own = add(v128.load(sentiment + a), loadPair(ownTaste + column + a, whole));
      const taste = add(mul(mu2, v128.load(trend + a)), own);
      const logShare = loadPair(logStartShare + column + a, whole);
      const cost = mul(mul(v128.load(relativeMultiplier + a), scarcity), sub(v128.load(haircut + a), mean));
      const sold = v128.and(mul(value, v128.load(saleTilt + a)), f64x2.gt(value, zero));
      v128.store(scratch + a, add(add(logShare, taste), mul(kappa2, v128.load(attractivenessGap + a))));
      v128.store(
        weightAt + a,
        add(
          add(
            add(logShare, mul(n2, v128.load(supply + a))),
            mul(epsilon2, add(sub(mul(taste, v128.load(damped + a)), cost), v128.load(relativeGap + a))),
          ),
          v128.load(lnPrice + a),
        ),
      );
      v128.store(ownAt + a, own);
      v128.store(costAt + a, cost);
      v128.store(valueAt + a, value);
      v128.store(held + a, units2);
      v128.store(sale + a, sold);
      values = add(values, value);
      sales = add(sales, sold);
    }
    const X = both(values);
    const saleSum = both(sales);
    if (width > bytes) {
      store<f64>(scratch + bytes, -Infinity);
      store<f64>(weightAt + bytes, -Infinity);
    }
    let attractions = zero;
    let weights = zero;
    for (let a: usize = 0; a < width; a += 16) {
      const ua = exponentials(v128.load(scratch + a));
      const weight = exponentials(v128.load(weightAt + a));
      v128.store(scratch + a, ua);
      v128.store(weightAt + a, weight);
      attractions = add(attractions, ua);
      weights = add(weights, weight);
    }
    const attracted = both(attractions);
    const shareSum = both(weights);
    store<f64>(attractionSum + (row << 3), attracted);
    store<f64>(relativeSum + (row << 3), shareSum);
    const shareScale = splat(1 / shareSum);
    const saleScale = splat(saleSum > 0 ? 1 / saleSum : 0);
    const attractionScale = splat(1 / attracted);

    let references = zero;
    let trends = zero;
    let sentiments = zero;
    let costs = zero;
    let supplies = zero;
    let trendPulls = zero;
    let sentimentPulls = zero;
    for (let a: usize = 0; a < width; a += 16) {
      const ua = v128.load(scratch + a);
      const weight = v128.load(weightAt + a);
      const sa = mul(weight, shareScale);
      const da = mul(v128.load(sale + a), saleScale);
      const pull = mul(ua, attractionScale);
      v128.store(startAttraction + base + a, ua);
      v128.store(startRelative + base + a, weight);
      const followed =
        n == 1
          ? mul(sa, v128.load(supplyRatio + a))
          : n == 0
            ? sa
            : mul(sa, exponentials(mul(n2, v128.load(supplyChange + a))));
      references = add(references, followed);
      v128.store(reference + a, followed);
      v128.store(sale + a, da);
      v128.store(scratch + a, pull);
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
    const referenceSum = both(references);
    const trendMean = both(trends) * (epsilonOf * mu);
    const sentimentMean = both(sentiments) * epsilonOf;
    const costMean = both(costs) * -epsilonOf;
    const supplyMean = both(supplies) * n;
    const trendPull = both(trendPulls) * mu;
    const sentimentPull = both(sentimentPulls);
    let means0 = zero;
    let means1 = zero;
    let means2 = zero;
    let pulls0 = zero;
    let pulls1 = zero;
    let pulls2 = zero;
    const referenceScale = splat(1 / referenceSum);
    for (let a: usize = 0; a < width; a += 16) {
      const scaled = mul(v128.load(reference + a), referenceScale);
      v128.store(reference + a, scaled);
      const weight = mul(v128.load(weightAt + a), v128.load(relativeMultiplier + a));
      const pull = mul(v128.load(scratch + a), v128.load(attractive + a));
      const change0 = v128.load(news0 + a);
      const change1 = v128.load(news1 + a);
      const change2 = v128.load(news2 + a);
      means0 = add(means0, mul(weight, change0));
      means1 = add(means1, mul(weight, change1));
      means2 = add(means2, mul(weight, change2));
      pulls0 = add(pulls0, mul(pull, change0));
      pulls1 = add(pulls1, mul(pull, change1));
      pulls2 = add(pulls2, mul(pull, change2));
    }
    const changePull0 = both(pulls0);
    const changePull1 = both(pulls1);
    const changePull2 = both(pulls2);

    const q0 = at(startIdleShare, row);
    const g = (1 - q0) * exponential(-at(cashReturnGain, row));
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
      const tightened = limit * exponential(-at(fundingSensitivity, row) * spreadChange);
      const wanted = tightened * (1 - q);
      store<f64>(t, theta * exposure + cashIota * equity * wanted, 56);
      store<f64>(t, (theta + cashIota) * equity, 64);
      store<f64>(t, limit, 72);
      store<f64>(t, at(fundingSensitivity, row), 80);
      raise = theta * (exposure - wanted * equity);
      const slope = equity * tightened * q * (1 - q);
      perAttraction = -theta * slope;
      immediateAttraction = -cashIota * slope;
    } else {
      const E = m + X;
      const I = logarithm(attracted);
      const clip = attractivenessClip;
      const clipped = I > clip ? clip : max(I, -clip);
      const softness = at(floorSoftness, row);
      const floor = at(cashFloorShare, row) * exponential(-softness * clipped);
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
    const iotaX = shareIota * X;
    const trendRaise = perAttraction * trendPull;
    const sentimentRaise = perAttraction * sentimentPull;
    const residualRaise = raise - trendRaise - sentimentRaise - policyPull;
    const residualShort = short - shortPerAttraction * (trendPull + sentimentPull);
    const changeSlope = (perAttraction + immediateAttraction) * kappaOf;
    if (form == LEVERED) {
      addTo(levels + 3 * 8, -trendRaise);
      addTo(levels + 4 * 8, -sentimentRaise);
      addTo(levels + 10 * 8, -residualRaise);
      addTo(levels, -called);
      addTo(levels + 8, -redeemed);
      addTo(levels + 16, -margin);
      addTo(kindLoansBefore + (usize(kind) << 3), m < 0 ? -m : 0);
      addTo(news, -(changeSlope * changePull0));
      addTo(news + 8, -(changeSlope * changePull1));
      addTo(news + 16, -(changeSlope * changePull2));
    }
    const slowEpsilon = slow * epsilonOf;
    const trendAlpha = splat(slowEpsilon * mu);
    const trendBeta = splat(slow * trendMean + trendRaise);
    const trendGamma = splat(shortPerAttraction * trendPull);
    const sentimentBeta = splat(slow * sentimentMean + sentimentRaise);
    const sentimentGamma = splat(shortPerAttraction * sentimentPull);
    const costBeta = splat(slow * costMean);
    const supplyAlpha = splat(slow * n);
    const supplyBeta = splat(slow * supplyMean);
    const newsAlpha = C * epsilonOf;
    const changeShort = shortPerAttraction * kappaOf;
    const newsBeta0 = splat(newsAlpha * both(means0) + changeSlope * changePull0);
    const newsBeta1 = splat(newsAlpha * both(means1) + changeSlope * changePull1);
    const newsBeta2 = splat(newsAlpha * both(means2) + changeSlope * changePull2);
    const newsGamma0 = splat(changeShort * changePull0);
    const newsGamma1 = splat(changeShort * changePull1);
    const newsGamma2 = splat(changeShort * changePull2);
    const newsAlpha2 = splat(newsAlpha);
    const slowEpsilon2 = splat(slowEpsilon);
    const slow2 = splat(slow);
    const tau2 = splat(tau);
    const short2 = splat(short);
    const iotaX2 = splat(iotaX);
    const policyPull2 = splat(policyPull);
    const residualRaise2 = splat(residualRaise);
    const residualShort2 = splat(residualShort);
    const trendPart = parts + 3 * width;
    const sentimentPart = trendPart + width;
    const costPart = sentimentPart + width;
    const supplyPart = costPart + width;
    const policyPart = supplyPart + width;
    const exactPart = parts + 9 * width;
    const residualPart = parts + (form == LEVERED ? 10 : 8) * width;
    const newsPart0 = parts + 11 * width;
    const newsPart1 = newsPart0 + width;
    const newsPart2 = newsPart1 + width;
    for (let a: usize = 0; a < width; a += 16) {
      const sa = v128.load(weightAt + a);
      const da = v128.load(sale + a);
      const newSupply = mul(iotaX2, sub(sa, v128.load(reference + a)));
      const damping = v128.load(damped + a);
      addPair(
        trendPart + a,
        sub(
          mul(sa, sub(mul(mul(trendAlpha, v128.load(trend + a)), damping), trendBeta)),
          mul(da, trendGamma),
        ),
      );
      addPair(
        sentimentPart + a,
        sub(
          mul(sa, sub(mul(mul(slowEpsilon2, damping), v128.load(ownAt + a)), sentimentBeta)),
          mul(da, sentimentGamma),
        ),
      );
      subtractPair(costPart + a, mul(sa, add(mul(slowEpsilon2, v128.load(costAt + a)), costBeta)));
      addPair(
        supplyPart + a,
        add(mul(sa, sub(mul(supplyAlpha, v128.load(supply + a)), supplyBeta)), newSupply),
      );
      subtractPair(policyPart + a, mul(sa, policyPull2));
      subtractPair(residualPart + a, add(mul(sa, residualRaise2), mul(da, residualShort2)));
      addPair(
        exactPart + a,
        add(
          sub(sub(mul(slow2, sa), mul(tau2, v128.load(valueAt + a))), mul(short2, da)),
          newSupply,
        ),
      );
      const relativeNews = mul(newsAlpha2, v128.load(relativeMultiplier + a));
      addPair(
        newsPart0 + a,
        sub(mul(sa, sub(mul(relativeNews, v128.load(news0 + a)), newsBeta0)), mul(da, newsGamma0)),
      );
      addPair(
        newsPart1 + a,
        sub(mul(sa, sub(mul(relativeNews, v128.load(news1 + a)), newsBeta1)), mul(da, newsGamma1)),
      );
      addPair(
        newsPart2 + a,
        sub(mul(sa, sub(mul(relativeNews, v128.load(news2 + a)), newsBeta2)), mul(da, newsGamma2)),
      );
    }
  }
}
