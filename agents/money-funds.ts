/**
 * Money funds: take over the shares that holders buy and redeem, and place the cash in bills, repo, reverse
 * repo and deposits. All funds hold the same mix and differ in size; they pay out what they earn.
 */

import type { AgentKind } from '../src/agent-kind.js';
import { fixed, recorded, rowColumn, singleColumn } from '../src/ledger/declare.js';
import { FLOW } from '../src/ledger/flows.js';
import { handles } from '../src/ledger/handles.js';
import { endowByShare, openingParameters, paretoShares } from '../src/ledger/opening.js';
import type { World } from '../src/ledger/world.js';

const KIND = 'moneyFunds';
const OPENING = ['moneyFundShares', 'reverseRepo', 'bills', 'fundingLoans', 'deposits'];

export const moneyFunds: AgentKind = {
  name: KIND,
  label: 'Money funds',
  meaning: 'money-market funds: shares against bills, repo, reverse repo and deposits',
  parameters: [
    ...openingParameters(KIND, OPENING),
    fixed('population.moneyFunds', 'count', [1, 1000], 'number of funds'),
    fixed('moneyFunds.sizeExponent', 'ratio', [1.01, 10], 'Pareto exponent of sizes'),
    fixed(
      'moneyFunds.reverseRepoHalfLife',
      'days',
      [0, 250],
      'half-life of the gap to the wanted reverse repo',
    ),
    fixed(
      'moneyFunds.reverseRepoSensitivity',
      '$bn',
      [0, 20000],
      'rise of wanted reverse repo for each percentage point that its rate gains on bills',
    ),
    fixed(
      'moneyFunds.placementHalfLife',
      'days',
      [1, 500],
      'half-life with which excess deposits go into bills',
    ),
    fixed('moneyFunds.billAppetite', 'ratio', [0, 1], 'share of newly issued bills that the funds take'),
    fixed(
      'moneyFunds.leastDeposits',
      'ratio',
      [0, 1],
      'deposits, as a share of those at the start, that new bills may not touch',
    ),
    fixed('moneyFunds.cashWeight', 'ratio', [0, 1], 'weight of money-fund shares in the return of cash'),
  ],
  columns: [
    rowColumn('moneyFunds.marketShare', 'ratio', 'share of the market'),
    singleColumn('moneyFunds.repoShare', 'ratio', 'share of all funding loans, at the start'),
    singleColumn('moneyFunds.depositRatio', 'ratio', 'deposits over shares at the start'),
    singleColumn('moneyFunds.startBillGap', 'per year', 'reverse-repo rate less bill rate at the start'),
  ],
  series: [
    recorded('moneyFunds.shares', '$bn', 'stock', 'money-fund shares outstanding'),
    recorded('moneyFunds.bills', '$bn', 'stock', 'bills held'),
    recorded('moneyFunds.fundingLoans', '$bn', 'stock', 'repo: funding loans that create no deposits'),
    recorded('moneyFunds.deposits', '$bn', 'stock', 'deposits held'),
  ],
  endow(world) {
    const { parameters, scalars } = world;
    const share = world.column('moneyFunds.marketShare');
    paretoShares(world, KIND, parameters.number('moneyFunds.sizeExponent'), share);
    endowByShare(world, KIND, OPENING, share);
    const opening = (path: string) => parameters.number(`opening.${path}`);
    const repo = opening('moneyFunds.fundingLoans');
    const loans = repo + opening('banks.fundingLoans');
    world.column('moneyFunds.repoShare')[0] = loans > 0 ? repo / loans : 0;
    const shares = -opening('moneyFunds.moneyFundShares');
    world.column('moneyFunds.depositRatio')[0] = shares > 0 ? opening('moneyFunds.deposits') / shares : 0;
    world.column('moneyFunds.startBillGap')[0] = scalars.get('reverseRepoRate') - scalars.get('billRate');
    scalars.set('moneyFundYield', earnings(world));
    setCashReturn(world);
  },
  obligations(world) {
    placeReverseRepo(world);
    placeDeposits(world);
    setCashReturn(world);
  },
  settle(world) {
    takeOver(
      world,
      world.ledger.at.moneyFundShares,
      world.ledger.position(world.clearingRow, world.ledger.at.moneyFundShares),
      FLOW.cashManagement,
    );
    takeOver(world, world.ledger.at.bills, billsTaken(world), FLOW.moneyMarket);
    takeOver(world, world.ledger.at.fundingLoans, repoTaken(world), FLOW.fundingLending);
    coverDeposits(world);
  },
  marks(world) {
    world.scalars.set('moneyFundYield', earnings(world));
  },
  record(world, write) {
    write('moneyFunds.shares', -held(world, world.ledger.at.moneyFundShares));
    write('moneyFunds.bills', held(world, world.ledger.at.bills));
    write('moneyFunds.fundingLoans', held(world, world.ledger.at.fundingLoans));
    write('moneyFunds.deposits', held(world, world.ledger.at.deposits));
  },
};

