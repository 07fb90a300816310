/** Scratch of the market: what one clearing needs beyond the state. Allocated once a run; nothing here survives a tick. */
import type { DemandColumns } from '../ledger/demand-columns.js';
import type { Order } from '../ledger/orders.js';
import type { Ledger } from '../ledger/transfer.js';
import { OuterProducts } from '../maths/outer-products.js';
import type { Anchors } from './anchors.js';
import type { DemandKernel, KernelSource } from './demand-kernel.js';

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

/** Parts of a demand in `orderParts`. */
export const PART_COUNT = LEVEL_CAUSES.length + FUNDAMENTAL_CAUSES.length;

/** Vectors of a row in `books`: units held, s-_a, d_a. */
export const BOOK_WIDTH = 3;

/** Numbers of a row in `terms`; `prepare` writes them in the order in which the sweep reads them. */
export const TERM_WIDTH = 16;
/** Places of some in `terms`, for who wants portfolio shares without leverage; the sweep does not read the last two. */
export const TERMS = { startIdleShare: 2, idleFactor: 3, cashFloor: 14, exposure: 15 } as const;

/** Numbers of a row that the derivatives take over from its orders. */
const SLOPE_WIDTH = 13;

/** Rows that the WebAssembly kernel takes through its phases together, and what it keeps of each. */
const BLOCK_ROWS = 16;
const BLOCK_VECTORS = 5;
const BLOCK_NUMBERS = 40;

/** Vectors of `perAsset`, what every row's orders need: price, price ratio, eps_a / scale, kappa_a / kappa_i. */
const PER_ASSET_WIDTH = 4;

/** Vectors of `assetFields`, what the preparation of every row needs of an asset. */
export const ASSET_FIELDS = {
  trend: 0,
  dampedRelative: 1,
  logSupply: 2,
  relative: 3,
  attractiveness: 4,
  news0: 5,
  news1: 6,
  news2: 7,
  supplyChange: 8,
  supplyRatio: 9,
  price: 10,
  haircut: 11,
  attractivenessGap: 12,
  relativeGap: 13,
  lnPrice: 14,
  sentiment: 15,
  saleTilt: 16,
} as const;

/** Entries of `totals`: largest elasticities, sum of the cash of unlevered investors, all forced sales. */
export const TOTALS = { largestKappa: 0, largestEpsilon: 1, buyersCash: 2, forcedSales: 3 } as const;

/** Gives memory for so many numbers, all zero. */
export type Allocate = (length: number) => Float64Array;

/** Vectors over assets start at even places, so that two assets fill a vector register; the pad is zero. */
function evenLength(assets: number): number {
  return assets + (assets & 1);
}

/** What a workspace of this shape allocates: numbers and arrays. */
export function workspaceSize(
  rows: number,
  kinds: number,
  assets: number,
): { readonly length: number; readonly arrays: number } {
  const size = { length: 0, arrays: 0 };
  const count: Allocate = (length) => {
    size.length += length;
    size.arrays++;
    return new Float64Array(0);
  };
  sharedArrays(count, { rows, kinds, assets });
  return size;
}

