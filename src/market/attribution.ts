/**
 * Who moved the price, and why: d ln p = -J^-1 (today's demand at yesterday's prices), split by agent kind and cause
 * (model section 4), with J the mean of the Jacobians of today's demand at yesterday's prices and near today's. What
 * the linear split does not explain is a remainder of its own.
 */

import { CAUSES, type Cause, type Order } from '../ledger/orders.js';
import { ln } from '../maths/elementary.js';
import { factorise, solve } from '../maths/linear-solve.js';
import { FUNDING_WEIGHT, LOAN_OFFSET } from './excess-demand.js';
import { FUNDAMENTAL_CAUSES, LEVEL_CAUSES, type MarketWorkspace, PART_COUNT } from './workspace.js';

/** Orders that follow from units that defaults took, $bn. */
export interface DefaultDemand {
  readonly kind: number;
  readonly asset: number;
  /** Bought to hold again what is wanted; the demand equations count it as rebalancing. */
  readonly restored: number;
  /** Sold because there is less of the asset; they count it as issuance. */
  readonly followed: number;
}

const CAUSE_COUNT = CAUSES.length;
const LEVEL_INDEX = LEVEL_CAUSES.map((cause) => CAUSES.indexOf(cause));
const FUNDAMENTAL_INDEX = FUNDAMENTAL_CAUSES.map((cause) => CAUSES.indexOf(cause));
const FUNDING_INDEX = CAUSES.indexOf('funding');

export class Attribution {
  /** d ln p of this tick, `[kind × cause × asset]`. */
  readonly contribution: Float64Array;
  /** d ln p that no kind and cause explains, `[asset]`. */
  readonly remainder: Float64Array;
  /** $bn of demand at yesterday's prices, `[kind × cause × asset]`. */
  readonly demandChange: Float64Array;
  private readonly loanChange: Float64Array;
  /** d funding residual / d loans between the loans before orders and those wanted at yesterday's prices. */
  private loanWeight = 0;
  private readonly lu: Float64Array;
  private readonly pivots: Int32Array;
  private readonly column: Float64Array;

  /**
   * @param meanJacobian [unknown × unknown], as the clearing leaves it
   * @param fundingKind kind to whose account changes in the supply of funding go
   */
  constructor(
    private readonly market: MarketWorkspace,
    private readonly meanJacobian: Float64Array,
    private readonly fundingKind: number,
  ) {
    const { kinds, assets, unknowns } = market;
    this.contribution = new Float64Array(kinds * CAUSE_COUNT * assets);
    this.demandChange = new Float64Array(kinds * CAUSE_COUNT * assets);
    this.loanChange = new Float64Array(kinds * CAUSE_COUNT);
    this.remainder = new Float64Array(assets);
    this.lu = new Float64Array(unknowns * unknowns);
    this.pivots = new Int32Array(unknowns);
    this.column = new Float64Array(unknowns);
  }

  /**
   * Collects the demand at yesterday's prices. Call after the first evaluation of the clearing (yesterday's prices,
   * today's fundamentals), before its iterations overwrite `kindExcess`.
   */
  collect(
    orders: readonly Order[],
    residue: Float64Array,
    clearingKind: number,
    defaults: readonly DefaultDemand[] = [],
  ): void {
    const { market, demandChange, loanChange } = this;
    const { assets, stride, shared } = market;
    const { orderParts, kindExcess, kindLoans, kindLoansBefore, levelLoans, fundamentalLoans } = shared;
    demandChange.fill(0);
    loanChange.fill(0);
    for (const kind of market.tradingKinds) {
      const base = kind * CAUSE_COUNT;
      for (let index = 0; index < LEVEL_INDEX.length; index++) {
        const cause = LEVEL_INDEX[index];
        const from = (kind * PART_COUNT + index) * stride;
        for (let a = 0; a < assets; a++) demandChange[(base + cause) * assets + a] += orderParts[from + a];
        loanChange[base + cause] += levelLoans[kind * LEVEL_CAUSES.length + index];
      }
      const largest = this.largestNewsCause(kind);
      for (let a = 0; a < assets; a++) {
        // What the kind answers to the change in fundamentals, exactly; the linear parts split it by cause.
        let level = 0;
        for (let index = 0; index < LEVEL_CAUSES.length; index++)
          level += orderParts[(kind * PART_COUNT + index) * stride + a];
        let unexplained = kindExcess[kind * stride + a] - level;
        for (let index = 0; index < FUNDAMENTAL_INDEX.length; index++) {
          const term = orderParts[(kind * PART_COUNT + LEVEL_CAUSES.length + index) * stride + a];
          demandChange[(base + FUNDAMENTAL_INDEX[index]) * assets + a] += term;
          unexplained -= term;
        }
        demandChange[(base + FUNDAMENTAL_INDEX[largest]) * assets + a] += unexplained;
      }
      let unexplainedLoans = kindLoans[kind] - kindLoansBefore[kind];
      for (let index = 0; index < LEVEL_CAUSES.length; index++)
        unexplainedLoans -= levelLoans[kind * LEVEL_CAUSES.length + index];
      for (let index = 0; index < FUNDAMENTAL_INDEX.length; index++) {
        const loans = fundamentalLoans[kind * FUNDAMENTAL_CAUSES.length + index];
        loanChange[base + FUNDAMENTAL_INDEX[index]] += loans;
        unexplainedLoans -= loans;
      }
      loanChange[base + FUNDAMENTAL_INDEX[largest]] += unexplainedLoans;
    }
    this.loanWeight = this.secantOfFunding();
    for (const order of orders) {
      const kind = market.ledger.kindOf[order.row];
      const cause = CAUSES.indexOf(order.cause);
      demandChange[(kind * CAUSE_COUNT + cause) * assets + order.asset] += order.dollars;
    }
    const rest = (clearingKind * CAUSE_COUNT + CAUSES.indexOf('rebalancing')) * assets;
    for (let a = 0; a < assets; a++) demandChange[rest + a] += residue[a];
    for (const each of defaults) this.moveToDefault(each);
  }

