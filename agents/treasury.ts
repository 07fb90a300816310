/**
 * The Treasury: taxes, spending, interest, and the bills and bonds that finance the rest in the same tick.
 *
 * Taxes and other spending are fixed at the start so that the deficit is what `treasury.deficit` says; later
 * changes of interest and of the Fed's remittance change the deficit, as they do in fact.
 */

import type { AgentKind } from '../src/agent-kind.js';
import { fixed, recorded, scheduled, singleColumn } from '../src/ledger/declare.js';
import { FLOW } from '../src/ledger/flows.js';
import type { InstrumentName } from '../src/ledger/instruments.js';
import { endowRow, openingParameters } from '../src/ledger/opening.js';
import type { World } from '../src/ledger/world.js';

const OPENING = ['treasuryBonds', 'bills', 'treasuryAccount'];

export const treasury: AgentKind = {
  name: 'treasury',
  label: 'Treasury',
  meaning: 'federal government: taxes, spending, debt',
  rows: 1,
  parameters: [
    ...openingParameters('treasury', OPENING),
    fixed('treasury.deficit', '$bn/yr', [-2000, 6000], 'deficit at the start, interest included'),
    fixed('treasury.spending', '$bn/yr', [0, 20000], 'spending without interest'),
    scheduled('treasury.deficitAddition', '$bn/yr', [-5000, 5000], 'spending on top, financed by debt'),
    scheduled('treasury.accountTarget', '$bn', [0, 5000], 'target of the Treasury account'),
    fixed('treasury.accountHalfLife', 'days', [1, 500], 'half-life of the gap to the target of the account'),
    scheduled('treasury.billsShare', 'ratio', [0, 1], 'share of net issuance in bills'),
    scheduled(
      'treasury.computeDebtPrice',
      'ratio',
      [0, 1],
      'backstop: price over par at which compute debt in default is taken over; lenders know it',
    ),
    scheduled('treasury.chipMoney', '$bn', [0, 1000], 'backstop: money for each auction of seized chips'),
    scheduled(
      'treasury.chipPrice',
      'ratio',
      [0, 2],
      'backstop: most that is bid for seized chips, over the price of new ones that earn as much',
    ),
  ],
  columns: [
    singleColumn('treasury.taxes', '$bn/yr', 'taxes, fixed in the first tick'),
    singleColumn('treasury.backstop', '$bn', 'paid so far for compute debt in default and seized chips'),
    singleColumn('treasury.toSpend', '$bn', 'spending of this tick, paid when the issue has settled'),
  ],
  series: [
    recorded('treasury.account', '$bn', 'stock', 'Treasury account at the Fed'),
    recorded('treasury.bills', '$bn', 'stock', 'bills outstanding'),
    recorded('treasury.backstop', '$bn', 'stock', 'paid so far for compute debt in default and seized chips'),
    recorded('treasury.bonds', '$bn', 'stock', 'bonds outstanding at face'),
  ],
  endow(world) {
    endowRow(world, world.rowOf('treasury'), 'treasury', OPENING);
    world.scalars.set('deficit', world.parameters.number('treasury.deficit'));
  },
  obligations(world) {
    const { parameters, scalars, dt, payments } = world;
    const row = world.rowOf('treasury');
    const taxes = world.column('treasury.taxes');
    const remittance = scalars.get('remittance') / dt;
    const interest = -world.column('income')[row] / dt;
    const regular = parameters.number('treasury.spending') + interest - remittance;
    if (world.tick === 1) taxes[0] = regular - parameters.number('treasury.deficit');
    const addition = parameters.number('treasury.deficitAddition');
    scalars.set('deficit', regular - taxes[0] + addition);
    world.column('treasury.toSpend')[0] = (parameters.number('treasury.spending') + addition) * dt;
    payments.pay(world.rowOf('realEconomy'), row, taxes[0] * dt, FLOW.taxes);
    finance(world, row);
  },
  settle(world) {
    const row = world.rowOf('treasury');
    const spending = world.column('treasury.toSpend')[0];
    world.payments.pay(row, world.rowOf('realEconomy'), spending, FLOW.governmentSpending);
  },
  record(world, write) {
    const { ledger } = world;
    const row = world.rowOf('treasury');
    const units = (name: InstrumentName) => ledger.position(row, ledger.at[name]);
    write('treasury.backstop', world.column('treasury.backstop')[0]);
    write('treasury.account', units('treasuryAccount'));
    write('treasury.bills', -units('bills'));
    write('treasury.bonds', -units('treasuryBonds'));
  },
};

/**
 * Issues what spending and the way to the target need beyond the account; what the Fed let run off is refunded
 * in bonds. A surplus redeems bills and buys bonds back.
 */
function finance(world: World, row: number): void {
  const { ledger, payments, parameters, scalars, orders, clearingRow, dt } = world;
  const account = ledger.position(row, world.ledger.at.treasuryAccount);
  const runOff = scalars.get('treasuryRunOff');
  const balance = scalars.get('deficit') * dt;
  const spending = world.column('treasury.toSpend')[0];
  // The account as this tick would leave it with the deficit and the run-off financed.
  const planned = account - spending + balance + runOff;
  const step = world.speed(parameters.number('treasury.accountHalfLife'));
  const need = balance + step * (parameters.number('treasury.accountTarget') - planned);
  const bills = parameters.number('treasury.billsShare') * need;
  const flow = FLOW.billIssue;
  ledger.transfer(row, clearingRow, world.ledger.at.bills, bills, flow);
  payments.pay(clearingRow, row, bills, flow);
  const bonds = need - bills;
  scalars.set('bondIssuance', bonds);
  const treasuryBonds = world.ledger.at.treasuryBonds;
  orders.place(row, treasuryBonds, -bonds, 'issuance');
  orders.place(row, treasuryBonds, -runOff, 'policy');
}
