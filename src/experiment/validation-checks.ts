/**
 * What the model is held against: published and computed facts about calm and stressed markets that nobody
 * fitted to the claims under study. Each check names the fact in docs/evidence/facts.csv, the band in which the
 * model must lie, and how the model's value is computed.
 */
import { ASSETS, EQUITIES } from '../engine/declarations.js';
import { hillIndex, kurtosis } from '../maths/moments.js';
import {
  ANNOUNCED,
  bought,
  EQUITY_FLOW,
  FED_PURCHASE,
  FIRST,
  LAST,
  MEASURED,
  ownArm,
  type StartFloats,
  SURPRISE,
} from './validation-arms.js';
import type { Responses, Returns } from './validation-sample.js';

/** A fact: its key in facts.csv, and its value where the check states it in another sign or unit. */
export interface Reference {
  readonly value: number;
  readonly key: string;
}

interface CheckBase {
  readonly group: string;
  readonly name: string;
  readonly unit: string;
  readonly reference?: Reference;
  /** Smallest and largest value accepted; absent: the value is shown only. */
  readonly band?: readonly [number, number];
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

/** Named so that nobody takes its absence for success. */
export interface LaterCheck extends CheckBase {
  readonly from: 'later';
}

export type Check = ReturnsCheck | ResponsesCheck | LaterCheck;

/** Simulated years that tails and long memory need. */
export const TAIL_YEARS = 10;
const INDEX = 'index.equity';

function price(asset: string): string {
  return `price.${asset}`;
}

function fact(key: string, value: number): { reference: Reference } {
  return { reference: { key, value } };
}

/** Band and fact by asset; the AI issuers' bonds have no price history to compare with. */
const VOLATILITIES: Readonly<Record<string, { band?: readonly [number, number]; reference?: Reference }>> = {
  treasuryBonds: { band: [6, 9], ...fact('sf_ief_vol', 6.9) },
  investmentGradeBonds: { band: [5, 9], ...fact('sf_lqd_ig_vol', 8.5) },
  aiInvestmentGradeBonds: {},
  highYieldBonds: { band: [6, 12], ...fact('sf_hyg_hy_vol', 11.2) },
  aiInfrastructureDebt: {},
  megacapEquity: { band: [20, 28], ...fact('sf_qqq_vol', 26.9) },
  semiconductorEquity: { band: [28, 40] },
  softwareEquity: { band: [23, 35], ...fact('sf_igv_software_vol', 25.1) },
  speculativeEquity: { band: [35, 60], ...fact('sf_arkk_speculative_vol', 38.4) },
  valueEquity: { band: [13, 18], ...fact('sf_schd_value_vol', 15.5) },
  crypto: { band: [40, 95], ...fact('sf_btc_vol', 67.4) },
  gold: { band: [13, 20], ...fact('sf_gld_vol', 18.3) },
};

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

interface DailyFacts {
  readonly series: string;
  readonly name: string;
  /** Prefix of the keys in facts.csv; semiconductors have no series of their own there. */
  readonly key?: string;
  readonly kurtosis?: number;
  readonly hill?: number;
  readonly first?: number;
  readonly size1?: number;
  readonly size50?: number;
}

const DAILY: readonly DailyFacts[] = [
  {
    series: INDEX,
    name: 'equity index',
    key: 'sf_spx',
    kurtosis: 13.3,
    hill: 2.85,
    first: -0.096,
    size1: 0.283,
    size50: 0.131,
  },
  {
    series: price('megacapEquity'),
    name: 'megacapEquity',
    key: 'sf_qqq',
    kurtosis: 9.5,
    hill: 3.13,
    size1: 0.293,
    size50: 0.202,
  },
  { series: price('semiconductorEquity'), name: 'semiconductorEquity' },
  {
    series: price('softwareEquity'),
    name: 'softwareEquity',
    key: 'sf_igv_software',
    kurtosis: 7.7,
    hill: 3.6,
    size1: 0.253,
    size50: 0.052,
  },
  {
    series: price('speculativeEquity'),
    name: 'speculativeEquity',
    key: 'sf_arkk_speculative',
    kurtosis: 6.4,
    hill: 3.78,
    size1: 0.245,
    size50: 0.113,
  },
  {
    series: price('valueEquity'),
    name: 'valueEquity',
    key: 'sf_schd_value',
    kurtosis: 17.8,
    hill: 2.82,
    size1: 0.362,
    size50: 0.061,
  },
  {
    series: price('crypto'),
    name: 'crypto',
    key: 'sf_btc',
    kurtosis: 14.4,
    hill: 3.01,
    size1: 0.206,
    size50: 0.071,
  },
];

interface Statistic {
  readonly group: string;
  readonly suffix: string;
  readonly band: readonly [number, number];
  readonly mandatory: boolean;
  fact(facts: DailyFacts): number | undefined;
  measure(returns: Returns, series: string): number;
}

const STATISTICS: readonly Statistic[] = [
  {
    group: 'kurtosis of daily returns',
    suffix: 'kurt',
    band: [5, 20],
    mandatory: true,
    fact: (facts) => facts.kurtosis,
    measure: (returns, series) => kurtosis(returns.pooled(series)),
  },
  {
    group: 'tail exponent (Hill, 5 %)',
    suffix: 'hill5',
    band: [2.5, 4],
    mandatory: true,
    fact: (facts) => facts.hill,
    measure: (returns, series) => hillIndex(returns.pooled(series), 0.05),
  },
  {
    group: 'autocorrelation of returns, lag 1',
    suffix: 'acf1',
    band: [-0.12, 0.12],
    mandatory: true,
    fact: (facts) => facts.first,
    measure: (returns, series) => returns.autocorrelation(series, 1, 'changes'),
  },
  {
    group: 'autocorrelation of |returns|, lag 1',
    suffix: 'absacf1',
    band: [0.15, 0.35],
    mandatory: false,
    fact: (facts) => facts.size1,
    measure: (returns, series) => returns.autocorrelation(series, 1, 'sizes'),
  },
  {
    group: 'autocorrelation of |returns|, lag 50',
    suffix: 'absacf50',
    band: [0.04, 0.2],
    mandatory: false,
    fact: (facts) => facts.size50,
    measure: (returns, series) => returns.autocorrelation(series, 50, 'sizes'),
  },
];

function dailyReturns(): Check[] {
  return STATISTICS.flatMap(({ group, suffix, band, mandatory, fact: factOf, measure }) =>
    DAILY.map((facts): Check => {
      const value = factOf(facts);
      return {
        group,
        name: facts.name,
        unit: '',
        ...(value !== undefined && fact(`${facts.key}_${suffix}`, value)),
        band,
        mandatory,
        from: 'returns',
        years: TAIL_YEARS,
        measure: (returns) => measure(returns, facts.series),
      };
    }),
  );
}

const CREDIT_KURTOSES: readonly (readonly [asset: string, reference: Reference])[] = [
  ['investmentGradeBonds', { key: 'sf_lqd_ig_kurt', value: 57.9 }],
  ['highYieldBonds', { key: 'sf_hyg_hy_kurt', value: 39.7 }],
];

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
  const blocks = [
    { name: 'equity sectors', key: 'corr_eq_block', pairs: EQUITY_PAIRS },
    { name: 'crypto with equity sectors', key: 'corr_btc_equity', pairs: CRYPTO_PAIRS },
  ];
  const facts: Readonly<Record<string, { value: number; band: readonly [number, number] }>> = {
    corr_eq_block_calm: { value: 0.74, band: [0.65, 0.85] },
    corr_eq_block_stress: { value: 0.92, band: [0.85, 0.95] },
    corr_btc_equity_calm: { value: 0.11, band: [0, 0.4] },
    corr_btc_equity_stress: { value: 0.55, band: [0.45, 0.65] },
  };
  return blocks.flatMap(({ name, key, pairs }) =>
    (['calm', 'stress'] as const).map((state): Check => {
      const { value, band } = facts[`${key}_${state}`];
      return {
        group: 'mean correlation of daily returns',
        name: `${name}, ${state}`,
        unit: '',
        ...fact(`${key}_${state}`, value),
        band,
        mandatory: false,
        from: 'returns',
        measure: (returns) => returns.correlationIn(state, pairs, INDEX),
      };
    }),
  );
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

const SECTOR_BAND = [2, 3] as const;
const AI_DEBT_BAND = [1, 3] as const;
const OWN_BANDS: Readonly<Record<string, { band?: readonly [number, number]; reference?: Reference }>> = {
  treasuryBonds: { band: [0.1, 0.4], ...fact('treasury_price_multiplier', 0.25) },
  investmentGradeBonds: { band: [0.1, 0.5], ...fact('corp_index_multiplier_2025', 0.3) },
  aiInvestmentGradeBonds: { band: AI_DEBT_BAND },
  highYieldBonds: {},
  aiInfrastructureDebt: { band: AI_DEBT_BAND },
  megacapEquity: { band: SECTOR_BAND },
  semiconductorEquity: { band: SECTOR_BAND },
  softwareEquity: { band: SECTOR_BAND },
  speculativeEquity: { band: SECTOR_BAND },
  valueEquity: { band: SECTOR_BAND },
  crypto: { band: [5, 50], ...fact('btc_multiplier', 20) },
  gold: {},
};

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
      ...OWN_BANDS[asset],
      mandatory: false,
      from: 'responses',
      arm: ownArm(asset),
      measure: (responses) => ownMultiplier(responses, asset),
    }),
  );
  return [equity, ...own];
}

/** All checks, in the order of the table. */
export const CHECKS: readonly Check[] = [
  ...volatilities(),
  ...fedPurchases(),
  ...multipliers(),
  ...dailyReturns(),
  ...creditKurtoses(),
  ...correlations(),
  {
    group: "spread of the essays' deals over Treasuries of their tenor",
    name: 'Meta < Oracle < xAI, by order and distance',
    unit: 'bp',
    mandatory: false,
    from: 'later',
  },
];
