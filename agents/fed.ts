/**
 * The Fed: the policy rate and its corridor, what markets expect of it, purchases and run-off, reverse repo
 * and standing repo (model sections 1 and 6; double entries 1-2 and 10 of docs/evidence, section F).
 */

import type { AgentKind } from '../src/agent-kind.js';
import { fixed, recorded, scheduled, singleColumn } from '../src/ledger/declare.js';
import { FLOW } from '../src/ledger/flows.js';
import { handles } from '../src/ledger/handles.js';
import type { InstrumentName } from '../src/ledger/instruments.js';
import { endowRow, openingParameters } from '../src/ledger/opening.js';
import type { World } from '../src/ledger/world.js';
import { exp } from '../src/maths/elementary.js';
import { boundedRate, expectedPolicyRate, prescribedRate, putCut } from '../src/mechanisms/policy-rate.js';
import { remainingPurchases, termPremium } from '../src/mechanisms/term-premium.js';

const OPENING = [
  'treasuryBonds',
  'bills',
  'mortgageBonds',
  'reserves',
  'reverseRepo',
  'treasuryAccount',
  'currency',
  'otherFedLiabilities',
  'otherFedAssets',
];
const EQUITIES = [
  'megacapEquity',
  'semiconductorEquity',
  'softwareEquity',
  'speculativeEquity',
  'valueEquity',
];
const MONTHS = 12;
const BILL_SELLERS = ['banks', 'moneyFunds', 'realEconomy'];
/** A cap that never binds: the facility is closed. */
const NO_CAP = 1;

const RULES = ['hold', 'path', 'taylor', 'put', 'hawkish'];

