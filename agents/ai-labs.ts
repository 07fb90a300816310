/**
 * AI labs: firms that sell models, spend more than they earn and promise to buy computing for years (model section 6).
 *
 * Revenue comes from the real economy and can disappoint; staff, contracts for computing and chips of their own are paid
 * from cash. What is lacking is asked of sovereign funds in rounds, which also mark the shares. A lab whose runway gets
 * short cuts its contracts and owes sellers damages, who lose a customer; one with money signs new ones as far as its
 * revenue asks for them. Who cannot pay misses a payment, and fails if nobody comes to its help: its claims are lost.
 */
import type { AgentKind } from '../src/agent-kind.js';
import { hasFailed, plan, run } from '../src/ai-labs/budget.js';
import { PARAMETERS } from '../src/ai-labs/lab-parameters.js';
import {
  held,
  KIND,
  LAB_CONTRACTS,
  LEASED,
  LONGEST_RUNWAY,
  own,
  PURCHASES,
  position,
  RUNWAYS,
  rowOf,
  total,
  VALUATIONS,
} from '../src/ai-labs/labs.js';
import { endow } from '../src/ai-labs/opening.js';
import { buyerConcentration, countCalls, followCircle } from '../src/ai-labs/record.js';
import { AI_LABS } from '../src/ledger/ai-firms.js';
import { squareCash } from '../src/ledger/cash.js';
import { buyCapacity } from '../src/ledger/chip-purchase.js';
import { contractColumns, contractedAmount, contractsPaid } from '../src/ledger/compute-contracts.js';
import { keptShare } from '../src/ledger/contract-book.js';
import { claimsOn, claimsPaid } from '../src/ledger/contract-claims.js';
import {
  addBankLoans,
  addChipOrders,
  addComputing,
  addEdge,
  addLabShares,
} from '../src/ledger/contract-graph.js';
import { recorded, rowColumn, singleColumn } from '../src/ledger/declare.js';
import { payLeases } from '../src/ledger/site-leases.js';
import { runway } from '../src/mechanisms/lab-funding.js';
import { financedShare } from '../src/mechanisms/vendor-financing.js';

