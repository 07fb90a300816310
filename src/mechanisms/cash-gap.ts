/**
 * How much an investor wants to raise (positive) or to put to work (negative) in this tick, in $bn.
 *
 * A shortage below the cash floor sells fast, a surplus waits, a bargain is bought at once.
 * Sources: cash management bands (Miller & Orr 1966, QJE 80), cash-in-the-market pricing (Allen & Gale 1994,
 * AER 84).
 */
import { smoothPositive } from '../maths/smooth-positive.js';

/** Width of the smooth positive part as a share of wealth; it must stay well below the idle share. */
export const SMOOTHING_SHARE = 5e-4;

/** gap = X - W E: exposure above what is wanted. */
export function cashGap(exposure: number, wantedShare: number, wealth: number): number {
  return exposure - wantedShare * wealth;
}

/** pos(raise) with the width that belongs to this wealth: 5e-4 E. */
export function smoothRaise(raise: number, wealth: number): number {
  return smoothPositive(raise, SMOOTHING_SHARE * wealth);
}

/** pos(f - max(m, 0)/E): smooth shortfall over wealth; its value at the start is subtracted ever after. */
export function shortfallShare(floorShare: number, cash: number, wealth: number): number {
  return smoothPositive(floorShare - Math.max(cash, 0) / wealth, SMOOTHING_SHARE);
}

/** pos(f E - max(m, 0)) - E/E_start times its value at the start: shortage of cash, 0 at the start. */
export function cashShortfall(
  floorShare: number,
  cash: number,
  wealth: number,
  startShortfallShare: number,
): number {
  return wealth * (shortfallShare(floorShare, cash, wealth) - startShortfallShare);
}

/** Today (first) and at yesterday's prices and fundamentals ("-"). */
export interface InvestmentWish {
  readonly exposure: number;
  readonly wealth: number;
  readonly wantedShare: number;
  readonly previousExposure: number;
  readonly previousWealth: number;
  readonly previousWantedShare: number;
}

/**
 * -iota_R (E W - X E- W- / X-), iota_R = max(iota - theta_idle, 0): the answer to today's prices.
 * 0 if prices and fundamentals stand still; holdings drifted by prices alone are no reason to trade.
 */
export function immediateRaise(wish: InvestmentWish, immediacy: number, idleSpeed: number): number {
  const drifted = (wish.exposure * wish.previousWealth * wish.previousWantedShare) / wish.previousExposure;
  return -Math.max(immediacy - idleSpeed, 0) * (wish.wealth * wish.wantedShare - drifted);
}

/** Speeds per tick; immediacy a ratio. */
export interface RaiseSpeeds {
  readonly idleSpeed: number;
  readonly shortfallSpeed: number;
  readonly immediacy: number;
}

/**
 * raise = theta_idle gap + (theta_short - theta_idle) shortfall + immediate.
 * Positive sells; homogeneous of degree 1 in dollars.
 */
export function unleveredRaise(wish: InvestmentWish, shortfall: number, speeds: RaiseSpeeds): number {
  const gap = cashGap(wish.exposure, wish.wantedShare, wish.wealth);
  const slow = speeds.idleSpeed * gap + (speeds.shortfallSpeed - speeds.idleSpeed) * shortfall;
  return slow + immediateRaise(wish, speeds.immediacy, speeds.idleSpeed);
}

/**
 * raise = theta (Xbar - W Ebar) - iota_R Ebar (W - W-): a levered investor sizes on the marks of the last
 * tick, because demand that answers its own mark-to-market within the tick bends back and has no unique
 * equilibrium.
 * Source: leverage dynamics (Thurner, Farmer & Geanakoplos 2012, Quantitative Finance 12).
 * @param wantedLeverage W = L (1 - q) at today's prices, `previousWantedLeverage` at yesterday's
 */
export function leveredRaise(
  exposureMark: number,
  wealthMark: number,
  wantedLeverage: number,
  previousWantedLeverage: number,
  speeds: Pick<RaiseSpeeds, 'idleSpeed' | 'immediacy'>,
): number {
  const immediate =
    Math.max(speeds.immediacy - speeds.idleSpeed, 0) * (wantedLeverage - previousWantedLeverage);
  return speeds.idleSpeed * (exposureMark - wantedLeverage * wealthMark) - wealthMark * immediate;
}
