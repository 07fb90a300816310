/**
 * How a firm finances what it needs: shares it prefers, limits it meets, a pecking order for the rest.
 *
 * Source: pecking order (Myers & Majluf 1984, JFE 13). All amounts in $bn.
 */

/** One number for each source, in pecking order. */
export interface FinancingSources {
  /** Cash above the firm's floor. */
  readonly cash: number;
  /** Treasury bonds held. */
  readonly treasuries: number;
  readonly bonds: number;
  readonly offBalanceSheet: number;
}

export interface Financing {
  readonly fromCash: number;
  readonly treasurySales: number;
  readonly bonds: number;
  readonly offBalanceSheet: number;
  /** What nobody finances: spending given up. */
  readonly cut: number;
}

/**
 * Each source first gives its share of the need, up to its limit; what a source cannot give is asked of those
 * after it in proportion to their shares, then of all in pecking order. The rest is cut.
 *
 * Every part is >= 0 and none exceeds its limit by more than a rounding of the need. The parts sum to the
 * need exactly: cut + offBalanceSheet + bonds + treasurySales + fromCash, added in this order, is `need` to
 * the last bit.
 * @param shares >= 0; only their proportions count
 * @param limits negative limits count as 0
 */
export function financingWaterfall(
  need: number,
  shares: FinancingSources,
  limits: FinancingSources,
): Financing {
  const wanted = Math.max(need, 0);
  const limit = inOrder(limits);
  for (let source = 0; source < limit.length; source++) limit[source] = Math.max(limit[source], 0);
  const amounts = byShares(wanted, inOrder(shares), limit);
  const cut = byPeckingOrder(wanted, amounts, limit);
  return exactParts(wanted, amounts, cut);
}

function inOrder(sources: FinancingSources): number[] {
  return [sources.cash, sources.treasuries, sources.bonds, sources.offBalanceSheet];
}

function byShares(need: number, shares: number[], limits: number[]): number[] {
  const amounts = [0, 0, 0, 0];
  let rest = need;
  let sharesLeft = sumOf(shares);
  for (let source = 0; source < shares.length; source++) {
    const share = shares[source];
    const asked = share > 0 ? rest * Math.min(share / sharesLeft, 1) : 0;
    amounts[source] = Math.min(asked, limits[source]);
    rest -= amounts[source];
    sharesLeft -= share;
  }
  return amounts;
}

function sumOf(values: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum;
}

/** Raises the amounts in pecking order until the need is met; returns what is left. */
function byPeckingOrder(need: number, amounts: number[], limits: number[]): number {
  let rest = need - sumOf(amounts);
  for (let source = 0; source < amounts.length && rest > 0; source++) {
    const more = Math.min(limits[source] - amounts[source], rest);
    amounts[source] += more;
    rest -= more;
  }
  const enough = sumOf(limits) >= need;
  return enough ? 0 : Math.max(rest, 0);
}

/**
 * Takes the amounts one by one from the need, so that every partial sum from the end is a number that was
 * held.
 */
function exactParts(need: number, amounts: number[], cut: number): Financing {
  let last = amounts.length - 1;
  while (last > 0 && amounts[last] === 0) last -= 1;
  let rest = need;
  const take = (source: number): number => {
    const next = cut === 0 && source >= last ? 0 : Math.max(rest - amounts[source], 0);
    const part = rest - next;
    rest = next;
    return part;
  };
  const fromCash = take(0);
  const treasurySales = take(1);
  const bonds = take(2);
  const offBalanceSheet = take(3);
  return { fromCash, treasurySales, bonds, offBalanceSheet, cut: rest };
}
