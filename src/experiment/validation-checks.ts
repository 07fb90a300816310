/**
 * What the model is held against: published and computed facts about calm and stressed markets that nobody
 * fitted to the claims under study. Each check names the fact in docs/evidence/facts.csv, the band in which the
 * model must lie, and how the model's value is computed.
 */
import { ASSETS, EQUITIES } from '../engine/declarations.js';
import { correlation, hillIndex, kurtosis, standardDeviation } from '../maths/moments.js';
import {
  ANNOUNCED,
  bought,
  DEALS,
  EQUITY_FLOW,
  FED_PURCHASE,
  FIRST,
  LAST,
  MEASURED,
  ownArm,
  REFERENCE,
  type StartFloats,
  SURPRISE,
} from './validation-arms.js';
import {
  type Band,
  CORRELATIONS,
  CREDIT_KURTOSES,
  DAILY,
  type DailyStatistic,
  fact,
  OWN_MULTIPLIERS,
  VOLATILITIES,
  type Yardstick,
} from './validation-facts.js';
import type { Responses, Returns } from './validation-sample.js';

/** `band`: smallest and largest value accepted; absent: the value is shown only. */
interface CheckBase extends Yardstick {
  readonly group: string;
  readonly name: string;
  readonly unit: string;
  /** Outside its band, the validation fails. */
  readonly mandatory: boolean;
}

/** Computed from runs without intervention, pooled over seeds. */
export interface ReturnsCheck extends CheckBase {
  readonly from: 'returns';
  /** Simulated years below which the value means nothing. */
  readonly years?: number;
  measure(returns: Returns): number;
}

/** Computed for each seed from paired runs, then averaged. */
export interface ResponsesCheck extends CheckBase {
  readonly from: 'responses';
  /** Arms without which there is no value. */
  readonly arm: string;
  measure(responses: Responses, floats: StartFloats): number;
}

export type Check = ReturnsCheck | ResponsesCheck;

/** Simulated years that tails and long memory need. */
export const TAIL_YEARS = 10;
const INDEX = 'index.equity';

function price(asset: string): string {
  return `price.${asset}`;
}

function volatilities(): Check[] {
  return ASSETS.map((asset) => ({
    group: 'annual volatility',
    name: asset,
    unit: '%',
    ...VOLATILITIES[asset],
    mandatory: VOLATILITIES[asset].band !== undefined,
    from: 'returns',
    measure: (returns) => returns.annualVolatility(price(asset)),
  }));
}

interface Statistic {
  readonly group: string;
  readonly statistic: DailyStatistic;
  readonly band: Band;
  readonly mandatory: boolean;
  measure(returns: Returns, series: string): number;
}

const STATISTICS: readonly Statistic[] = [
  {
    group: 'kurtosis of daily returns',
    statistic: 'kurt',
    band: [5, 20],
    mandatory: true,
    measure: (returns, series) => kurtosis(returns.pooled(series)),
  },
  {
    group: 'tail exponent (Hill, 5 %)',
    statistic: 'hill5',
    band: [2.5, 4],
    mandatory: true,
    measure: (returns, series) => hillIndex(returns.pooled(series), 0.05),
  },
  {
    group: 'autocorrelation of returns, lag 1',
    statistic: 'acf1',
    band: [-0.12, 0.12],
    mandatory: true,
    measure: (returns, series) => returns.autocorrelation(series, 1, 'changes'),
  },
  {
    group: 'autocorrelation of |returns|, lag 1',
    statistic: 'absacf1',
    band: [0.15, 0.35],
    mandatory: false,
    measure: (returns, series) => returns.autocorrelation(series, 1, 'sizes'),
  },
  {
    group: 'autocorrelation of |returns|, lag 50',
    statistic: 'absacf50',
    band: [0.04, 0.2],
    mandatory: false,
    measure: (returns, series) => returns.autocorrelation(series, 50, 'sizes'),
  },
];

