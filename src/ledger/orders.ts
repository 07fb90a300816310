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
}

/** The orders of one tick; emptied when the tick starts. */
export class Orders {
  readonly list: Order[] = [];

  place(row: number, asset: number, dollars: number, cause: Cause): void {
    if (!Number.isFinite(dollars)) throw new Error(`order of row ${row} for asset ${asset} is ${dollars}`);
    if (dollars !== 0) this.list.push({ row, asset, dollars, cause });
  }

  clear(): void {
    this.list.length = 0;
  }
}
