/**
 * The hot loop: orders of investors who want portfolio shares (model section 3), levered and not, and their
 * analytic Jacobian. Symbols of the model stand behind the names.
 *
 *   order_a = (tau + iota') X s_a - tau x_a - iota' X r_a - raise s_a - short d_a - F d_a p_a/p-_a
 *
 * with iota' = max(iota - tau, 0). What an investor chooses to raise or to place (`raise`: the cash gap and the
 * immediate answer) goes along its wanted weights; what it must raise (`short`: the shortage below the floor,
 * and F) is sold by conviction. An order is cut where it would take units below zero.
 *
 * No callback, no allocation; rows are visited in row order, so that sums have one order. All that a row needs
 * stands side by side in few arrays: the processor has too few registers for the bases of many.
 */
import { DEMAND_FORMS } from '../ledger/demand-columns.js';
import { BARE, exp, grow, growBarely, growSlightly, ln, SLIGHT } from '../maths/elementary.js';
import { BOOK_WIDTH, type MarketWorkspace, TERM_WIDTH } from './workspace.js';

/**
 * Brings exp u_a and the wanted weights of all rows to the gaps of the workspace. A small step multiplies the
 * weights evaluated last; a larger one starts from yesterday's, so that nothing adds up.
 */
export function moveWeights(work: MarketWorkspace): void {
  const { attractivenessGap, relativeGap, attractionStep, relativeStep, assets } = work;
  const { lastAttractionGap, lastRelativeGap, startAttractionGap, startRelativeGap } = work;
  let reach = work.weightsKnown ? 0 : Number.POSITIVE_INFINITY;
  for (let a = 0; a < assets; a++) {
    attractionStep[a] = attractivenessGap[a] - lastAttractionGap[a];
    relativeStep[a] = relativeGap[a] - lastRelativeGap[a];
    const size = Math.max(
      work.largestKappa * Math.abs(attractionStep[a]),
      work.largestEpsilon * Math.abs(relativeStep[a]),
    );
    if (!(size <= reach)) reach = size;
  }
  const { attraction, relative, attractionSum, relativeSum, kappa, epsilon, ones, priceRatio } = work;
  if (reach <= SLIGHT) {
    const growLittle = reach <= BARE ? growBarely : growSlightly;
    growLittle(attraction, attraction, kappa, attractionStep, ones, attractionSum);
    growLittle(relative, relative, epsilon, relativeStep, priceRatio, relativeSum);
  } else {
    for (let a = 0; a < assets; a++) {
      attractionStep[a] = attractivenessGap[a] - startAttractionGap[a];
      relativeStep[a] = relativeGap[a] - startRelativeGap[a];
    }
    grow(attraction, work.startAttraction, kappa, attractionStep, ones, attractionSum);
    grow(relative, work.startRelative, epsilon, relativeStep, priceRatio, relativeSum);
  }
  lastAttractionGap.set(attractivenessGap);
  lastRelativeGap.set(relativeGap);
  work.weightsKnown = true;
}

/**
 * Adds the orders of the share-demanding rows at the workspace's prices and weights to `kindExcess` and
 * `kindLoans`, and writes them ($bn) into the demand column `order`.
 *
 * @param withJacobian also adds d excess / d (ln p, spread) to `jacobian` ([unknown × unknown], $bn) and d loans
 */
