/**
 * What signed positions earn in a tick: interest, coupons, dividends, and the rollover of maturing bonds.
 *
 * Holders receive rate × dt × units and issuers pay the same, through the clearing row, so that every
 * instrument's payments sum to zero. Rates are those set in the last tick. The net income of each row is
 * left in the column `income`.
 */

import { FLOW } from '../ledger/flows.js';
import { handles } from '../ledger/handles.js';
import type { World } from '../ledger/world.js';
import { exp } from '../maths/elementary.js';

/** Flows in which income is paid. */
const INCOME_FLOWS = ['depositInterest', 'coupons', 'loanInterest', 'reserveInterest', 'dividends'] as const;
const COUPONS = INCOME_FLOWS.indexOf('coupons');
const DIVIDENDS = INCOME_FLOWS.indexOf('dividends');
/** Interest on these is a flow of its own: it makes deposits, as other coupons do not. */
const TREASURY_DEBT = ['treasuryBonds', 'bills'] as const;

/** Interest-bearing instruments that are not cleared: scalars that add up to the rate, and flow. */
const INTEREST: readonly (readonly [
  instrument: string,
  rate: readonly string[],
  flow: (typeof INCOME_FLOWS)[number],
])[] = [
  ['deposits', ['depositRate'], 'depositInterest'],
  ['moneyFundShares', ['moneyFundYield'], 'depositInterest'],
  ['reverseRepo', ['reverseRepoRate'], 'depositInterest'],
  ['bills', ['billRate'], 'coupons'],
  ['mortgageBonds', ['mortgageRate'], 'coupons'],
  ['bankLoans', ['loanRate'], 'loanInterest'],
  ['privateCreditLoans', ['privateCreditRate'], 'loanInterest'],
  ['fundingLoans', ['policyRate', 'fundingSpread'], 'loanInterest'],
  ['reserves', ['reserveRate'], 'reserveInterest'],
  ['standingRepo', ['standingRepoRate'], 'reserveInterest'],
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

/** The pools of CONCESSIONS whose issuers the world has: no more than there are flows of income, whose columns they use. */
const poolsOf = handles((world) =>
  Object.entries(CONCESSIONS)
    .map(([name, issuers]) => ({
      asset: world.instrument(name),
      flow: world.flow(world.assets.includes(name) ? 'coupons' : 'loanInterest'),
      issuers: issuers
        .filter(([, column]) => world.columns.has(column))
        .map(([kind, column]) => ({
          first: world.rowsOf(kind).first,
          last: world.rowsOf(kind).last,
          concession: world.column(column),
        })),
    }))
    .filter(({ issuers }) => issuers.length > 0),
);
type Pool = ReturnType<typeof poolsOf>[number];
type Issuers = Pool['issuers'][number];

/** What income is counted from, and the lists of what earns in each flow, written anew in every tick. */
const incomeOf = handles((world) => ({
  income: world.column('income'),
  flows: INCOME_FLOWS.map((flow) => world.flow(flow)),
  /** What each row earns, by flow. */
  columns: INCOME_FLOWS.map((_, index) =>
    world.ledger.scratch.earned.subarray(index * world.ledger.rows, (index + 1) * world.ledger.rows),
  ),
  interest: INTEREST.map(([name, rate, flow]) => ({
    instrument: world.instrument(name),
    rates: rate.map((name) => world.scalars.handle(name)),
    flow: INCOME_FLOWS.indexOf(flow),
  })),
  lists: INCOME_FLOWS.map(() => ({ instruments: [] as number[], rates: [] as number[] })),
  byKind: new Float64Array(world.ledger.kinds),
  treasuryDebt: TREASURY_DEBT.map((name) => world.instrument(name)),
}));

/** Pays what all positions earned since the last tick and rolls over what fell due. */
export function accrue(world: World): void {
  const { demand, payments, ledger, clearingRow } = world;
  countIncome(world);
  if (ledger.journal !== undefined) payTreasuryInterest(world);
  const { columns, flows } = incomeOf(world);
  payments.payColumns(clearingRow, columns, flows);
  if (ledger.journal === undefined) divideTreasuryInterest(world);
  payConcessions(world);
  for (let asset = 0; asset < world.assets.length; asset++)
    if (demand.decay[asset] > 0) rollOver(world, asset);
}

/**
 * Counts what every row earns by flow, and its income. Payments move deposits and reserves: all is counted before
 * anything is paid.
 */
function countIncome(world: World): void {
  const { demand, dt, assets, ledger } = world;
  const { income, interest, lists } = incomeOf(world);
  for (const { instruments, rates } of lists) {
    instruments.length = 0;
    rates.length = 0;
  }
  for (const { instrument, rates, flow } of interest) {
    let rate = 0;
    for (const part of rates) rate += part.now;
    list(lists[flow], instrument, rate * dt);
  }
  for (let asset = 0; asset < assets.length; asset++) {
    const bond = demand.decay[asset] > 0;
    const payout = bond ? demand.coupon[asset] : demand.coupon[asset] * exp(demand.earnings[asset]);
    list(lists[bond ? COUPONS : DIVIDENDS], asset, payout * dt);
  }
  ledger.passes.earn(ledger.units, ledger.width, lists, ledger.scratch.earned, income);
}

/** What each kind earned of the Treasury is counted apart; the money was paid with all coupons, and rounded once. */
function divideTreasuryInterest(world: World): void {
  const { ledger, payments, clearingRow } = world;
  const { lists, byKind, treasuryDebt } = incomeOf(world);
  const { instruments, rates } = lists[COUPONS];
  byKind.fill(0);
  for (const [k, instrument] of instruments.entries()) {
    if (!treasuryDebt.includes(instrument)) continue;
    for (let kind = 0; kind < byKind.length; kind++)
      byKind[kind] += rates[k] * ledger.postedUnits[kind * ledger.width + instrument];
  }
  payments.divideFlow(clearingRow, byKind, FLOW.coupons, FLOW.treasuryInterest);
}

/** The same, row by row and paid apart, where a journal is kept. */
function payTreasuryInterest(world: World): void {
  const { ledger, payments, clearingRow, scratch } = world;
  const { lists, columns, treasuryDebt } = incomeOf(world);
  const { instruments, rates } = lists[COUPONS];
  const earned = columns[COUPONS];
  for (const [k, instrument] of instruments.entries()) {
    if (!treasuryDebt.includes(instrument)) continue;
    ledger.passes.take(ledger.units, ledger.width, instrument, rates[k], scratch);
    for (let row = 0; row < ledger.rows; row++) earned[row] -= scratch[row];
    payments.payColumn(clearingRow, 0, ledger.rows, scratch, FLOW.treasuryInterest);
  }
}

function list(
  { instruments, rates }: { instruments: number[]; rates: number[] },
  instrument: number,
  rate: number,
): void {
  if (rate === 0) return;
  instruments.push(instrument);
  rates.push(rate);
}

/**
 * Each issuer pays its own concession on what it owes; holders of a pool receive the mean, since units of
 * a pool are alike. Pools do not depend on each other's payments, which move money alone.
 */
function payConcessions(world: World): void {
  const { ledger, payments, clearingRow } = world;
  const { columns } = incomeOf(world);
  const pools = poolsOf(world);
  const held = ledger.scratch.columnSums.subarray(0, pools.length);
  const assets = pools.map(({ asset }) => asset);
  ledger.passes.holdColumns(ledger.units, ledger.width, assets, columns.slice(0, pools.length), held);
  const paying = pools.map((_, k) => k).filter((k) => held[k] > 0);
  for (const k of paying) divideConcession(world, pools[k], held[k], columns[k]);
  payments.payColumns(
    clearingRow,
    paying.map((k) => columns[k]),
    paying.map((k) => pools[k].flow),
  );
}

/** Turns holdings of a pool into what each row receives of its issuers' concessions, or pays. */
function divideConcession(world: World, { asset, issuers }: Pool, held: number, column: Float64Array): void {
  const { passes } = world.ledger;
  let paid = 0;
  for (const group of issuers) paid += concessionsOf(world, asset, group);
  passes.scale(column, paid / held);
  for (const group of issuers) concessionsOf(world, asset, group, column);
  passes.add(incomeOf(world).income, column);
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
  const flow = FLOW.rollover;
  const due = demand.decay[asset] * dt;
  const price = exp(demand.lnPrice[asset]);
  if (ledger.journal === undefined) {
    ledger.rollColumn(world.clearingRow, asset, -due, price, flow);
    return;
  }
  passes.take(units, width, asset, -due, scratch);
  ledger.transferColumn(world.clearingRow, 0, rows, asset, scratch, flow, 1);
  passes.divide(scratch, -price);
  ledger.transferColumn(world.clearingRow, 0, rows, asset, scratch, flow, price);
}
