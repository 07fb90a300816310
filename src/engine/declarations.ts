/** Parameters and series that belong to no single kind, and the complete lists of a world. */
import type { AgentKind, ParameterDeclaration, SeriesDeclaration, Unit } from '../agent-kind.js';
import { CLEARED_INSTRUMENTS } from '../ledger/instruments.js';
import { SCALARS } from '../ledger/scalars.js';

export const ASSETS: readonly string[] = CLEARED_INSTRUMENTS.map(({ name }) => name);
export const BONDS: readonly string[] = ASSETS.slice(0, 5);
export const EQUITIES: readonly string[] = ASSETS.slice(5, 10);
/** Kinds that state a demand: they have tastes, sentiment and a share of idle cash. */
export const INVESTOR_KINDS = [
  'sovereignFunds',
  'hedgeFunds',
  'retail',
  'assetManagers',
  'insurers',
  'cryptoPerpetuals',
] as const;
/** Unlevered investors that manage the money of others. */
export const INSTITUTIONS = ['sovereignFunds', 'assetManagers', 'insurers'] as const;

function of(
  name: string,
  unit: Unit,
  range: readonly [number, number],
  meaning: string,
  more: Partial<ParameterDeclaration> = {},
): ParameterDeclaration {
  return { name, unit, range, meaning, ...more };
}

const asset = { perAsset: true } as const;
const scheduled = { schedulable: true } as const;

