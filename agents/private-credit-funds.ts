/**
 * Private-credit funds: contracts with single borrowers, marks that lag, redemptions within a gate, lines of banks.
 *
 * Interest is paid out to owners; principal that comes back is lent anew. Owners who see losses ask for their money;
 * what the gate allows is paid from cash, then from the line. A default takes principal off the books at once, while the
 * NAV of the pooled share follows fair marks with a lag: until then the difference is nobody's loss yet.
 */

import type { AgentKind, ParameterDeclaration } from '../src/agent-kind.js';
import { addBankLoans, partyOf } from '../src/ledger/contract-graph.js';
import { fixed, recorded, rowColumn, scheduled, singleColumn } from '../src/ledger/declare.js';
import { WHOLE_KIND } from '../src/ledger/events.js';
import { FLOW } from '../src/ledger/flows.js';
import { payFundIncome, unitsHeld } from '../src/ledger/fund-flows.js';
import { QUARTER_DAYS } from '../src/ledger/fund-redemptions.js';
import { handles } from '../src/ledger/handles.js';
import { contractOf, LENDERS, PRIVATE_FUNDS } from '../src/ledger/loan-contracts.js';
import { openingParameters, postOpening } from '../src/ledger/opening.js';
import type { ParameterHandle } from '../src/ledger/parameters.js';
import type { World } from '../src/ledger/world.js';
import { exp, ln } from '../src/maths/elementary.js';
import { payableRedemption, redemptionRequest } from '../src/mechanisms/redemption.js';
import { perceivedNav, smoothedNav } from '../src/mechanisms/smoothed-nav.js';

const KIND = 'privateCreditFunds';
const SHARES = 'privateCreditFundShares';
const OWNERS = ['sovereignFunds', 'retail', 'insurers'] as const;
/** $bn or units: less is rounding. */
const ROUNDING = 1e-9;
/** Log fall of the NAV after which owners are told of it. */
const TOLD = 0.005;

const PARAMETERS: ParameterDeclaration[] = [
  ...openingParameters(KIND, [SHARES, 'bankLoans', 'deposits']),
  fixed(`${KIND}.lineDispersion`, 'ratio', [0, 1], 'log standard deviation of drawn lines over loans'),
  scheduled(`${KIND}.lineLimit`, 'ratio', [0, 2], 'committed lines of banks over the fair value of loans'),
  scheduled(
    `${KIND}.markHalfLife`,
    'days',
    [0.01, 2520],
    'half-life with which reported NAVs follow fair ones',
  ),
  {
    name: `${KIND}.redemptions`,
    unit: 'switch',
    schedulable: true,
    meaning: 'whether owners may ask for their money',
  },
  fixed(
    `${KIND}.redeemableShare`,
    'ratio',
    [0, 1],
    'share of holdings in funds that are open for redemption',
  ),
  scheduled(
    `${KIND}.redemptionGate`,
    'ratio',
    [0, 1],
    'largest share of NAV paid out in a quarter; 1: no gate',
  ),
  scheduled(`${KIND}.redemptionRate`, 'per year', [0, 4], 'redeemable shares asked back whatever happens'),
  fixed(
    `${KIND}.redemptionThreshold`,
    'ratio',
    [0.0001, 1],
    'log loss that owners see from which they ask for money',
  ),
  fixed(
    `${KIND}.redemptionSensitivity`,
    'ratio',
    [0, 20],
    'share asked back a quarter for each unit of log loss beyond it',
  ),
  fixed(`${KIND}.largestRequest`, 'ratio', [0, 1], 'largest share asked back in a tick'),
  fixed(
    `${KIND}.attention`,
    'ratio',
    [0, 1],
    'part of the gap between reported and fair NAV that owners see',
  ),
  fixed(`${KIND}.cashKept`, 'ratio', [0, 1], 'share of usual cash that redemptions leave'),
  fixed(`${KIND}.lendingHalfLife`, 'days', [1, 1000], 'half-life with which spare cash is lent'),
];

const own = handles((world) => {
  const column = (name: string): Float64Array => world.column(`${KIND}.${name}`);
  return {
    fairNav: column('fairNav'),
    lendable: column('lendable'),
    paidInQuarter: column('paidInQuarter'),
    peakNav: column('peakNav'),
    pending: column('pending'),
    redeemedUnits: column('redeemedUnits'),
    refuses: column('refuses'),
    principal: world.column('privateBorrowers.principal'),
    mark: world.column('privateBorrowers.mark'),
    capitalised: world.column('privateBorrowers.capitalised'),
    first: world.rowOf(KIND),
    toldNav: column('toldNav'),
    usualCash: column('usualCash'),
    usualLine: column('usualLine'),
  };
});

