// The operations of portfolio-share-demand.ts and outer-products.ts. Rows pass in blocks and a block in phases, so that
// the divisions of one row run beside those of the next.
import { exponential, logarithm } from './exponential';
import {
  anchorSlopes,
  attraction,
  attractionSum,
  attractivenessClip,
  blockScratch,
  books,
  diagonals,
  epsilon,
  forcedSale,
  funded,
  holdings,
  kappa,
  kindExcess,
  kindLoans,
  kindRows,
  kinds,
  loansGradient,
  loansPerSpread,
  moverCount,
  movers,
  orders,
  perAsset,
  productCapacity,
  productPairs,
  productSum,
  productWidth,
  relative,
  relativeSum,
  spreadSlopes,
  stride,
  terms,
} from './layout';
import { add, addPair, addTo, at, both, mul, splat, sub } from './vectors';

const SHARES: f64 = 1;
const LEVERED: f64 = 2;
const TERM_BYTES: usize = 16 * 8;
/** Rows of a block, and the numbers that each keeps from one phase to the next. */
const BLOCK: usize = 16;
const KEPT_BYTES: usize = 12 * 8;
/** Rows whose outer products wait; three a row at most. */
const WAITING_ROWS: i32 = 16;

/** Pairs that wait in `productPairs`, and the rows they are of. */
let productCount: usize = 0;
let waitingRows: i32 = 0;
/** Response of leverage to the spread, and the factor it makes of the spread: as of the levered row before. */
let sensitivity: f64 = 0;
let tightening: f64 = 1;

/** See `sweepPortfolioShares`. */
export function sweep(spreadChange: f64, withJacobian: i32): void {
  sensitivity = 0;
  tightening = 1;
  for (let kind = 0; kind < kinds; kind++) {
    const end = usize(at(kindRows, kind + 1));
    let loans: f64 = 0;
    for (let row = usize(at(kindRows, kind)); row < end; row += BLOCK) {
      const last = min(row + BLOCK, end);
      sumValues(row, last);
      raiseCash(row, last, spreadChange, withJacobian);
      loans = order(row, last, kindExcess + usize(kind) * stride, loans, withJacobian);
    }
    addTo(kindLoans + (usize(kind) << 3), loans);
  }
  if (withJacobian) flush();
}

// @ts-expect-error: decorator
@inline
function trades(term: usize): bool {
  const form = load<f64>(term);
  return form == SHARES || form == LEVERED;
}

/** X, and the denominator of r_a. */
function sumValues(first: usize, last: usize): void {
  const width = stride;
  const prices = perAsset;
  const ratios = perAsset + width;
  let kept = blockScratch;
  for (let row = first; row < last; row++, kept += KEPT_BYTES) {
    if (!trades(terms + row * TERM_BYTES)) continue;
    const held = books + 3 * row * width;
    const reference = held + width;
    let value = splat(0);
    let drift = splat(0);
    for (let a: usize = 0; a < width; a += 16) {
      value = add(value, mul(v128.load(prices + a), v128.load(held + a)));
      drift = add(drift, mul(v128.load(ratios + a), v128.load(reference + a)));
    }
    store<f64>(kept, both(value));
    store<f64>(kept, both(drift), 8);
  }
}

/** What each row raises and is short of, the scales of its weights, and their slopes. */
function raiseCash(first: usize, last: usize, spreadChange: f64, withJacobian: i32): void {
  const least = exponential(-attractivenessClip);
  const most = exponential(attractivenessClip);
  let kept = blockScratch;
  for (let row = first; row < last; row++, kept += KEPT_BYTES) {
    const t = terms + row * TERM_BYTES;
    if (!trades(t)) continue;
    const X = load<f64>(kept);
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
    if (load<f64>(t) == LEVERED) {
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
      const shortfall = load<f64>(t, 104);
      const shortage = floor * E - max(m, <f64>0);
      const root = sqrt(shortage * shortage + w * w);
      raise = c0 * X - c1 * E * wanted;
      short = thetaShort * (0.5 * (root + shortage - w) - E * shortfall);
      if (withJacobian) {
        const shortSlope = 0.5 * (1 + shortage / root);
        const floorSlope = attracted == clipped ? softness * floor : 0;
        raisePerWealth = c0 - c1 * wanted;
        raisePerAttraction = -c1 * E * (floorSlope * (1 - q) + (1 - floor) * q * (1 - q));
        shortPerWealth = thetaShort * (shortSlope * floor - shortfall);
        shortPerAttraction = -thetaShort * shortSlope * floorSlope * E;
      }
    }
    const C = (tau + shareIota) * X - raise;
    store<f64>(kept, C, 16);
    store<f64>(kept, C / at(relativeSum, row), 24);
    store<f64>(kept, (shareIota * X) / load<f64>(kept, 8), 32);
    store<f64>(kept, short, 40);
    store<f64>(kept, raisePerAttraction, 48);
    store<f64>(kept, raisePerSpread, 56);
    store<f64>(kept, tau + shareIota - raisePerWealth, 64);
    store<f64>(kept, shortPerWealth, 72);
    store<f64>(kept, shortPerAttraction, 80);
  }
}