/** What the kernels read and write; `[row × stride]` unless said otherwise. */
function sharedArrays(allocate: Allocate, shape: { rows: number; kinds: number; assets: number }) {
  const { rows, kinds, assets } = shape;
  const stride = evenLength(assets);
  const perHolding = (): Float64Array => allocate(rows * stride);
  const perRow = (): Float64Array => allocate(rows);
  const vector = (): Float64Array => allocate(stride);
  return {
    /** What the sweep reads of each row beyond its weights: see BOOK_WIDTH and TERM_WIDTH. */
    books: allocate(rows * stride * BOOK_WIDTH),
    terms: allocate(rows * TERM_WIDTH),
    /** exp u_a, and the numerators of s_a but for today's price ratio, at yesterday's prices. */
    startAttraction: perHolding(),
    startRelative: perHolding(),
    /** The same at the prices evaluated last. */
    attraction: perHolding(),
    relative: perHolding(),
    /** Orders at the prices evaluated last, $bn. */
    orders: perHolding(),
    /** exp I, and the denominator of s_a, `[row]`. */
    attractionSum: perRow(),
    relativeSum: perRow(),
    /** kappa_i and eps_i of the rows that want portfolio shares, 0 for others, `[row]`. */
    kappa: perRow(),
    epsilon: perRow(),
    /** F of each row, capped, at the last marks, `[row]`. */
    forcedSale: perRow(),
    /** Mean haircut of each row, `[row]`. */
    meanHaircut: perRow(),
    /** Steps of the gaps since the weights they start from, `[asset]`. */
    attractionStep: vector(),
    relativeStep: vector(),
    ones: vector(),
    /** `[vector × stride]`, see PER_ASSET_WIDTH and ASSET_FIELDS. */
    perAsset: allocate(PER_ASSET_WIDTH * stride),
    assetFields: allocate(Object.keys(ASSET_FIELDS).length * stride),
    /** First rows of all kinds, and behind them the number of rows, `[kind]`. */
    kindRows: allocate(kinds + 1),
    /** Scratch of some rows in preparation and sweep, and of the derivatives of one row, `[5 × stride]`. */
    blockScratch: allocate(BLOCK_ROWS * (BLOCK_VECTORS * stride + BLOCK_NUMBERS)),
    holdings: allocate(5 * stride),
    slopes: allocate(SLOPE_WIDTH),
    /** Orders by kind, `[kind × stride]`, and loans wanted by kind, in the sweep done last. */
    kindExcess: allocate(kinds * stride),
    kindLoans: allocate(kinds),
    /** Loans by kind as they stand before orders. */
    kindLoansBefore: allocate(kinds),
    /** Orders at yesterday's prices by LEVEL_CAUSES, then by FUNDAMENTAL_CAUSES, `[kind × cause × stride]`, $bn. */
    orderParts: allocate(kinds * PART_COUNT * stride),
    /** Change in funding loans that the level terms and the fundamental terms imply, `[kind × cause]`. */
    levelLoans: allocate(kinds * LEVEL_CAUSES.length),
    fundamentalLoans: allocate(kinds * FUNDAMENTAL_CAUSES.length),
    /** Diagonal of the Jacobian and pass-through of fundamentals, of lenders and then of borrowers, `[4 × stride]`. */
    diagonals: allocate(4 * stride),
    /** d loans / d ln p, and what a raise of the spread makes investors sell, `[asset]`. */
    loansGradient: vector(),
    spreadSlopes: vector(),
    /** d loans / d spread, in the first place. */
    loansPerSpread: allocate(1),
    /** Prices b that move fundamentals, and dv_a/d ln p_b of each, `[mover × stride]`. */
    movers: allocate(assets),
    anchorSlopes: allocate(assets * stride),
    /** Idle cash and wealth, see `sumInvestors`. */
    investorTotals: allocate(2),
    /** See TOTALS. */
    totals: allocate(Object.keys(TOTALS).length),
    /** Sum and waiting pairs of the outer products, see {@link OuterProducts}. */
    productSum: allocate(OuterProducts.stride(assets) * OuterProducts.stride(assets)),
    productPairs: allocate(2 * PRODUCT_CAPACITY * OuterProducts.stride(assets)),
  };
}

/** Pairs of vectors that wait before they are added; three a row. */
const PRODUCT_CAPACITY = 48;

export type SharedArrays = ReturnType<typeof sharedArrays>;

