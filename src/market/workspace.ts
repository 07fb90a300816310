/** Scratch of the market: what one clearing needs beyond the state. Allocated once a run; nothing here survives a tick. */
import type { DemandColumns } from '../ledger/demand-columns.js';
import type { Ledger } from '../ledger/transfer.js';
import type { Anchors } from './anchors.js';

/** Constants of the demand equations (model section 3). */
export interface DemandConstants {
  /** w of the smooth positive part, as a share of liquid wealth. */
  readonly kinkWidth: number;
  /** Attractiveness is clipped to plus or minus this in the cash floor. */
  readonly attractivenessClip: number;
  /** Damping of tastes in relative demand: 1 + damping * kappa_a / kappa_i. */
  readonly tasteDamping: number;
  /** k: weight of haircuts times shadow cost in relative demand; 0 switches the shadow cost off. */
  readonly haircutWeight: number;
  /** Largest forced sale of one tick as a share of exposure. */
  readonly forcedSaleCap: number;
}

export interface FundingTerms {
  /** S0. */
  capacity: number;
  /** loans_0 / S0 at the start. */
  startRatio: number;
  /** sigma. */
  elasticity: number;
  startSpread: number;
  /** Spread at which the standing repo facility lends; Infinity without it. */
  cap: number;
}

/** Causes that the level terms of demand split into, in the order of `levelTerms`. */
export const LEVEL_CAUSES = [
  'capitalCall',
  'redemption',
  'marginCall',
  'trend',
  'sentiment',
  'shadowCost',
  'issuance',
  'policy',
  'deployment',
  'rebalancing',
  'funding',
] as const;

/** Causes by which fundamentals move at given prices, in the order of `fundamentalChange`. */
export const FUNDAMENTAL_CAUSES = ['fundamentals', 'policy', 'default'] as const;

export class MarketWorkspace {
  readonly assets: number;
  /** Unknowns: log prices, and the funding spread if there is a funding market. */
  readonly unknowns: number;
  readonly kinds: number;
  /** Rows that trade, in row order. */
  tradingRows = new Int32Array(0);
  readonly price: Float64Array;
  readonly priceRatio: Float64Array;
  readonly gap: Float64Array;
  readonly attractivenessGap: Float64Array;
  readonly relativeGap: Float64Array;
  readonly excess: Float64Array;
  readonly kindExcess: Float64Array;
  readonly jacobian: Float64Array;
  readonly fundamentalDiagonal: Float64Array;
  readonly baseAttractiveness: Float64Array;
  readonly baseRelative: Float64Array;
  readonly wealthRatio: Float64Array;
  readonly kinkWidth: Float64Array;
  readonly invertedCashGain: Float64Array;
  readonly saleTilt: Float64Array;
  readonly levelTerms: Float64Array;
  readonly fundamentalTerms: Float64Array;
  readonly fundamentalChange: Float64Array;
  /** Change in funding loans that the level terms and the fundamental terms imply, `[kind × cause]`. */
  readonly levelLoans: Float64Array;
  readonly fundamentalLoans: Float64Array;
  /** Sum of funding loans wanted in the last sweep. */
  loans = 0;
  /** d loans / d unknowns of the last Jacobian sweep. */
  readonly loansGradient: Float64Array;
  /** Pass-through of fundamentals into loans, by asset. */
  readonly loansFundamental: Float64Array;
  /** F of each row, capped, at the last marks. */
  readonly forcedSale: Float64Array;
  /** Loans by kind as they stand before orders. */
  readonly kindLoansBefore: Float64Array;
  /** Loans wanted by kind in the last sweep. */
  readonly kindLoans: Float64Array;
  readonly powers: Float64Array;
  readonly x: Float64Array;
  readonly u: Float64Array;
  readonly s: Float64Array;
  readonly r: Float64Array;
  readonly d: Float64Array;
  readonly order: Float64Array;
  readonly mappedPi: Float64Array;
  readonly mappedShare: Float64Array;
  evaluations = 0;
  /** Sum of the cash of unlevered investors, for the diagnosis of a failure. */
  buyersCash = 0;
  forcedSales = 0;

  constructor(
    readonly ledger: Ledger,
    readonly demand: DemandColumns,
    readonly anchors: Anchors,
    readonly constants: DemandConstants,
    readonly funding: FundingTerms | undefined,
  ) {
    const assets = demand.lnPrice.length;
    const { rows, kinds } = ledger;
    this.assets = assets;
    this.kinds = kinds;
    this.unknowns = assets + (funding === undefined ? 0 : 1);
    const perAsset = (): Float64Array => new Float64Array(assets);
    this.price = perAsset();
    this.priceRatio = perAsset();
    this.gap = perAsset();
    this.attractivenessGap = perAsset();
    this.relativeGap = perAsset();
    this.excess = perAsset();
    this.kindExcess = new Float64Array(kinds * assets);
    this.jacobian = new Float64Array(this.unknowns * this.unknowns);
    this.fundamentalDiagonal = perAsset();
    this.baseAttractiveness = new Float64Array(rows * assets);
    this.baseRelative = new Float64Array(rows * assets);
    this.wealthRatio = new Float64Array(rows);
    this.kinkWidth = new Float64Array(rows);
    this.invertedCashGain = new Float64Array(rows);
    this.saleTilt = new Float64Array(kinds * assets);
    this.levelTerms = new Float64Array(kinds * LEVEL_CAUSES.length * assets);
    this.fundamentalTerms = new Float64Array(kinds * FUNDAMENTAL_CAUSES.length * assets);
    this.fundamentalChange = new Float64Array(FUNDAMENTAL_CAUSES.length * assets);
    this.levelLoans = new Float64Array(kinds * LEVEL_CAUSES.length);
    this.fundamentalLoans = new Float64Array(kinds * FUNDAMENTAL_CAUSES.length);
    this.loansGradient = new Float64Array(this.unknowns);
    this.loansFundamental = perAsset();
    this.forcedSale = new Float64Array(rows);
    this.kindLoansBefore = new Float64Array(kinds);
    this.kindLoans = new Float64Array(kinds);
    this.powers = new Float64Array(2 * assets);
    this.x = perAsset();
    this.u = perAsset();
    this.s = perAsset();
    this.r = perAsset();
    this.d = perAsset();
    this.order = perAsset();
    this.mappedPi = perAsset();
    this.mappedShare = perAsset();
  }
}
