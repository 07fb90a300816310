/**
 * The chip vendor: listed chip firms as one, the largest in front (model section 6).
 *
 * It keeps a margin on what AI builders pay for its chips; rivals' accelerators take sales and margin from it. Part of
 * what labs buy it finances itself, against their shares: money in a circle, booked both ways. Extra profits are paid out
 * later, part of them by buying back shares in the market.
 */

import type { AgentKind } from '../src/agent-kind.js';
import { NEOCLOUDS } from '../src/ledger/ai-firms.js';
import { squareCash } from '../src/ledger/cash.js';
import { neocloudFailed } from '../src/ledger/compute-contracts.js';
import { addEdge, vendorChips } from '../src/ledger/contract-graph.js';
import { fixed, recorded, scheduled, singleColumn } from '../src/ledger/declare.js';
import { FLOW } from '../src/ledger/flows.js';
import { handles } from '../src/ledger/handles.js';
import { endowRow, openingParameters } from '../src/ledger/opening.js';
import type { ParameterHandle } from '../src/ledger/parameters.js';
import { sellPrivateShares, spareVendorCash } from '../src/ledger/private-equity.js';
import type { World } from '../src/ledger/world.js';
import { ln } from '../src/maths/elementary.js';
import { guaranteePayment } from '../src/mechanisms/capacity-guarantee.js';
import { capacityPerDollar, contestedMargin, priceAtMargin } from '../src/mechanisms/chip-competition.js';
import { financedShare, vendorContribution } from '../src/mechanisms/vendor-financing.js';

const KIND = 'chipVendor';
/** Neoclouds with a capacity guarantee, and where they stand among them. */
const GUARANTEED = ['coreweave', 'lambda'] as const;
const PLACES = GUARANTEED.map((firm) => NEOCLOUDS.indexOf(firm));
const GUARANTEES = GUARANTEED.map((firm) => `chipVendor.guarantee.${firm}`);
const OPENING = ['semiconductorEquity', 'deposits', 'privateAiEquity'];
/** Trading days in which the share of financed sales forgets half. */
const CIRCLE_HALF_LIFE = 63;
/** Sales cannot fall by more than this part of the reference in the logarithm. */
const LARGEST_FALL = -0.9;