export function sweepPortfolioShares(work: MarketWorkspace, spread: number, withJacobian: boolean): void {
  const { constants, assets, kinds, perAsset, books, terms, relative, slopes } = work;
  const { attractionSum, relativeSum, kindExcess, kindLoans, forcedSale } = work;
  const { kindStart } = work.ledger;
  const { order } = work.demand;
  const clip = constants.attractivenessClip;
  const leastAttraction = exp(-clip);
  const mostAttraction = exp(clip);
  const funded = work.funding !== undefined;
  const change = work.funding === undefined ? 0 : spread - work.funding.startSpread;
  const shares = DEMAND_FORMS.portfolioShares;
  const levered = DEMAND_FORMS.leveredShares;
  const termWidth = TERM_WIDTH;
  const bookWidth = BOOK_WIDTH;
  let sensitivity = 0;
  let tightening = 1;

  for (let kind = 0; kind < kinds; kind++) {
    const end = kindStart[kind + 1];
    const kindBase = kind * assets;
    let loans = 0;
    for (let row = kindStart[kind]; row < end; row++) {
      const t = row * termWidth;
      const form = terms[t];
      if (form !== shares && form !== levered) continue;
      const base = row * assets;
      const book = base * bookWidth;
      let X = 0;
      let drifted = 0;
      for (let a = 0, b = book, p = 0; a < assets; a++, b += 3, p += 4) {
        X += perAsset[p] * books[b];
        drifted += perAsset[p + 1] * books[b + 1];
      }
      const mayShort = terms[t + 1];
      const q0 = terms[t + 2];
      const q = q0 / (q0 + terms[t + 3] * attractionSum[row]); // idle share
      const tau = terms[t + 4];
      const shareIota = terms[t + 5];
      const m = terms[t + 6];
      const c0 = terms[t + 7];
      const c1 = terms[t + 8];
      let raise: number;
      let short = 0;
      if (form === levered) {
        // raise = theta (Xbar - W Ebar) - iota_R Ebar (W - W-), W = L (1 - q)
        if (terms[t + 10] !== sensitivity) {
          sensitivity = terms[t + 10];
          tightening = exp(-sensitivity * change);
        }
        const borrowed = c1 * terms[t + 9] * tightening;
        raise = c0 - borrowed * (1 - q);
        if (withJacobian) {
          slopes[1] = 0;
          slopes[2] = -borrowed * q * (1 - q);
          slopes[3] = funded ? borrowed * (1 - q) * sensitivity : 0;
          slopes[4] = 0;
          slopes[5] = 0;
        }
      } else {
        // raise = theta_idle (X - W E) - iota_R (W E - X E- W- / X-), W = (1 - f)(1 - q)
        const attraction = attractionSum[row];
        const clipped = attraction < leastAttraction ? leastAttraction : Math.min(attraction, mostAttraction);
        const softness = terms[t + 10];
        const floor = terms[t + 9] * (softness === 1 ? 1 / clipped : exp(-softness * ln(clipped)));
        const wanted = (1 - floor) * (1 - q);
        const E = m + X;
        const w = terms[t + 11];
        const thetaShort = terms[t + 12];
        const shortage = floor * E - Math.max(m, 0);
        const root = Math.sqrt(shortage * shortage + w * w);
        raise = c0 * X - c1 * E * wanted;
        short = thetaShort * (0.5 * (root + shortage - w) - E * terms[t + 13]);
        if (withJacobian) {
          const shortSlope = 0.5 * (1 + shortage / root);
          const floorSlope = attraction === clipped ? softness * floor : 0;
          slopes[1] = c0 - c1 * wanted;
          slopes[2] = -c1 * E * (floorSlope * (1 - q) + (1 - floor) * q * (1 - q));
          slopes[3] = 0;
          slopes[4] = thetaShort * (shortSlope * floor - terms[t + 13]);
          slopes[5] = -thetaShort * shortSlope * floorSlope * E;
        }
      }
      const forced = forcedSale[row];
      const C = (tau + shareIota) * X - raise;
      const shareScale = C / relativeSum[row];
      const driftScale = (shareIota * X) / drifted;
      let spent = 0;
      let cut = 0;
      for (let a = 0, b = book, p = 0; a < assets; a++, b += 3, p += 4) {
        const ratio = perAsset[p + 1];
        const x = perAsset[p] * books[b];
        let amount =
          (shareScale * relative[base + a] - driftScale * books[b + 1]) * ratio -
          tau * x -
          (short + forced * ratio) * books[b + 2];
        if (amount < -x && mayShort === 0) {
          amount = -x;
          cut = 1;
        }
        order[base + a] = amount;
        spent += amount;
        kindExcess[kindBase + a] += amount;
      }
      const borrows = form === levered && m < spent;
      if (borrows) loans += spent - m;
      if (!withJacobian) continue;
      slopes[0] = C;
      slopes[6] = tau;
      slopes[7] = shareIota;
      slopes[8] = X;
      slopes[9] = 1 / drifted;
      slopes[10] = forced;
      slopes[11] = borrows ? 1 : 0;
      slopes[12] = cut;
      addDerivatives(work, row);
    }
    kindLoans[kind] += loans;
  }
}

/**
 * Adds the derivatives of one row's orders to the Jacobian. With C = (tau + iota') X - raise, an order's derivative by
 * ln p_b is s_a u_b + r_a v_b + d_a w_b plus a diagonal; a cut order -x_a moves with its own price alone. The
 * products wait in `products`, the rest goes into `jacobian` at once.
 */