export class MarketWorkspace {
  readonly assets: number;
  /** Length of a vector over assets: `assets`, made even. */
  readonly stride: number;
  /** Unknowns: log prices, and the funding spread if there is a funding market. */
  readonly unknowns: number;
  readonly kinds: number;
  /** Rows that trade, in row order. */
  tradingRows = new Int32Array(0);
  /** Those among them whose demand is of a simple form. */
  simpleRows = new Int32Array(0);
  /** Kinds of rows that trade, in order. */
  tradingKinds: readonly number[] = [];
  /** Sales of the tick that end where their seller has no more units. */
  limitedSales: readonly Order[] = [];
  readonly price: Float64Array;
  readonly priceRatio: Float64Array;
  readonly gap: Float64Array;
  readonly attractivenessGap: Float64Array;
  readonly relativeGap: Float64Array;
  readonly excess: Float64Array;
  readonly jacobian: Float64Array;
  readonly fundamentalDiagonal: Float64Array;
  /** What the kernels read and write. */
  readonly shared: SharedArrays;
  /** Gaps at which the start weights and the weights evaluated last stand. */
  readonly startAttractionGap: Float64Array;
  readonly startRelativeGap: Float64Array;
  readonly lastAttractionGap: Float64Array;
  readonly lastRelativeGap: Float64Array;
  /** Whether `attraction` and `relative` hold finite weights of this tick. */
  weightsKnown = false;
  readonly saleTilt: Float64Array;
  readonly fundamentalChange: Float64Array;
  /** Sum of funding loans wanted in the last sweep. */
  loans = 0;
  /** d loans / d unknowns of the last Jacobian sweep. */
  readonly loansGradient: Float64Array;
  /** Pass-through of fundamentals into loans, by asset. */
  readonly loansFundamental: Float64Array;
  /** Data of which the mean haircuts are means. */
  readonly haircutKnown: Float64Array;
  /** Outer products of the Jacobian, three a row. */
  readonly products: OuterProducts;
  /** Standard normal draws of one row. */
  readonly normals: Float64Array;
  /** Who computes demand. */
  readonly kernel: DemandKernel;
  evaluations = 0;

  constructor(
    readonly ledger: Ledger,
    readonly demand: DemandColumns,
    readonly anchors: Anchors,
    readonly constants: DemandConstants,
    readonly funding: FundingTerms | undefined,
    source: KernelSource,
  ) {
    const assets = demand.lnPrice.length;
    const { rows, kinds } = ledger;
    this.assets = assets;
    this.stride = evenLength(assets);
    this.kinds = kinds;
    this.unknowns = assets + (funding === undefined ? 0 : 1);
    const asset = (): Float64Array => new Float64Array(assets);
    const shared = sharedArrays(source.allocate, { rows, kinds, assets });
    // Without a pad the column itself takes the orders.
    this.shared = this.stride === assets ? { ...shared, orders: demand.order } : shared;
    this.shared.ones.fill(1);
    this.shared.kindRows.set(ledger.kindStart);
    this.price = asset();
    this.priceRatio = asset();
    this.gap = asset();
    this.attractivenessGap = asset();
    this.relativeGap = asset();
    this.excess = asset();
    this.jacobian = new Float64Array(this.unknowns * this.unknowns);
    this.fundamentalDiagonal = asset();
    this.startAttractionGap = asset();
    this.startRelativeGap = asset();
    this.lastAttractionGap = asset();
    this.lastRelativeGap = asset();
    this.saleTilt = new Float64Array(kinds * assets);
    this.fundamentalChange = new Float64Array(FUNDAMENTAL_CAUSES.length * assets);
    this.loansGradient = new Float64Array(this.unknowns);
    this.loansFundamental = asset();
    this.haircutKnown = new Float64Array(2 * assets);
    this.normals = asset();
    this.products = new OuterProducts(
      assets,
      PRODUCT_CAPACITY,
      this.shared.productSum,
      this.shared.productPairs,
    );
    this.kernel = source.create(this);
  }

  /** No row trades until it is prepared: kinds that no longer do are not. */
  forgetTerms(): void {
    const { terms, kappa, epsilon } = this.shared;
    for (const values of [terms, kappa, epsilon]) values.fill(0);
  }

  /** Sum of the cash of unlevered investors, for the diagnosis of a failure. */
  get buyersCash(): number {
    return this.shared.totals[TOTALS.buyersCash];
  }

  get forcedSales(): number {
    return this.shared.totals[TOTALS.forcedSales];
  }
}
