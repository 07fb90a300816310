/** Fair mark of a loan that floats with the policy rate: what its spread is worth against the spread of today. */
import { exp } from '../maths/elementary.js';

/**
 * exp(-(fair - contract) years), at most 1, since a borrower repays a loan that has become too dear: a share of face that
 * falls in the fair spread, the faster the longer the loan still runs.
 * @param years of life that the loan has left, amortisation counted
 */
export function loanMark(contractSpread: number, fairSpread: number, years: number): number {
  return Math.min(exp(-(fairSpread - contractSpread) * Math.max(years, 0)), 1);
}

/** Mean life of a loan that repays `amortisation` of itself a year and the rest at the end: (1 - e^(-aT))/a, T if a = 0. */
export function meanLife(years: number, amortisation: number): number {
  const left = Math.max(years, 0);
  return amortisation > 1e-9 ? (1 - exp(-amortisation * left)) / amortisation : left;
}
