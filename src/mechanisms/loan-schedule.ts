/**
 * A loan over its life: interest on what is owed, amortisation, and a balloon at maturity that is refinanced as far
 * as lenders let, or has to be paid.
 */

/** What is due on a loan in a tick, $bn. */
export interface LoanPayment {
  readonly interest: number;
  /** Principal due by the schedule before maturity. */
  readonly amortisation: number;
  /** Principal due because the loan ends. */
  readonly balloon: number;
}

/**
 * Payment of a tick of length `years`. Of what is owed, `amortisation` a year is due before maturity; at maturity all
 * of it.
 * @param ended true from the tick of maturity on
 */
export function loanPayment(
  principal: number,
  rate: number,
  amortisation: number,
  years: number,
  ended: boolean,
): LoanPayment {
  const interest = principal * rate * years;
  if (ended) return { interest, amortisation: 0, balloon: principal };
  return { interest, amortisation: principal * Math.min(amortisation * years, 1), balloon: 0 };
}

/**
 * Part of what is due that lenders roll over: all of it while the debt that stays is within their limit.
 * @param debt all debt of the borrower, what is due included
 * @param limit debt that lenders bear, on the values they believe in
 * @param open false: no lender refinances this borrower
 */
export function refinanced(due: number, debt: number, limit: number, open: boolean): number {
  if (!open) return 0;
  return Math.min(Math.max(limit - (debt - due), 0), Math.max(due, 0));
}

/** Rate of the new loan: the cleared yield of the pool plus the issuer's concession. */
export function refinancingRate(poolYield: number, concession: number): number {
  return poolYield + concession;
}

/** Principal-weighted mean of a rate, for contracts that are written into one row. */
export function blendedRate(principal: number, rate: number, added: number, addedRate: number): number {
  const total = principal + added;
  return total > 0 ? (principal * rate + added * addedRate) / total : rate;
}
