/**
 * Hyperscalers: five archetypes of firms that build AI capacity (model section 6).
 *
 * Each has a capex plan, operating cash flow that grows with AI revenue, and a pecking order for the rest: cash
 * above a floor, Treasury bonds, AI-issuer bonds, off-balance-sheet vehicles; what nobody finances is cut.
 * Capex is paid out of the proceeds in the same tick. Dear capital and a fall of the own equity slow the plan.
 * Reported earnings depreciate over the assumed life, the capital itself fades over the economic life.
 */
import type { AgentKind } from '../src/agent-kind.js';
import { customerValues, issuerState, setConcessions } from '../src/hyperscalers/concessions.js';
import { labGain, liftEarnings, sumRevenue } from '../src/hyperscalers/earnings.js';
import { coverOverdraft, debtOf, finance, plannedCapex } from '../src/hyperscalers/financing.js';
import { PARAMETERS } from '../src/hyperscalers/firm-parameters.js';
import {
  FIRMS,
  KIND,
  LEASED,
  otherContracts,
  own,
  position,
  SALES,
  SELLERS,
  SERIES,
} from '../src/hyperscalers/firms.js';
import { invest } from '../src/hyperscalers/investment.js';
import { endow } from '../src/hyperscalers/opening.js';
import { earn } from '../src/hyperscalers/operations.js';
import { answerContracts, growPlans, react } from '../src/hyperscalers/plans.js';
import { contractsPaid } from '../src/ledger/compute-contracts.js';
import { addBankLoans, addChipOrders, addEdge, addPooledDebt } from '../src/ledger/contract-graph.js';
import { recorded, rowColumn, singleColumn } from '../src/ledger/declare.js';
import { otherVehicleRent } from '../src/ledger/site-leases.js';
import { herfindahl } from '../src/mechanisms/contract-concentration.js';