function dailyReturns(): Check[] {
  return STATISTICS.flatMap(({ statistic, measure, ...check }) =>
    DAILY.map(({ name, series, key, values }): Check => {
      const value = values[statistic];
      return {
        ...check,
        name,
        unit: '',
        ...(value !== undefined && fact(`${key}_${statistic}`, value)),
        from: 'returns',
        years: TAIL_YEARS,
        measure: (returns) => measure(returns, series),
      };
    }),
  );
}

function creditKurtoses(): Check[] {
  return CREDIT_KURTOSES.map(([asset, reference]) => ({
    group: 'kurtosis of daily returns, credit',
    name: asset,
    unit: '',
    reference,
    band: [25, 60],
    mandatory: false,
    from: 'returns',
    years: TAIL_YEARS,
    measure: (returns) => kurtosis(returns.pooled(price(asset))),
  }));
}

const EQUITY_PAIRS = EQUITIES.flatMap((one, index) =>
  EQUITIES.slice(index + 1).map((other) => [price(one), price(other)] as const),
);
const CRYPTO_PAIRS = EQUITIES.map((asset) => [price('crypto'), price(asset)] as const);

function correlations(): Check[] {
  const pairs = { 'equity sectors': EQUITY_PAIRS, 'crypto with equity sectors': CRYPTO_PAIRS };
  return CORRELATIONS.map(({ block, state, ...yardstick }) => ({
    group: 'mean correlation of daily returns',
    name: `${block}, ${state}`,
    unit: '',
    ...yardstick,
    mandatory: false,
    from: 'returns',
    measure: (returns) => returns.correlationIn(state, pairs[block], INDEX),
  }));
}

const FED_ASSETS = 'fed.assets';
const REVERSE_REPO = 'stock.reverseRepo';

/** Does crypto follow the Fed's assets less reverse repo, from month to month? In the data: not at all. */
function netLiquidity(): Check[] {
  const sample = (returns: Returns) =>
    [returns.monthlyOfDifference(FED_ASSETS, REVERSE_REPO), returns.monthly(price('crypto'))] as const;
  const check = {
    group: "crypto on the Fed's assets less reverse repo, by month",
    mandatory: false,
  } as const;
  return [
    {
      ...check,
      name: 'rise for a rise of 1 %',
      unit: '%',
      ...fact('btc_beta_netliq_monthly', 0.1),
      band: [-0.6, 0.8],
      from: 'returns',
      years: TAIL_YEARS,
      measure: (returns) => slope(...sample(returns)),
    },
    {
      ...check,
      name: 'share of variance explained',
      unit: '',
      from: 'returns',
      years: TAIL_YEARS,
      measure: (returns) => squared(correlation(...sample(returns))),
    },
  ];
}

function squared(x: number): number {
  return x * x;
}

/** Least-squares slope of `ys` on `xs`. */
function slope(xs: Float64Array, ys: Float64Array): number {
  return (correlation(xs, ys) * standardDeviation(ys)) / standardDeviation(xs);
}

/** Change of the Treasury yield for each $100bn bought, basis points. */
function yieldChange(responses: Responses, arm: string, tick: number): number {
  const change =
    responses.value(arm, 'yield.treasuryBonds', tick) - responses.base('yield.treasuryBonds', tick);
  return (10_000 * change * 100) / FED_PURCHASE;
}

function fedPurchases(): Check[] {
  const rows = [
    { name: 'not announced, a quarter later', arm: SURPRISE, tick: MEASURED, mandatory: true },
    { name: 'announced, first day', arm: ANNOUNCED, tick: FIRST, mandatory: false },
    { name: 'announced, a quarter later', arm: ANNOUNCED, tick: MEASURED, mandatory: false },
  ];
  return rows.map(({ name, arm, tick, mandatory }) => ({
    group: 'Treasury yield after purchases of $100bn',
    name,
    unit: 'bp',
    ...fact('qe_bp_per_100bn_2025_scaled', -1.5),
    band: [-3, -0.6],
    mandatory,
    from: 'responses',
    arm,
    measure: (responses) => yieldChange(responses, arm, tick),
  }));
}

