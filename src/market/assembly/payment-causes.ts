// The operations of shadow-cost-causes.ts and cash-rebuilding.ts.
import { exponential, logarithm } from './exponential';
import {
  assetFields,
  assets,
  attractionSum,
  books,
  calledCash,
  calledShadowCost,
  cash,
  cashFloorShare,
  demandForm,
  haircutWeight,
  idleSpeed,
  kindRows,
  kinkWidth,
  meanHaircut,
  orderParts,
  rebalancingSpeed,
  redeemedCash,
  redeemedShadowCost,
  relativeElasticity,
  relativeSum,
  shortfallSpeed,
  startIdleCashShare,
  startRelative,
  startShortfall,
  stride,
  terms,
  units,
  unitsWidth,
  unitValue,
} from './layout';
import { add, at, loadPair, mul, splat, sub } from './vectors';

const SHARES: f64 = 1;
const TERM_BYTES: usize = 16 * 8;
const PARTS: usize = 14;
const CAPITAL_CALL: usize = 0;
const REDEMPTION: usize = 1;
const SHADOW_COST: usize = 5;
const DEPLOYMENT: usize = 8;
const IDLE_SHARE_OFFSET: f64 = 3e-4;
const LOG_BOUND: f64 = 2.5;
/** Less is rounding: a ratio, and $bn. */
const ROUNDING: f64 = 1e-12;
const CASH_ROUNDING: f64 = 1e-9;

/** See `traceShadowCosts`. */
export function traceShadowCosts(first: i32, last: i32, scale: f64, speed: f64): void {
  const least = exponential(-LOG_BOUND);
  const most = exponential(LOG_BOUND);
  for (let row = usize(first); row < usize(last); row++) {
    const called = at(calledCash, row);
    const redeemed = at(redeemedCash, row);
    const calledCost = at(calledShadowCost, row);
    const redeemedCost = at(redeemedShadowCost, row);
    const taken = called + redeemed;
    if ((taken == 0 && calledCost + redeemedCost == 0) || at(demandForm, row) != SHARES) continue;
    const more = taken == 0 ? 0 : scarcityOf(row, taken, scale, least, most) / taken;
    const ofCalls = calledCost + speed * (more * called - calledCost);
    const ofRedemptions = redeemedCost + speed * (more * redeemed - redeemedCost);
    const isOver = taken == 0 && ofCalls + ofRedemptions < ROUNDING;
    store<f64>(calledShadowCost + (row << 3), isOver ? 0 : ofCalls);
    store<f64>(redeemedShadowCost + (row << 3), isOver ? 0 : ofRedemptions);
  }
}

function scarcityOf(row: usize, taken: f64, strength: f64, least: f64, most: f64): f64 {
  const width = stride;
  const bytes = assets;
  const book = units + row * unitsWidth;
  const values = unitValue;
  const money = at(cash, row);
  let wealth = money;
  for (let a: usize = 0; a < width; a += 16) {
    const worth = mul(v128.load(values + a), loadPair(book + a, a + 16 <= bytes));
    wealth += f64x2.extract_lane(worth, 0);
    if (a + 16 <= bytes) wealth += f64x2.extract_lane(worth, 1);
  }
  const floor = at(cashFloorShare, row);
  const scale = 1 / (max(at(startIdleCashShare, row), <f64>0) + IDLE_SHARE_OFFSET);
  const shareBefore = (money + taken) / (wealth + taken) - floor;
  const share = money / wealth - floor;
  const before = min(max((max(shareBefore, <f64>0) + IDLE_SHARE_OFFSET) * scale, least), most);
  const after = min(max((max(share, <f64>0) + IDLE_SHARE_OFFSET) * scale, least), most);
  return before == after ? 0 : strength * logarithm(before / after);
}

/** See `addCashRebuilding`. */
export function addCashRebuilding(kind: i32): void {
  const end = usize(at(kindRows, kind + 1));
  for (let row = usize(at(kindRows, kind)); row < end; row++) {
    const called = at(calledCash, row);
    const redeemed = at(redeemedCash, row);
    const taken = called + redeemed;
    if (taken == 0 || at(demandForm, row) != SHARES) continue;
    const left = taken > CASH_ROUNDING ? 1 - rebuild(usize(kind), row, taken) : 0;
    store<f64>(calledCash + (row << 3), called * left);
    store<f64>(redeemedCash + (row << 3), redeemed * left);
  }
}