export const chipVendor: AgentKind = {
  name: KIND,
  label: 'Chip vendor',
  meaning: 'listed chip firms: sell chips, finance customers, buy back shares',
  rows: 1,
  parameters: [
    ...openingParameters(KIND, OPENING),
    fixed('chipVendor.margin', 'ratio', [0, 0.95], 'share of chip sales kept as profit at the start'),
    fixed(
      'chipVendor.profitHalfLife',
      'days',
      [1, 1000],
      'half-life of extra profits until they are paid out',
    ),
    fixed('chipVendor.salesGain', 'ratio', [0, 2], 'rise of log earnings with ln(1 + extra sales/reference)'),
    fixed('chipVendor.salesReference', '$bn/yr', [1, 5000], 'extra sales that count as 1 in it'),
    scheduled('chipVendor.rivalShare', 'ratio', [0, 0.95], "share of chip spending on rivals' accelerators"),
    fixed(
      'chipVendor.pricePressure',
      'ratio',
      [0, 2],
      'part of the margin that rivals take for each share of spending',
    ),
    fixed(
      'chipVendor.rivalPrice',
      'ratio',
      [0.1, 2],
      'price of capacity from rivals over that of the vendor at the start',
    ),
    {
      name: 'chipVendor.financing',
      unit: 'switch',
      schedulable: true,
      meaning: 'the vendor finances part of what customers buy',
    },
    fixed('chipVendor.financingShare', 'ratio', [0, 0.8], "vendor's part in chips that labs buy themselves"),
    fixed('chipVendor.cashFloorShare', 'ratio', [0, 1], 'share of usual cash that is not lent to customers'),
    fixed('chipVendor.neocloudShare', 'ratio', [0, 0.8], "vendor's part in the money of owners of neoclouds"),
    ...GUARANTEED.map((firm) =>
      scheduled(
        `chipVendor.guarantee.${firm}`,
        '$bn/yr',
        [0, 100],
        `rent of empty capacity of ${firm} that is paid`,
      ),
    ),
    scheduled(
      'chipVendor.buybackShare',
      'ratio',
      [0, 1],
      'share of extra profits paid out by buying back shares',
    ),
  ],
  columns: [
    singleColumn('chipVendor.usualDeposits', '$bn', 'deposits at the start'),
    singleColumn('chipVendor.salesEffect', 'ln', 'part of log earnings that sales and stakes explain'),
    singleColumn('chipVendor.cost', '$bn', 'what the stakes in customers have cost'),
    singleColumn('chipVendor.financedMean', '$bn', 'mean of what was financed in a tick'),
    singleColumn('chipVendor.salesMean', '$bn', 'mean of sales in a tick'),
    {
      name: 'chipVendor.guaranteed',
      unit: '$bn',
      meaning: 'paid to each neocloud for empty capacity in this tick',
      length: NEOCLOUDS.length,
    },
    {
      name: 'chipVendor.guaranteeEnded',
      unit: 'state',
      meaning: 'guarantee in force 0, its firm has failed 1',
      length: GUARANTEED.length,
    },
    { name: 'chipVendor.contribution', unit: '$bn', meaning: 'paid to each lab in this tick', length: 4 },
  ],
  series: [
    recorded('chipVendor.retainedProfit', '$bn', 'stock', 'profits not yet paid out'),
    recorded('chipVendor.margin', 'ratio', 'index', 'profit from a dollar of sales'),
    recorded('chipVendor.stakes', '$bn', 'stock', 'shares of customers, at the last round'),
    recorded('chipVendor.financing', '$bn/yr', 'flow', 'money for customers'),
    recorded('chipVendor.guarantees', '$bn/yr', 'flow', 'paid for empty capacity of neoclouds'),
    recorded(
      'chipVendor.circle',
      '$bn/yr',
      'flow',
      'money of the vendor that comes back as its own sales, quarterly mean',
    ),
    recorded(
      'chipVendor.financedShare',
      'ratio',
      'index',
      'share of sales paid with money of the vendor, quarterly mean',
    ),
  ],
  endow(world) {
    const row = own(world).row;
    endowRow(world, row, KIND, OPENING);
    own(world).usualDeposits[0] = position(world, world.ledger.at.deposits);
    own(world).cost[0] = position(world, world.ledger.at.privateAiEquity);
    setMargin(world);
  },
  obligations(world) {
    payOutProfits(world);
    setMargin(world);
    payGuarantees(world);
    liftEarnings(world);
  },
  settle(world) {
    financeLabs(world);
    const row = own(world).row;
    squareCash(world, row, row + 1, 0);
  },
  marks(world) {
    endGuarantees(world);
    own(world).cost[0] += financed(world);
    const speed = world.speed(CIRCLE_HALF_LIFE);
    const follow = (mean: Float64Array, value: number): void => {
      mean[0] += world.tick === 1 ? value : speed * (value - mean[0]);
    };
    follow(own(world).financedMean, financed(world));
    follow(own(world).salesMean, world.scalars.get('chipSales') * world.dt);
  },
  contracts(world, add) {
    for (const [g, firm] of GUARANTEED.entries())
      addEdge(add, KIND, firm, 'guarantee', { perYear: guaranteeOf(world, g) });
  },
  record(world, write) {
    write(
      'chipVendor.retainedProfit',
      position(world, world.ledger.at.deposits) - own(world).usualDeposits[0],
    );
    write('chipVendor.margin', world.scalars.get('chipMargin'));
    write('chipVendor.stakes', position(world, world.ledger.at.privateAiEquity));
    write('chipVendor.financing', financed(world) / world.dt);
    let guaranteed = 0;
    for (const amount of own(world).guaranteed) guaranteed += amount;
    write('chipVendor.guarantees', guaranteed / world.dt);
    const [paid, sales] = [own(world).financedMean[0], own(world).salesMean[0]];
    write('chipVendor.financedShare', financedShare(paid, sales));
    write('chipVendor.circle', vendorChips(world, paid) / world.dt);
  },
};

const own = handles((world) => {
  const column = (name: string): Float64Array => world.column(`${KIND}.${name}`);
  return {
    row: world.rowOf(KIND),
    contribution: column('contribution'),
    cost: column('cost'),
    financedMean: column('financedMean'),
    guaranteeEnded: column('guaranteeEnded'),
    guaranteed: column('guaranteed'),
    salesEffect: column('salesEffect'),
    salesMean: column('salesMean'),
    usualDeposits: column('usualDeposits'),
  };
});

/** Parameters of the kind. */
const terms = handles((world) => {
  const number = (name: string): ParameterHandle => world.parameters.handle(`${KIND}.${name}`);
  return {
    buybackShare: number('buybackShare'),
    financingShare: number('financingShare'),
    margin: number('margin'),
    pricePressure: number('pricePressure'),
    profitHalfLife: number('profitHalfLife'),
    rivalPrice: number('rivalPrice'),
    rivalShare: number('rivalShare'),
    salesGain: number('salesGain'),
    salesReference: number('salesReference'),
  };
});

function position(world: World, instrument: number): number {
  return world.ledger.position(own(world).row, instrument);
}

