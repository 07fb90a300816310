/**
 * Contracts for computing that are signed: what a buyer wants by its revenue, as far as its money would last.
 *
 * The mirror of a cut (contract-cut.ts): commitments are taken on while cash, with the capital that investors have been
 * called for, lasts beyond the next round (staged finance: Gompers 1995, JF 50).
 */

/** Signings out of money that would not last as long as it should are none. All but the runway in $bn or $bn a year. */
export interface Signing {
  /** Cash and called capital. */
  readonly cash: number;
  /** Spending less revenue before the signing; may be negative. */
  readonly burn: number;
  /** What is wanted beyond what is contracted. */
  readonly wanted: number;
  /** Years that cash is to last after the signing. */
  readonly runway: number;
  /** Most that is signed at one time. */
  readonly largest: number;
}

/** What is signed, $bn a year: min(wanted, cash/runway - burn, largest), not below 0. */
export function contractSigning({ cash, burn, wanted, runway, largest }: Signing): number {
  const affordable = Math.max(cash, 0) / runway - burn;
  return Math.max(Math.min(wanted, affordable, largest), 0);
}

/** What is lacking to buy what plans need at the revenue that comes: need × revenue/planned - bought, not below 0. */
export function computingWanted(need: number, revenue: number, planned: number, bought: number): number {
  return planned > 0 ? Math.max((need * revenue) / planned - bought, 0) : 0;
}

/** Years left of a contract to which `added` is signed for the full term: the mean weighted by size. */
export function extendedYears(kept: number, years: number, added: number, term: number): number {
  const size = kept + added;
  return size > 0 ? (kept * years + added * term) / size : years;
}
