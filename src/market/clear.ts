/**
 * Clearing: one price vector and one funding spread at which all markets clear together.
 *
 * Damped semi-smooth Newton on ln p and the spread, from yesterday's prices with the exact Jacobian there; good-Broyden
 * updates follow. The exact Jacobian is taken again at the first point near the solution, and when a step
 * does not help; when that stalls, homotopy in the tick's data from yesterday's to today's. The answer counts
 * only if the full, exact excess demand is below the tolerance. It leaves the mean of both Jacobians for the
 * attribution.
 */

import { ClearingFailure } from '../ledger/model-error.js';
import { exp } from '../maths/elementary.js';
import { InverseWork, invert } from '../maths/linear-solve.js';
import { excessDemand } from './excess-demand.js';
import type { MarketWorkspace } from './workspace.js';

export interface ClearingSettings {
  /** Largest relative excess demand of a solution. */
  readonly tolerance: number;
  readonly maximumIterations: number;
  /** Largest step in a log price and in the spread. */
  readonly priceStep: number;
  readonly spreadStep: number;
  readonly halvings: number;
  readonly homotopySteps: number;
}

/** Largest residual at which the next step is expected to come near the solution, and the largest that is near. */
const NEARLY = 3e-3;
const NEAR = 1e-3;
/** Residual at yesterday's prices below which their Jacobian is today's too. */
const STILL = 1e-6;

export const CLEARING_SETTINGS: ClearingSettings = {
  tolerance: 1e-11,
  maximumIterations: 60,
  priceStep: 0.4,
  spreadStep: 0.02,
  halvings: 12,
  homotopySteps: 8,
};

/** What was to be cleared and how it went. */
export interface ClearingReport {
  iterations: number;
  evaluations: number;
  residual: number;
  /** Smallest pivot of the Jacobian at the solution: the conditioning of the price level. */
  smallestPivot: number;
  homotopy: boolean;
}

export class Clearing {
  readonly report: ClearingReport = {
    iterations: 0,
    evaluations: 0,
    residual: 0,
    smallestPivot: 0,
    homotopy: false,
  };
  /** ln p and spread: the point tried last, the solution after `solve`. */
  readonly unknowns: Float64Array;
  private readonly start: Float64Array;
  private readonly trial: Float64Array;
  private readonly step: Float64Array;
  private readonly residual: Float64Array;
  private readonly trialResidual: Float64Array;
  private readonly difference: Float64Array;
  private readonly work2: Float64Array;
  private readonly inverseWork: InverseWork;
  /** Mean of the Jacobians at yesterday's and near today's prices, [unknown × unknown], in today's demand. */
  readonly meanJacobian: Float64Array;
  private readonly inverse: Float64Array;
  /** Whether `inverse` is that of the exact Jacobian at `unknowns`. */
  private exact = false;
  /** Whether the workspace's Jacobian is that near the solution. */
  private near = false;
  /** Whether `unknowns` is the point evaluated last. */
  private current = false;

  constructor(
    private readonly market: MarketWorkspace,
    private readonly settings: ClearingSettings = CLEARING_SETTINGS,
  ) {
    const n = market.unknowns;
    this.inverse = new Float64Array(n * n);
    this.meanJacobian = new Float64Array(n * n);
    this.unknowns = new Float64Array(n);
    this.start = new Float64Array(n);
    this.trial = new Float64Array(n);
    this.step = new Float64Array(n);
    this.residual = new Float64Array(n);
    this.trialResidual = new Float64Array(n);
    this.difference = new Float64Array(n);
    this.work2 = new Float64Array(n);
    this.inverseWork = new InverseWork(n);
  }