const MARKET_PARAMETERS: readonly ParameterDeclaration[] = [
  of(
    'market.attractivenessMultiplier',
    'ratio',
    [0, 50],
    'kappa_a / kappa_i: elasticity of the cash margin',
    asset,
  ),
  of(
    'market.relativeMultiplier',
    'ratio',
    [0.05, 50],
    'eps_a: elasticity of relative demand of an investor of scale 1',
    asset,
  ),
  of('market.trendMultiplier', 'ratio', [0, 5], 'mu_a / mu_i: weight of the trend', asset),
  of('market.haircut', 'ratio', [0, 1], 'h_a: observed haircut or margin', { ...asset, ...scheduled }),
  of('market.sentimentDeviation', 'ratio', [0, 1], 'standard deviation of the sentiment of a kind', asset),
  of('market.creditWeight', 'ratio', [0, 1], 'w_a: weight of the IG yield in the discount yield', {
    perAsset: EQUITIES,
  }),
  of('market.goldRateSensitivity', 'years', [0, 20], 'fall of log gold for a rise of the Treasury yield'),
  of(
    'market.goldBalanceSheetElasticity',
    'ratio',
    [0, 1],
    "rise of log gold for a rise of the log of the Fed's securities and loans",
  ),
  of(
    'market.goldDefaultFear',
    'years',
    [0, 20],
    'rise of log gold for a rise of the spread of bonds that can default above its start',
  ),
  of('payoutPath.initialGrowth', 'per year', [-0.2, 0.6], 'growth of payouts in the first years', {
    perAsset: EQUITIES,
  }),
  of('payoutPath.growthYears', 'years', [0, 40], 'years of initial growth', { perAsset: EQUITIES }),
  of('payoutPath.fadeYears', 'years', [0, 40], 'years over which growth falls to the long run', {
    perAsset: EQUITIES,
  }),
  of('payoutPath.longRunGrowth', 'per year', [0, 0.06], 'growth of payouts in the long run', {
    perAsset: EQUITIES,
  }),
  of('payoutPath.discountRate', 'per year', [0.04, 0.2], 'rate at which the payout path is discounted', {
    perAsset: EQUITIES,
  }),
  of(
    'payoutPath.yieldPassThrough',
    'ratio',
    [0, 1],
    'share of a change in yields that reaches the discount rate, net of expected growth',
  ),
  of(
    'market.startYield',
    'per year',
    [0, 0.3],
    'yield of a bond, payout yield of an equity at the start',
    asset,
  ),
  of('market.startDuration', 'years', [0.5, 40], '1/(y + d): duration of a bond at the start', {
    perAsset: BONDS,
  }),
  of('market.kinkWidth', 'ratio', [1e-6, 2e-3], 'w: width of the smooth positive part, share of wealth'),
  of('market.attractivenessClip', 'ratio', [0.1, 5], 'clip of attractiveness in the cash floor'),
  of('market.tasteDamping', 'ratio', [0, 5], 'damping of tastes in relative demand'),
  of(
    'market.haircutWeight',
    'ratio',
    [0, 24],
    'k: weight of haircut times shadow cost; 0 switches the shadow cost off',
  ),
  of(
    'market.shadowCostScale',
    'ratio',
    [0, 0.06],
    'ell: shadow cost for a fall of the idle share by a factor e',
  ),
  of('market.shadowCostHalfLife', 'days', [1, 250], 'half-life of the shadow cost'),
  {
    name: 'market.nominalCommitments',
    unit: 'switch',
    meaning: 'whether the cash floor follows wealth of the past, not of today',
  },
  of(
    'market.commitmentsHalfLife',
    'days',
    [5, 2000],
    'half-life at which commitments in dollars follow wealth',
  ),
  of('market.trendHalfLife', 'days', [1, 500], 'half-life of the EWMA return'),
  of('market.trendHorizon', 'days', [1, 250], 'horizon over which the EWMA return counts as trend'),
  of('market.trendCap', 'ratio', [0.05, 5], 'bound of the trend, as a log return over the horizon'),
  of('market.volatilityHalfLife', 'days', [2, 500], 'half-life of the EWMA variance'),
  of('market.convictionWeight', 'ratio', [0, 5], 'lambda: weight of conviction in the order of sale'),
  of('market.convictionDrawdown', 'ratio', [0, 20], 'conviction lost for a log drawdown of 1'),
  of('market.convictionNews', 'ratio', [0, 50], 'conviction gained for remembered news of 1'),
  of('market.newsMemoryHalfLife', 'days', [1, 500], 'half-life of remembered news'),
  of('market.drawdownHalfLife', 'days', [10, 1000], 'half-life at which the peak of a drawdown is forgotten'),
  of('market.ownTasteDeviation', 'ratio', [0, 1], 'standard deviation of own taste'),
  of('market.ownTasteHalfLife', 'days', [1, 500], 'half-life of own taste'),
  of('market.ownTasteReview', 'days', [1, 63], 'days between two reviews of own taste'),
  of('market.sentimentHalfLife', 'days', [1, 500], 'half-life of sentiment'),
  of(
    'market.sentimentLoss',
    'ratio',
    [0, 5],
    'fall of sentiment for a log loss of the kind on the asset over the trend horizon',
  ),
  of(
    'market.forcedSaleCap',
    'ratio',
    [0.01, 1],
    'largest sale forced by an overdraft, share of exposure a tick',
  ),
  of('market.startFundingSpread', 'per year', [0, 0.05], 'funding spread at the start'),
  of('market.spreadFloor', 'ratio', [0.05, 0.99], 'lowest fair spread over that at the start', {
    perAsset: BONDS.slice(1),
  }),
  of(
    'market.leverageHabitHalfLife',
    'days',
    [20, 100000],
    'half-life with which lenders get used to leverage',
  ),
  of(
    'market.spreadSensitivity',
    'ratio',
    [0, 20],
    "rise of the log credit spread for a rise of issuers' log leverage",
    { perAsset: BONDS.slice(1) },
  ),
  of(
    'market.spreadDefaultElasticity',
    'ratio',
    [0, 2],
    'rise of the log credit premium for a rise of the log rate of remembered defaults',
  ),
];

const NEWS_PARAMETERS: readonly ParameterDeclaration[] = [
  of('news.scale', 'ratio', [0, 5], 'factor on all news; 0: no news', scheduled),
  of('news.marketVolatility', 'per year', [0, 1], 'volatility of the common factor of earnings'),
  of('news.marketBeta', 'ratio', [-3, 5], 'loading on the common factor', asset),
  of('news.ownVolatility', 'per year', [0, 2], 'volatility of own news on log value', asset),
  of('news.drift', 'per year', [-0.5, 0.5], 'drift of log value', { ...asset, ...scheduled }),
  of('news.shock', 'per year', [-20, 20], 'announced change of log value, at this rate while it lasts', {
    ...asset,
    ...scheduled,
  }),
  of(
    'news.marketShock',
    'per year',
    [-20, 20],
    'announced change of log value on the common factor, by loading, at this rate while it lasts',
    scheduled,
  ),
  of('news.rateVolatility', 'per year', [0, 0.05], 'volatility of news on the fair Treasury yield'),
  of('news.rateHalfLife', 'days', [20, 100000], 'half-life of news on the fair Treasury yield'),
  of('news.bondHalfLife', 'days', [5, 100000], 'half-life with which own news on a bond fades'),
  of('news.logVolatilityDeviation', 'ratio', [0, 1.5], 'standard deviation of the common log volatility'),
  of(
    'news.ownVolatilityResponse',
    'ratio',
    [0, 2],
    "log volatility of an asset's own news for each unit of the common log volatility",
  ),
  of('news.logVolatilityHalfLife', 'days', [1, 500], 'half-life of the common log volatility'),
  of('news.degreesOfFreedom', 'count', [3, 30], "degrees of freedom of Student's t"),
  of('news.truncation', 'ratio', [2, 20], 'truncation of a standardised draw'),
];

