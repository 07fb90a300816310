/**
 * Sovereign funds and holding companies like SoftBank: large, unlevered, slow, bound by commitments.
 *
 * A call is paid from cash in hand down to a part of the floor; what is then lacking is met in part by asking
 * hedge funds for money back (bridged from the rest of the floor), else by forced sales, least conviction
 * first, and paid out of the proceeds. Sources: Takahashi & Alexander (2002) on the pace of calls; Robinson &
 * Sensoy (2016, JFE 122) on calls as a liquidity demand that comes in waves.
 */

import type { AgentKind } from '../src/agent-kind.js';
import { squareCash } from '../src/ledger/cash.js';
import { FLOW } from '../src/ledger/flows.js';
import {
  freeUnits,
  giveNotice,
  RING_LENGTH,
  redemptionColumns,
  redemptionTerms,
  ringSlot,
} from '../src/ledger/fund-redemptions.js';
import { CLEARED_INSTRUMENTS } from '../src/ledger/instruments.js';
import {
  assetPrices,
  cashOf,
  distributeIncome,
  exposureOf,
  FORCED_SALE_CAP,
  openBehaviour,
  openCash,
  openPortfolios,
  openStock,
  writeCashReturnGain,
} from '../src/ledger/investor-books.js';
import { drawSizes, drawTraits } from '../src/ledger/investor-draws.js';
import { cashParameters, investorParameters, openingParameters } from '../src/ledger/investor-parameters.js';
import type { World } from '../src/ledger/world.js';
import { redemptionRequest } from '../src/mechanisms/redemption.js';

const PRICES_OF_THE_START = new Float64Array(CLEARED_INSTRUMENTS.length).fill(1);
const KIND = 'sovereignFunds';

function endow(world: World): void {
  const { parameters } = world;
  const sizes = drawSizes(world, KIND);
  const exposures = openPortfolios(world, KIND, sizes);
  openBehaviour(world, KIND, exposures);
  openCash(world, KIND, exposures);
  for (const instrument of ['hedgeFundShares', 'privateAiEquity', 'privateCreditFundShares'])
    openStock(world, KIND, instrument, parameters.number(`opening.${KIND}.${instrument}`), exposures);
  // Some funds have promised far more, for their size, than others: those run dry first.
  const eagerness = drawTraits(
    world,
    `${KIND} commitments`,
    1,
    parameters.number('sovereignFunds.commitmentDispersion'),
    exposures,
  );
  const unfunded = world.column('sovereignFunds.unfunded');
  const total = parameters.number('sovereignFunds.unfundedCommitments');
  let weights = 0;
  for (let i = 0; i < unfunded.length; i++) weights += exposures[i] * eagerness[i];
  for (let i = 0; i < unfunded.length; i++) unfunded[i] = total * ((exposures[i] * eagerness[i]) / weights);
}

function sum(values: Float64Array): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i];
  return total;
}

/** Announces calls, those of labs and of others at today's rate; returns the share of unfunded commitments due now. */
function callDue(world: World): number {
  const { parameters, scalars } = world;
  const ring = world.column('sovereignFunds.callRing');
  const labRing = world.column('sovereignFunds.labCallRing');
  const announced = ringSlot(world, world.ticks(parameters.number('sovereignFunds.callNotice')));
  ring[announced] += parameters.number('sovereignFunds.capitalCallRate') * world.dt;
  labRing[announced] += scalars.get('labCalls');
  world.column('sovereignFunds.labCalls')[0] += scalars.get('labCalls');
  const today = ringSlot(world, 0);
  const unfunded = sum(world.column('sovereignFunds.unfunded'));
  const wanted = ring[today] + labRing[today];
  const ofLabs = wanted > 0 ? labRing[today] / wanted : 0;
  const due = Math.min(wanted, unfunded);
  ring[today] = 0;
  labRing[today] = 0;
  // What goes beyond all commitments is refused.
  world.column('sovereignFunds.labCalls')[0] -= ofLabs * (wanted - due);
  if (!(due > 0)) return 0;
  const called = Math.min(due, world.perTick(parameters.number('sovereignFunds.largestCall')) * unfunded);
  ring[ringSlot(world, 1)] += (1 - ofLabs) * (due - called);
  labRing[ringSlot(world, 1)] += ofLabs * (due - called);
  world.column('sovereignFunds.owedToLabs')[0] += ofLabs * called;
  return called / unfunded;
}

