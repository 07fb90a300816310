/**
 * The hot loop: orders of investors who want portfolio shares (model section 3), levered and not, and their
 * analytic Jacobian. Symbols of the model stand behind the names.
 *
 *   order_a = (tau + iota') X s_a - tau x_a - iota' X r_a - raise s_a - short d_a - F d_a p_a/p-_a
 *
 * with iota' = max(iota - tau, 0). What an investor chooses to raise or to place (`raise`: the cash gap and the
 * immediate answer) goes along its wanted weights; what it must raise (`short`: the shortage below the floor,
 * and F) is sold by conviction. An order is cut where it would take units below zero.
 * No callback, no allocation; rows are visited in row order, so that sums have one order.
 */
import { DEMAND_FORMS } from '../ledger/demand-columns.js';
import { exp, exponentials, ln } from '../maths/elementary.js';
import type { MarketWorkspace } from './workspace.js';

/**
 * Adds the orders of the share-demanding rows at the workspace's prices to `excess`, `kindExcess`, `loans`.
 *
 * @param withJacobian also adds d excess / d (ln p, spread) to `jacobian` ([unknown × unknown], $bn) and d loans
 * @param keepOrders also writes the orders ($bn) into the demand column `order`
 */
export function sweepPortfolioShares(
  work: MarketWorkspace,
  spread: number,
  withJacobian: boolean,
  keepOrders: boolean,
): void {
  const { demand, ledger, constants, tradingRows, assets, unknowns } = work;
  const { price, priceRatio, attractivenessGap, relativeGap, excess, kindExcess, jacobian, kindLoans } = work;
  const { baseAttractiveness, baseRelative, wealthRatio, kinkWidth, invertedCashGain, forcedSale } = work;
  const { fundamentalDiagonal, loansGradient, loansFundamental, powers, x, u, s, r, d, order } = work;
  const { mappedPi, mappedShare } = work;
  const { units, width, kindOf } = ledger;
  const { demandForm, cash, attractivenessElasticity, relativeElasticity, cashFloorShare, floorSoftness } =
    demand;
  const { startIdleShare, idleSpeed, shortfallSpeed, rebalancingSpeed, immediacy, startShortfall } = demand;
  const { wealthMark, exposureMark } = demand;
  const { leverageLimit, fundingSensitivity, saleShare, previousShare, lnPrice, mayShort } = demand;
  const { attractivenessMultiplier, relativeMultiplier } = demand;
  const { derivativeRow, derivativeColumn, derivativeValue, derivatives } = work.anchors;
  const clip = constants.attractivenessClip;
  const funded = work.funding !== undefined;
  const startSpread = work.funding === undefined ? 0 : work.funding.startSpread;
  const levered = DEMAND_FORMS.leveredShares;
  let loans = work.loans;

  for (let index = 0; index < tradingRows.length; index++) {
    const row = tradingRows[index];
    const form = demandForm[row];
    if (form !== DEMAND_FORMS.portfolioShares && form !== levered) continue;
    const kind = kindOf[row];
    const book = row * width;
    const base = row * assets;
    const kappa = attractivenessElasticity[row];
    const epsilon = relativeElasticity[row];

    for (let a = 0; a < assets; a++) {
      powers[a] = baseAttractiveness[base + a] + kappa * attractivenessGap[a];
      powers[assets + a] = baseRelative[base + a] + epsilon * relativeGap[a] + lnPrice[a];
    }
    exponentials(powers, 2 * assets);
    let X = 0;
    let attraction = 0;
    let shareSum = 0;
    let drifted = 0;
    for (let a = 0; a < assets; a++) {
      const value = price[a] * units[book + a];
      x[a] = value;
      X += value;
      attraction += powers[a];
      shareSum += powers[assets + a];
      const drift = previousShare[base + a] * priceRatio[a];
      r[a] = drift;
      drifted += drift;
    }
    const q0 = startIdleShare[row];
    const invested = (1 - q0) * attraction * invertedCashGain[row];
    const q = q0 / (q0 + invested);
    const tau = rebalancingSpeed[row];
    const iota = immediacy[row];
    const shareIota = iota > tau ? iota - tau : 0;
    const m = cash[row];
    const w = kinkWidth[row];

    let raise: number;
    let raisePerWealth: number; // d raise / dX
    let raisePerAttraction: number; // d raise / dI
    let raisePerSpread = 0;
    let short = 0;
    let shortPerWealth = 0;
    let shortPerAttraction = 0;
    if (form === levered) {
      const theta = idleSpeed[row];
      const cashIota = iota > theta ? iota - theta : 0;
      const limit = leverageLimit[row] * exp(-fundingSensitivity[row] * (spread - startSpread));
      const wanted = limit * (1 - q);
      const equity = wealthMark[row];
      raise = theta * (exposureMark[row] - wanted * equity) - cashIota * equity * (wanted - wealthRatio[row]);
      const slope = (theta + cashIota) * equity;
      raisePerWealth = 0;
      raisePerAttraction = -slope * limit * q * (1 - q);
      raisePerSpread = slope * wanted * fundingSensitivity[row];
    } else {
      const thetaIdle = idleSpeed[row];
      const thetaShort = shortfallSpeed[row] - thetaIdle;
      const cashIota = iota > thetaIdle ? iota - thetaIdle : 0;
      const I = ln(attraction);
      const clipped = I > clip ? clip : I < -clip ? -clip : I;
      const softness = floorSoftness[row];
      const floor = cashFloorShare[row] * exp(-softness * clipped);
      const wanted = (1 - floor) * (1 - q);
      const E = m + X;
      const shortage = floor * E - (m > 0 ? m : 0);
      const root = Math.sqrt(shortage * shortage + w * w);
      const shortfall = 0.5 * (root + shortage - w);
      const shortSlope = 0.5 * (1 + shortage / root);
      const ratio = wealthRatio[row];
      raise = thetaIdle * (X - wanted * E) - cashIota * (E * wanted - X * ratio);
      short = thetaShort * (shortfall - E * startShortfall[row]);
      const floorSlope = I === clipped ? softness * floor : 0;
      const wantedSlope = floorSlope * (1 - q) + (1 - floor) * q * (1 - q);
      raisePerWealth = thetaIdle * (1 - wanted) - cashIota * (wanted - ratio);
      raisePerAttraction = -(thetaIdle + cashIota) * E * wantedSlope;
      shortPerWealth = thetaShort * (shortSlope * floor - startShortfall[row]);
      shortPerAttraction = -thetaShort * shortSlope * floorSlope * E;
    }
    const forced = forcedSale[row];

    const driftScale = 1 / drifted;
    const shareScale = 1 / shareSum;
    const C = (tau + shareIota) * X - raise;
    const iotaX = shareIota * X;
    const floorUnits = mayShort[row] === 0;
    const kindBase = kind * assets;
    let spent = 0;
    for (let a = 0; a < assets; a++) {
      const sa = powers[assets + a] * shareScale;
      const ra = r[a] * driftScale;
      const da = saleShare[base + a];
      s[a] = sa;
      r[a] = ra;
      d[a] = da;
      let amount = C * sa - tau * x[a] - iotaX * ra - (short + forced * priceRatio[a]) * da;
      if (floorUnits && amount < -x[a]) {
        amount = -x[a];
        d[a] = -1; // marks a cut order for the Jacobian
      }
      order[a] = amount;
      spent += amount;
      excess[a] += amount;
      kindExcess[kindBase + a] += amount;
    }
    const after = m - spent;
    const borrows = form === levered && after < 0;
    if (borrows) {
      loans -= after;
      kindLoans[kind] -= after;
    }
    if (keepOrders) for (let a = 0; a < assets; a++) demand.order[base + a] = order[a];
    if (!withJacobian) continue;

    const attractionScale = 1 / attraction;
    for (let a = 0; a < assets; a++) {
      mappedPi[a] = 0;
      mappedShare[a] = 0;
    }
    // (pi kappa)' G and (s eps)' G, with G = dv/d ln p
    for (let e = 0; e < derivatives; e++) {
      const from = derivativeRow[e];
      const to = derivativeColumn[e];
      const value = derivativeValue[e];
      mappedPi[to] += powers[from] * attractivenessMultiplier[from] * value;
      mappedShare[to] += s[from] * relativeMultiplier[from] * value;
    }
    const kappaScale = kappa * attractionScale;
    let offset = 0;
    for (let b = 0; b < assets; b++) {
      const attractionSlope = kappaScale * (mappedPi[b] - powers[b] * attractivenessMultiplier[b]);
      const raiseSlope = raisePerWealth * x[b] + raisePerAttraction * attractionSlope;
      const shareSlope = s[b] * (1 - epsilon * relativeMultiplier[b]) + epsilon * mappedShare[b];
      u[b] = -C * shareSlope + (tau + shareIota) * x[b] - raiseSlope; // along s
      mappedPi[b] = shareIota * X * r[b] - shareIota * x[b]; // along r
      mappedShare[b] = -(shortPerWealth * x[b] + shortPerAttraction * attractionSlope); // along d
    }
    for (let a = 0; a < assets; a++) {
      const sa = s[a];
      const ra = r[a];
      const da = d[a];
      if (da < 0) {
        jacobian[offset + a] -= x[a];
        if (borrows) loansGradient[a] -= x[a];
        offset += unknowns;
        continue;
      }
      const diagonal =
        C * sa * (1 - epsilon * relativeMultiplier[a]) -
        tau * x[a] -
        iotaX * ra -
        forced * da * priceRatio[a];
      const passThrough = C * sa * epsilon * relativeMultiplier[a];
      if (borrows) {
        for (let b = 0; b < assets; b++)
          loansGradient[b] += sa * u[b] + ra * mappedPi[b] + da * mappedShare[b];
        loansGradient[a] += diagonal;
        loansFundamental[a] += passThrough;
      }
      for (let b = 0; b < assets; b++)
        jacobian[offset + b] += sa * u[b] + ra * mappedPi[b] + da * mappedShare[b];
      jacobian[offset + a] += diagonal;
      fundamentalDiagonal[a] += passThrough;
      if (funded && raisePerSpread !== 0) {
        const slope = -sa * raisePerSpread;
        jacobian[offset + assets] += slope;
        if (borrows) loansGradient[assets] += slope;
      }
      offset += unknowns;
    }
  }
  work.loans = loans;
}
