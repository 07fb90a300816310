/**
 * Orders in dollars of those who do not follow a demand schedule: issuers, the Fed, the Treasury, hyperscalers
 * selling Treasuries. They are fixed before clearing and filled at the cleared price; a seller who holds
 * none issues.
 */

/** Why demand changed: the rows of the attribution. */
export const CAUSES = [
  'capitalCall',
  'redemption',
  'marginCall',
  'issuance',
  'policy',
  'fundamentals',
  'trend',
  'sentiment',
  'shadowCost',
  'deployment',
  'rebalancing',
  'default',
  'funding',
] as const;

export type Cause = (typeof CAUSES)[number];

export interface Order {
  readonly row: number;
  readonly asset: number;
  /** $bn; positive buys, negative sells or issues. */
  readonly dollars: number;
  readonly cause: Cause;
  /** A sale of so many units at most, whatever the price: its seller cannot issue. Absent: no limit. */
  readonly units?: number | undefined;
}

/** Dollars of an order when it is filled at a price. */
export function filledDollars(order: Order, price: number): number {
  return order.units === undefined ? order.dollars : Math.max(order.dollars, -order.units * price);
}

/** The orders of one tick; emptied when the tick starts. */
export class Orders {
  readonly list: Order[] = [];

  place(row: number, asset: number, dollars: number, cause: Cause): void {
    if (!Number.isFinite(dollars)) throw new Error(`order of row ${row} for asset ${asset} is ${dollars}`);
    // With all its properties, so that what reads orders meets one shape of them.
    if (dollars !== 0) this.list.push({ row, asset, dollars, cause, units: undefined });
  }

  /** Sells for `dollars`, but no more than `units`. */
  sellHeld(row: number, asset: number, dollars: number, units: number, cause: Cause): void {
    if (!Number.isFinite(dollars) || !Number.isFinite(units))
      throw new Error(`order of row ${row} for asset ${asset} is ${dollars}, of ${units} units`);
    if (dollars > 0) this.list.push({ row, asset, dollars: -dollars, cause, units });
  }

  clear(): void {
    this.list.length = 0;
  }
}
