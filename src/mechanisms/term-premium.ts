/**
 * Term premium of Treasury bonds as announced purchases or sales of the Fed change it.
 *
 * Markets price the stock that is still to come; what has been bought acts through the cleared price itself,
 * so the effect of an announcement decays as it is executed and is never counted twice.
 * Sources: stock effects (D'Amico & King 2013, JFE 108; Vayanos & Vila 2021, Econometrica 89), 0.6-3 bp for
 * each $100bn at the size of 2025 (docs/evidence, section C1).
 */
import { exp } from '../maths/elementary.js';

/**
 * pace (1 - exp(-discount years))/discount, $bn: announced purchases still to come, the later ones counted
 * less; pace years for a discount of 0. Negative for sales (QT).
 * @param pace $bn a year, `yearsLeft` of the announced path, `discount` per year: how fast belief in it fades
 * with distance
 */
export function remainingPurchases(pace: number, yearsLeft: number, discount: number): number {
  const years = Math.max(yearsLeft, 0);
  const x = discount * years;
  // The difference 1 - exp(-x) loses digits near 0, where two terms of its series are exact.
  if (x < 1e-4) return pace * years * (1 - x / 2 + (x * x) / 6);
  return (pace * (1 - exp(-x))) / discount;
}

/**
 * base - effect remaining, per year: falls with purchases to come, rises with sales.
 * @param effect per year for each $bn; 1.5 bp for each $100bn is 1.5e-6
 */
export function termPremium(base: number, effect: number, remaining: number): number {
  return base - effect * remaining;
}