/** Orders of the rows of a block, and their derivatives; returns `loans` with what these rows borrow. */
function order(first: usize, last: usize, excess: usize, loans: f64, withJacobian: i32): f64 {
  const width = stride;
  const prices = perAsset;
  const ratios = perAsset + width;
  let kept = blockScratch;
  for (let row = first; row < last; row++, kept += KEPT_BYTES) {
    const t = terms + row * TERM_BYTES;
    if (!trades(t)) continue;
    const base = row * width;
    const held = books + 3 * base;
    const reference = held + width;
    const sale = reference + width;
    const weights = relative + base;
    const out = orders + base;
    const shareScale = splat(load<f64>(kept, 24));
    const driftScale = splat(load<f64>(kept, 32));
    const tau = splat(load<f64>(t, 32));
    const short = splat(load<f64>(kept, 40));
    const forced = splat(at(forcedSale, row));
    let spent2 = splat(0);
    let cut = splat(0);
    // What an order is cut at: nothing where the row may go short
    const limit = splat(load<f64>(t, 8) == 0 ? -0.0 : -Infinity);
    for (let a: usize = 0; a < width; a += 16) {
      const ratio = v128.load(ratios + a);
      const x = mul(v128.load(prices + a), v128.load(held + a));
      const amount = sub(
        sub(
          mul(sub(mul(shareScale, v128.load(weights + a)), mul(driftScale, v128.load(reference + a))), ratio),
          mul(tau, x),
        ),
        mul(add(short, mul(forced, ratio)), v128.load(sale + a)),
      );
      const least = sub(limit, x);
      const sent = f64x2.pmax(amount, least);
      cut = v128.or(cut, f64x2.lt(amount, least));
      v128.store(out + a, sent);
      spent2 = add(spent2, sent);
      v128.store(excess + a, add(v128.load(excess + a), sent));
    }
    const m = load<f64>(t, 48);
    const spent = both(spent2);
    const borrows = load<f64>(t) == LEVERED && m < spent;
    if (borrows) loans += spent - m;
    if (withJacobian) derive(row, kept, borrows, v128.any_true(cut));
  }
  return loans;
}