export const fed: AgentKind = {
  name: 'fed',
  label: 'Fed',
  meaning: 'central bank: rates, purchases and run-off, standing facilities',
  rows: 1,
  parameters: [
    ...openingParameters('fed', OPENING),
    {
      name: 'fed.rateRule',
      unit: 'choice',
      choices: RULES,
      schedulable: true,
      meaning:
        'hold; path: delivers the announced path; taylor: inertial rule on inflation and activity; put: hold, cut in a drawdown; hawkish: a successor who announces higher rates and run-off, and delivers the rates',
    },
    fixed('fed.policyRate', 'per year', [0, 0.2], 'policy rate at the start'),
    scheduled('fed.policyRateChange', 'per year', [-0.1, 0.1], 'added to the rate of any rule, at once'),
    scheduled(
      'fed.announcedRatePath',
      'per year',
      [-0.1, 0.1],
      'announced change of the policy rate by the horizon; expected at once, delivered by the rule path',
    ),
    fixed('fed.pathHorizon', 'days', [1, 1260], 'trading days over which an announced path is delivered'),
    fixed('fed.lowerBound', 'per year', [-0.01, 0.05], 'lowest policy rate'),
    fixed('fed.neutralRate', 'per year', [0, 0.1], 'nominal rate that markets expect in the long run'),
    fixed(
      'fed.reversionHalfLife',
      'years',
      [0.1, 50],
      'half-life with which markets expect the rate to reach neutral',
    ),
    fixed('fed.bondDuration', 'years', [1, 30], 'duration over which the expected rate is averaged'),
    fixed('fed.ruleHalfLife', 'days', [1, 2000], 'half-life of the gap to the Taylor rate'),
    scheduled('fed.inflationShock', 'per year', [-0.1, 0.2], 'added to inflation as the Taylor rule sees it'),
    fixed('fed.activitySlope', 'ratio', [0, 2], 'rise of inflation for each log point of activity'),
    fixed('fed.putThreshold', 'ratio', [0, 1], 'drawdown of the equity index at which the put begins'),
    fixed('fed.putGain', 'ratio', [0, 1], 'cut (per year) for each unit of drawdown beyond the threshold'),
    fixed('fed.putLargestCut', 'per year', [0, 0.2], 'largest cut of the put'),
    fixed('fed.putHalfLife', 'days', [1, 2000], 'half-life with which a cut of the put is taken back'),
    scheduled(
      'fed.hawkishRate',
      'per year',
      [0, 0.05],
      'rise of the path that the hawkish successor announces',
    ),
    scheduled(
      'fed.hawkishRunOff',
      '$bn/month',
      [0, 500],
      'run-off of Treasury bonds that the hawkish successor announces; executed only by fed.treasuryPurchases',
    ),
    fixed('fed.hawkishMonths', 'count', [0, 120], 'months of run-off that the successor announces'),
    fixed('fed.termPremium', 'per year', [-0.02, 0.05], 'term premium at the start'),
    fixed(
      'fed.announcementEffect',
      'ratio',
      [0, 10],
      'fall of the term premium, basis points for each $100bn of announced purchases still to come',
    ),
    fixed(
      'fed.announcementDiscount',
      'ratio',
      [0, 5],
      'speed (per year) at which belief in purchases fades with distance',
    ),
    scheduled('fed.reserveOffset', 'per year', [-0.01, 0.01], 'interest on reserves less the policy rate'),
    scheduled('fed.reverseRepoOffset', 'per year', [-0.01, 0.01], 'reverse-repo rate less the policy rate'),
    scheduled('fed.standingRepoOffset', 'per year', [-0.01, 0.05], 'standing-repo rate less the policy rate'),
    fixed('fed.billOffset', 'per year', [-0.02, 0.02], 'bill rate less the policy rate'),
    fixed('fed.depositShare', 'ratio', [0, 1], 'deposit rate as a share of the policy rate'),
    fixed('fed.loanMargin', 'per year', [0, 0.1], 'rate on bank loans less the policy rate'),
    fixed('fed.mortgageRate', 'per year', [0, 0.1], 'rate on mortgage bonds outstanding'),
    scheduled(
      'fed.treasuryPurchases',
      '$bn/month',
      [-500, 1000],
      'Treasury bonds bought (QE); negative: run-off that the Treasury refunds in the market (QT)',
    ),
    scheduled(
      'fed.purchasesAnnouncedMonths',
      'count',
      [0, 120],
      'months ahead for which markets know the purchases; 0: not announced',
    ),
    scheduled('fed.announcedPurchases', '$bn', [-5000, 5000], 'purchases announced for later'),
    scheduled('fed.billPurchases', '$bn/month', [-200, 500], 'bills bought: reserve management'),
    scheduled('fed.mortgageRunOff', '$bn/month', [0, 100], 'mortgage bonds run off; banks take them over'),
    scheduled(
      'fed.reverseRepoTarget',
      '$bn',
      [0, 5000],
      'reverse repo that money funds place at the start rates',
    ),
    {
      name: 'fed.standingRepo',
      unit: 'switch',
      schedulable: true,
      meaning: 'standing repo facility open: caps the funding spread',
    },
    fixed(
      'fed.standingRepoMargin',
      'per year',
      [0, 0.05],
      'spread over the standing-repo rate at which dealers pass it on to funds',
    ),
    scheduled(
      'fed.absorptionShare',
      'ratio',
      [0, 1],
      'share of net Treasury bond issuance that the Fed buys',
    ),
  ],
  columns: [
    singleColumn('fed.ruleRate', 'per year', 'policy rate of the rule, before shocks and put'),
    singleColumn('fed.deliveredPath', 'per year', 'part of the announced path that has been delivered'),
    singleColumn('fed.putCut', 'per year', 'cut of the put in force'),
    singleColumn('fed.indexPeak', 'ratio', 'highest level of the equity index'),
  ],
  series: [
    recorded('fed.assets', '$bn', 'stock', 'securities and loans of the Fed at face'),
    recorded('fed.reserves', '$bn', 'stock', 'bank reserves'),
    recorded('fed.reverseRepo', '$bn', 'stock', 'overnight reverse repo'),
    recorded('fed.standingRepo', '$bn', 'stock', 'standing repo loans'),
  ],
  endow(world) {
    endowRow(world, world.rowOf('fed'), 'fed', OPENING);
    world.column('fed.ruleRate')[0] = world.parameters.number('fed.policyRate');
    setRates(world);
  },
  obligations(world) {
    if (world.tick > 0) updateRule(world);
    setRates(world);
    remit(world);
    runOff(world);
    buyBills(world);
    runOffMortgages(world);
  },
  schedule(world) {
    const { parameters, orders, dt } = world;
    const row = world.rowOf('fed');
    const treasuryBonds = world.ledger.at.treasuryBonds;
    const purchases = Math.max(parameters.number('fed.treasuryPurchases'), 0) * MONTHS * dt;
    orders.place(row, treasuryBonds, purchases, 'policy');
    // In step 3, when the Treasury has said what it issues.
    const absorbed = parameters.number('fed.absorptionShare') * world.scalars.get('bondIssuance');
    orders.place(row, treasuryBonds, absorbed, 'policy');
  },
  record(world, write) {
    const { ledger } = world;
    const row = world.rowOf('fed');
    const held = (name: InstrumentName) => ledger.position(row, ledger.at[name]);
    write('fed.assets', held('treasuryBonds') + held('bills') + held('mortgageBonds') + held('standingRepo'));
    write('fed.reserves', -held('reserves'));
    write('fed.reverseRepo', -held('reverseRepo'));
    write('fed.standingRepo', held('standingRepo'));
  },
};

/** The announced path: of the schedule, and of the hawkish successor. */
function announcedChange(world: World): number {
  const { parameters } = world;
  const hawkish = parameters.choice('fed.rateRule') === 'hawkish';
  return parameters.number('fed.announcedRatePath') + (hawkish ? parameters.number('fed.hawkishRate') : 0);
}

