/**
 * Who moved the price, and why: d ln p = -J^-1 (today's demand at yesterday's prices), split by agent kind and cause
 * (model section 4), with J the mean of the Jacobians of today's demand at yesterday's prices and near today's. What
 * the linear split does not explain is a remainder of its own.
 */

import { CAUSES, type Cause, type Order } from '../ledger/orders.js';
import { ln } from '../maths/elementary.js';
import { FOUR, factorise, solveFour } from '../maths/linear-solve.js';
import { floatValue } from './clear.js';
import { FUNDING_WEIGHT, LOAN_OFFSET } from './excess-demand.js';
import { weighNews } from './news-weights.js';
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
const NEWS_COUNT = FUNDAMENTAL_CAUSES.length;
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
  /** Who gets what linear terms leave over, `[news × stride]`. */
  private readonly newsWeight: Float64Array;
  /** What each kind answers to each change in fundamentals, in `orderParts`. */
  private readonly newsTerms: readonly Float64Array[];
  /** Value of the float at yesterday's prices, $bn. */
  private readonly float: Float64Array;
  private readonly lu: Float64Array;
  private readonly pivots: Int32Array;
  /** Right-hand sides, `[unknown × side]`. */
  private readonly columns: Float64Array;
  /** Entries `[kind × cause]` whose contribution is not zero, and how many there are. */
  private readonly explained: Int32Array;
  private explainedCount = 0;

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
    this.newsWeight = new Float64Array(NEWS_COUNT * market.stride);
    this.newsTerms = Array.from({ length: kinds }, (_, kind) => newsTerms(market, kind));
    this.float = new Float64Array(assets);
    this.lu = new Float64Array(unknowns * unknowns);
    this.pivots = new Int32Array(unknowns);
    this.columns = new Float64Array(unknowns * FOUR);
    this.explained = new Int32Array(kinds * CAUSE_COUNT);
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
    const { orderParts, levelLoans } = shared;
    demandChange.fill(0);
    loanChange.fill(0);
    floatValue(market, this.float);
    for (const kind of market.tradingKinds) {
      const base = kind * CAUSE_COUNT;
      for (let index = 0; index < LEVEL_INDEX.length; index++) {
        const cause = LEVEL_INDEX[index];
        const from = (kind * PART_COUNT + index) * stride;
        for (let a = 0; a < assets; a++) demandChange[(base + cause) * assets + a] += orderParts[from + a];
        loanChange[base + cause] += levelLoans[kind * LEVEL_CAUSES.length + index];
      }
      this.addNews(kind);
      this.addNewsLoans(kind);
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

  /**
   * What a kind answers to the change in fundamentals, exactly: linear terms by cause, and what their bounded sum
   * leaves over in proportion to the second order of each cause, which is what bounds it.
   */
  private addNews(kind: number): void {
    const { newsWeight } = this;
    const { assets, stride, shared } = this.market;
    const { orderParts, kindExcess } = shared;
    const base = kind * CAUSE_COUNT;
    const parts = kind * PART_COUNT * stride;
    const news = parts + LEVEL_CAUSES.length * stride;
    weighNews(this.newsTerms[kind], this.float, newsWeight);
    for (let a = 0; a < assets; a++) {
      let unexplained = kindExcess[kind * stride + a];
      for (let index = 0; index < PART_COUNT; index++) unexplained -= orderParts[parts + index * stride + a];
      for (let index = 0; index < NEWS_COUNT; index++)
        this.demandChange[(base + FUNDAMENTAL_INDEX[index]) * assets + a] +=
          orderParts[news + index * stride + a] + unexplained * newsWeight[index * stride + a];
    }
  }

  /** The same for the loans of a kind; what is left over goes to the cause with the largest linear term. */
  private addNewsLoans(kind: number): void {
    const { kindLoans, kindLoansBefore, levelLoans, fundamentalLoans } = this.market.shared;
    const base = kind * CAUSE_COUNT;
    let unexplained = kindLoans[kind] - kindLoansBefore[kind];
    for (let index = 0; index < LEVEL_CAUSES.length; index++)
      unexplained -= levelLoans[kind * LEVEL_CAUSES.length + index];
    let largest = 0;
    for (let index = 0; index < NEWS_COUNT; index++) {
      const loans = fundamentalLoans[kind * NEWS_COUNT + index];
      this.loanChange[base + FUNDAMENTAL_INDEX[index]] += loans;
      unexplained -= loans;
      if (Math.abs(loans) > Math.abs(fundamentalLoans[kind * NEWS_COUNT + largest])) largest = index;
    }
    this.loanChange[base + FUNDAMENTAL_INDEX[largest]] += unexplained;
  }

  /**
   * Splits the move from `previous` to the solution in the demand column `lnPrice`. Call after the clearing.
   *
   * @param scale value of the float, by asset
   * @param firstFundingResidual weighted funding residual at yesterday's prices and spread
   */
  split(scale: Float64Array, firstFundingResidual: number): void {
    const { market, lu, remainder, loanChange, loanWeight } = this;
    const { kinds, assets, unknowns, demand } = market;
    this.forget();
    lu.set(this.meanJacobian);
    factorise(lu, unknowns, this.pivots);
    for (let a = 0; a < assets; a++) remainder[a] = demand.lnPrice[a] - demand.previousLnPrice[a];
    let fundingSupply = firstFundingResidual;
    for (let i = 0; i < loanChange.length; i++) fundingSupply -= loanWeight * loanChange[i];
    const supplied = this.fundingKind * CAUSE_COUNT + FUNDING_INDEX;
    let side = 0;
    for (let entry = 0; entry < kinds * CAUSE_COUNT; entry++) {
      if (!this.state(entry, side, scale, entry === supplied ? fundingSupply : 0)) continue;
      this.explained[this.explainedCount + side] = entry;
      side++;
      if (side === FOUR) side = this.explain(side);
    }
    this.explain(side);
  }

  /** Adds the contributions of this tick to `sums`, `[kind × cause × asset]`. */
  addTo(sums: Float64Array): void {
    const { explained, contribution } = this;
    const { assets } = this.market;
    for (let k = 0; k < this.explainedCount; k++)
      for (let i = explained[k] * assets; i < (explained[k] + 1) * assets; i++) sums[i] += contribution[i];
  }

  /** Clears what the tick before has explained. */
  private forget(): void {
    const { explained, contribution } = this;
    const { assets } = this.market;
    for (let k = 0; k < this.explainedCount; k++)
      contribution.fill(0, explained[k] * assets, (explained[k] + 1) * assets);
    this.explainedCount = 0;
  }

  /** Writes what a kind's cause did at yesterday's prices as a right-hand side; false if it did nothing, as most never do. */
  private state(entry: number, side: number, scale: Float64Array, supply: number): boolean {
    const { market, demandChange, loanChange, loanWeight, columns } = this;
    const { assets } = market;
    if (supply === 0 && loanChange[entry] === 0 && isZero(demandChange, entry * assets, assets)) return false;
    let size = 0;
    for (let a = 0; a < assets; a++) {
      const change = -demandChange[entry * assets + a] / scale[a];
      columns[a * FOUR + side] = change;
      size += Math.abs(change);
    }
    if (market.funding !== undefined) {
      const change = -(loanWeight * loanChange[entry] + supply);
      columns[assets * FOUR + side] = change;
      size += Math.abs(change);
    }
    return size !== 0;
  }

  /** Solves for the moves that the first right-hand sides stand for, and takes them off the remainder; none are left. */
  private explain(sides: number): 0 {
    const { contribution, columns, remainder, explained } = this;
    const { assets, unknowns } = this.market;
    if (sides > 0) solveFour(this.lu, unknowns, this.pivots, columns);
    for (let side = 0; side < sides; side++) {
      const first = explained[this.explainedCount + side] * assets;
      for (let a = 0; a < assets; a++) {
        const move = columns[a * FOUR + side];
        contribution[first + a] = move;
        remainder[a] -= move;
      }
    }
    this.explainedCount += sides;
    return 0;
  }
}

function newsTerms({ shared, stride }: MarketWorkspace, kind: number): Float64Array {
  const first = (kind * PART_COUNT + LEVEL_CAUSES.length) * stride;
  return shared.orderParts.subarray(first, first + NEWS_COUNT * stride);
}

function isZero(values: Float64Array, first: number, count: number): boolean {
  for (let i = first; i < first + count; i++) if (values[i] !== 0) return false;
  return true;
}