/** See `addDerivatives`. */
function derive(row: usize, kept: usize, borrows: bool, cut: bool): void {
  const t = terms + row * TERM_BYTES;
  const levered = load<f64>(t) == LEVERED;
  const C = load<f64>(kept, 16);
  const raisePerAttraction = load<f64>(kept, 48);
  const raisePerSpread = load<f64>(kept, 56);
  const tau = load<f64>(t, 32);
  const shareIota = load<f64>(t, 40);
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
  const across = productWidth;
  const left = productPairs + productCount * across;
  const right = left + productCapacity * across;
  productCount += levered ? 2 : 3;
  const diagonal = diagonals + (borrows ? 2 * width : 0);
  const passed = diagonal + width;
  const held = books + 3 * base;
  const reference = held + width;
  const sale = reference + width;
  const C2 = splat(C);
  const perWealth2 = splat(load<f64>(kept, 64));
  const raisePerAttraction2 = splat(raisePerAttraction);
  const iotaX2 = splat(shareIota * load<f64>(kept));
  const shareIota2 = splat(shareIota);
  const shortPerWealth2 = splat(load<f64>(kept, 72));
  const shortPerAttraction2 = splat(load<f64>(kept, 80));
  const tau2 = splat(tau);
  const forced2 = splat(at(forcedSale, row));
  const driftScale2 = splat(1 / load<f64>(kept, 8));
  for (let a: usize = 0; a < width; a += 16) {
    const ratio = v128.load(ratios + a);
    const x = mul(v128.load(prices + a), v128.load(held + a));
    const s = v128.load(share + a);
    const own = v128.load(elastic + a);
    const r = mul(mul(v128.load(reference + a), ratio), driftScale2);
    const d = v128.load(sale + a);
    const attractionSlope = sub(v128.load(pullMoved + a), v128.load(pull + a));
    v128.store(
      right + a,
      sub(
        sub(mul(perWealth2, x), mul(C2, add(sub(s, own), v128.load(elasticMoved + a)))),
        mul(raisePerAttraction2, attractionSlope),
      ),
    );
    v128.store(right + across + a, sub(mul(iotaX2, r), mul(shareIota2, x)));
    if (!levered)
      v128.store(
        right + 2 * across + a,
        f64x2.neg(add(mul(shortPerWealth2, x), mul(shortPerAttraction2, attractionSlope))),
      );
    const passThrough = mul(C2, own);
    const change = sub(
      sub(sub(sub(mul(C2, s), passThrough), mul(tau2, x)), mul(iotaX2, r)),
      mul(mul(forced2, d), ratio),
    );
    if (cut) {
      // A cut order moves with its own price alone.
      const isCut = f64x2.eq(v128.load(orders + base + a), f64x2.neg(x));
      v128.store(left + a, v128.andnot(s, isCut));
      v128.store(left + across + a, v128.andnot(r, isCut));
      v128.store(left + 2 * across + a, v128.andnot(d, isCut));
      v128.store(diagonal + a, add(v128.load(diagonal + a), v128.bitselect(f64x2.neg(x), change, isCut)));
      v128.store(passed + a, add(v128.load(passed + a), v128.andnot(passThrough, isCut)));
    } else {
      v128.store(left + a, s);
      v128.store(left + across + a, r);
      v128.store(left + 2 * across + a, d);
      v128.store(diagonal + a, add(v128.load(diagonal + a), change));
      v128.store(passed + a, add(v128.load(passed + a), passThrough));
    }
  }
  // Only who is levered borrows, and has no third pair.
  if (borrows) {
    for (let pair: usize = 0; pair < 2; pair++) {
      const traded = splat(sumOf(left + pair * across));
      const pulls = right + pair * across;
      for (let b: usize = 0; b < width; b += 16)
        v128.store(loansGradient + b, add(v128.load(loansGradient + b), mul(traded, v128.load(pulls + b))));
    }
  }
  if (raisePerSpread != 0) {
    const perSpread = splat(raisePerSpread);
    for (let a: usize = 0; a < width; a += 16)
      v128.store(spreadSlopes + a, add(v128.load(spreadSlopes + a), mul(v128.load(left + a), perSpread)));
    if (borrows) addTo(loansPerSpread, sumOf(left) * raisePerSpread);
  }
  if (++waitingRows == WAITING_ROWS) flush();
}

function sumOf(from: usize): f64 {
  const width = stride;
  let sum = splat(0);
  for (let i: usize = 0; i < width; i += 16) sum = add(sum, v128.load(from + i));
  return both(sum);
}

/** Adds the pairs that wait: blocks of four by four, whose sums stay in registers; see `OuterProducts.flush`. */
function flush(): void {
  const across = productWidth;
  const end = productCount * across;
  const left = productPairs;
  const right = productPairs + productCapacity * across;
  for (let i: usize = 0; i < across; i += 32)
    for (let j: usize = 0; j < across; j += 32) {
      let a0 = splat(0);
      let a1 = splat(0);
      let b0 = splat(0);
      let b1 = splat(0);
      let c0 = splat(0);
      let c1 = splat(0);
      let d0 = splat(0);
      let d1 = splat(0);
      for (let k: usize = 0; k < end; k += across) {
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
      // `across` bytes hold across / 8 entries; a row of the sum is as long.
      const to = productSum + (i >> 3) * across + j;
      addPair(to, a0);
      addPair(to + 16, a1);
      addPair(to + across, b0);
      addPair(to + across + 16, b1);
      addPair(to + 2 * across, c0);
      addPair(to + 2 * across + 16, c1);
      addPair(to + 3 * across, d0);
      addPair(to + 3 * across + 16, d1);
    }
  productCount = 0;
  waitingRows = 0;
}