  /** What the demand equations count elsewhere is shown as what it is; the sum stays. */
  private moveToDefault({ kind, asset, restored, followed }: DefaultDemand): void {
    const add = (cause: Cause, dollars: number): void => {
      this.demandChange[(kind * CAUSE_COUNT + CAUSES.indexOf(cause)) * this.market.assets + asset] += dollars;
    };
    add('rebalancing', -restored);
    add('issuance', followed);
    add('default', restored - followed);
  }

  /** Weighted slope of ln(loans + offset) between the loans before orders and those wanted. */
  private secantOfFunding(): number {
    const { market } = this;
    const terms = market.funding;
    if (terms === undefined) return 0;
    const offset = LOAN_OFFSET * terms.capacity;
    const { kindLoansBefore } = market.shared;
    let before = 0;
    for (let kind = 0; kind < market.kinds; kind++) before += kindLoansBefore[kind];
    const change = market.loans - before;
    if (Math.abs(change) < 1e-9 * (before + offset)) return FUNDING_WEIGHT / (before + offset);
    return (FUNDING_WEIGHT * ln((market.loans + offset) / (before + offset))) / change;
  }

  private largestNewsCause(kind: number): number {
    const { assets, stride, shared } = this.market;
    const { orderParts } = shared;
    let largest = 0;
    let most = -1;
    for (let index = 0; index < FUNDAMENTAL_CAUSES.length; index++) {
      let size = 0;
      for (let a = 0; a < assets; a++)
        size += Math.abs(orderParts[(kind * PART_COUNT + LEVEL_CAUSES.length + index) * stride + a]);
      if (size > most) {
        most = size;
        largest = index;
      }
    }
    return largest;
  }

  /**
   * Splits the move from `previous` to the solution in the demand column `lnPrice`. Call after the clearing.
   *
   * @param scale value of the float, by asset
   * @param firstFundingResidual weighted funding residual at yesterday's prices and spread
   */
  split(scale: Float64Array, firstFundingResidual: number): void {
    const { market, contribution, demandChange, loanChange, lu, pivots, column, remainder } = this;
    const { kinds, assets, unknowns, demand } = market;
    lu.set(this.meanJacobian);
    contribution.fill(0);
    factorise(lu, unknowns, pivots);
    for (let a = 0; a < assets; a++) remainder[a] = demand.lnPrice[a] - demand.previousLnPrice[a];
    const terms = market.funding;
    const { loanWeight } = this;
    let fundingSupply = firstFundingResidual;
    for (let i = 0; i < loanChange.length; i++) fundingSupply -= loanWeight * loanChange[i];
    for (let kind = 0; kind < kinds; kind++) {
      for (let cause = 0; cause < CAUSE_COUNT; cause++) {
        const entry = kind * CAUSE_COUNT + cause;
        let size = 0;
        for (let a = 0; a < assets; a++) {
          column[a] = -demandChange[entry * assets + a] / scale[a];
          size += Math.abs(column[a]);
        }
        if (terms !== undefined) {
          const supply = kind === this.fundingKind && cause === FUNDING_INDEX ? fundingSupply : 0;
          column[assets] = -(loanWeight * loanChange[entry] + supply);
          size += Math.abs(column[assets]);
        }
        if (size === 0) continue;
        solve(lu, unknowns, pivots, column);
        for (let a = 0; a < assets; a++) {
          contribution[entry * assets + a] = column[a];
          remainder[a] -= column[a];
        }
      }
    }
  }
}