/** Parameters of the kind. */
const terms = handles((world) => {
  const number = (name: string): ParameterHandle => world.parameters.handle(`${KIND}.${name}`);
  return {
    attention: number('attention'),
    cashKept: number('cashKept'),
    largestRequest: number('largestRequest'),
    lendingHalfLife: number('lendingHalfLife'),
    lineDispersion: number('lineDispersion'),
    lineLimit: number('lineLimit'),
    markHalfLife: number('markHalfLife'),
    redeemableShare: number('redeemableShare'),
    redemptionGate: number('redemptionGate'),
    redemptionRate: number('redemptionRate'),
    redemptionSensitivity: number('redemptionSensitivity'),
    redemptionThreshold: number('redemptionThreshold'),
  };
});

export const privateCreditFunds: AgentKind = {
  name: KIND,
  label: 'Private-credit funds',
  meaning: 'funds that lend to single borrowers, mark with a lag and redeem within a gate',
  rows: PRIVATE_FUNDS,
  parameters: PARAMETERS,
  columns: [
    rowColumn(`${KIND}.usualCash`, '$bn', 'deposits at the start'),
    rowColumn(`${KIND}.usualLine`, '$bn', 'drawn line at the start'),
    rowColumn(`${KIND}.refuses`, 'switch', '1: the line is above its limit, nothing is rolled over'),
    rowColumn(`${KIND}.lendable`, '$bn', 'to be lent anew in this tick'),
    rowColumn(`${KIND}.paidInQuarter`, '$bn', 'redemptions paid since the quarter began'),
    rowColumn(`${KIND}.redeemedUnits`, 'units', 'shares redeemed in this tick'),
    {
      name: `${KIND}.pending`,
      unit: 'units',
      meaning: 'shares asked back and not paid, by kind of owner',
      length: OWNERS.length,
    },
    singleColumn(`${KIND}.fairNav`, 'ratio', 'NAV of a share at fair marks'),
    singleColumn(`${KIND}.peakNav`, '$bn', 'highest reported NAV so far'),
    singleColumn(`${KIND}.toldNav`, '$bn', 'NAV of which owners were told last'),
  ],
  series: [
    recorded(`${KIND}.nav`, 'ratio', 'index', 'reported NAV of a pooled share, 1 at the start'),
    recorded(`${KIND}.fairNav`, 'ratio', 'index', 'NAV of a pooled share at fair marks, 1 at the start'),
    recorded(`${KIND}.hiddenLoss`, '$bn', 'stock', 'reported NAV of all shares less the fair one'),
    recorded(`${KIND}.loans`, '$bn', 'stock', 'private-credit loans held, at face'),
    recorded(`${KIND}.lines`, '$bn', 'stock', 'drawn lines of banks'),
    recorded(`${KIND}.asked`, '$bn', 'stock', 'redemptions asked for and not paid, at reported NAV'),
    recorded(`${KIND}.redeemed`, '$bn', 'flow', 'redemptions paid in the tick'),
    recorded(`${KIND}.refusing`, 'count', 'count', 'funds that roll nothing over'),
  ],
  endow,
  obligations: distribute,
  schedule(world) {
    askBack(world);
    planRedemptions(world);
    planLending(world);
  },
  settle(world) {
    payRedemptions(world);
    for (let f = 0; f < PRIVATE_FUNDS; f++) keepLine(world, f);
  },
  marks(world) {
    if (!(unitsOutstanding(world) > 0)) return;
    const shares = world.ledger.at[SHARES];
    const fair = own(world).fairNav;
    fair[0] = fairEquity(world) / unitsOutstanding(world);
    const speed = world.speed(terms(world).markHalfLife.now);
    const reported = Math.max(smoothedNav(world.ledger.unitValue[shares], fair[0], speed), 0);
    world.ledger.unitValue[shares] = reported;
    const peak = own(world).peakNav;
    peak[0] = Math.max(peak[0], reported);
    tellOwners(world, reported);
  },
  contracts(world, add) {
    const { first } = own(world);
    for (let row = first; row < first + PRIVATE_FUNDS; row++)
      addBankLoans(world, row, partyOf(world, KIND, row), add);
  },
  record(world, write) {
    const nav = world.ledger.unitValue[world.ledger.at[SHARES]];
    const units = unitsOutstanding(world);
    write(`${KIND}.nav`, nav);
    write(`${KIND}.fairNav`, own(world).fairNav[0]);
    write(`${KIND}.hiddenLoss`, (nav - own(world).fairNav[0]) * units);
    write(`${KIND}.loans`, total(world, world.ledger.at.privateCreditLoans));
    write(`${KIND}.lines`, -total(world, world.ledger.at.bankLoans));
    write(`${KIND}.asked`, pendingUnits(world) * nav);
    write(`${KIND}.redeemed`, sumOf(own(world).redeemedUnits) * nav);
    write(`${KIND}.refusing`, sumOf(own(world).refuses));
  },
};

