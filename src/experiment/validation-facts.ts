/**
 * The facts of docs/evidence/facts.csv that checks name, and the bands drawn around them.
 *
 * A band without a fact rests on the text of sections C and D of docs/evidence/facts.md; a name without a band is
 * measured and shown only.
 */

/** A fact: its key in facts.csv, and its value where the check states it in another sign or unit. */
export interface Reference {
  readonly value: number;
  readonly key: string;
}

export type Band = readonly [number, number];

/** What a value is held against. */
export interface Yardstick {
  readonly band?: Band;
  readonly reference?: Reference;
}

export function fact(key: string, value: number): { reference: Reference } {
  return { reference: { key, value } };
}

/** Band and fact by asset; the AI issuers' bonds have no price history to compare with. */
export const VOLATILITIES: Readonly<Record<string, Yardstick>> = {
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

const SECTOR_BAND = [2, 3] as const;
const AI_DEBT_BAND = [1, 3] as const;

/** Own multipliers, section C2. */
export const OWN_MULTIPLIERS: Readonly<Record<string, Yardstick>> = {
  treasuryBonds: { band: [0.1, 0.4], ...fact('treasury_price_multiplier', 0.25) },
  investmentGradeBonds: { band: [0.1, 0.5], ...fact('corp_index_multiplier_2025', 0.3) },
  aiInvestmentGradeBonds: { band: AI_DEBT_BAND },
  highYieldBonds: {},
  aiInfrastructureDebt: {},
  megacapEquity: { band: SECTOR_BAND },
  semiconductorEquity: { band: SECTOR_BAND },
  softwareEquity: { band: SECTOR_BAND },
  speculativeEquity: { band: SECTOR_BAND },
  valueEquity: { band: SECTOR_BAND },
  crypto: { band: [5, 50], ...fact('btc_multiplier', 20) },
  gold: {},
};

/** Statistics of daily returns, section D, by the end of their keys in facts.csv. */
export type DailyStatistic = 'kurt' | 'hill5' | 'acf1' | 'absacf1' | 'absacf50';

export interface DailyFacts {
  readonly name: string;
  readonly series: string;
  /** Start of the keys in facts.csv. */
  readonly key: string;
  readonly values: Readonly<Partial<Record<DailyStatistic, number>>>;
}

function ofAsset(name: string, key = '', values: DailyFacts['values'] = {}): DailyFacts {
  return { name, series: `price.${name}`, key, values };
}

/** Semiconductors have no statistics of their own in the evidence. */
export const DAILY: readonly DailyFacts[] = [
  {
    name: 'equity index',
    series: 'index.equity',
    key: 'sf_spx',
    values: { kurt: 13.3, hill5: 2.85, acf1: -0.096, absacf1: 0.283, absacf50: 0.131 },
  },
  ofAsset('megacapEquity', 'sf_qqq', { kurt: 9.5, hill5: 3.13, absacf1: 0.293, absacf50: 0.202 }),
  ofAsset('semiconductorEquity'),
  ofAsset('softwareEquity', 'sf_igv_software', { kurt: 7.7, hill5: 3.6, absacf1: 0.253, absacf50: 0.052 }),
  ofAsset('speculativeEquity', 'sf_arkk_speculative', {
    kurt: 6.4,
    hill5: 3.78,
    absacf1: 0.245,
    absacf50: 0.113,
  }),
  ofAsset('valueEquity', 'sf_schd_value', { kurt: 17.8, hill5: 2.82, absacf1: 0.362, absacf50: 0.061 }),
  ofAsset('crypto', 'sf_btc', { kurt: 14.4, hill5: 3.01, absacf1: 0.206, absacf50: 0.071 }),
];

export const CREDIT_KURTOSES: readonly (readonly [asset: string, reference: Reference])[] = [
  ['investmentGradeBonds', { key: 'sf_lqd_ig_kurt', value: 57.9 }],
  ['highYieldBonds', { key: 'sf_hyg_hy_kurt', value: 39.7 }],
];

export interface CorrelationFacts {
  readonly state: 'calm' | 'stress';
  readonly block: 'equity sectors' | 'crypto with equity sectors';
  readonly reference: Reference;
  readonly band: Band;
}

/** Mean correlations, section D. */
export const CORRELATIONS: readonly CorrelationFacts[] = [
  { block: 'equity sectors', state: 'calm', band: [0.65, 0.85], ...fact('corr_eq_block_calm', 0.74) },
  { block: 'equity sectors', state: 'stress', band: [0.85, 0.95], ...fact('corr_eq_block_stress', 0.92) },
  {
    block: 'crypto with equity sectors',
    state: 'calm',
    band: [0, 0.4],
    ...fact('corr_btc_equity_calm', 0.11),
  },
  {
    block: 'crypto with equity sectors',
    state: 'stress',
    band: [0.45, 0.65],
    ...fact('corr_btc_equity_stress', 0.55),
  },
];
