/**
 * Value of a vintage of chips: straight line over an assumed life in the books, discounted fading rents in fact.
 *
 * The two differ by what the books assume. With an assumed life longer than the economic one, loans that look
 * secured on the books are not secured by the rents.
 */
import { exp } from '../maths/elementary.js';

/** cost × (1 - age/life), 0 beyond the life: straight-line book value. */
export function straightLineValue(cost: number, age: number, life: number): number {
  return cost * Math.max(1 - Math.max(age, 0) / life, 0);
}

/**
 * Present value of net rents that fade at rate f = 1/life + deflation, discounted at r, over a horizon T:
 * rent (1 - exp(-(f + r) T))/(f + r); rent T where f + r is 0.
 * @param netRent rents less running costs, $bn a year, today; nothing is worth less than 0, for it can be switched off
 * @param horizon years; Infinity: as long as it runs
 */
export function rentalValue(
  netRent: number,
  economicLife: number,
  deflation: number,
  discountRate: number,
  horizon = Number.POSITIVE_INFINITY,
): number {
  const rate = 1 / economicLife + deflation + discountRate;
  const years = Math.abs(rate) < 1e-9 ? horizon : (1 - exp(-rate * horizon)) / rate;
  return Math.max(netRent, 0) * years;
}

/** Part of a book value that the rents do not carry: what a sale would reveal. */
export function hiddenLoss(bookValue: number, rents: number): number {
  return Math.max(bookValue - rents, 0);
}
