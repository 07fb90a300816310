/**
 * What signed positions earn in a tick: interest, coupons, dividends, and the rollover of maturing bonds.
 *
 * Holders receive rate × dt × units and issuers pay the same, through the clearing row, so that every
 * instrument's payments sum to zero. Rates are those set in the last tick. The net income of each row is
 * left in the column `income`.
 */

import { handles } from '../ledger/handles.js';
import type { World } from '../ledger/world.js';
import { exp } from '../maths/elementary.js';

type Rate = (world: World) => number;

function scalar(name: string): Rate {
  return (world) => world.scalars.get(name);
}

/** Flows in which income is paid. */
const INCOME_FLOWS = ['depositInterest', 'coupons', 'loanInterest', 'reserveInterest', 'dividends'] as const;
const COUPONS = INCOME_FLOWS.indexOf('coupons');
const DIVIDENDS = INCOME_FLOWS.indexOf('dividends');

/** Interest-bearing instruments that are not cleared: rate and flow. */
const INTEREST: readonly (readonly [instrument: string, rate: Rate, flow: (typeof INCOME_FLOWS)[number]])[] =
  [
    ['deposits', scalar('depositRate'), 'depositInterest'],
    ['moneyFundShares', scalar('moneyFundYield'), 'depositInterest'],
    ['reverseRepo', scalar('reverseRepoRate'), 'depositInterest'],
    ['bills', scalar('billRate'), 'coupons'],
    ['mortgageBonds', scalar('mortgageRate'), 'coupons'],
    ['bankLoans', scalar('loanRate'), 'loanInterest'],
    ['privateCreditLoans', scalar('privateCreditRate'), 'loanInterest'],
    [
      'fundingLoans',
      (world) => world.scalars.get('policyRate') + world.scalars.get('fundingSpread'),
      'loanInterest',
    ],
    ['reserves', scalar('reserveRate'), 'reserveInterest'],
    ['standingRepo', scalar('standingRepoRate'), 'reserveInterest'],
  ];

/** Columns of what issuers pay over the rate of their pool, by instrument and kind. */
const CONCESSIONS: Readonly<Record<string, readonly (readonly [kind: string, column: string])[]>> = {
  aiInvestmentGradeBonds: [['hyperscalers', 'hyperscalers.concession']],
  aiInfrastructureDebt: [
    ['neoclouds', 'neoclouds.loanSpread'],
    ['cryptoMiners', 'cryptoMiners.loanSpread'],
  ],
  privateCreditLoans: [['privateBorrowers', 'privateBorrowers.margin']],
  bankLoans: [['privateBorrowers', 'privateBorrowers.bankMargin']],
};

/** The pools of CONCESSIONS whose issuers the world has. */
const poolsOf = handles((world) =>
  Object.entries(CONCESSIONS)
    .map(([name, issuers]) => ({
      asset: world.instrument(name),
      flow: world.flow(world.assets.includes(name) ? 'coupons' : 'loanInterest'),
      issuers: issuers
        .filter(([, column]) => world.columns.has(column))
        .map(([kind, column]) => ({ ...world.rowsOf(kind), concession: world.column(column) })),
    }))
    .filter(({ issuers }) => issuers.length > 0),
);
type Pool = ReturnType<typeof poolsOf>[number];
type Issuers = Pool['issuers'][number];

/** Pays what all positions earned since the last tick and rolls over what fell due. */
export function accrue(world: World): void {
  const { demand, payments, ledger, clearingRow } = world;
  countIncome(world);
  const { rows } = ledger;
  for (const [index, flow] of INCOME_FLOWS.entries()) {
    const earned = ledger.scratch.earned.subarray(index * rows, (index + 1) * rows);
    payments.payColumn(clearingRow, 0, rows, earned, world.flow(flow));
  }
  for (const pool of poolsOf(world)) payConcession(world, pool);
  for (let asset = 0; asset < world.assets.length; asset++)
    if (demand.decay[asset] > 0) rollOver(world, asset);
}

/**
 * Counts what every row earns by flow, and its income. Payments move deposits and reserves: all is counted before
 * anything is paid.
 */
function countIncome(world: World): void {
  const { demand, dt, assets, ledger } = world;
  const lists = INCOME_FLOWS.map(() => ({ instruments: [] as number[], rates: [] as number[] }));
  const add = (instrument: number, rate: number, flow: number): void => {
    if (rate === 0) return;
    lists[flow].instruments.push(instrument);
    lists[flow].rates.push(rate);
  };
  for (const [name, rate, flow] of INTEREST)
    add(world.instrument(name), rate(world) * dt, INCOME_FLOWS.indexOf(flow));
  for (let asset = 0; asset < assets.length; asset++) {
    const bond = demand.decay[asset] > 0;
    const payout = bond ? demand.coupon[asset] : demand.coupon[asset] * exp(demand.earnings[asset]);
    add(asset, payout * dt, bond ? COUPONS : DIVIDENDS);
  }
  const income = world.columns.get('income');
  ledger.passes.earn(ledger.units, ledger.width, lists, ledger.scratch.earned, income);
}

/** Pays amounts to every row out of the clearing row and books them as income. */
function payIncome(world: World, amounts: Float64Array, flow: number): void {
  const { rows } = world.ledger;
  const income = world.columns.get('income');
  for (let row = 0; row < rows; row++) income[row] += amounts[row];
  world.payments.payColumn(world.clearingRow, 0, rows, amounts, flow);
}

/**
 * Each issuer pays its own concession on what it owes; holders of the pool receive the mean, since units of
 * a pool are alike.
 */
function payConcession(world: World, { asset, issuers, flow }: Pool): void {
  const { ledger, scratch } = world;
  const { units, width, rows } = ledger;
  let held = 0;
  for (let row = 0, at = asset; row < rows; row++, at += width) {
    scratch[row] = Math.max(units[at], 0);
    held += scratch[row];
  }
  if (!(held > 0)) return;
  let paid = 0;
  for (const group of issuers) paid += concessionsOf(world, asset, group);
  const part = paid / held;
  for (let row = 0; row < rows; row++) scratch[row] *= part;
  for (const group of issuers) concessionsOf(world, asset, group, scratch);
  payIncome(world, scratch, flow);
}

/** What the issuers of a kind pay beyond the coupon in this tick; written into `out`, negative, if that is given. */
function concessionsOf(
  world: World,
  asset: number,
  { first, last, concession }: Issuers,
  out?: Float64Array,
): number {
  let paid = 0;
  for (let row = first; row < last; row++) {
    const owed = Math.max(-world.ledger.position(row, asset), 0);
    const amount = concession[row - first] * world.dt * owed;
    paid += amount;
    if (out !== undefined && owed > 0) out[row] = -amount;
  }
  return paid;
}

/**
 * Each signed position u is redeemed by u d dt at par and buys u d dt/p at the last cleared price: u grows to
 * u (1 - d dt + d dt/p). Both legs have the same value, so no money moves; below par issuers owe more units.
 */
function rollOver(world: World, asset: number): void {
  const { ledger, demand, scratch, dt } = world;
  const { rows, width, units, passes } = ledger;
  const flow = world.flow('rollover');
  const due = demand.decay[asset] * dt;
  const price = exp(demand.lnPrice[asset]);
  passes.take(units, width, asset, -due, scratch);
  ledger.transferColumn(world.clearingRow, 0, rows, asset, scratch, flow, 1);
  passes.divide(scratch, -price);
  ledger.transferColumn(world.clearingRow, 0, rows, asset, scratch, flow, price);
}
