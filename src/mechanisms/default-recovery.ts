/**
 * What creditors of a defaulted borrower get: the collateral's proceeds go down the ranks, and what is not recovered
 * is lost the same day.
 */

export interface Recovery {
  /** Paid to secured creditors, $bn. */
  readonly secured: number;
  /** Paid to unsecured creditors, $bn. */
  readonly unsecured: number;
  /** Left for owners, $bn. */
  readonly owners: number;
  /** Share of the secured claim that is paid; 1 without a claim. */
  readonly rate: number;
}

/**
 * Absolute priority: secured creditors first, then unsecured ones, then owners. The three parts sum to what there is.
 * @param available proceeds of the collateral and cash seized, $bn
 */
export function recover(available: number, securedClaim: number, unsecuredClaim: number): Recovery {
  const there = Math.max(available, 0);
  const secured = Math.min(there, Math.max(securedClaim, 0));
  const unsecured = Math.min(there - secured, Math.max(unsecuredClaim, 0));
  const owners = there - secured - unsecured;
  return { secured, unsecured, owners, rate: securedClaim > 0 ? secured / securedClaim : 1 };
}

/** Share of every holder's units in a pool that a default destroys: the issuer's share of the pool × (1 - recovery). */
export function destroyedShare(issuerUnits: number, poolUnits: number, recoveryRate: number): number {
  return poolUnits > 0 ? Math.min(issuerUnits / poolUnits, 1) * (1 - recoveryRate) : 0;
}