const OPENING_PARAMETERS: readonly ParameterDeclaration[] = [
  of('opening.initialIdleCash', '$bn', [50, 12000], 'idle cash of investors above their floors at the start'),
];

/** Series of the engine itself, beyond scalars and what kinds declare. */
function engineSeries(): SeriesDeclaration[] {
  const list: SeriesDeclaration[] = [];
  for (const name of ASSETS)
    list.push({
      name: `price.${name}`,
      unit: 'index',
      type: 'index',
      meaning: `cleared price index of ${name}, 1 at the start`,
    });
  for (const name of ASSETS)
    list.push({
      name: `fundamental.${name}`,
      unit: 'index',
      type: 'index',
      meaning: `fundamental value of ${name}`,
    });
  for (const name of BONDS)
    list.push({ name: `yield.${name}`, unit: 'per year', type: 'rate', meaning: `cleared yield of ${name}` });
  for (const name of BONDS.slice(1))
    list.push({
      name: `spread.${name}`,
      unit: 'per year',
      type: 'rate',
      meaning: `yield of ${name} over Treasury bonds`,
    });
  for (const name of ASSETS)
    list.push({
      name: `volatility.${name}`,
      unit: 'per year',
      type: 'rate',
      meaning: `EWMA volatility of ${name}`,
    });
  for (const name of ASSETS)
    list.push({
      name: `float.${name}`,
      unit: 'units',
      type: 'stock',
      meaning: `units of ${name} outstanding less official holdings`,
    });
  list.push(
    {
      name: 'index.broad',
      unit: 'index',
      type: 'index',
      meaning: 'value-weighted price index of equities without semiconductors and megacaps',
    },
    {
      name: 'index.equity',
      unit: 'index',
      type: 'index',
      meaning: 'value-weighted price index of all equities',
    },
    {
      name: 'index.all',
      unit: 'index',
      type: 'index',
      meaning: 'value-weighted price index of all cleared assets but gold',
    },
    { name: 'depth', unit: '$bn', type: 'stock', meaning: 'net buying that a uniform fall of 1 % draws out' },
    { name: 'clearing.iterations', unit: 'count', type: 'count', meaning: 'iterations of the clearing' },
    { name: 'clearing.evaluations', unit: 'count', type: 'count', meaning: 'evaluations of excess demand' },
    {
      name: 'clearing.residual',
      unit: 'ratio',
      type: 'index',
      meaning: 'largest relative excess demand at the solution',
    },
    {
      name: 'clearing.smallestPivot',
      unit: 'ratio',
      type: 'index',
      meaning: 'smallest pivot of the Jacobian at the solution',
    },
    {
      name: 'clearing.homotopy',
      unit: 'count',
      type: 'count',
      meaning: '1 if the tick was cleared by homotopy',
    },
    {
      name: 'attribution.remainder',
      unit: 'ratio',
      type: 'index',
      meaning: 'largest share of a price move of over 1 % that attribution leaves over',
    },
    {
      name: 'fundingRate',
      unit: 'per year',
      type: 'rate',
      meaning: 'policy rate plus cleared funding spread',
    },
    {
      name: 'books.imbalance',
      unit: 'ratio',
      type: 'index',
      meaning: 'largest relative imbalance of the books',
    },
  );
  for (const kind of INVESTOR_KINDS)
    list.push(
      { name: `idleCash.${kind}`, unit: '$bn', type: 'stock', meaning: `idle cash of ${kind}` },
      { name: `wealth.${kind}`, unit: '$bn', type: 'stock', meaning: `liquid wealth of ${kind}` },
    );
  for (const name of ASSETS)
    list.push({
      name: `institutionalUnits.${name}`,
      unit: 'units',
      type: 'stock',
      meaning: `units of ${name} held by ${INSTITUTIONS.join(', ')}`,
    });
  for (const name of STOCKS)
    list.push({ name: `stock.${name}`, unit: '$bn', type: 'stock', meaning: `${name} outstanding` });
  for (const [cause, meaning] of Object.entries(DEPOSIT_CAUSE_MEANINGS))
    list.push({
      name: `depositsChanged.${cause}`,
      unit: '$bn',
      type: 'flow',
      meaning: `change of deposits since the last row: ${meaning}`,
    });
  for (const [cause, meaning] of Object.entries(RESERVE_CAUSE_MEANINGS))
    list.push({
      name: `reservesChanged.${cause}`,
      unit: '$bn',
      type: 'flow',
      meaning: `change of reserves since the last row: ${meaning}`,
    });
  return list;
}