function addDerivatives(work: MarketWorkspace, row: number): void {
  const { assets, slopes, books, attraction, relative, products, holdings, perAsset, diagonals } = work;
  const { derivativeRow, derivativeValue, movers, firstEntry, entries } = work.anchors;
  const { pairs, stride, capacity } = products;
  const base = row * assets;
  const C = slopes[0];
  const raisePerAttraction = slopes[2];
  const raisePerSpread = slopes[3];
  const shortPerWealth = slopes[4];
  const shortPerAttraction = slopes[5];
  const tau = slopes[6];
  const shareIota = slopes[7];
  const iotaX = shareIota * slopes[8];
  const driftScale = slopes[9];
  const forced = slopes[10];
  const borrows = slopes[11] === 1;
  const cut = slopes[12] === 1;
  const perWealth = tau + shareIota - slopes[1];
  const epsilon = work.epsilon[row];
  const shareScale = 1 / work.relativeSum[row];
  const pullScale = work.kappa[row] / work.attractionSum[row];
  // Of each asset: s_a, eps_a s_a, kappa_a pi_a, and what fundamentals map the last two to
  for (let a = 0, h = 0, p = 0; a < assets; a++, h += 5, p += 4) {
    const s = relative[base + a] * perAsset[p + 1] * shareScale;
    holdings[h] = s;
    holdings[h + 1] = s * epsilon * perAsset[p + 2];
    holdings[h + 2] = attraction[base + a] * perAsset[p + 3] * pullScale;
  }
  // (s eps)' G and (pi kappa)' G, with G = dv/d ln p
  for (let c = 0; c < movers.length; c++) {
    let shared = 0;
    let pulled = 0;
    for (let k = firstEntry[c]; k < firstEntry[c + 1]; k++) {
      const entry = entries[k];
      const h = 5 * derivativeRow[entry];
      const slope = derivativeValue[entry];
      shared += holdings[h + 1] * slope;
      pulled += holdings[h + 2] * slope;
    }
    holdings[5 * movers[c] + 3] = shared;
    holdings[5 * movers[c] + 4] = pulled;
  }
  const left = products.count * stride;
  const right = left + capacity * stride;
  products.count += 3;
  // Diagonals of those who borrow stand apart, for they move loans too.
  const side = borrows ? 2 * assets : 0;
  let wanted = 0;
  for (let a = 0, b = base * 3, h = 0, p = 0; a < assets; a++, b += 3, h += 5, p += 4) {
    const ratio = perAsset[p + 1];
    const x = perAsset[p] * books[b];
    const s = holdings[h];
    const own = holdings[h + 1];
    const r = books[b + 1] * ratio * driftScale;
    const d = books[b + 2];
    const attractionSlope = holdings[h + 4] - holdings[h + 2];
    const at = right + a;
    pairs[at] = perWealth * x - C * (s - own + holdings[h + 3]) - raisePerAttraction * attractionSlope;
    pairs[at + stride] = iotaX * r - shareIota * x;
    pairs[at + 2 * stride] = -(shortPerWealth * x + shortPerAttraction * attractionSlope);
    const to = left + a;
    const at2 = side + 2 * a;
    if (cut && work.demand.order[base + a] === -x) {
      pairs[to] = 0;
      pairs[to + stride] = 0;
      pairs[to + 2 * stride] = 0;
      diagonals[at2] -= x;
      continue;
    }
    pairs[to] = s;
    pairs[to + stride] = r;
    pairs[to + 2 * stride] = d;
    wanted += s;
    const passThrough = C * own;
    diagonals[at2] += C * s - passThrough - tau * x - iotaX * r - forced * d * ratio;
    diagonals[at2 + 1] += passThrough;
  }
  if (borrows) addLoanSlopes(work, left, right, wanted * raisePerSpread);
  if (raisePerSpread !== 0) addSpreadSlopes(work, left, raisePerSpread);
  if (products.count === capacity) products.flush();
}

/** Adds what one borrower's orders at other prices do to its loans, but for the diagonal. */
function addLoanSlopes(work: MarketWorkspace, left: number, right: number, perSpread: number): void {
  const { assets, unknowns, products, loansGradient } = work;
  const { pairs, stride } = products;
  for (let pair = 0; pair < 3; pair++) {
    let traded = 0;
    for (let a = 0; a < assets; a++) traded += pairs[left + pair * stride + a];
    for (let b = 0; b < assets; b++) loansGradient[b] += traded * pairs[right + pair * stride + b];
  }
  if (assets < unknowns) loansGradient[assets] -= perSpread;
}

/** Adds what a raise of the funding spread makes one row sell: along its wanted weights. */
function addSpreadSlopes(work: MarketWorkspace, left: number, raisePerSpread: number): void {
  const { assets, unknowns, jacobian } = work;
  const { pairs } = work.products;
  for (let a = 0; a < assets; a++) jacobian[(a + 1) * unknowns - 1] -= pairs[left + a] * raisePerSpread;
}