function updateRule(world: World): void {
  const { parameters } = world;
  const rule = parameters.choice('fed.rateRule');
  const rate = world.column('fed.ruleRate');
  if (rule === 'taylor') rate[0] = taylorRate(world, rate[0]);
  if (rule === 'path' || rule === 'hawkish') rate[0] += deliverPath(world);
  updatePut(world, rule === 'put');
}

/** A straight line to the announced change; returns the step of this tick. */
function deliverPath(world: World): number {
  const delivered = world.column('fed.deliveredPath');
  const announced = announcedChange(world);
  const pace =
    Math.max(Math.abs(announced), Math.abs(delivered[0])) /
    world.ticks(world.parameters.number('fed.pathHorizon'));
  const step = Math.max(-pace, Math.min(pace, announced - delivered[0]));
  delivered[0] += step;
  return step;
}

/** The inertial rule in deviations from the start, where it rests: inflation counts as what it rises. */
function taylorRate(world: World, current: number): number {
  const { parameters, scalars } = world;
  return prescribedRate('inertial', {
    current,
    path: current,
    neutralRealRate: parameters.number('fed.policyRate'),
    inflation:
      parameters.number('fed.inflationShock') +
      parameters.number('fed.activitySlope') * scalars.get('activity'),
    inflationTarget: 0,
    outputGap: scalars.get('activity'),
    adjustmentShare: world.speed(parameters.number('fed.ruleHalfLife')),
  });
}

/** Level of the equity index at yesterday's prices, start weights; 1 at the start. */
function equityIndex(world: World): number {
  const { demand } = world;
  let value = 0;
  let start = 0;
  for (const name of EQUITIES) {
    const asset = world.instrument(name);
    value += demand.startFloat[asset] * exp(demand.lnPrice[asset]);
    start += demand.startFloat[asset];
  }
  return start > 0 ? value / start : 1;
}

function updatePut(world: World, active: boolean): void {
  const { parameters } = world;
  const peak = world.column('fed.indexPeak');
  const cut = world.column('fed.putCut');
  const index = equityIndex(world);
  peak[0] = Math.max(peak[0], index);
  const wanted = active
    ? putCut(
        1 - index / peak[0],
        parameters.number('fed.putThreshold'),
        parameters.number('fed.putGain'),
        parameters.number('fed.putLargestCut'),
      )
    : 0;
  // Given at once, taken back slowly.
  const kept = cut[0] * (1 - world.speed(parameters.number('fed.putHalfLife')));
  cut[0] = Math.max(wanted, kept);
}

const terms = handles((world) => ({
  standingRepo: world.parameters.handle('fed.standingRepo'),
  policyRateChange: world.parameters.handle('fed.policyRateChange'),
  lowerBound: world.parameters.handle('fed.lowerBound'),
  reserveOffset: world.parameters.handle('fed.reserveOffset'),
  reverseRepoOffset: world.parameters.handle('fed.reverseRepoOffset'),
  standingRepoOffset: world.parameters.handle('fed.standingRepoOffset'),
  billOffset: world.parameters.handle('fed.billOffset'),
  depositShare: world.parameters.handle('fed.depositShare'),
  loanMargin: world.parameters.handle('fed.loanMargin'),
  mortgageRate: world.parameters.handle('fed.mortgageRate'),
  standingRepoMargin: world.parameters.handle('fed.standingRepoMargin'),
  pathHorizon: world.parameters.handle('fed.pathHorizon'),
  neutralRate: world.parameters.handle('fed.neutralRate'),
  reversionHalfLife: world.parameters.handle('fed.reversionHalfLife'),
  bondDuration: world.parameters.handle('fed.bondDuration'),
  announcementEffect: world.parameters.handle('fed.announcementEffect'),
  termPremium: world.parameters.handle('fed.termPremium'),
}));

function setRates(world: World): void {
  const { scalars } = world;
  const shocked = world.column('fed.ruleRate')[0] + terms(world).policyRateChange.now;
  const policy = boundedRate(shocked, world.column('fed.putCut')[0], terms(world).lowerBound.now);
  scalars.set('policyRate', policy);
  scalars.set('reserveRate', policy + terms(world).reserveOffset.now);
  scalars.set('reverseRepoRate', policy + terms(world).reverseRepoOffset.now);
  scalars.set('standingRepoRate', policy + terms(world).standingRepoOffset.now);
  scalars.set('billRate', policy + terms(world).billOffset.now);
  scalars.set('depositRate', terms(world).depositShare.now * Math.max(policy, 0));
  scalars.set('loanRate', policy + terms(world).loanMargin.now);
  scalars.set('mortgageRate', terms(world).mortgageRate.now);
  scalars.set(
    'fundingSpreadCap',
    terms(world).standingRepo.now !== 0
      ? terms(world).standingRepoOffset.now + terms(world).standingRepoMargin.now
      : NO_CAP,
  );
  setExpectations(world, policy);
}