/** $bn put into customers in this tick. */
function financed(world: World): number {
  let sum = 0;
  for (const amount of own(world).contribution) sum += amount;
  if (world.columns.has('neoclouds.vendorPaid'))
    for (const amount of world.column('neoclouds.vendorPaid')) sum += amount;
  return sum;
}

/** Rivals take margin; a lower price and cheaper rivals give buyers more capacity for a dollar. */
function setMargin(world: World): void {
  const { scalars } = world;
  const start = terms(world).margin.now;
  const share = terms(world).rivalShare.now;
  const margin = contestedMargin(start, share, terms(world).pricePressure.now);
  scalars.set('chipMargin', margin);
  const price = priceAtMargin(start, margin);
  scalars.set('chipCapacity', capacityPerDollar(share, price, terms(world).rivalPrice.now));
}

/**
 * Profits up to those of the start are paid out as they come, dividends (an accrual) first; extra profits with a
 * half-life, to staff and owners or by buying back shares.
 */
function payOutProfits(world: World): void {
  const { scalars, payments, orders, dt } = world;
  const row = own(world).row;
  const income = world.column('income')[row];
  const profit = scalars.get('chipMargin') * scalars.get('chipSales');
  const usual = Math.min(profit, terms(world).margin.now * scalars.get('startChipSales')) * dt;
  const retained = position(world, world.ledger.at.deposits) - income - own(world).usualDeposits[0] - usual;
  const extra = world.speed(terms(world).profitHalfLife.now) * Math.max(retained, 0);
  const buyback = terms(world).buybackShare.now * extra;
  // Dividends follow all earnings: what chips for AI do not cover of them is earned elsewhere in the economy.
  payments.pay(row, world.rowOf('realEconomy'), usual + income + extra - buyback, FLOW.dividends);
  orders.place(row, world.ledger.at.semiconductorEquity, buyback, 'issuance');
  world.events.add('buyback', KIND, row, 'semiconductorEquity', buyback);
}

/**
 * e of chip firms: gain × ln(1 + extra sales/reference), sales of the last tick counted at the margin of the start; and
 * what stakes have gained over market value. 0 at the start.
 */
function liftEarnings(world: World): void {
  const { scalars, demand, parameters } = world;
  const counted = (scalars.get('chipSales') * scalars.get('chipMargin')) / terms(world).margin.now;
  const ratio = (counted - scalars.get('startChipSales')) / terms(world).salesReference.now;
  const gain = position(world, world.ledger.at.privateAiEquity) - own(world).cost[0];
  const value = -parameters.number('opening.chipVendor.semiconductorEquity');
  const now = terms(world).salesGain.now * ln(1 + Math.max(ratio, LARGEST_FALL)) + gain / value;
  const effect = own(world).salesEffect;
  demand.earnings[world.ledger.at.semiconductorEquity] += now - effect[0];
  effect[0] = now;
}

/** A guarantee ends with the firm: who takes its place has none. */
function endGuarantees(world: World): void {
  const ended = own(world).guaranteeEnded;
  for (const [g, i] of PLACES.entries()) if (neocloudFailed(world, i)) ended[g] = 1;
}

/** Rent of empty capacity that is guaranteed, $bn a year. */
function guaranteeOf(world: World, g: number): number {
  return own(world).guaranteeEnded[g] === 1 ? 0 : world.parameters.number(GUARANTEES[g]);
}

/** Pays the rent of empty capacity of those whom it guarantees customers, from cash in hand. */
function payGuarantees(world: World): void {
  if (!world.columns.has('neoclouds.vacant')) return;
  const { payments, events, dt } = world;
  const { first } = world.rowsOf('neoclouds');
  const vacant = world.column('neoclouds.vacant');
  const paid = own(world).guaranteed;
  for (const [g, i] of PLACES.entries()) {
    const available = position(world, world.ledger.at.deposits) / dt;
    const rent = guaranteePayment(guaranteeOf(world, g), vacant[i], available);
    if (rent > 0 && paid[i] === 0) events.add('guarantee paid', KIND, own(world).row, GUARANTEED[g], rent);
    paid[i] = rent * dt;
    payments.pay(own(world).row, first + i, paid[i], FLOW.computing);
  }
}

/** Pays its part of what labs order today against their shares, as far as its own cash goes. */
function financeLabs(world: World): void {
  const { first } = world.rowsOf('aiLabs');
  const budgets = world.column('aiLabs.chipBudget');
  const share = world.parameters.switch('chipVendor.financing') ? terms(world).financingShare.now : 0;
  const contribution = own(world).contribution;
  for (let i = 0; i < contribution.length; i++) {
    const amount = vendorContribution(budgets[i], share, spareVendorCash(world));
    contribution[i] = amount;
    sellPrivateShares(world, first + i, own(world).row, amount, 'vendorFinancing');
  }
}