/** Rise of the equity index in percent for a flow of one percent of the value of equities. */
export function equityMultiplier(responses: Responses, floats: StartFloats): number {
  let flow = 0;
  let value = 0;
  for (const asset of EQUITIES) {
    flow += bought(asset, floats);
    value += responses.base(`float.${asset}`, FIRST - 1) * responses.base(price(asset), FIRST - 1);
  }
  const rise = responses.value(EQUITY_FLOW, INDEX, MEASURED) / responses.base(INDEX, MEASURED) - 1;
  return rise / (flow / value);
}

/** Fall of the log price of an asset for a rise of its log supply by 1. */
export function ownMultiplier(responses: Responses, asset: string): number {
  const arm = ownArm(asset);
  return -responses.logRatio(arm, price(asset), MEASURED) / responses.logRatio(arm, `float.${asset}`, LAST);
}

function multipliers(): Check[] {
  const equity: Check = {
    group: 'price impact, a quarter later',
    name: 'equities, new cash of 1 %',
    unit: '%',
    ...fact('gk_multiplier', 5),
    band: [3, 8],
    mandatory: true,
    from: 'responses',
    arm: EQUITY_FLOW,
    measure: equityMultiplier,
  };
  const own = ASSETS.map(
    (asset): Check => ({
      group: 'own multiplier, cash-neutral, a quarter later',
      name: asset,
      unit: '',
      ...OWN_MULTIPLIERS[asset],
      mandatory: false,
      from: 'responses',
      arm: ownArm(asset),
      measure: (responses) => ownMultiplier(responses, asset),
    }),
  );
  return [equity, ...own];
}

/** Spread of a new loan of a vehicle over its reference rate on the first day, bp. */
function spreadOf(responses: Responses, deal: string): number {
  return 1e4 * responses.base(`privateBorrowers.spread.${deal}`, 1);
}

/** Coupon of a loan at the rate `reference` on the first day, percent. */
function couponOf(responses: Responses, deal: string, reference: string): number {
  return 1e-2 * spreadOf(responses, deal) + 100 * responses.base(reference, 1);
}

/** Order and distance of the deals; a fixed coupon for decades stands on the bond yield, the others on the policy rate. */
function deals(): Check[] {
  const check = (
    name: string,
    unit: string,
    yardstick: Yardstick,
    measure: (responses: Responses) => number,
  ): Check => ({
    unit,
    group: "price of the essays' deals, first day",
    name,
    ...yardstick,
    mandatory: false,
    from: 'responses',
    arm: REFERENCE,
    measure,
  });
  const less = (one: string, other: string) => (responses: Responses) =>
    spreadOf(responses, one) - spreadOf(responses, other);
  const [meta, oracle, xai] = DEALS;
  return [
    check(
      "Meta's vehicle, coupon",
      '%',
      { band: [6.08, 7.08], ...fact('essay_meta_private_credit_coupon', 6.58) },
      (responses) => couponOf(responses, meta, 'yield.treasuryBonds'),
    ),
    check(
      "Oracle's sites, margin",
      'bp',
      { band: [200, 300], ...fact('essay_oracle_bank_financing_margin', 250) },
      (responses) => spreadOf(responses, oracle),
    ),
    check(
      "xAI's vehicle, coupon",
      '%',
      { band: [9.5, 11.5], ...fact('essay_xai_colossus2_rate', 10.5) },
      (responses) => couponOf(responses, xai, 'policyRate'),
    ),
    check('Oracle above Meta', 'bp', { band: [0, 200] }, less(oracle, meta)),
    check('xAI above Oracle', 'bp', { band: [200, 600] }, less(xai, oracle)),
  ];
}

/** All checks, in the order of the table. */
export const CHECKS: readonly Check[] = [
  ...volatilities(),
  ...fedPurchases(),
  ...multipliers(),
  ...dailyReturns(),
  ...creditKurtoses(),
  ...correlations(),
  ...netLiquidity(),
  ...deals(),
];
