/**
 * Convertible bonds: debt that its holders may change into shares at a price fixed at issue.
 *
 * Without dividends the option is kept alive until the end (Merton 1973, Bell Journal 4), unless the issuer calls the bonds
 * because shares stand far enough above the conversion price; then holders convert as well (Ingersoll 1977, JFE 4).
 */

export interface Conversion {
  /** Price of a share over that of the start. */
  readonly price: number;
  /** Price at which a bond buys shares, over that of the start. */
  readonly conversionPrice: number;
  /** Price over conversion price at which the issuer calls. */
  readonly callTrigger: number;
}

/** Whether the issuer calls bonds that pay their holders to convert. */
export function isCalled({ price, conversionPrice, callTrigger }: Conversion): boolean {
  return price > conversionPrice && price >= callTrigger * conversionPrice;
}

/** Whether holders convert bonds that end now. */
export function convertsAtMaturity({ price, conversionPrice }: Conversion): boolean {
  return price > conversionPrice;
}

/** Value of the shares of a firm, $bn: what its cash flow is worth, and its liquid assets, less debt; not below 0. */
export function shareholdersValue(cashFlow: number, multiple: number, assets: number, debt: number): number {
  return Math.max(multiple * Math.max(cashFlow, 0) + assets - debt, 0);
}

/** Years of cash flow that the market pays for a firm with this value of its shares. */
export function multipleOf(cashFlow: number, shares: number, assets: number, debt: number): number {
  return cashFlow > 0 ? Math.max(shares + debt - assets, 0) / cashFlow : 0;
}

/**
 * Value of new shares, $bn, after `face` of bonds has become shares: old and new ones share the value of the firm and the
 * debt that is gone, (value + face) × new/(old + new).
 * @param value of all shares before, $bn
 * @param start value of one share at the start, of which there was one, $bn
 * @param shares in circulation over those of the start
 */
export function convertedValue(
  face: number,
  value: number,
  start: number,
  shares: number,
  conversionPrice: number,
): number {
  const added = newShares(face, start, conversionPrice);
  return added > 0 ? ((value + face) * added) / (shares + added) : 0;
}

/** Shares that `face` of bonds becomes, over those of the start. */
export function newShares(face: number, start: number, conversionPrice: number): number {
  return face / (start * conversionPrice);
}
