/** The market of a run: prepares, clears and attributes one tick (steps 3 and 4). Markets are data: any number of assets. */
import { DEMAND_FORMS, type DemandColumns } from '../ledger/demand-columns.js';
import { ClearingFailure } from '../ledger/model-error.js';
import type { Order } from '../ledger/orders.js';
import type { Ledger } from '../ledger/transfer.js';
import { exp, ln } from '../maths/elementary.js';
import { type Anchor, Anchors } from './anchors.js';
import { Attribution, type DefaultDemand } from './attribution.js';
import { CLEARING_SETTINGS, Clearing, type ClearingSettings, floatValue } from './clear.js';
import { type KernelSource, TYPESCRIPT_KERNEL } from './demand-kernel.js';
import { setGaps } from './excess-demand.js';
import { approachFirstRoot } from './first-root.js';
import { preparePortfolioShares } from './prepare.js';
import { type DemandConstants, type FundingTerms, MarketWorkspace } from './workspace.js';

/** ln of the price, over that at the start, at which a market has no buyers left: a trillionth. */
const VANISHED = ln(1e-12);

export interface MarketSpecification {
  readonly ledger: Ledger;
  readonly demand: DemandColumns;
  readonly anchors: readonly Anchor[];
  readonly constants: DemandConstants;
  /** Terms of the funding market; absent: there is none. */
  readonly funding?: FundingTerms;
  /** lambda: weight of conviction in the order of sale. */
  readonly convictionWeight: number;
  /** Kind that supplies funding, kind of the clearing account. */
  readonly fundingKind: number;
  readonly clearingKind: number;
  readonly settings?: ClearingSettings;
  /** Whether a market of one asset clears at the first root; see {@link approachFirstRoot}. */
  readonly firstRoot?: boolean;
  /** Who computes demand; absent: the TypeScript kernel, in memory of its own. */
  readonly kernel?: KernelSource;
}

export class Market {
  readonly work: MarketWorkspace;
  readonly clearing: Clearing;
  readonly attribution: Attribution;
  /** Dollars of issuers, officials and the clearing account in this tick, by asset. */
  readonly fixedOrders: Float64Array;
  /** Value of the float at yesterday's prices. */
  readonly scale: Float64Array;
  private readonly firstResidual: Float64Array;
  private readonly convictionWeight: number;
  private readonly firstRoot: boolean;
  private readonly clearingKind: number;

  constructor(specification: MarketSpecification) {
    const { ledger, demand, anchors, constants, funding } = specification;
    const kernel = specification.kernel ?? TYPESCRIPT_KERNEL;
    this.work = new MarketWorkspace(ledger, demand, new Anchors(anchors, demand), constants, funding, kernel);
    this.clearing = new Clearing(this.work, specification.settings ?? CLEARING_SETTINGS);
    this.attribution = new Attribution(this.work, this.clearing.meanJacobian, specification.fundingKind);
    this.fixedOrders = new Float64Array(this.work.assets);
    this.scale = new Float64Array(this.work.assets);
    this.firstResidual = new Float64Array(this.work.unknowns);
    this.convictionWeight = specification.convictionWeight;
    this.firstRoot = specification.firstRoot ?? false;
    this.clearingKind = specification.clearingKind;
    this.listTradingRows();
  }

  /** Finds the rows that state a demand; call again when forms change. */
  listTradingRows(): void {
    const { work } = this;
    const { demandForm } = work.demand;
    const { kindOf, rows } = work.ledger;
    const trading = Array.from({ length: rows }, (_, row) => row).filter(
      (row) => demandForm[row] !== DEMAND_FORMS.none,
    );
    work.tradingRows = Int32Array.from(trading);
    work.simpleRows = Int32Array.from(trading.filter((row) => demandForm[row] > DEMAND_FORMS.leveredShares));
    work.tradingKinds = [...new Set(trading.map((row) => kindOf[row]))];
    work.forgetTerms();
  }

  /**
   * Fundamentals at yesterday's prices with today's earnings and fair spreads, into `out`; the caller splits the
   * change from `previousFundamental` by cause into `work.fundamentalChange`.
   */
  fundamentalsAtYesterdaysPrices(out: Float64Array): void {
    const { work } = this;
    for (let a = 0; a < work.assets; a++) work.price[a] = exp(work.demand.previousLnPrice[a]);
    work.anchors.evaluate(work.price, out);
  }

  /** Prepares the tick at yesterday's prices and fundamentals; `fundamentalChange` has been set. */
  prepare(spread: number): void {
    const { work } = this;
    const { demand } = work;
    for (let a = 0; a < work.assets; a++) {
      demand.lnPrice[a] = demand.previousLnPrice[a];
      work.price[a] = exp(demand.previousLnPrice[a]);
      work.priceRatio[a] = 1;
    }
    setGaps(work, demand.previousFundamental, work.gap, work.attractivenessGap, work.relativeGap);
    preparePortfolioShares(work, spread, this.convictionWeight);
    floatValue(work, this.scale);
  }

  /**
   * Clears all markets from yesterday's prices; returns the funding spread.
   *
   * @param previousEarnings yesterday's earnings, for the homotopy
   * @param defaults orders that follow from defaults, for the attribution
   * @throws ClearingFailure
   */
  clear(
    tick: number,
    spread: number,
    orders: readonly Order[],
    previousEarnings: Float64Array,
    defaults: readonly DefaultDemand[] = [],
  ): number {
    const { work, clearing, fixedOrders, scale, firstResidual } = this;
    const { demand, assets } = work;
    fixedOrders.set(demand.clearingResidue);
    for (const order of orders) fixedOrders[order.asset] += order.dollars;
    work.limitedSales = orders.filter(({ units }) => units !== undefined);
    for (let a = 0; a < assets; a++) clearing.unknowns[a] = demand.previousLnPrice[a];
    if (work.funding !== undefined) clearing.unknowns[assets] = spread;
    if (this.firstRoot) approachFirstRoot(work, clearing.unknowns, fixedOrders, scale);
    clearing.solve(tick, fixedOrders, scale, previousEarnings, firstResidual, () =>
      this.attribution.collect(orders, demand.clearingResidue, this.clearingKind, defaults),
    );
    this.refuseVanished(tick);
    this.attribution.split(scale, work.funding === undefined ? 0 : firstResidual[assets]);
    return work.funding === undefined ? 0 : clearing.unknowns[assets];
  }

  /** A price of a trillionth clears a market in which nobody buys; what follows from it overflows some days later. */
  private refuseVanished(tick: number): void {
    const { demand, ledger, assets, buyersCash } = this.work;
    for (let a = 0; a < assets; a++) {
      if (demand.lnPrice[a] >= VANISHED) continue;
      const market = ledger.instruments[a].label;
      const price = exp(demand.lnPrice[a]);
      throw new ClearingFailure(
        `tick ${tick}: ${market} finds no buyers: it has fallen to ${price.toExponential(1)} of its first price; buyers' cash $${buyersCash.toFixed(0)}bn`,
        tick,
        { market, price, buyersCash },
      );
    }
  }

  /** $bn of net buying that a uniform fall of prices by 1 % draws out, near the last solution. */
  depth(): number {
    const { work, scale } = this;
    let total = 0;
    for (let a = 0; a < work.assets; a++) {
      let row = 0;
      for (let b = 0; b < work.assets; b++) row += work.jacobian[a * work.unknowns + b];
      total -= row * scale[a] * work.priceRatio[a];
    }
    return 0.01 * total;
  }
}
