import type { BalanceSheet } from '../src/engine/balance-sheet.js';

export interface Tie {
  /** Key of docs/evidence/facts.csv. */
  readonly fact: string;
  /** Kind and instrument of each amount; amounts are taken without sign. */
  readonly cells: readonly (readonly [kind: string, instrument: string])[];
}

export const IDLE_CASH: readonly number[];
export const TOLERANCE: number;
export const TIES: readonly Tie[];
export const NOT_TIED: readonly (Tie & { readonly why: string })[];
export function heldOf(sheet: BalanceSheet, tie: Tie): number;
/** `sheets` in the order of IDLE_CASH; `facts` gives the value of a key of facts.csv; `baseText` is experiments/base.yaml. */
export function openingPage(
  page: string,
  sheets: readonly BalanceSheet[],
  facts: (key: string) => number,
  baseText: string,
): string;