/** Pays the part \`share\` of what stands in \`amounts\` ($bn by row) to an issuer of private equity. */
function payCaller(world: World, issuer: number, amounts: Float64Array, share: number): void {
  if (!(share > 0)) return;
  const { first, last } = world.rowsOf(KIND);
  const { scratch, ledger } = world;
  const equity = world.ledger.at.privateAiEquity;
  const flow = FLOW.capitalCalls;
  const value = ledger.unitValue[equity];
  for (let row = first; row < last; row++) scratch[row] = (share * amounts[row - first]) / value;
  ledger.transferColumn(issuer, first, last, equity, scratch, flow, value);
  for (let row = first; row < last; row++) scratch[row] *= -value;
  world.payments.payColumn(issuer, first, last, scratch, flow);
}

/** Pays \`scratch\` (dollars, positive) to those who have called: labs by what each has called, and AI builders. */
function payCalls(world: World): void {
  const { first, last } = world.rowsOf(KIND);
  const amounts = world.scratch.slice(first, last);
  const paid = sum(amounts);
  const owed = world.column('sovereignFunds.owedToLabs');
  const all = sum(world.column('sovereignFunds.callArrears')) + paid;
  if (!(paid > 0)) return;
  const ofLabs = Math.min(owed[0] / all, 1);
  payCaller(world, world.rowOf('aiBuilders'), amounts, 1 - ofLabs);
  if (!(ofLabs > 0)) return;
  const called = world.column('aiLabs.called');
  const labs = world.rowsOf('aiLabs');
  const total = sum(called);
  for (let i = 0; i < called.length; i++)
    payCaller(world, labs.first + i, amounts, ofLabs * (called[i] / total));
  owed[0] -= ofLabs * paid;
  const left = world.column('sovereignFunds.labCalls');
  left[0] = Math.max(left[0] - ofLabs * paid, 0);
}

function obligations(world: World): void {
  distributeIncome(world, KIND);
  const share = callDue(world);
  const { first, last } = world.rowsOf(KIND);
  const { demand, parameters, scratch, events } = world;
  const unfunded = world.column('sovereignFunds.unfunded');
  const arrears = world.column('sovereignFunds.callArrears');
  const prices = assetPrices(world);
  const cash = cashOf(world);
  const free = freeUnits(world, KIND);
  const terms = redemptionTerms(world);
  const shareOfShortage = parameters.number('sovereignFunds.redemptionShareOfShortage');
  const habits = terms && { ...terms, shareOfShortage };
  const floorKept = parameters.number('sovereignFunds.floorKept');
  const frightened = terms !== undefined && -terms.logDrawdown > terms.threshold;
  let called = 0;
  for (let row = first; row < last; row++) {
    const i = row - first;
    const call = share * unfunded[i];
    unfunded[i] -= call;
    arrears[i] += call;
    called += call;
    scratch[row] = 0;
    if (call > 0) events.add('capital call', KIND, row, 'privateAiEquity', call);
    if (arrears[i] === 0 && !frightened) continue;
    const money = Math.max(cash(row), 0);
    const floor = demand.cashFloorShare[row] * (exposureOf(world, row, prices) + money);
    const paid = Math.min(arrears[i], Math.max(money - floorKept * floor, 0));
    // Only a new call is a new shortage; old arrears have given notice already.
    const shortage = Math.min(arrears[i] - paid, call);
    const asked =
      habits === undefined
        ? 0
        : redemptionRequest(
            { holding: free(row) * habits.value, shortage, logDrawdown: habits.logDrawdown },
            habits,
          );
    if (terms !== undefined) giveNotice(world, KIND, row, asked / terms.value, terms.noticeTicks);
    const bridge = Math.min(asked, shareOfShortage * shortage, money - paid);
    scratch[row] = paid + bridge;
    // The bridge comes back from hedge funds; what is paid beside it must be raised again.
    demand.calledCash[row] += paid;
    arrears[i] -= scratch[row];
  }
  world.scalars.set('capitalCalls', called);
  if (called > 0 || sum(arrears) > 0) payCalls(world);
}

function schedule(world: World): void {
  const { first, last } = world.rowsOf(KIND);
  const arrears = world.column('sovereignFunds.callArrears');
  const prices = assetPrices(world);
  writeCashReturnGain(world, KIND);
  for (let row = first; row < last; row++) {
    const owed = arrears[row - first];
    world.demand.forcedCapitalCall[row] =
      owed > 0 ? Math.min(owed, FORCED_SALE_CAP * exposureOf(world, row, prices)) : 0;
  }
}

