/**
 * Maintenance covenants of secured loans: coverage of debt service, and loan to value.
 *
 * Both are tested on what the lender is told: cash flow of today, and values of the collateral on the life that
 * the contract assumes. A breach can be cured by paying debt down; if it is not, the lender may accelerate.
 */

/** Cash flow and debt service of a borrower, $bn a year; debt and collateral, $bn. */
export interface DebtState {
  readonly cashFlow: number;
  readonly interest: number;
  readonly amortisation: number;
  readonly debt: number;
  /** Part of the debt that the collateral secures and the covenants protect. */
  readonly secured: number;
  readonly collateral: number;
}

export interface Covenants {
  /** Least cash flow over debt service. */
  readonly coverage: number;
  /** Largest debt over the value of the collateral. */
  readonly loanToValue: number;
}

/** Cash flow over interest and scheduled amortisation (DSCR); Infinity without debt service. */
export function debtServiceCoverage({ cashFlow, interest, amortisation }: DebtState): number {
  const service = interest + amortisation;
  return service > 0 ? cashFlow / service : Number.POSITIVE_INFINITY;
}

/** Secured debt over collateral (LTV); 0 without debt, Infinity without collateral. */
export function loanToValue({ secured, collateral }: DebtState): number {
  if (!(secured > 0)) return 0;
  return collateral > 0 ? secured / collateral : Number.POSITIVE_INFINITY;
}

export type Breach = 'none' | 'coverage' | 'loanToValue';

/** The covenant that is breached; that of coverage first, for cash ends before value. */
export function breachOf(state: DebtState, covenants: Covenants): Breach {
  if (!(state.secured > 0)) return 'none';
  if (debtServiceCoverage(state) < covenants.coverage) return 'coverage';
  return loanToValue(state) > covenants.loanToValue ? 'loanToValue' : 'none';
}

/**
 * Secured debt that has to be paid down so that neither covenant is breached, $bn, at most all of it: without it there are
 * no covenants. Debt service falls in proportion to debt.
 */
export function cure(state: DebtState, covenants: Covenants): number {
  const { debt, secured, collateral } = state;
  if (!(secured > 0)) return 0;
  const byValue = secured - covenants.loanToValue * Math.max(collateral, 0);
  const coverage = debtServiceCoverage(state);
  const byCoverage = debt - debt * Math.max(coverage / covenants.coverage, 0);
  return Math.min(Math.max(byValue, byCoverage, 0), secured);
}