  /**
   * Solves from the point in `unknowns`; afterwards it holds the solution, the demand columns `lnPrice` and `order`
   * its prices and orders, and the workspace a Jacobian near it.
   *
   * @param firstResidual receives the residual at the starting point
   * @param afterFirst called once, when the starting point has been evaluated
   * @throws ClearingFailure when no solution is found
   */
  solve(
    tick: number,
    fixedOrders: Float64Array,
    scale: Float64Array,
    previousEarnings: Float64Array,
    firstResidual: Float64Array,
    afterFirst: () => void = () => undefined,
  ): void {
    const { market, report, unknowns, meanJacobian } = this;
    const before = market.evaluations;
    report.iterations = 0;
    report.homotopy = false;
    excessDemand(market, unknowns, fixedOrders, scale, this.residual, true);
    firstResidual.set(this.residual);
    afterFirst();
    meanJacobian.set(market.jacobian);
    this.current = true;
    const size = largest(this.residual);
    this.useJacobian(size);
    this.near = size < STILL;
    const { start } = this;
    start.set(unknowns);
    if (!this.iterate(fixedOrders, scale)) {
      report.homotopy = true;
      unknowns.set(start);
      if (!this.homotopy(fixedOrders, scale, previousEarnings)) this.fail(tick, fixedOrders, scale);
    }
    if (!this.near) this.takeExactJacobian(fixedOrders, scale);
    else if (!this.current) excessDemand(market, unknowns, fixedOrders, scale, this.residual);
    report.residual = largest(this.residual);
    for (let i = 0; i < meanJacobian.length; i++)
      meanJacobian[i] = 0.5 * (meanJacobian[i] + market.jacobian[i]);
    report.evaluations = market.evaluations - before;
    this.writeOrders();
    if (!(report.residual < 1e-10)) this.fail(tick, fixedOrders, scale);
  }

  /** Puts the orders at the solution into the demand column, unless they stand there. */
  private writeOrders(): void {
    const { assets, stride, demand, shared, ledger } = this.market;
    if (stride === assets) return;
    for (let row = 0; row < ledger.rows; row++)
      for (let a = 0; a < assets; a++) demand.order[row * assets + a] = shared.orders[row * stride + a];
  }

  /** Iterates from `unknowns` with `residual` set; true if it converged. */
  private iterate(fixedOrders: Float64Array, scale: Float64Array): boolean {
    const { market, settings, unknowns, trial, step, residual, trialResidual, report } = this;
    const n = market.unknowns;
    let merit = largest(residual);
    while (!(merit < settings.tolerance)) {
      if (report.iterations >= settings.maximumIterations || !Number.isFinite(merit)) return false;
      report.iterations++;
      multiply(this.inverse, residual, step, n);
      let factor = -this.clip(step);
      const withJacobian = !this.near && merit < NEARLY;
      let next = this.tryStep(factor, fixedOrders, scale, withJacobian);
      if (!(next < 0.3 * merit) && !this.exact && !(next < settings.tolerance)) {
        this.takeExactJacobian(fixedOrders, scale);
        continue;
      }
      let halvings = 0;
      while (!(next < (1 - 1e-4 * Math.abs(factor)) * merit) && halvings < settings.halvings) {
        factor /= 2;
        halvings++;
        next = this.tryStep(factor, fixedOrders, scale, withJacobian);
      }
      // Rounding is reached when a full exact step no longer helps although the residual is small.
      if (!(next < merit)) return merit < 1e-10;
      if (withJacobian) {
        this.useJacobian(next);
      } else {
        for (let i = 0; i < n; i++) {
          step[i] *= factor;
          this.difference[i] = trialResidual[i] - residual[i];
        }
        this.updateInverse(step, this.difference);
        this.exact = false;
      }
      unknowns.set(trial);
      residual.set(trialResidual);
      this.current = true;
      merit = next;
    }
    return true;
  }

  /** Starts over from the workspace's Jacobian, which is exact at a point whose residual is `size`. */
  private useJacobian(size: number): void {
    const { market, report } = this;
    report.smallestPivot = invert(market.jacobian, market.unknowns, this.inverse, this.inverseWork);
    this.exact = true;
    this.near = size < NEAR;
  }

  private tryStep(
    factor: number,
    fixedOrders: Float64Array,
    scale: Float64Array,
    withJacobian: boolean,
  ): number {
    const { market, unknowns, trial, step } = this;
    this.current = false;
    for (let i = 0; i < market.unknowns; i++) trial[i] = unknowns[i] + factor * step[i];
    excessDemand(market, trial, fixedOrders, scale, this.trialResidual, withJacobian);
    const size = largest(this.trialResidual);
    return Number.isNaN(size) ? Number.POSITIVE_INFINITY : size;
  }

  private clip(step: Float64Array): number {
    const { market, settings } = this;
    let factor = 1;
    for (let i = 0; i < market.unknowns; i++) {
      const limit = i < market.assets ? settings.priceStep : settings.spreadStep;
      const size = Math.abs(step[i]);
      if (size * factor > limit) factor = limit / size;
    }
    return factor;
  }

  /** Exact Jacobian at `unknowns`; recomputes `residual` there. */
  private takeExactJacobian(fixedOrders: Float64Array, scale: Float64Array): void {
    const { market } = this;
    excessDemand(market, this.unknowns, fixedOrders, scale, this.residual, true);
    this.current = true;
    this.useJacobian(largest(this.residual));
  }