function rebuild(kind: usize, row: usize, taken: f64): f64 {
  const width = stride;
  const t = terms + row * TERM_BYTES;
  const exposure = load<f64>(t, 120);
  const floor = load<f64>(t, 112);
  const invested = wantedInvestment(row);
  const theta = at(idleSpeed, row);
  const money = at(cash, row);
  const before = shortage(floor, exposure, money + taken);
  const after = shortage(floor, exposure, money);
  const more = after - before + taken * at(startShortfall, row);
  const short = (at(shortfallSpeed, row) - theta) * more;
  const slow = theta * invested * taken;
  const perWeight = splat(slow / at(relativeSum, row));
  const shortOfIt = splat(short);
  const share = at(calledCash, row) / taken;
  const ofCalls = splat(share);
  const ofRedemptions = splat(1 - share);
  const parts = orderParts + kind * PARTS * width;
  const calls = parts + CAPITAL_CALL * width;
  const redemptions = parts + REDEMPTION * width;
  const deployment = parts + DEPLOYMENT * width;
  const weights = startRelative + row * width;
  const sale = books + (3 * row + 2) * width;
  for (let a: usize = 0; a < width; a += 16) {
    const sold = add(mul(v128.load(weights + a), perWeight), mul(v128.load(sale + a), shortOfIt));
    v128.store(calls + a, sub(v128.load(calls + a), mul(ofCalls, sold)));
    v128.store(redemptions + a, sub(v128.load(redemptions + a), mul(ofRedemptions, sold)));
    v128.store(deployment + a, add(v128.load(deployment + a), sold));
  }
  return min((slow + short) / (invested * taken), <f64>1);
}

// @ts-expect-error: decorator
@inline
function wantedInvestment(row: usize): f64 {
  const t = terms + row * TERM_BYTES;
  const q0 = load<f64>(t, 16);
  const q = q0 / (q0 + load<f64>(t, 24) * at(attractionSum, row));
  return (1 - load<f64>(t, 112)) * (1 - q);
}

// @ts-expect-error: decorator
@inline
function shortage(floor: f64, exposure: f64, money: f64): f64 {
  const wealth = money + exposure;
  const width = kinkWidth * max(wealth, <f64>0) + 1e-12;
  const missing = floor * wealth - max(money, <f64>0);
  return 0.5 * (sqrt(missing * missing + width * width) + missing - width);
}

/** See `addScarcityOfPaidCash`. */
export function addScarcityOfPaidCash(kind: i32): void {
  if (haircutWeight == 0) return;
  const end = usize(at(kindRows, kind + 1));
  for (let row = usize(at(kindRows, kind)); row < end; row++) {
    const left = at(calledShadowCost, row) + at(redeemedShadowCost, row);
    if (left != 0) moveOrders(usize(kind), row, left);
  }
}

function moveOrders(kind: usize, row: usize, left: f64): void {
  const width = stride;
  const bytes = assets;
  const exposure = load<f64>(terms + row * TERM_BYTES, 120);
  const raise = at(idleSpeed, row) * (exposure - wantedInvestment(row) * (exposure + at(cash, row)));
  const slow = at(rebalancingSpeed, row) * exposure - raise;
  const scale = splat(slow * at(relativeElasticity, row) * haircutWeight * left);
  const relative = assetFields + 3 * width;
  const haircut = assetFields + 11 * width;
  const weights = startRelative + row * width;
  const mean = splat(at(meanHaircut, row));
  const sum = at(relativeSum, row);
  let costs: f64 = 0;
  for (let a: usize = 0; a < width; a += 16) {
    const weighed = mul(v128.load(weights + a), v128.load(relative + a));
    const cost = mul(weighed, sub(v128.load(haircut + a), mean));
    costs += f64x2.extract_lane(cost, 0);
    if (a + 16 <= bytes) costs += f64x2.extract_lane(cost, 1);
  }
  const meanCost = splat(costs / sum);
  const sums = splat(sum);
  const share = at(calledShadowCost, row) / left;
  const ofCalls = splat(share);
  const ofRedemptions = splat(1 - share);
  const parts = orderParts + kind * PARTS * width;
  const calls = parts + CAPITAL_CALL * width;
  const redemptions = parts + REDEMPTION * width;
  const shadow = parts + SHADOW_COST * width;
  for (let a: usize = 0; a < width; a += 16) {
    const wanted = f64x2.div(v128.load(weights + a), sums);
    const dearness = sub(meanCost, mul(v128.load(relative + a), sub(v128.load(haircut + a), mean)));
    const bought = mul(mul(scale, wanted), dearness);
    v128.store(calls + a, add(v128.load(calls + a), mul(ofCalls, bought)));
    v128.store(redemptions + a, add(v128.load(redemptions + a), mul(ofRedemptions, bought)));
    v128.store(shadow + a, sub(v128.load(shadow + a), bought));
  }
}