function setExpectations(world: World, policy: number): void {
  const { scalars } = world;
  const toCome = announcedChange(world) - world.column('fed.deliveredPath')[0];
  scalars.set(
    'expectedPolicyRate',
    expectedPolicyRate(
      {
        current: policy,
        pathEnd: policy + toCome,
        // Always the same horizon, so that an announcement of nothing changes nothing.
        yearsToPathEnd: terms(world).pathHorizon.now / 252,
        neutral: terms(world).neutralRate.now,
        reversionSpeed: Math.LN2 / terms(world).reversionHalfLife.now,
      },
      terms(world).bondDuration.now,
    ),
  );
  const effect = terms(world).announcementEffect.now * 1e-6;
  scalars.set('termPremium', termPremium(terms(world).termPremium.now, effect, toBeBought(world)));
}

/** Announced purchases still to come, $bn: what has been bought acts through the cleared price. */
function toBeBought(world: World): number {
  const { parameters } = world;
  const discount = parameters.number('fed.announcementDiscount');
  const announced = (pace: string, months: string) =>
    remainingPurchases(parameters.number(pace) * MONTHS, parameters.number(months) / MONTHS, discount);
  const hawkish = parameters.choice('fed.rateRule') === 'hawkish';
  return (
    announced('fed.treasuryPurchases', 'fed.purchasesAnnouncedMonths') +
    parameters.number('fed.announcedPurchases') -
    (hawkish ? announced('fed.hawkishRunOff', 'fed.hawkishMonths') : 0)
  );
}

/** Positive net income goes to the Treasury; a loss stays as negative net worth (the deferred asset). */
function remit(world: World): void {
  const row = world.rowOf('fed');
  const amount = Math.max(world.column('income')[row], 0);
  world.payments.pay(row, world.rowOf('treasury'), amount, FLOW.remittance);
  world.scalars.set('remittance', amount);
}

/** QT: bonds fall due at par and are not rolled over; the Treasury pays and refunds in the market. */
function runOff(world: World): void {
  const { ledger, payments, parameters, scalars } = world;
  const row = world.rowOf('fed');
  const treasury = world.rowOf('treasury');
  const treasuryBonds = world.ledger.at.treasuryBonds;
  const flow = FLOW.rollover;
  const wanted = Math.max(-parameters.number('fed.treasuryPurchases'), 0) * MONTHS * world.dt;
  const amount = Math.min(wanted, Math.max(ledger.position(row, treasuryBonds), 0));
  scalars.set('treasuryRunOff', amount);
  if (amount === 0) return;
  ledger.transfer(row, treasury, treasuryBonds, amount, flow, 1);
  payments.pay(treasury, row, amount, flow);
}

/** Buys bills at face from all who hold them outside, in proportion; sells if negative. */
function buyBills(world: World): void {
  const { ledger, payments, parameters, scratch } = world;
  const row = world.rowOf('fed');
  const bills = world.ledger.at.bills;
  const flow = FLOW.openMarket;
  const wanted = parameters.number('fed.billPurchases') * MONTHS * world.dt;
  if (wanted === 0) return;
  let held = 0;
  for (const kind of BILL_SELLERS) {
    const { first, last } = world.rowsOf(kind);
    for (let r = first; r < last; r++) held += Math.max(ledger.position(r, bills), 0);
  }
  if (held === 0) return;
  const limit = wanted > 0 ? held : Math.max(ledger.position(row, bills), 0);
  const amount = Math.sign(wanted) * Math.min(Math.abs(wanted), limit);
  for (const kind of BILL_SELLERS) {
    const { first, last } = world.rowsOf(kind);
    for (let r = first; r < last; r++) scratch[r] = (amount * Math.max(ledger.position(r, bills), 0)) / held;
    payments.payColumn(row, first, last, scratch, flow);
    for (let r = first; r < last; r++) scratch[r] = -scratch[r];
    ledger.transferColumn(row, first, last, bills, scratch, flow);
  }
}

/** Borrowers repay the Fed and borrow anew from banks, which pay in reserves: deposits do not change. */
function runOffMortgages(world: World): void {
  const { ledger, payments, parameters, clearingRow } = world;
  const row = world.rowOf('fed');
  const mortgageBonds = world.ledger.at.mortgageBonds;
  const flow = FLOW.openMarket;
  const wanted = parameters.number('fed.mortgageRunOff') * MONTHS * world.dt;
  const amount = Math.min(wanted, Math.max(ledger.position(row, mortgageBonds), 0));
  if (amount === 0) return;
  ledger.transfer(row, clearingRow, mortgageBonds, amount, flow);
  payments.pay(clearingRow, row, amount, flow);
}