  /** Good Broyden update of the inverse: H += (s - H y) s'H / (s'H y). */
  private updateInverse(s: Float64Array, y: Float64Array): void {
    const n = this.market.unknowns;
    const { inverse, work2 } = this;
    multiply(inverse, y, work2, n);
    let denominator = 0;
    for (let i = 0; i < n; i++) denominator += s[i] * work2[i];
    let size = 0;
    for (let i = 0; i < n; i++) size += s[i] * s[i];
    if (!(Math.abs(denominator) > 1e-3 * size)) return;
    for (let i = 0; i < n; i++) work2[i] = (s[i] - work2[i]) / denominator;
    for (let column = 0; column < n; column++) {
      let projected = 0;
      for (let i = 0; i < n; i++) projected += s[i] * inverse[i * n + column];
      for (let i = 0; i < n; i++) inverse[i * n + column] += work2[i] * projected;
    }
  }

  /** Walks the tick's data from yesterday's to today's in equal steps, solving at each. */
  private homotopy(fixedOrders: Float64Array, scale: Float64Array, previousEarnings: Float64Array): boolean {
    const { market, settings, report } = this;
    const { demand } = market;
    const { forcedSale } = market.shared;
    const earnings = Float64Array.from(demand.earnings);
    const forced = Float64Array.from(forcedSale);
    const orders = new Float64Array(fixedOrders.length);
    let iterations = report.iterations;
    let solved = true;
    for (let part = 1; part <= settings.homotopySteps && solved; part++) {
      const share = part / settings.homotopySteps;
      const today = part === settings.homotopySteps;
      for (let a = 0; a < market.assets; a++) {
        orders[a] = today ? fixedOrders[a] : share * fixedOrders[a];
        demand.earnings[a] = today
          ? earnings[a]
          : previousEarnings[a] + share * (earnings[a] - previousEarnings[a]);
      }
      for (let row = 0; row < forced.length; row++)
        forcedSale[row] = today ? forced[row] : share * forced[row];
      report.iterations = 0;
      this.takeExactJacobian(orders, scale);
      this.near = false;
      solved = this.iterate(orders, scale);
      iterations += report.iterations;
    }
    report.iterations = iterations;
    demand.earnings.set(earnings);
    forcedSale.set(forced);
    return solved;
  }

  private fail(tick: number, fixedOrders: Float64Array, scale: Float64Array): never {
    const { market } = this;
    excessDemand(market, this.unknowns, fixedOrders, scale, this.residual);
    let worst = 0;
    for (let i = 1; i < market.unknowns; i++)
      if (!(Math.abs(this.residual[i]) <= Math.abs(this.residual[worst]))) worst = i;
    const size = Math.abs(this.residual[worst]);
    const name = worst < market.assets ? market.ledger.instruments[worst].label : 'funding';
    let sales = market.forcedSales;
    for (let a = 0; a < market.assets; a++) sales += Math.max(-fixedOrders[a], 0);
    const infeasible = sales > market.buyersCash;
    throw new ClearingFailure(
      `tick ${tick}: no prices clear all markets; worst is ${name} with relative excess demand ${size.toExponential(2)} after ${this.report.iterations} iterations` +
        (infeasible
          ? `; forced sales exceed the cash of possible buyers ($${sales.toFixed(0)}bn of forced sales and issues, $${market.buyersCash.toFixed(0)}bn of cash)`
          : `; forced sales and issues $${sales.toFixed(1)}bn, buyers' cash $${market.buyersCash.toFixed(0)}bn`),
      tick,
      { market: name, residual: size, forcedSales: sales, buyersCash: market.buyersCash },
    );
  }
}

function multiply(matrix: Float64Array, vector: Float64Array, out: Float64Array, n: number): void {
  for (let row = 0; row < n; row++) {
    let sum = 0;
    for (let column = 0; column < n; column++) sum += matrix[row * n + column] * vector[column];
    out[row] = sum;
  }
}

function largest(values: Float64Array): number {
  let size = 0;
  for (let i = 0; i < values.length; i++) {
    const value = Math.abs(values[i]);
    if (Number.isNaN(value)) return value;
    if (value > size) size = value;
  }
  return size;
}

/** Value of the float of each asset at yesterday's prices, the scale of relative excess demand. */
export function floatValue(market: MarketWorkspace, out: Float64Array): void {
  for (let a = 0; a < market.assets; a++)
    out[a] = market.demand.float[a] * exp(market.demand.previousLnPrice[a]);
}