function position(world: World, f: number, instrument: number): number {
  return world.ledger.position(own(world).first + f, instrument);
}

function total(world: World, instrument: number): number {
  let sum = 0;
  for (let f = 0; f < PRIVATE_FUNDS; f++) sum += position(world, f, instrument);
  return sum;
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function unitsOutstanding(world: World): number {
  return -total(world, world.ledger.at[SHARES]);
}

function pendingUnits(world: World): number {
  return sumOf(own(world).pending);
}

/** Loans of a fund at fair marks, $bn: the mark of each borrower is the same for all who lent to it. */
function fairLoans(world: World, f: number): number {
  const { principal, mark } = own(world);
  let sum = 0;
  for (let i = 0; i < mark.length; i++) sum += principal[contractOf(i, f)] * mark[i];
  return sum;
}

function fairEquity(world: World): number {
  let sum = total(world, world.ledger.at.deposits) + total(world, world.ledger.at.bankLoans);
  for (let f = 0; f < PRIVATE_FUNDS; f++) sum += fairLoans(world, f);
  return sum;
}

/** Funds hold what borrowers owe them; cash by size, lines unevenly, and shares for what is left. */
function endow(world: World): void {
  const first = world.rowOf(KIND);
  const principal = world.column('privateBorrowers.principal');
  const stream = world.random('private credit funds lines');
  const opening = (name: string): number => world.parameters.number(`opening.${KIND}.${name}`);
  const loans = new Float64Array(PRIVATE_FUNDS);
  for (let k = 0; k < principal.length; k++)
    if (k % LENDERS < PRIVATE_FUNDS) loans[k % LENDERS] += principal[k];
  const all = sumOf(loans);
  const weights = loans.map(
    (amount, f) => amount * exp(terms(world).lineDispersion.now * stream.normal(f, 0)),
  );
  const equity = new Float64Array(PRIVATE_FUNDS);
  for (let f = 0; f < PRIVATE_FUNDS; f++) {
    const cash = (opening('deposits') * loans[f]) / all;
    const line = (opening('bankLoans') * weights[f]) / sumOf(weights);
    postOpening(world, first + f, 'privateCreditLoans', loans[f]);
    postOpening(world, first + f, 'deposits', cash);
    postOpening(world, first + f, 'bankLoans', line);
    own(world).usualCash[f] = cash;
    own(world).usualLine[f] = -line;
    equity[f] = loans[f] + cash + line;
  }
  const units = opening(SHARES);
  for (let f = 0; f < PRIVATE_FUNDS; f++)
    postOpening(world, first + f, SHARES, (units * equity[f]) / sumOf(equity));
  const nav = sumOf(equity) / -units;
  world.ledger.unitValue[world.ledger.at[SHARES]] = nav;
  for (const name of ['fairNav', 'peakNav', 'toldNav']) world.column(`${KIND}.${name}`)[0] = nav;
}

/** Interest received, less that of the line and what borrowers added to their debt, is paid out; not by a fund in breach. */
function distribute(world: World): void {
  const { payments, clearingRow } = world;
  const { first, capitalised } = own(world);
  const income = world.column('income');
  let paid = 0;
  for (let f = 0; f < PRIVATE_FUNDS; f++) {
    const earned = Math.max(income[first + f] - capitalised[f], 0);
    if (own(world).refuses[f] === 1) continue;
    payments.pay(first + f, clearingRow, earned, FLOW.dividends);
    paid += earned;
  }
  payFundIncome(world, OWNERS, world.ledger.at[SHARES], paid, FLOW.dividends);
}

/** Owners ask for money at a steady rate, and more of it the more loss they see. */
function askBack(world: World): void {
  if (world.tick % world.ticks(QUARTER_DAYS) === 0) own(world).paidInQuarter.fill(0);
  const pending = own(world).pending;
  if (!world.parameters.switch(`${KIND}.redemptions`)) {
    pending.fill(0);
    return;
  }
  const value = world.ledger.unitValue[world.ledger.at[SHARES]];
  if (!(value > 0)) return;
  const seen = perceivedNav(value, own(world).fairNav[0], terms(world).attention.now);
  const logDrawdown = Math.min(ln(Math.max(seen, 1e-9) / own(world).peakNav[0]), 0);
  const habits = {
    shareOfShortage: 0,
    threshold: terms(world).redemptionThreshold.now,
    sensitivity: terms(world).redemptionSensitivity.now / world.ticks(QUARTER_DAYS),
    largestShare: terms(world).largestRequest.now,
  };
  for (const [k, kind] of OWNERS.entries()) {
    const holding = Math.max(
      terms(world).redeemableShare.now * unitsHeld(world, kind, world.ledger.at[SHARES]) - pending[k],
      0,
    );
    const steady = terms(world).redemptionRate.now * world.dt * holding;
    pending[k] += Math.min(
      steady + redemptionRequest({ holding, shortage: 0, logDrawdown }, habits),
      holding,
    );
  }
}

/** What each fund will pay today: its part of what is asked, within the gate, from cash and line. */
function planRedemptions(world: World): void {
  const redeemed = own(world).redeemedUnits;
  redeemed.fill(0);
  const asked = pendingUnits(world);
  const value = world.ledger.unitValue[world.ledger.at[SHARES]];
  const units = unitsOutstanding(world);
  if (!(asked > ROUNDING) || !(value > 0)) return;
  const paidInQuarter = own(world).paidInQuarter;
  for (let f = 0; f < PRIVATE_FUNDS; f++) {
    const own = -position(world, f, world.ledger.at[SHARES]);
    const due = asked * value * (own / units);
    const allowed = payableRedemption(due, own * value, 1, terms(world).redemptionGate.now, paidInQuarter[f]);
    const paid = Math.min(allowed, spareCash(world, f) + lineRoom(world, f));
    redeemed[f] = Math.min(paid / value, own);
    const limit = terms(world).redemptionGate.now * own * value - ROUNDING;
    if (paid < due - ROUNDING && paidInQuarter[f] < limit && paidInQuarter[f] + paid >= limit)
      world.events.add('gate', KIND, world.rowOf(KIND) + f, SHARES, due - paid);
    paidInQuarter[f] += paid;
  }
}

function spareCash(world: World, f: number): number {
  const kept = terms(world).cashKept.now * own(world).usualCash[f];
  return Math.max(position(world, f, world.ledger.at.deposits) - kept, 0);
}

/** Line that is committed and not drawn. */
function lineRoom(world: World, f: number): number {
  return Math.max(
    terms(world).lineLimit.now * fairLoans(world, f) + position(world, f, world.ledger.at.bankLoans),
    0,
  );
}

/** Cash above the usual is lent when nobody waits for money and no more than the usual line is drawn. */
function planLending(world: World): void {
  const lendable = own(world).lendable;
  const speed = world.speed(terms(world).lendingHalfLife.now);
  const waiting = pendingUnits(world) > ROUNDING;
  for (let f = 0; f < PRIVATE_FUNDS; f++) {
    const drawn = -position(world, f, world.ledger.at.bankLoans) > own(world).usualLine[f] + ROUNDING;
    const spare = position(world, f, world.ledger.at.deposits) - own(world).usualCash[f];
    const idle = waiting || drawn || own(world).refuses[f] === 1;
    lendable[f] = idle ? 0 : speed * Math.max(spare, 0);
  }
}

/** Shares go back at the reported NAV; what cash does not pay the line does. */
function payRedemptions(world: World): void {
  const { ledger, payments, clearingRow } = world;
  const redeemed = own(world).redeemedUnits;
  const units = sumOf(redeemed);
  if (!(units > 0)) return;
  const shares = world.ledger.at[SHARES];
  const value = ledger.unitValue[shares];
  const flow = FLOW.fundShares;
  for (let f = 0; f < PRIVATE_FUNDS; f++) {
    const row = world.rowOf(KIND) + f;
    const drawn = Math.max(redeemed[f] * value - spareCash(world, f), 0);
    drawLine(world, f, drawn);
    if (drawn > ROUNDING) world.events.add('line drawn', KIND, row, 'bankLoans', drawn, 'banks');
    ledger.transfer(clearingRow, row, shares, redeemed[f], flow, value);
    payments.pay(row, clearingRow, redeemed[f] * value, flow);
  }
  payOwners(world, units, value);
  world.events.add('redemption', KIND, WHOLE_KIND, SHARES, units * value);
}

function payOwners(world: World, units: number, value: number): void {
  const { ledger, payments, scratch, clearingRow } = world;
  const pending = own(world).pending;
  const asked = pendingUnits(world);
  const shares = world.ledger.at[SHARES];
  const flow = FLOW.fundShares;
  for (const [k, kind] of OWNERS.entries()) {
    const part = units * (pending[k] / asked);
    const held = unitsHeld(world, kind, world.ledger.at[SHARES]);
    if (!(part > 0) || !(held > 0)) continue;
    const { first, last } = world.rowsOf(kind);
    for (let row = first; row < last; row++)
      scratch[row] = (-part * Math.max(ledger.position(row, shares), 0)) / held;
    ledger.transferColumn(clearingRow, first, last, shares, scratch, flow, value);
    for (let row = first; row < last; row++) scratch[row] *= -value;
    payments.payColumn(clearingRow, first, last, scratch, flow);
    pending[k] -= part;
  }
}

/** The bank lends, or is repaid where `amount` is negative. */
function drawLine(world: World, f: number, amount: number): void {
  if (amount === 0) return;
  const { ledger, clearingRow } = world;
  const row = world.rowOf(KIND) + f;
  const flow = FLOW.bankLending;
  ledger.transfer(row, clearingRow, world.ledger.at.bankLoans, amount, flow);
  ledger.transfer(clearingRow, row, world.ledger.at.deposits, amount, flow);
}

/** An overdraft is drawn; a line above its limit, or above the usual one while cash is spare, is repaid. */
function keepLine(world: World, f: number): void {
  const cash = position(world, f, world.ledger.at.deposits);
  if (cash < 0) drawLine(world, f, -cash);
  const line = -position(world, f, world.ledger.at.bankLoans);
  const limit = terms(world).lineLimit.now * fairLoans(world, f);
  const refuses = own(world).refuses;
  const breach = line > limit + ROUNDING;
  if (breach && refuses[f] === 0)
    world.events.add('line breach', KIND, world.rowOf(KIND) + f, 'bankLoans', line - limit, 'banks');
  refuses[f] = breach ? 1 : 0;
  const spare = Math.max(position(world, f, world.ledger.at.deposits) - own(world).usualCash[f], 0);
  const wanted = breach ? spareCash(world, f) : spare;
  const over = line - (breach ? limit : Math.min(own(world).usualLine[f], limit));
  if (over > ROUNDING && wanted > ROUNDING) repayLine(world, f, Math.min(over, wanted), breach);
  takeLoss(world, f);
}

function repayLine(world: World, f: number, amount: number, breach: boolean): void {
  drawLine(world, f, -amount);
  if (breach) world.events.add('line repaid', KIND, world.rowOf(KIND) + f, 'bankLoans', amount, 'banks');
}

/** A fund that owes more than it has leaves the rest to its bank. */
function takeLoss(world: World, f: number): void {
  const { ledger, clearingRow, events } = world;
  const row = world.rowOf(KIND) + f;
  const line = -position(world, f, world.ledger.at.bankLoans);
  const lost = Math.min(line - fairLoans(world, f) - position(world, f, world.ledger.at.deposits), line);
  if (!(lost > ROUNDING)) return;
  ledger.transfer(clearingRow, row, world.ledger.at.bankLoans, lost, FLOW.losses);
  events.tell('loss', 'banks', WHOLE_KIND, 'bankLoans', lost, KIND);
}

/** When the reported NAV has fallen enough, owners book a loss: the event says who and how much. */
function tellOwners(world: World, reported: number): void {
  const told = own(world).toldNav;
  const fall = told[0] - reported;
  if (fall < 0) told[0] = reported;
  if (!(fall > TOLD * told[0])) return;
  const { events } = world;
  events.tell('marked down', KIND, WHOLE_KIND, SHARES, reported);
  for (const kind of OWNERS) {
    const lost = fall * unitsHeld(world, kind, world.ledger.at[SHARES]);
    if (lost > 0) events.tell('loss', kind, WHOLE_KIND, SHARES, lost, KIND);
  }
  const hidden = (reported - own(world).fairNav[0]) * unitsOutstanding(world);
  events.tell('hidden loss', KIND, WHOLE_KIND, SHARES, hidden);
  told[0] = reported;
}
