// The operations of src/market/investor-passes.ts that need the wealth of a row.
import { logarithm } from './exponential';
import {
  assets,
  cash,
  cashFloorShare,
  demandForm,
  investorTotals,
  shadowCost,
  startIdleCashShare,
  stride,
  units,
  unitsWidth,
  unitValue,
} from './layout';
import { at, loadPair, mul } from './vectors';

const SHARES: f64 = 1;
const IDLE_SHARE_OFFSET: f64 = 3e-4;
const LOG_BOUND: f64 = 2.5;

// @ts-expect-error: decorator
@inline
function wealthOf(row: usize): f64 {
  const width = stride;
  const bytes = assets;
  const book = units + row * unitsWidth;
  const values = unitValue;
  let wealth = at(cash, row);
  for (let a: usize = 0; a < width; a += 16) {
    const worth = mul(v128.load(values + a), loadPair(book + a, a + 16 <= bytes));
    wealth += f64x2.extract_lane(worth, 0);
    if (a + 16 <= bytes) wealth += f64x2.extract_lane(worth, 1);
  }
  return wealth;
}

/** See `updateShadowCosts`. */
export function updateShadowCosts(first: i32, last: i32, scale: f64, speed: f64): void {
  for (let row = usize(first); row < usize(last); row++) {
    if (at(demandForm, row) != SHARES) continue;
    const idle = max(at(cash, row) / wealthOf(row) - at(cashFloorShare, row), <f64>0);
    const ratio =
      (max(idle, <f64>0) + IDLE_SHARE_OFFSET) / (max(at(startIdleCashShare, row), <f64>0) + IDLE_SHARE_OFFSET);
    const target = scale * min(max(-logarithm(ratio), -LOG_BOUND), LOG_BOUND);
    const cost = at(shadowCost, row);
    store<f64>(shadowCost + (row << 3), cost + speed * (target - cost));
  }
}

/** See `sumInvestors`. */
export function sumInvestors(first: i32, last: i32): void {
  let idle: f64 = 0;
  let wealth: f64 = 0;
  for (let row = usize(first); row < usize(last); row++) {
    const own = wealthOf(row);
    wealth += own;
    if (at(demandForm, row) == SHARES) idle += max(at(cash, row) - at(cashFloorShare, row) * own, <f64>0);
  }
  store<f64>(investorTotals, idle);
  store<f64>(investorTotals, wealth, 8);
}