export const hyperscalers: AgentKind = {
  name: KIND,
  label: 'Hyperscalers',
  meaning: 'Microsoft, Alphabet (cash-rich), Amazon (balanced), Meta (debt-funded), Oracle (concentrated)',
  rows: FIRMS.length,
  rowNames: FIRMS,
  parameters: PARAMETERS,
  columns: [
    rowColumn('hyperscalers.plan', '$bn/yr', 'planned capex, without addition and reaction'),
    rowColumn('hyperscalers.reaction', 'ratio', 'share of the plan that capital markets leave'),
    rowColumn('hyperscalers.putOff', '$bn', 'capex that waits for sites'),
    rowColumn('hyperscalers.toPay', '$bn', 'capex of this tick on the balance sheet'),
    rowColumn('hyperscalers.payout', '$bn', 'surplus of this tick to be paid out'),
    rowColumn('hyperscalers.vehicleCapital', '$bn', 'capex of this tick through vehicles'),
    rowColumn('hyperscalers.lease', '$bn', 'obligations to vehicles'),
    rowColumn('hyperscalers.economicCapital', '$bn', 'AI capital by economic life'),
    rowColumn('hyperscalers.reportedCapital', '$bn', 'AI capital in the books'),
    rowColumn('hyperscalers.written', '$bn', 'capital written down so far'),
    rowColumn('hyperscalers.aiRevenue', '$bn/yr', 'AI revenue'),
    rowColumn(
      'hyperscalers.labCost',
      '$bn',
      'what the shares of labs have cost; those of the start at the last round',
    ),
    rowColumn('hyperscalers.vacant', '$bn/yr', 'AI revenue of capacity without a customer'),
    rowColumn('hyperscalers.operatingCashFlow', '$bn/yr', 'operating cash flow'),
    rowColumn('hyperscalers.concession', 'per year', 'spread paid over the pool'),
    rowColumn('hyperscalers.startConcession', 'per year', 'the same at the start'),
    rowColumn('hyperscalers.usualCash', '$bn', 'deposits and money-fund shares at the start'),
    rowColumn('hyperscalers.startShare', 'ratio', 'share of megacap equity at the start'),
    singleColumn('hyperscalers.operatingIndex', 'ratio', 'operating cash flow without AI over its start'),
    singleColumn('hyperscalers.demandIndex', 'ratio', 'demand for AI services over its start'),
    singleColumn('hyperscalers.earningsEffect', 'ln', 'part of log megacap earnings that AI explains'),
    {
      name: 'hyperscalers.pool',
      unit: 'ratio',
      meaning: 'leverage, coverage and concentration of the average issuer',
      length: 3,
    },
  ],
  series: [
    recorded('hyperscalers.debt', '$bn', 'stock', 'bonds, loans and leases'),
    recorded('hyperscalers.reportedCapital', '$bn', 'stock', 'AI capital in the books'),
    recorded('hyperscalers.economicCapital', '$bn', 'stock', 'AI capital by economic life'),
    recorded('hyperscalers.putOff', '$bn', 'stock', 'capex that waits for power'),
    recorded('hyperscalers.labRevenue', '$bn/yr', 'flow', 'AI revenue paid by labs under contract'),
    recorded('hyperscalers.vacant', '$bn/yr', 'flow', 'AI revenue of capacity without a customer'),
    recorded('hyperscalers.labGain', '$bn', 'stock', 'gain on shares of labs since the start'),
    ...FIRMS.flatMap((firm) => [
      recorded(
        `hyperscalers.capitalExpenditure.${firm}`,
        '$bn/yr',
        'flow',
        `capex planned and allowed at ${firm}`,
      ),
      recorded(`hyperscalers.concession.${firm}`, 'per year', 'rate', `spread of ${firm} over the pool`),
      recorded(`hyperscalers.cash.${firm}`, '$bn', 'stock', `deposits and money-fund shares of ${firm}`),
      recorded(
        `hyperscalers.concentration.${firm}`,
        'ratio',
        'index',
        `largest customer of ${firm} in its contracted revenue`,
      ),
    ]),
    ...SELLERS.map((i) =>
      recorded(
        `hyperscalers.herfindahl.${FIRMS[i]}`,
        'ratio',
        'index',
        `concentration of what ${FIRMS[i]} has sold on labs, other contracts beside them`,
      ),
    ),
  ],
  endow,
  obligations(world) {
    growPlans(world);
    world.scalars.set('vehicleIssuance', 0);
    for (let i = 0; i < FIRMS.length; i++) {
      react(world, i);
      own(world).labCost[i] += world.column('aiLabs.subscribed')[i];
      answerContracts(world, i);
      earn(world, i);
      finance(world, i);
    }
    sumRevenue(world);
    liftEarnings(world);
  },
  settle(world) {
    for (let i = 0; i < FIRMS.length; i++) {
      invest(world, i);
      coverOverdraft(world, i);
    }
  },
  marks: setConcessions,
  contracts(world, add) {
    for (const [i, firm] of FIRMS.entries()) {
      const row = world.rowOf(KIND) + i;
      addChipOrders(world, firm, plannedCapex(world, i), add);
      const concession = own(world).concession[i];
      addPooledDebt(world, row, firm, 'aiInvestmentGradeBonds', { concession }, add);
      addBankLoans(world, row, firm, add);
      const rent = otherVehicleRent(world, i, LEASED[i]);
      addEdge(add, firm, 'vehicles', 'money', { outstanding: own(world).lease[i], perYear: rent });
    }
  },
  record(world, write) {
    let debt = 0;
    let reported = 0;
    let economic = 0;
    let putOff = 0;
    for (let i = 0; i < FIRMS.length; i++) {
      debt += debtOf(world, i);
      reported += own(world).reportedCapital[i];
      economic += own(world).economicCapital[i];
      putOff += own(world).putOff[i];
      write(SERIES[i].capitalExpenditure, plannedCapex(world, i));
      write(SERIES[i].concession, own(world).concession[i]);
      write(
        SERIES[i].cash,
        position(world, i, world.ledger.at.deposits) + position(world, i, world.ledger.at.moneyFundShares),
      );
    }
    for (let i = 0; i < FIRMS.length; i++)
      write(SERIES[i].concentration, issuerState(world, i).concentration);
    for (const i of SELLERS)
      write(SERIES[i].herfindahl, herfindahl(customerValues(world, i), otherContracts(world, i)));
    write(
      'hyperscalers.labRevenue',
      FIRMS.reduce((sum, _, i) => sum + contractsPaid(world, SALES[i]), 0) / world.dt,
    );
    write(
      'hyperscalers.vacant',
      FIRMS.reduce((sum, _, i) => sum + own(world).vacant[i], 0),
    );
    write('hyperscalers.labGain', labGain(world));
    write('hyperscalers.debt', debt);
    write('hyperscalers.reportedCapital', reported);
    write('hyperscalers.economicCapital', economic);
    write('hyperscalers.putOff', putOff);
  },
};
