/**
 * Fair credit spreads: expected loss plus a premium for liquidity and risk, and what one issuer pays over its
 * pool.
 *
 * Structural models explain the first term and little of the second (Huang & Huang 2012, Review of Asset
 * Pricing Studies 2), which moves with leverage, coverage and defaults (Collin-Dufresne, Goldstein & Martin
 * 2001, JF 56).
 */
import { exp, ln } from '../maths/elementary.js';

/**
 * Log range of the premium around its start: exp(1.6) is 5. Spreads 1996-2025: IG median 1.28 %, 0.53 to
 * 6.56; HY 4.55 %, 2.41 to 21.82 (FRED).
 */
export const LOG_PREMIUM_BOUND = 1.6;
/** Coverage and leverage are floored here: below, a firm is as bad, or as free of debt, as can be. */
const LOWEST_RATIO = 0.05;
/** Default rate, per year, added so that a pool without defaults has a logarithm. */
const DEFAULT_OFFSET = 0.002;

/** How a pool of issuers, or one issuer, stands. */
export interface CreditState {
  /** Debt over yearly earnings before interest and depreciation, or any ratio proportional to it. */
  readonly leverage: number;
  /** Those earnings over interest. */
  readonly coverage: number;
  /** Share defaulting in a year. */
  readonly defaultRate: number;
}

/** Elasticities of the premium; all >= 0. */
export interface SpreadElasticities {
  readonly leverage: number;
  readonly coverage: number;
  readonly defaultRate: number;
}

/** (1 - recovery) default rate, per year: loss expected on the pool. */
export function expectedLoss(defaultRate: number, recovery: number): number {
  return (1 - recovery) * defaultRate;
}

/**
 * Premium factor: exp of the log deterioration since the start, bounded smoothly within exp(+-1.6); 1 at the
 * start.
 */
export function premiumFactor(
  state: CreditState,
  start: CreditState,
  elasticities: SpreadElasticities,
): number {
  const z =
    elasticities.leverage * logRatio(state.leverage, start.leverage) -
    elasticities.coverage * logRatio(state.coverage, start.coverage) +
    elasticities.defaultRate *
      ln((state.defaultRate + DEFAULT_OFFSET) / (start.defaultRate + DEFAULT_OFFSET));
  return exp(bounded(z));
}

/**
 * Fair spread = expected loss + premium_0 factor, per year; rises with leverage and defaults, falls with
 * coverage.
 * @param startPremium observed spread at the start less the loss expected then
 */
export function fairSpread(
  state: CreditState,
  start: CreditState,
  elasticities: SpreadElasticities,
  startPremium: number,
  recovery: number,
): number {
  return expectedLoss(state.defaultRate, recovery) + startPremium * premiumFactor(state, start, elasticities);
}

/** What sets an issuer apart from its pool. */
export interface IssuerState {
  readonly leverage: number;
  readonly coverage: number;
  /** Share of future revenue from its largest customer, 0 … 1. */
  readonly concentration: number;
}

/**
 * The average issuer of a pool, weighted by debt: what lenders hold each issuer against. All zero if nobody owes.
 *
 * @param debts $bn, one for each issuer
 */
export function averageIssuer(issuers: readonly IssuerState[], debts: readonly number[]): IssuerState {
  let [leverage, coverage, concentration, weights] = [0, 0, 0, 0];
  for (const [i, issuer] of issuers.entries()) {
    leverage += debts[i] * issuer.leverage;
    coverage += debts[i] * issuer.coverage;
    concentration += debts[i] * issuer.concentration;
    weights += debts[i];
  }
  if (!(weights > 0)) return { leverage: 0, coverage: 0, concentration: 0 };
  return {
    leverage: leverage / weights,
    coverage: coverage / weights,
    concentration: concentration / weights,
  };
}

/**
 * base (factor - 1), factor = exp of (a_L ln(leverage/pool) - a_C ln(coverage/pool) + a_K (concentration -
 * pool)), bounded: spread over the pool, per year; 0 for an average issuer, negative for a better one, above
 * -base.
 * @param base spread of the pool, per year
 */
export function issuerConcession(
  issuer: IssuerState,
  pool: IssuerState,
  elasticities: { readonly leverage: number; readonly coverage: number; readonly concentration: number },
  base: number,
): number {
  const z =
    elasticities.leverage * logRatio(issuer.leverage, pool.leverage) -
    elasticities.coverage * logRatio(issuer.coverage, pool.coverage) +
    elasticities.concentration * (issuer.concentration - pool.concentration);
  return base * (exp(bounded(z)) - 1);
}

function logRatio(value: number, reference: number): number {
  return ln(Math.max(value, LOWEST_RATIO) / Math.max(reference, LOWEST_RATIO));
}

/** B z / sqrt(B^2 + z^2): z for small z, never beyond B = 1.6. */
function bounded(z: number): number {
  return (LOG_PREMIUM_BOUND * z) / Math.sqrt(LOG_PREMIUM_BOUND * LOG_PREMIUM_BOUND + z * z);
}