const own = handles((world) => ({
  first: world.rowsOf(KIND).first,
  last: world.rowsOf(KIND).last,
  count: world.rowsOf(KIND).count,
  marketShare: world.column('moneyFunds.marketShare'),
  fed: world.rowOf('fed'),
}));

function held(world: World, instrument: number): number {
  const { first, last } = own(world);
  let total = 0;
  for (let row = first; row < last; row++) total += world.ledger.position(row, instrument);
  return total;
}

/** Writes `amount` split by market share into the funds' part of the scratch column. */
function split(world: World, amount: number): void {
  const { first, count, marketShare } = own(world);
  for (let i = 0; i < count; i++) world.scratch[first + i] = amount * marketShare[i];
}

/** The funds take `amount` of an instrument at face from the clearing row and pay in deposits. */
function takeOver(world: World, instrument: number, amount: number, flow: number): void {
  if (amount === 0) return;
  const { ledger, clearingRow, scratch } = world;
  const { first, last } = own(world);
  split(world, amount);
  ledger.transferColumn(clearingRow, first, last, instrument, scratch, flow);
  split(world, -amount);
  ledger.transferColumn(clearingRow, first, last, world.ledger.at.deposits, scratch, flow);
}

/** Places `amount` of deposits with the Fed in reverse repo; takes it out if negative. */
function moveReverseRepo(world: World, amount: number): void {
  if (amount === 0) return;
  const { ledger, payments, scratch } = world;
  const { first, last } = own(world);
  const { fed } = own(world);
  const flow = FLOW.moneyMarket;
  split(world, amount);
  ledger.transferColumn(fed, first, last, world.ledger.at.reverseRepo, scratch, flow);
  split(world, -amount);
  payments.payColumn(fed, first, last, scratch, flow);
}

/** Towards what the Fed's offer attracts: the target, more when its rate gains on bills; never below 0. */
function placeReverseRepo(world: World): void {
  const { parameters, scalars } = world;
  const gain =
    scalars.get('reverseRepoRate') - scalars.get('billRate') - world.column('moneyFunds.startBillGap')[0];
  const attracted = 100 * parameters.number('moneyFunds.reverseRepoSensitivity') * gain;
  const wanted = Math.max(parameters.number('fed.reverseRepoTarget') + attracted, 0);
  const placed = held(world, world.ledger.at.reverseRepo);
  const change = world.speed(parameters.number('moneyFunds.reverseRepoHalfLife')) * (wanted - placed);
  moveReverseRepo(
    world,
    Math.max(-placed, Math.min(change, Math.max(held(world, world.ledger.at.deposits), 0))),
  );
}

/**
 * Deposits above the usual share of assets buy bills from firms and foreigners, whose deposits rise: so a
 * release of reverse repo becomes money of the public. Short of deposits, the funds sell bills to banks.
 */
