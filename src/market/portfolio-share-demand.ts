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
import { exp, grow, growSlightly, ln, SLIGHT } from '../maths/elementary.js';
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
    growSlightly(attraction, attraction, kappa, attractionStep, ones, attractionSum);
    growSlightly(relative, relative, epsilon, relativeStep, priceRatio, relativeSum);
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
  const { constants, assets, kinds, prices, books, terms, relative, slopes } = work;
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
      for (let a = 0, b = book, p = 0; a < assets; a++, b += 3, p += 2) {
        X += prices[p] * books[b];
        drifted += prices[p + 1] * books[b + 1];
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
      for (let a = 0, b = book, p = 0; a < assets; a++, b += 3, p += 2) {
        const ratio = prices[p + 1];
        const x = prices[p] * books[b];
        let amount =
          (shareScale * relative[base + a] - driftScale * books[b + 1]) * ratio -
          tau * x -
          (short + forced * ratio) * books[b + 2];
        if (amount < -x && mayShort === 0) amount = -x;
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
  const { assets, unknowns, slopes, prices, books, jacobian, attraction, relative, products } = work;
  const { fundamentalDiagonal, loansGradient, loansFundamental } = work;
  const { wantedShare, value, pull, mappedPull, mappedShare } = work;
  const { derivativeRow, derivativeValue, movers, firstEntry, entries } = work.anchors;
  const { attractivenessMultiplier, relativeMultiplier, order, mayShort } = work.demand;
  const { left, right, stride } = products;
  const base = row * assets;
  const book = base * 3;
  const C = slopes[0];
  const raisePerWealth = slopes[1];
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
  const epsilon = work.epsilon[row];
  const shareScale = 1 / work.relativeSum[row];
  const pullScale = work.kappa[row] / work.attractionSum[row];
  for (let a = 0, p = 0; a < assets; a++, p += 2) {
    wantedShare[a] = relative[base + a] * prices[p + 1] * shareScale;
    value[a] = prices[p] * books[book + 3 * a];
    pull[a] = attraction[base + a] * attractivenessMultiplier[a] * pullScale;
  }
  // (pi kappa)' G and (s eps)' G, with G = dv/d ln p
  for (let c = 0; c < movers.length; c++) {
    let pulled = 0;
    let shared = 0;
    for (let k = firstEntry[c]; k < firstEntry[c + 1]; k++) {
      const entry = entries[k];
      const from = derivativeRow[entry];
      const slope = derivativeValue[entry];
      pulled += pull[from] * slope;
      shared += wantedShare[from] * relativeMultiplier[from] * slope;
    }
    mappedPull[movers[c]] = pulled;
    mappedShare[movers[c]] = shared;
  }
  const cuts = mayShort[row] === 0;
  const alongS = products.count * stride;
  const alongR = alongS + stride;
  const alongD = alongR + stride;
  products.count += 3;
  let wanted = 0;
  let drifted = 0;
  let sold = 0;
  for (let a = 0, b = book, p = 0, diagonal = 0; a < assets; a++, b += 3, p += 2, diagonal += unknowns + 1) {
    const x = value[a];
    const ratio = prices[p + 1];
    const s = wantedShare[a];
    const r = books[b + 1] * ratio * driftScale;
    const d = books[b + 2];
    const attractionSlope = mappedPull[a] - pull[a];
    const own = epsilon * relativeMultiplier[a] * s;
    right[alongS + a] =
      (tau + shareIota - raisePerWealth) * x -
      C * (s - own + epsilon * mappedShare[a]) -
      raisePerAttraction * attractionSlope;
    right[alongR + a] = iotaX * r - shareIota * x;
    right[alongD + a] = -(shortPerWealth * x + shortPerAttraction * attractionSlope);
    if (cuts && order[base + a] === -x) {
      left[alongS + a] = 0;
      left[alongR + a] = 0;
      left[alongD + a] = 0;
      jacobian[diagonal] -= x;
      if (borrows) loansGradient[a] -= x;
      continue;
    }
    left[alongS + a] = s;
    left[alongR + a] = r;
    left[alongD + a] = d;
    wanted += s;
    drifted += r;
    sold += d;
    const passThrough = C * own;
    const direct = C * s - passThrough - tau * x - iotaX * r - forced * d * ratio;
    jacobian[diagonal] += direct;
    fundamentalDiagonal[a] += passThrough;
    if (raisePerSpread !== 0) jacobian[(a + 1) * unknowns - 1] -= s * raisePerSpread;
    if (borrows) {
      loansGradient[a] += direct;
      loansFundamental[a] += passThrough;
    }
  }
  if (borrows) {
    for (let b = 0; b < assets; b++)
      loansGradient[b] += wanted * right[alongS + b] + drifted * right[alongR + b] + sold * right[alongD + b];
    if (raisePerSpread !== 0) loansGradient[assets] -= wanted * raisePerSpread;
  }
  if (products.count === products.capacity) products.flush();
}
