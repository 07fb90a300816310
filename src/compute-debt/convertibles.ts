/**
 * Convertible bonds of miners: holders of the pool get listed shares for them when that pays, the debt is gone, and old
 * shareholders own less of the firm. Shares of miners are units of speculative equity.
 */
import { FLOW } from '../ledger/flows.js';
import { handles } from '../ledger/handles.js';
import type { World } from '../ledger/world.js';
import { exp } from '../maths/elementary.js';
import {
  type Conversion,
  convertedValue,
  convertsAtMaturity,
  isCalled,
  multipleOf,
  newShares,
  shareholdersValue,
} from '../mechanisms/convertible-bond.js';
import { type Borrowers, POOL, ROUNDING, SOUND } from './borrowers.js';
import { CRYPTO_MINERS, cryptoOf } from './kinds.js';
import { LOANS } from './loans.js';
import { isPoolHeld, poolUnits, takeShare } from './pool.js';

const SHARES = 'speculativeEquity';
/** Smallest part of a firm's value at the start that counts. */
const LEAST_VALUE = 1e-6;

const sharesOf = handles((world) => ({
  number: CRYPTO_MINERS.column(world, 'shares'),
  multiple: CRYPTO_MINERS.column(world, 'multiple'),
  beta: world.parameters.handle('cryptoMiners.shareBeta'),
  marketCap: CRYPTO_MINERS.firms.map((firm) => world.parameters.handle(`cryptoMiners.${firm}.marketCap`)),
}));

function liquidAssets(world: World, i: number): number {
  return CRYPTO_MINERS.position(world, i, world.ledger.at.deposits) + cryptoOf(world, i);
}

function startValue(world: World, i: number): number {
  return Math.max(sharesOf(world).marketCap[i].now, LEAST_VALUE);
}

/** One share at the market's price, and what that says of its cash flow. */
export function openShares(world: World, i: number): void {
  const { number, multiple } = sharesOf(world);
  number[i] = 1;
  multiple[i] = multipleOf(
    CRYPTO_MINERS.cashFlow(world, i),
    startValue(world, i),
    liquidAssets(world, i),
    CRYPTO_MINERS.debt(world, i),
  );
}

/** Value of all shares of a miner, $bn: its cash flow is priced as that of listed firms like it. */
function ownersValue(world: World, i: number): number {
  const { beta, multiple } = sharesOf(world);
  const market = exp(beta.now * world.demand.lnPrice[world.ledger.at[SHARES]]);
  return shareholdersValue(
    CRYPTO_MINERS.cashFlow(world, i),
    multiple[i] * market,
    liquidAssets(world, i),
    CRYPTO_MINERS.debt(world, i),
  );
}

/** Price of a share over that of the start. */
export function sharePrice(world: World, i: number): number {
  return ownersValue(world, i) / (startValue(world, i) * sharesOf(world).number[i]);
}

function conversionOf(world: World, i: number): Conversion {
  return {
    price: sharePrice(world, i),
    conversionPrice: 1 + CRYPTO_MINERS.number(world, 'conversionPremium'),
    callTrigger: CRYPTO_MINERS.number(world, 'callTrigger'),
  };
}

/** Bonds that are called, or end in this tick, become shares if that pays their holders. */
export function convertBonds(world: World, i: number): void {
  if (CRYPTO_MINERS.state(world, i) !== SOUND || !(CRYPTO_MINERS.column(world, 'convertible')[i] > ROUNDING))
    return;
  const conversion = conversionOf(world, i);
  if (!convertsAtMaturity(conversion) || !isPoolHeld(world)) return;
  const face = takeFromLoans(world, i, isCalled(conversion));
  if (face > ROUNDING) convert(world, i, face, conversion.conversionPrice);
}

/** Takes convertible bonds out of the loans: all of them, or those that end in this tick. Returns their face, $bn. */
function takeFromLoans(world: World, i: number, all: boolean): number {
  const principal = CRYPTO_MINERS.column(world, 'principal');
  const maturity = CRYPTO_MINERS.column(world, 'maturity');
  const share = CRYPTO_MINERS.column(world, 'convertible')[i] / CRYPTO_MINERS.debt(world, i);
  let face = 0;
  for (let k = i * LOANS; k < (i + 1) * LOANS; k++) {
    if (!all && world.tick < maturity[k]) continue;
    face += share * principal[k];
    principal[k] -= share * principal[k];
  }
  return face;
}

/** The exchange: debt for shares, at par in the books; what the shares are worth beyond it is a gain of who gets them. */
function convert(world: World, i: number, face: number, conversionPrice: number): void {
  const { demand, events } = world;
  const start = startValue(world, i);
  const shares = CRYPTO_MINERS.column(world, 'shares');
  const value = convertedValue(face, ownersValue(world, i), start, shares[i], conversionPrice);
  const asset = world.ledger.at[SHARES];
  exchange(world, i, face, value / exp(demand.lnPrice[asset]));
  shares[i] += newShares(face, start, conversionPrice);
  CRYPTO_MINERS.column(world, 'convertible')[i] -= face;
  CRYPTO_MINERS.column(world, 'converted')[0] += face;
  dilute(world, asset, value - face);
  events.add('conversion', CRYPTO_MINERS.kind, CRYPTO_MINERS.row(world, i), POOL, face);
}

/** Holders of the pool give units for `units` of shares, in proportion to what they hold. */
function exchange(world: World, i: number, face: number, units: number): void {
  const { ledger, scratch } = world;
  const [row, flow] = [CRYPTO_MINERS.row(world, i), FLOW.conversion];
  takeShare(world, face / poolUnits(world));
  ledger.transferColumn(row, 0, ledger.rows, world.ledger.at[POOL], scratch, flow, 1);
  for (let r = 0; r < ledger.rows; r++) scratch[r] *= -units / face;
  ledger.transferColumn(row, 0, ledger.rows, world.ledger.at[SHARES], scratch, flow, face / units);
}

/** What new shareholders gain, old ones of the whole market of such firms lose in what their shares earn. */
function dilute(world: World, asset: number, gain: number): void {
  const { demand } = world;
  const market = demand.float[asset] * exp(demand.lnPrice[asset]);
  if (market > 0) demand.earnings[asset] -= gain / market;
}

/** Shares of a firm that is gone are worth nothing: holders of the market lose them in proportion to what they hold. */
export function endShares(world: World, firms: Borrowers, i: number): void {
  const { ledger, scratch, clearingRow, events } = world;
  const asset = world.ledger.at[SHARES];
  const issued = -firms.position(world, i, asset);
  if (!(issued > 0)) return;
  let held = 0;
  for (let row = 0; row < ledger.rows; row++) {
    scratch[row] = row === clearingRow ? 0 : -Math.max(ledger.position(row, asset), 0);
    held -= scratch[row];
  }
  const share = Math.min(issued / held, 1);
  for (let row = 0; row < ledger.rows; row++) scratch[row] *= share;
  ledger.transferColumn(firms.row(world, i), 0, ledger.rows, asset, scratch, FLOW.losses);
  events.add('write-off', firms.kind, firms.row(world, i), SHARES, issued * ledger.unitValue[asset]);
}