function placeDeposits(world: World): void {
  const { ledger, payments, parameters, scratch } = world;
  const { first, last } = own(world);
  const usual = -held(world, world.ledger.at.moneyFundShares) * world.column('moneyFunds.depositRatio')[0];
  const excess = held(world, world.ledger.at.deposits) - usual;
  const change = world.speed(parameters.number('moneyFunds.placementHalfLife')) * excess;
  const bills = world.ledger.at.bills;
  if (change < 0) {
    takeOver(
      world,
      world.ledger.at.bills,
      -Math.min(-change, Math.max(held(world, world.ledger.at.bills), 0)),
      FLOW.moneyMarket,
    );
    return;
  }
  const seller = world.rowOf('realEconomy');
  const amount = Math.min(change, Math.max(ledger.position(seller, bills), 0));
  const flow = FLOW.moneyMarket;
  split(world, amount);
  ledger.transferColumn(seller, first, last, bills, scratch, flow);
  split(world, -amount);
  payments.payColumn(seller, first, last, scratch, flow);
}

/** Bills to be taken from the clearing row: the funds' share of an issue they can pay, or of a redemption. */
function billsTaken(world: World): number {
  const { parameters } = world;
  const offered = world.ledger.position(world.clearingRow, world.ledger.at.bills);
  const share = parameters.number('moneyFunds.billAppetite') * offered;
  if (share <= 0) return Math.max(share, -held(world, world.ledger.at.bills));
  const usual = -held(world, world.ledger.at.moneyFundShares) * world.column('moneyFunds.depositRatio')[0];
  const free = held(world, world.ledger.at.deposits) - parameters.number('moneyFunds.leastDeposits') * usual;
  return Math.min(share, Math.max(free, 0));
}

/** The funds' usual share of all funding loans less what they hold. */
function repoTaken(world: World): number {
  const { ledger, clearingRow } = world;
  const loans = world.ledger.at.fundingLoans;
  const mine = held(world, world.ledger.at.fundingLoans);
  let total = mine + ledger.position(clearingRow, loans);
  const { first, last } = world.rowsOf('banks');
  for (let row = first; row < last; row++) total += ledger.position(row, loans);
  const wanted = world.column('moneyFunds.repoShare')[0] * total - mine;
  return Math.min(wanted, Math.max(held(world, world.ledger.at.deposits), 0));
}

/** Redemptions beyond deposits: first out of reverse repo, then bills are sold to banks. */
function coverDeposits(world: World): void {
  const missing = Math.max(-held(world, world.ledger.at.deposits), 0);
  if (missing === 0) return;
  const released = Math.min(missing, Math.max(held(world, world.ledger.at.reverseRepo), 0));
  moveReverseRepo(world, -released);
  const sold = Math.min(missing - released, Math.max(held(world, world.ledger.at.bills), 0));
  takeOver(world, world.ledger.at.bills, -sold, FLOW.moneyMarket);
  takeOver(world, world.ledger.at.fundingLoans, -(missing - released - sold), FLOW.fundingLending);
}

/** What the funds earn on a share at today's rates, per year. */
function earnings(world: World): number {
  const { scalars } = world;
  const funding = scalars.get('policyRate') + scalars.get('fundingSpread');
  const income =
    held(world, world.ledger.at.bills) * scalars.get('billRate') +
    held(world, world.ledger.at.fundingLoans) * funding +
    held(world, world.ledger.at.reverseRepo) * scalars.get('reverseRepoRate') +
    held(world, world.ledger.at.deposits) * scalars.get('depositRate');
  const shares = -held(world, world.ledger.at.moneyFundShares);
  return shares > 0 ? income / shares : 0;
}

function setCashReturn(world: World): void {
  const weight = world.parameters.number('moneyFunds.cashWeight');
  const { scalars } = world;
  scalars.set('cashReturn', weight * earnings(world) + (1 - weight) * scalars.get('depositRate'));
}