export const aiLabs: AgentKind = {
  name: KIND,
  label: 'AI labs',
  meaning: 'OpenAI, Anthropic, xAI and a group of others that sell models and burn cash',
  rows: AI_LABS.length,
  rowNames: AI_LABS,
  parameters: PARAMETERS,
  columns: [
    ...contractColumns(),
    singleColumn('aiLabs.planned', 'ratio', 'planned revenue over its start'),
    singleColumn('aiLabs.growthLeft', 'ratio', 'share of the growth of the start that is left'),
    rowColumn('aiLabs.revenue', '$bn/yr', 'revenue'),
    rowColumn('aiLabs.burn', '$bn/yr', 'spending less revenue'),
    rowColumn('aiLabs.chipBudget', '$bn', 'own money for chips in this tick'),
    rowColumn('aiLabs.chipsKept', 'ratio', 'chip orders over those of the plan'),
    rowColumn('aiLabs.valuation', 'ratio', 'price of the last round over that before the start'),
    { name: 'aiLabs.subscribed', unit: '$bn', meaning: 'paid by each hyperscaler in this tick', length: 5 },
    singleColumn('aiLabs.subscribedMean', '$bn', 'mean of what hyperscalers pay for shares in a tick'),
    singleColumn('aiLabs.sellersMean', '$bn', 'mean of what labs pay hyperscalers for computing in a tick'),
    rowColumn('aiLabs.called', '$bn', 'called and not yet received'),
    rowColumn('aiLabs.missing', 'ticks', 'ticks since a payment was missed'),
    rowColumn('aiLabs.failed', 'switch', '1 once the lab has failed'),
  ],
  series: [
    recorded('aiLabs.revenue', '$bn/yr', 'flow', 'revenue of labs'),
    recorded('aiLabs.burn', '$bn/yr', 'flow', 'spending of labs less their revenue'),
    recorded('aiLabs.cash', '$bn', 'stock', 'cash of labs'),
    recorded('aiLabs.contracts', '$bn/yr', 'flow', 'computing under contract to labs'),
    recorded('aiLabs.paid', '$bn/yr', 'flow', 'paid on those contracts'),
    recorded(
      'aiLabs.herfindahl',
      'ratio',
      'index',
      'concentration of all contracted computing on its buyers',
    ),
    recorded(
      'aiLabs.kept',
      'ratio',
      'index',
      'computing under contract over that of the start, as it is delivered: less what was cut, with what was added',
    ),
    recorded('aiLabs.claims', '$bn', 'stock', 'owed for bills not paid and for contracts left'),
    recorded('aiLabs.claimsPaid', '$bn', 'flow', 'paid on these claims in this tick'),
    recorded('aiLabs.failures', 'count', 'count', 'labs that have failed so far'),
    recorded('aiLabs.equity', '$bn', 'stock', 'shares of labs at the last round'),
    recorded('aiLabs.subscribed', '$bn', 'flow', 'paid by hyperscalers for shares of labs in this tick'),
    recorded(
      'aiLabs.circleShare',
      'ratio',
      'index',
      'money of hyperscalers for shares of labs over what labs pay them for computing, quarterly mean',
    ),
    recorded('aiLabs.called', '$bn', 'stock', 'commitments called and not yet paid'),
    ...AI_LABS.flatMap((lab) => [
      recorded(`aiLabs.runway.${lab}`, 'years', 'index', `cash of ${lab} over its burn, at most 100`),
      recorded(
        `aiLabs.valuation.${lab}`,
        'ratio',
        'index',
        `last round of ${lab} over that before the start`,
      ),
    ]),
  ],
  endow,
  obligations(world) {
    plan(world);
    world.scalars.set('labCalls', 0);
    for (let i = 0; i < AI_LABS.length; i++) {
      if (!hasFailed(world, i)) run(world, i);
      // Its vehicle learns that nothing comes any more.
      else payLeases(world, rowOf(world, i), LEASED[i], 0);
    }
  },
  settle(world) {
    const { first, last } = world.rowsOf(KIND);
    for (let i = 0; i < AI_LABS.length; i++) {
      const chips = own(world).chipBudget[i] + world.column('chipVendor.contribution')[i];
      buyCapacity(world, first + i, chips);
    }
    squareCash(world, first, last, 0);
  },
  marks(world) {
    countCalls(world);
    followCircle(world);
  },
  contracts(world, add) {
    addComputing(world, add);
    addLabShares(world, add);
    for (const [i, lab] of AI_LABS.entries()) {
      addChipOrders(
        world,
        lab,
        (own(world).chipBudget[i] + world.column('chipVendor.contribution')[i]) / world.dt,
        add,
      );
      addBankLoans(world, rowOf(world, i), lab, add);
      addEdge(add, 'sovereignFunds', lab, 'money', { outstanding: own(world).called[i] });
    }
  },
  record(world, write) {
    write('aiLabs.revenue', total(own(world).revenue));
    write('aiLabs.burn', total(own(world).burn));
    write('aiLabs.cash', held(world, world.ledger.at.deposits));
    write('aiLabs.contracts', total(PURCHASES.map((own) => contractedAmount(world, own))));
    write('aiLabs.paid', total(PURCHASES.map((own) => contractsPaid(world, own))) / world.dt);
    write('aiLabs.herfindahl', buyerConcentration(world));
    write('aiLabs.kept', keptShare(world, LAB_CONTRACTS));
    write('aiLabs.claims', claimsOn(world, LAB_CONTRACTS));
    write('aiLabs.claimsPaid', claimsPaid(world, LAB_CONTRACTS));
    write('aiLabs.failures', total(own(world).failed));
    write('aiLabs.equity', -held(world, world.ledger.at.privateAiEquity));
    write('aiLabs.subscribed', total(own(world).subscribed));
    const { subscribedMean, sellersMean } = own(world);
    write('aiLabs.circleShare', financedShare(subscribedMean[0], sellersMean[0]));
    write('aiLabs.called', total(own(world).called));
    for (let i = 0; i < AI_LABS.length; i++) {
      const left = runway(position(world, i, world.ledger.at.deposits), own(world).burn[i]);
      write(RUNWAYS[i], Math.min(left, LONGEST_RUNWAY));
      write(VALUATIONS[i], own(world).valuation[i]);
    }
  },
};