/** Instruments whose outstanding stock is a series. */
export const STOCKS: readonly string[] = [
  'deposits',
  'moneyFundShares',
  'reserves',
  'reverseRepo',
  'standingRepo',
  'treasuryAccount',
  'bills',
  'bankLoans',
  'fundingLoans',
  'currency',
  'hedgeFundShares',
  'managedFundShares',
  'privateAiEquity',
  'privateCreditLoans',
  'privateCreditFundShares',
];

/** Causes of a change in deposits (model section 1), and what they count. */
const DEPOSIT_CAUSE_MEANINGS = {
  bankLending: 'bank loans made less repaid',
  fundingLending:
    'funding loans that banks make less what is repaid to them; not those that money funds make',
  treasury:
    'what the Treasury pays non-banks (spending, interest) less what it takes (taxes, bonds issued; what banks buy of them is in bankTrades)',
  fed: 'what the Fed buys from non-banks less what it sells them, and the interest it pays them less what they pay it',
  bankTrades: 'bonds and shares that banks buy less what they sell or are repaid',
  moneyFunds:
    'what money funds take out of reverse repo or sell in bills to banks, less what they place there and buy',
  bankIncome:
    'interest on deposits, costs, dividends and claims that banks pay, less the interest and other income they take from non-banks',
  currency: 'currency returned less drawn',
} as const;
export type DepositCause = keyof typeof DEPOSIT_CAUSE_MEANINGS;
export const DEPOSIT_CAUSES = Object.keys(DEPOSIT_CAUSE_MEANINGS) as readonly DepositCause[];

/** Causes of a change in reserves (model section 1), and what they count. */
const RESERVE_CAUSE_MEANINGS = {
  fedAssets:
    'Treasuries and mortgage bonds that the Fed buys less what it sells or lets run off, at the price paid',
  treasuryAccount: 'fall of the Treasury account',
  reverseRepo: 'fall of reverse repo',
  currency: 'fall of currency in circulation',
  standingRepo: 'standing-repo loans made less repaid',
  other: 'what the Fed pays (interest, remittance) less what it earns',
} as const;
export type ReserveCause = keyof typeof RESERVE_CAUSE_MEANINGS;
export const RESERVE_CAUSES = Object.keys(RESERVE_CAUSE_MEANINGS) as readonly ReserveCause[];

/** All parameters of a world with these kinds; per-asset ones are expanded to `name.<asset>`. */
export function parameterDeclarations(kinds: readonly AgentKind[]): ParameterDeclaration[] {
  const own = new Map<string, ParameterDeclaration>();
  const declared = [
    ...MARKET_PARAMETERS,
    ...NEWS_PARAMETERS,
    ...OPENING_PARAMETERS,
    ...INVESTOR_KINDS.map((kind) =>
      of(`${kind}.sentimentScale`, 'ratio', [0, 3], `factor on the sentiment of ${kind}`),
    ),
    ...kinds.flatMap((kind) => kind.parameters),
  ];
  for (const declaration of declared) {
    const list = declaration.perAsset === true ? ASSETS : declaration.perAsset || undefined;
    const expanded = list
      ? list.map((name) => ({
          ...declaration,
          name: `${declaration.name}.${name}`,
          meaning: `${declaration.meaning} (${name})`,
        }))
      : [declaration];
    for (const one of expanded) {
      if (own.has(one.name)) throw new Error(`parameter '${one.name}' is declared twice`);
      own.set(one.name, one);
    }
  }
  return [...own.values()];
}

/** All recordable series of a world, in the order of the columns of `series.csv`. */
export function seriesDeclarations(kinds: readonly AgentKind[]): SeriesDeclaration[] {
  return [...engineSeries(), ...SCALARS, ...kinds.flatMap((kind) => kind.series ?? [])];
}
