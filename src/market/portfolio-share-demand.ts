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
 * stands side by side in few arrays: the processor has too few registers for the bases of many. Two assets at a
 * time, in two lanes as vector instructions hold them: the WebAssembly kernel does the same operations.
 */
import { DEMAND_FORMS } from '../ledger/demand-columns.js';
import { exp, ln } from '../maths/elementary.js';
import { BOOK_WIDTH, type MarketWorkspace, TERM_WIDTH } from './workspace.js';

/**
 * Adds the orders of the share-demanding rows at the workspace's prices and weights to `kindExcess` and
 * `kindLoans`, and writes them ($bn) into `orders`.
 *
 * @param spreadChange funding spread less that at the start
 * @param withJacobian also adds the derivatives by (ln p, spread) to the sums of the Jacobian, $bn
 */
export function sweepPortfolioShares(
  work: MarketWorkspace,
  spreadChange: number,
  withJacobian: boolean,
): void {
  const { constants, stride, kinds, shared } = work;
  const { perAsset, books, terms, relative, slopes, orders } = shared;
  const { attractionSum, relativeSum, kindExcess, kindLoans, forcedSale } = shared;
  const { kindStart } = work.ledger;
  const leastAttraction = exp(-constants.attractivenessClip);
  const mostAttraction = exp(constants.attractivenessClip);
  const funded = work.funding !== undefined;
  const shares = DEMAND_FORMS.portfolioShares;
  const levered = DEMAND_FORMS.leveredShares;
  let sensitivity = 0;
  let tightening = 1;

  for (let kind = 0; kind < kinds; kind++) {
    const end = kindStart[kind + 1];
    const kindBase = kind * stride;
    let loans = 0;
    for (let row = kindStart[kind]; row < end; row++) {
      const t = row * TERM_WIDTH;
      const form = terms[t];
      if (form !== shares && form !== levered) continue;
      const base = row * stride;
      const held = base * BOOK_WIDTH;
      const reference = held + stride;
      const sale = reference + stride;
      let evenValue = 0;
      let oddValue = 0;
      let evenDrift = 0;
      let oddDrift = 0;
      for (let a = 0; a < stride; a += 2) {
        evenValue += perAsset[a] * books[held + a];
        oddValue += perAsset[a + 1] * books[held + a + 1];
        evenDrift += perAsset[stride + a] * books[reference + a];
        oddDrift += perAsset[stride + a + 1] * books[reference + a + 1];
      }
      const X = evenValue + oddValue;
      const drifted = evenDrift + oddDrift;
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
          tightening = exp(-sensitivity * spreadChange);
        }
        const borrowed = c1 * terms[t + 9] * tightening;
        raise = c0 - borrowed * (1 - q);
        slopes[1] = 0;
        slopes[2] = -borrowed * q * (1 - q);
        slopes[3] = funded ? borrowed * (1 - q) * sensitivity : 0;
        slopes[4] = 0;
        slopes[5] = 0;
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
      let evenSpent = 0;
      let oddSpent = 0;
      let cut = 0;
      for (let a = 0; a < stride; a += 2) {
        const ratio = perAsset[stride + a];
        const x = perAsset[a] * books[held + a];
        let amount =
          (shareScale * relative[base + a] - driftScale * books[reference + a]) * ratio -
          tau * x -
          (short + forced * ratio) * books[sale + a];
        const oddRatio = perAsset[stride + a + 1];
        const oddX = perAsset[a + 1] * books[held + a + 1];
        let oddAmount =
          (shareScale * relative[base + a + 1] - driftScale * books[reference + a + 1]) * oddRatio -
          tau * oddX -
          (short + forced * oddRatio) * books[sale + a + 1];
        if (mayShort === 0) {
          if (amount < -x) {
            amount = -x;
            cut = 1;
          }
          if (oddAmount < -oddX) {
            oddAmount = -oddX;
            cut = 1;
          }
        }
        orders[base + a] = amount;
        orders[base + a + 1] = oddAmount;
        evenSpent += amount;
        oddSpent += oddAmount;
        kindExcess[kindBase + a] += amount;
        kindExcess[kindBase + a + 1] += oddAmount;
      }
      const spent = evenSpent + oddSpent;
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
  if (withJacobian) work.products.flush();
}

/**
 * Adds the derivatives of one row's orders to the Jacobian. With C = (tau + iota') X - raise, an order's derivative by
 * ln p_b is s_a u_b + r_a v_b + d_a w_b plus a diagonal; a cut order -x_a moves with its own price alone. The
 * products wait in `products`, the rest is added to its sums at once.
 */
function addDerivatives(work: MarketWorkspace, row: number): void {
  const { stride, products, anchors, shared } = work;
  const { slopes, books, attraction, relative, holdings, perAsset, diagonals, orders, anchorSlopes, movers } =
    shared;
  const { pairs, stride: width, capacity } = products;
  const base = row * stride;
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
  const epsilon = shared.epsilon[row];
  const shareScale = 1 / shared.relativeSum[row];
  const pullScale = shared.kappa[row] / shared.attractionSum[row];
  // Of each asset: s_a, eps_a s_a, kappa_a pi_a, and what fundamentals map the last two to
  for (let a = 0; a < stride; a++) {
    const s = relative[base + a] * perAsset[stride + a] * shareScale;
    holdings[a] = s;
    holdings[stride + a] = s * epsilon * perAsset[2 * stride + a];
    holdings[2 * stride + a] = attraction[base + a] * perAsset[3 * stride + a] * pullScale;
  }
  // (s eps)' G and (pi kappa)' G, with G = dv/d ln p
  for (let c = 0; c < anchors.movers.length; c++) {
    const mover = movers[c];
    const slope = c * stride;
    let evenShared = 0;
    let oddShared = 0;
    let evenPulled = 0;
    let oddPulled = 0;
    for (let a = 0; a < stride; a += 2) {
      evenShared += holdings[stride + a] * anchorSlopes[slope + a];
      oddShared += holdings[stride + a + 1] * anchorSlopes[slope + a + 1];
      evenPulled += holdings[2 * stride + a] * anchorSlopes[slope + a];
      oddPulled += holdings[2 * stride + a + 1] * anchorSlopes[slope + a + 1];
    }
    holdings[3 * stride + mover] = evenShared + oddShared;
    holdings[4 * stride + mover] = evenPulled + oddPulled;
  }
  const left = products.count * width;
  const right = left + capacity * width;
  products.count += 3;
  // Diagonals of those who borrow stand apart, for they move loans too.
  const side = borrows ? 2 * stride : 0;
  const held = base * BOOK_WIDTH;
  const reference = held + stride;
  const sale = reference + stride;
  for (let a = 0; a < stride; a++) {
    const ratio = perAsset[stride + a];
    const x = perAsset[a] * books[held + a];
    const s = holdings[a];
    const own = holdings[stride + a];
    const r = books[reference + a] * ratio * driftScale;
    const d = books[sale + a];
    const attractionSlope = holdings[4 * stride + a] - holdings[2 * stride + a];
    const at = right + a;
    pairs[at] =
      perWealth * x - C * (s - own + holdings[3 * stride + a]) - raisePerAttraction * attractionSlope;
    pairs[at + width] = iotaX * r - shareIota * x;
    pairs[at + 2 * width] = -(shortPerWealth * x + shortPerAttraction * attractionSlope);
    const to = left + a;
    if (cut && orders[base + a] === -x) {
      pairs[to] = 0;
      pairs[to + width] = 0;
      pairs[to + 2 * width] = 0;
      diagonals[side + a] -= x;
      continue;
    }
    pairs[to] = s;
    pairs[to + width] = r;
    pairs[to + 2 * width] = d;
    const passThrough = C * own;
    diagonals[side + a] += C * s - passThrough - tau * x - iotaX * r - forced * d * ratio;
    diagonals[side + stride + a] += passThrough;
  }
  if (borrows) addLoanSlopes(work, left, right);
  if (raisePerSpread !== 0) addSpreadSlopes(work, left, raisePerSpread, borrows);
  if (products.count === capacity) products.flush();
}

/** Adds what one borrower's orders at other prices do to its loans, but for the diagonal. */
function addLoanSlopes(work: MarketWorkspace, left: number, right: number): void {
  const { stride, products, shared } = work;
  const { pairs, stride: width } = products;
  for (let pair = 0; pair < 3; pair++) {
    const traded = sumOf(pairs, left + pair * width, stride);
    for (let b = 0; b < stride; b++) shared.loansGradient[b] += traded * pairs[right + pair * width + b];
  }
}

/** Adds what a raise of the funding spread makes one row sell: along its wanted weights. */
function addSpreadSlopes(
  work: MarketWorkspace,
  left: number,
  raisePerSpread: number,
  borrows: boolean,
): void {
  const { stride, products, shared } = work;
  for (let a = 0; a < stride; a++) shared.spreadSlopes[a] += products.pairs[left + a] * raisePerSpread;
  if (borrows) shared.loansPerSpread[0] += sumOf(products.pairs, left, stride) * raisePerSpread;
}

/** Sum over the even places, then over the odd ones. */
function sumOf(values: Float64Array, from: number, length: number): number {
  let even = 0;
  let odd = 0;
  for (let i = from; i < from + length; i += 2) {
    even += values[i];
    odd += values[i + 1];
  }
  return even + odd;
}
