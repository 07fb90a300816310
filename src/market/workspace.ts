/** Scratch of the market: what one clearing needs beyond the state. Allocated once a run; nothing here survives a tick. */
import type { DemandColumns } from '../ledger/demand-columns.js';
import type { Ledger } from '../ledger/transfer.js';
import { OuterProducts } from '../maths/outer-products.js';
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

/** Causes that the level terms of demand split into, in the order of `orderParts`. */
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

/** Numbers of a row in `books`, for each asset: units held, s-_a, d_a. */
export const BOOK_WIDTH = 3;

/** Numbers of a row in `terms`; `prepare` writes them in the order in which the sweep reads them. */
export const TERM_WIDTH = 16;

/** Numbers of a row that the derivatives take over from its orders. */
export const SLOPE_WIDTH = 13;

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
  /** What the sweep reads of each row beyond its weights, row after row: see BOOK_WIDTH and TERM_WIDTH. */
  readonly books: Float64Array;
  readonly terms: Float64Array;
  /** exp u_a, and the numerators of s_a but for today's price ratio, at yesterday's prices, `[row × asset]`. */
  readonly startAttraction: Float64Array;
  readonly startRelative: Float64Array;
  /** The same at the prices evaluated last. */
  readonly attraction: Float64Array;
  readonly relative: Float64Array;
  /** exp I, and the denominator of s_a, by row. */
  readonly attractionSum: Float64Array;
  readonly relativeSum: Float64Array;
  /** kappa_i and eps_i of the rows that want portfolio shares, 0 for others; the largest of each. */
  readonly kappa: Float64Array;
  readonly epsilon: Float64Array;
  largestKappa = 0;
  largestEpsilon = 0;
  /** Gaps at which the start weights and the weights evaluated last stand. */
  readonly startAttractionGap: Float64Array;
  readonly startRelativeGap: Float64Array;
  readonly lastAttractionGap: Float64Array;
  readonly lastRelativeGap: Float64Array;
  /** Whether `attraction` and `relative` hold finite weights of this tick. */
  weightsKnown = false;
  readonly attractionStep: Float64Array;
  readonly relativeStep: Float64Array;
  readonly ones: Float64Array;
  readonly saleTilt: Float64Array;
  /** Orders at yesterday's prices by LEVEL_CAUSES, then by FUNDAMENTAL_CAUSES, `[kind × asset × cause]`, $bn. */
  readonly orderParts: Float64Array;
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
  /** Mean haircut of each row, and the data of which it is the mean. */
  readonly meanHaircut: Float64Array;
  readonly haircutKnown: Float64Array;
  readonly slopes: Float64Array;
  /** Of one row, for its derivatives, five numbers an asset. */
  readonly holdings: Float64Array;
  /** Of each asset side by side: price, price ratio, eps_a / scale, kappa_a / kappa_i. */
  readonly perAsset: Float64Array;
  /** Diagonal of the Jacobian and pass-through of fundamentals, `[lenders, borrowers][asset][2]`. */
  readonly diagonals: Float64Array;
  /** Outer products of the Jacobian, three a row. */
  readonly products: OuterProducts;
  /** Scratch of one row in `prepare`. */
  readonly rowScratch: Float64Array;
  readonly assetScratch: Float64Array;
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
    const asset = (): Float64Array => new Float64Array(assets);
    const perRow = (): Float64Array => new Float64Array(rows);
    const perHolding = (): Float64Array => new Float64Array(rows * assets);
    this.price = asset();
    this.priceRatio = asset();
    this.gap = asset();
    this.attractivenessGap = asset();
    this.relativeGap = asset();
    this.excess = asset();
    this.kindExcess = new Float64Array(kinds * assets);
    this.jacobian = new Float64Array(this.unknowns * this.unknowns);
    this.fundamentalDiagonal = asset();
    this.books = new Float64Array(rows * assets * BOOK_WIDTH);
    this.terms = new Float64Array(rows * TERM_WIDTH);
    this.startAttraction = perHolding();
    this.startRelative = perHolding();
    this.attraction = perHolding();
    this.relative = perHolding();
    this.attractionSum = perRow();
    this.relativeSum = perRow();
    this.kappa = perRow();
    this.epsilon = perRow();
    this.startAttractionGap = asset();
    this.startRelativeGap = asset();
    this.lastAttractionGap = asset();
    this.lastRelativeGap = asset();
    this.attractionStep = asset();
    this.relativeStep = asset();
    this.ones = asset().fill(1);
    this.saleTilt = new Float64Array(kinds * assets);
    const causes = LEVEL_CAUSES.length + FUNDAMENTAL_CAUSES.length;
    this.orderParts = new Float64Array(kinds * assets * causes);
    this.fundamentalChange = new Float64Array(FUNDAMENTAL_CAUSES.length * assets);
    this.levelLoans = new Float64Array(kinds * LEVEL_CAUSES.length);
    this.fundamentalLoans = new Float64Array(kinds * FUNDAMENTAL_CAUSES.length);
    this.loansGradient = new Float64Array(this.unknowns);
    this.loansFundamental = asset();
    this.forcedSale = perRow();
    this.kindLoansBefore = new Float64Array(kinds);
    this.kindLoans = new Float64Array(kinds);
    this.meanHaircut = perRow();
    this.haircutKnown = new Float64Array(2 * assets);
    this.slopes = new Float64Array(SLOPE_WIDTH);
    this.holdings = new Float64Array(5 * assets);
    this.perAsset = new Float64Array(4 * assets);
    this.diagonals = new Float64Array(4 * assets);
    this.products = new OuterProducts(assets, 48);
    this.rowScratch = new Float64Array(6 * assets);
    this.assetScratch = new Float64Array(17 * assets);
  }
}
