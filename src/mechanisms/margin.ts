/**
 * Margins, margin calls and the equity they are measured on.
 *
 * All quantities are those of the marks of the last tick: a call is a fact before the market opens, so the
 * spiral runs over days. Sources: funding and margin spirals (Brunnermeier & Pedersen 2009, RFS 22; S&P
 * futures margins of 2-3 % in calm, 12-14 % in stress), initial margins +40 % in March 2020 (BCBS-CPMI-IOSCO
 * d537).
 */
import { pow } from '../maths/elementary.js';
import { smoothPositive } from '../maths/smooth-positive.js';

/**
 * vr^lv: factor on margins from volatility, ratio; 1 in calm, not negative, rising in vr.
 * @param volatilityRatio vr: EWMA volatility over normal volatility
 */
export function marginFactor(volatilityRatio: number, volatilitySensitivity: number): number {
  return pow(Math.max(volatilityRatio, 0), volatilitySensitivity);
}

/**
 * clip(base vr^lv, floor, cap): equity a broker asks for each dollar of exposure, ratio in [floor, cap],
 * rising in vr.
 * @param factor vr^lv, see {@link marginFactor}
 */
export function marginRequirement(baseMargin: number, factor: number, floor: number, cap: number): number {
  return Math.min(Math.max(baseMargin * factor, floor), cap);
}

/**
 * omega (Xbar - Ebar/margin)+: exposure to sell in this tick, $bn, never negative.
 * @param speed omega: share of the excess called in a tick
 */
export function marginCall(exposureMark: number, wealthMark: number, margin: number, speed: number): number {
  return speed * Math.max(exposureMark - wealthMark / margin, 0);
}

/**
 * Ebar = E + pos(floor - E) - pos(floor - E_start), floor = share E_start: equity floored smoothly, $bn.
 * Equal to E at the start, rising in E, never below floor - width/2, so that ratios with Ebar below the line
 * stay finite.
 * @param floorShare about 0.05
 * @param widthShare rounding of the kink as a share of start equity, below 2 floorShare; about 0.02
 */
export function flooredEquity(
  equity: number,
  startEquity: number,
  floorShare: number,
  widthShare: number,
): number {
  const floor = floorShare * startEquity;
  const width = widthShare * startEquity;
  return equity + smoothPositive(floor - equity, width) - smoothPositive(floor - startEquity, width);
}

/**
 * A fund below this share of its reference equity is closed and liquidated (Thurner, Farmer & Geanakoplos
 * 2012: 0.1).
 */
export function mustClose(equity: number, referenceEquity: number, closingShare: number): boolean {
  return equity < closingShare * referenceEquity;
}

/** (-E)+: what a closed fund cannot repay, $bn; its prime broker's loss. */
export function primeBrokerLoss(equity: number): number {
  return Math.max(-equity, 0);
}