/** Pays arrears out of what was sold today; the rest is carried. */
function settle(world: World): void {
  const { first, last } = world.rowsOf(KIND);
  const arrears = world.column('sovereignFunds.callArrears');
  const cash = cashOf(world);
  let paid = 0;
  for (let row = first; row < last; row++) {
    const owed = arrears[row - first];
    const payment = owed > 0 ? Math.min(owed, Math.max(cash(row), 0)) : 0;
    world.scratch[row] = payment;
    arrears[row - first] -= payment;
    paid += payment;
  }
  if (paid > 0) payCalls(world);
  squareCash(world, first, last, world.parameters.number('sovereignFunds.moneyFundShareOfCash'));
}

/** Units are dollars at the prices of the start. */
function holdings(world: World): number {
  const { first, last } = world.rowsOf(KIND);
  let units = 0;
  for (let row = first; row < last; row++) units += exposureOf(world, row, PRICES_OF_THE_START);
  return units;
}

export const sovereignFunds: AgentKind = {
  name: KIND,
  label: 'Sovereign funds',
  meaning: 'state investors and holding companies with commitments to AI labs and private funds',
  parameters: [
    ...openingParameters(KIND, ['hedgeFundShares', 'privateAiEquity', 'privateCreditFundShares']),
    ...investorParameters(KIND),
    ...cashParameters(KIND),
    {
      name: `${KIND}.unfundedCommitments`,
      unit: '$bn',
      range: [0, 10_000],
      meaning: 'commitments not yet called at the start',
    },
    {
      name: `${KIND}.commitmentDispersion`,
      unit: 'ratio',
      range: [0, 2],
      meaning: 'log standard deviation of commitments over wealth',
    },
    {
      name: `${KIND}.capitalCallRate`,
      unit: '$bn/yr',
      range: [0, 100_000],
      schedulable: true,
      meaning: 'commitments called, net of what is refunded elsewhere; announced now, due after notice',
    },
    {
      name: `${KIND}.callNotice`,
      unit: 'days',
      range: [1, 250],
      meaning: 'trading days between the announcement of a call and its payment',
    },
    {
      name: `${KIND}.largestCall`,
      unit: 'ratio',
      range: [0, 1],
      schedulable: true,
      meaning: 'largest share of unfunded commitments that is due on a day',
    },
    {
      name: `${KIND}.floorKept`,
      unit: 'ratio',
      range: [0, 1],
      schedulable: true,
      meaning: 'share of the cash floor that calls do not touch',
    },
    {
      name: `${KIND}.redemptionShareOfShortage`,
      unit: 'ratio',
      range: [0, 1],
      schedulable: true,
      meaning: 'share of a shortage that is met by redeeming hedge-fund shares',
    },
  ],
  columns: [
    ...redemptionColumns(KIND),
    { name: `${KIND}.unfunded`, unit: '$bn', length: 'kind', meaning: 'commitments not yet called' },
    { name: `${KIND}.callArrears`, unit: '$bn', length: 'kind', meaning: 'called and not yet paid' },
    {
      name: `${KIND}.callRing`,
      unit: '$bn',
      length: RING_LENGTH,
      meaning: 'announced calls that fall due, by tick modulo the length',
    },
    {
      name: `${KIND}.labCallRing`,
      unit: '$bn',
      length: RING_LENGTH,
      meaning: 'the same, called by AI labs',
    },
    {
      name: `${KIND}.labCalls`,
      unit: '$bn',
      length: 1,
      meaning: 'announced by AI labs and not yet paid',
    },
    {
      name: `${KIND}.owedToLabs`,
      unit: '$bn',
      length: 1,
      meaning: 'part of all arrears that is owed to AI labs',
    },
    {
      name: `${KIND}.startCashReturn`,
      unit: 'per year',
      length: 1,
      meaning: 'return of cash at the start',
    },
  ],
  series: [
    {
      name: 'sovereignFunds.unfundedCommitments',
      unit: '$bn',
      type: 'stock',
      meaning: 'commitments not yet called',
    },
    { name: 'sovereignFunds.callArrears', unit: '$bn', type: 'stock', meaning: 'called and not yet paid' },
    {
      name: 'sovereignFunds.holdings',
      unit: '$bn',
      type: 'stock',
      meaning: 'cleared assets held, at the prices of the start: it falls by what is sold',
    },
  ],
  endow,
  obligations,
  schedule,
  settle,
  record(world, write) {
    write('sovereignFunds.unfundedCommitments', sum(world.column('sovereignFunds.unfunded')));
    write('sovereignFunds.callArrears', sum(world.column('sovereignFunds.callArrears')));
    write('sovereignFunds.holdings', holdings(world));
  },
};
