/**
 * Insurers and pensions: slow real money, buyers of investment-grade and private credit.
 *
 * Premiums equal benefits unless `netContributions` says otherwise, so only the difference is booked; a share of what
 * comes in buys new shares of private-credit funds. Nothing forces them; they give notice to hedge funds when these lose.
 * Source: inelastic insurers in credit, Bretscher, Schmid, Sen & Sharma (2026, RFS).
 */

import type { AgentKind } from '../src/agent-kind.js';
import { squareCash } from '../src/ledger/cash.js';
import { FLOW } from '../src/ledger/flows.js';
import { subscribe } from '../src/ledger/fund-flows.js';
import {
  freeUnits,
  giveNotices,
  redemptionColumns,
  redemptionTerms,
} from '../src/ledger/fund-redemptions.js';
import {
  distributeIncome,
  economyRow,
  openBehaviour,
  openCash,
  openPortfolios,
  openStock,
  writeCashReturnGain,
} from '../src/ledger/investor-books.js';
import { drawSizes } from '../src/ledger/investor-draws.js';
import { cashParameters, investorParameters, openingParameters } from '../src/ledger/investor-parameters.js';
import type { World } from '../src/ledger/world.js';
import { redemptionRequest } from '../src/mechanisms/redemption.js';

const KIND = 'insurers';
const OTHERS = ['hedgeFundShares', 'mortgageBonds', 'privateCreditFundShares'];

function endow(world: World): void {
  const exposures = openPortfolios(world, KIND, drawSizes(world, KIND));
  openBehaviour(world, KIND, exposures);
  openCash(world, KIND, exposures);
  for (const instrument of OTHERS)
    openStock(world, KIND, instrument, world.parameters.number(`opening.${KIND}.${instrument}`), exposures);
}

function obligations(world: World): void {
  distributeIncome(world, KIND);
  contribute(world);
  redeem(world);
}

/** Premiums and contributions less benefits, spread by wealth at the start; a share of what is positive is placed privately. */
function contribute(world: World): void {
  const amount = world.parameters.number('insurers.netContributions') * world.dt;
  if (amount === 0) return;
  const { first, last } = world.rowsOf(KIND);
  const { startWealth } = world.demand;
  let total = 0;
  for (let row = first; row < last; row++) total += startWealth[row];
  for (let row = first; row < last; row++) world.scratch[row] = amount * (startWealth[row] / total);
  world.payments.payColumn(economyRow(world), first, last, world.scratch, FLOW.savings);
  const share = world.parameters.number('insurers.privateCreditShare');
  if (amount < 0 || share === 0) return;
  for (let row = first; row < last; row++) world.scratch[row] *= share;
  subscribe(world, KIND, 'privateCreditFunds', world.ledger.at.privateCreditFundShares);
}

/** Notice to hedge funds that have lost more than the threshold. */
function redeem(world: World): void {
  const terms = redemptionTerms(world);
  if (terms === undefined || -terms.logDrawdown <= terms.threshold) return;
  const { first, last } = world.rowsOf(KIND);
  const free = freeUnits(world, KIND);
  const habits = { ...terms, shareOfShortage: 0 };
  const owner = { holding: 0, shortage: 0, logDrawdown: terms.logDrawdown };
  for (let row = first; row < last; row++) {
    owner.holding = free(row);
    world.scratch[row] = redemptionRequest(owner, habits);
  }
  giveNotices(world, KIND, terms.noticeTicks);
}

function settle(world: World): void {
  const { first, last } = world.rowsOf(KIND);
  squareCash(world, first, last, world.parameters.number('insurers.moneyFundShareOfCash'));
}

/** What insurers believe their shares of private-credit funds to be worth, $bn. */
function privateCredit(world: World): number {
  const { ledger } = world;
  const shares = ledger.at.privateCreditFundShares;
  const { first, last } = world.rowsOf(KIND);
  let units = 0;
  for (let row = first; row < last; row++) units += ledger.position(row, shares);
  return units * ledger.unitValue[shares];
}

export const insurers: AgentKind = {
  name: KIND,
  label: 'Insurers and pensions',
  meaning: 'life and other insurers, private and public pensions: slow real money',
  parameters: [
    ...openingParameters(KIND, OTHERS),
    ...investorParameters(KIND),
    ...cashParameters(KIND),
    {
      name: `${KIND}.netContributions`,
      unit: '$bn/yr',
      range: [-5000, 5000],
      schedulable: true,
      meaning: 'premiums and contributions less benefits',
    },
    {
      name: `${KIND}.privateCreditShare`,
      unit: 'ratio',
      range: [0, 1],
      schedulable: true,
      meaning: 'share of positive net contributions that buys new shares of private-credit funds',
    },
  ],
  columns: [
    ...redemptionColumns(KIND),
    { name: `${KIND}.startCashReturn`, unit: 'per year', length: 1, meaning: 'return of cash at the start' },
  ],
  series: [
    {
      name: `${KIND}.privateCredit`,
      unit: '$bn',
      type: 'stock',
      meaning: 'shares of private-credit funds, at reported NAV',
    },
  ],
  endow,
  obligations,
  schedule: (world) => writeCashReturnGain(world, KIND),
  settle,
  record: (world, write) => write(`${KIND}.privateCredit`, privateCredit(world)),
};
