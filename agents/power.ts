/**
 * Power: utilities of three regions that serve data centres (model section 6).
 *
 * Sites in use take up capacity; what is left, headroom, limits how many can be connected. As it gets scarce, sites cost
 * more and wait, and power gets dearer. Utilities build for the gap they see ahead, pay for it as they build by
 * investment-grade bonds sold in the market, and the capacity comes on line after a lead time.
 */

import type { AgentKind, ParameterDeclaration } from '../src/agent-kind.js';
import { fixed, recorded, rowColumn, scheduled, singleColumn } from '../src/ledger/declare.js';
import { FLOW } from '../src/ledger/flows.js';
import { handles } from '../src/ledger/handles.js';
import { openingParameters, postOpening } from '../src/ledger/opening.js';
import type { ParameterHandle } from '../src/ledger/parameters.js';
import type { World } from '../src/ledger/world.js';
import { pipelineStep } from '../src/mechanisms/construction-pipeline.js';
import {
  capacityGap,
  connectable,
  placeSites,
  powerScarcity,
  scarcityPrice,
} from '../src/mechanisms/power-supply.js';

const KIND = 'power';
const REGIONS = ['pjm', 'ercot', 'others'];
const BONDS = 'investmentGradeBonds';
/** Stages of construction: a lead time that varies by about half. */
const STAGES = 4;
const STAGE_PLACES = Array.from({ length: STAGES }, (_, stage) => stage);

function regionParameters(region: string): ParameterDeclaration[] {
  const name = (figure: string): string => `power.${region}.${figure}`;
  return [
    fixed(name('siteShare'), 'ratio', [0, 1], `weight of ${region} in sites and in debt of utilities`),
    fixed(name('headroom'), 'GW', [0.01, 1000], `power free for data centres in ${region} at the start`),
    fixed(name('additions'), 'GW/yr', [0, 1000], `capacity that ${region} adds by plan`),
    fixed(name('leadTime'), 'years', [0.25, 20], `years until what utilities of ${region} begin is on line`),
  ];
}

const PARAMETERS: ParameterDeclaration[] = [
  ...openingParameters(KIND, [BONDS, 'deposits']),
  ...REGIONS.flatMap(regionParameters),
  scheduled('power.shortage', 'GW', [-1000, 1000], 'headroom that is not there; negative: more than planned'),
  scheduled('power.gridInvestment', 'ratio', [0, 5], 'share of the gap ahead that utilities build for'),
  fixed('power.costPerGigawatt', '$bn', [1, 500], 'AI capex for each gigawatt at the start, chips included'),
  fixed('power.investmentCost', '$bn', [0, 100], 'grid and generation for each gigawatt of new capacity'),
  fixed('power.siteLife', 'years', [0.5, 30], 'years until chips leave a site to new ones'),
  fixed('power.connectionTime', 'years', [0.01, 10], 'headroom over what can be connected in a year'),
  fixed('power.planningTime', 'years', [0.1, 20], 'years within which a gap ahead is begun'),
  fixed('power.mobility', 'ratio', [0, 1], 'share of sites without power that can go to another region'),
  fixed('power.catchUpHalfLife', 'days', [1, 2520], 'half-life with which sites that waited are made up'),
  fixed('power.siteCostElasticity', 'ratio', [0, 5], 'rise of the log cost of sites with log scarcity'),
  fixed('power.priceElasticity', 'ratio', [0, 5], 'rise of the log price of power with log scarcity'),
  fixed('power.priceHalfLife', 'days', [1, 2520], 'half-life with which the price of power follows'),
  fixed('power.bill', '$bn/yr', [0, 100], 'price of the power of a gigawatt at the start'),
];

export const power: AgentKind = {
  name: KIND,
  label: 'Power',
  meaning: 'utilities and grids of PJM, ERCOT and other regions: power for data centres',
  rows: REGIONS.length,
  rowNames: REGIONS,
  parameters: PARAMETERS,
  columns: [
    rowColumn('power.usualDeposits', '$bn', 'deposits at the start'),
    rowColumn('power.capacity', 'GW', 'capacity for data centres'),
    rowColumn('power.inUse', 'GW', 'taken by sites'),
    rowColumn('power.startCover', 'ratio', 'what could be connected over what was wanted at the start'),
    rowColumn('power.placed', 'ratio', 'share of the sites of the last tick that went to the region'),
    rowColumn('power.raised', '$bn', 'bonds sold in this tick'),
    {
      name: 'power.stages',
      unit: 'GW',
      meaning: 'capacity under construction, [row × stage]',
      length: REGIONS.length * STAGES,
    },
    singleColumn('power.price', 'ratio', 'price of power over its start'),
  ],
  series: [
    recorded('power.headroom', 'GW', 'stock', 'capacity free for data centres'),
    recorded('power.inUse', 'GW', 'stock', 'capacity taken by data centres'),
    recorded('power.underConstruction', 'GW', 'stock', 'capacity that utilities have begun'),
    recorded('power.price', 'ratio', 'index', 'price of power over its start'),
    recorded('power.bonds', '$bn', 'stock', 'bonds of utilities at face'),
  ],
  endow,
  obligations(world) {
    if (world.tick === 1) open(world);
    const income = world.column('income');
    const { first } = world.rowsOf(KIND);
    const economy = world.rowOf('realEconomy');
    for (let i = 0; i < REGIONS.length; i++) {
      // Tariffs pay the interest on what was there at the start and on what was built since.
      world.payments.pay(economy, first + i, -income[first + i], FLOW.operatingIncome);
      connect(world, i);
      build(world, i);
    }
    setPrices(world);
    for (const name of ['sitesWanted', 'sitesBuilt']) world.scalars.set(name, 0);
  },
  settle(world) {
    world.scalars.set('gridCapitalExpenditure', 0);
    for (let i = 0; i < REGIONS.length; i++) spend(world, i);
  },
  record(world, write) {
    const { capacity, inUse, stages } = own(world);
    write('power.headroom', sum(capacity) - sum(inUse) - terms(world).shortage.now);
    write('power.inUse', sum(inUse));
    write('power.underConstruction', sum(stages));
    write('power.price', own(world).price[0]);
    write('power.bonds', -sum(REGIONS.map((_, i) => position(world, i, world.ledger.at[BONDS]))));
  },
};

function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i];
  return total;
}

const own = handles((world) => {
  const column = (name: string): Float64Array => world.column(`${KIND}.${name}`);
  return {
    first: world.rowOf(KIND),
    capacity: column('capacity'),
    inUse: column('inUse'),
    placed: column('placed'),
    price: column('price'),
    raised: column('raised'),
    stages: column('stages'),
    startCover: column('startCover'),
    usualDeposits: column('usualDeposits'),
  };
});

/** Parameters of the kind. */
const terms = handles((world) => {
  const number = (name: string): ParameterHandle => world.parameters.handle(`${KIND}.${name}`);
  return {
    bill: number('bill'),
    connectionTime: number('connectionTime'),
    costPerGigawatt: number('costPerGigawatt'),
    gridInvestment: number('gridInvestment'),
    investmentCost: number('investmentCost'),
    mobility: number('mobility'),
    planningTime: number('planningTime'),
    priceElasticity: number('priceElasticity'),
    priceHalfLife: number('priceHalfLife'),
    shortage: number('shortage'),
    siteCostElasticity: number('siteCostElasticity'),
    siteLife: number('siteLife'),
  };
});

/** Parameters of each of them. */
const figures = handles((world) => {
  const each = (name: string): ParameterHandle[] =>
    REGIONS.map((region) => world.parameters.handle(`${KIND}.${region}.${name}`));
  return {
    additions: each('additions'),
    headroom: each('headroom'),
    leadTime: each('leadTime'),
    siteShare: each('siteShare'),
  };
});

function position(world: World, i: number, instrument: number): number {
  return world.ledger.position(own(world).first + i, instrument);
}

/** Weight of a region among all: shares need not sum to 1. */
function share(world: World, i: number): number {
  const { siteShare } = figures(world);
  let all = 0;
  for (const one of siteShare) all += one.now;
  return siteShare[i].now / all;
}

function endow(world: World): void {
  const { first } = world.rowsOf(KIND);
  for (let i = 0; i < REGIONS.length; i++) {
    for (const name of [BONDS, 'deposits'])
      postOpening(world, first + i, name, share(world, i) * world.parameters.number(`opening.power.${name}`));
    own(world).usualDeposits[i] = position(world, i, world.ledger.at.deposits);
  }
  own(world).price[0] = 1;
  for (const name of ['sitesReady', 'capacityCost']) world.scalars.set(name, 1);
}

/** What stands at the start follows from capex and its growth: sites are young if it grew fast. */
function open(world: World): void {
  const history = world.parameters.number('hyperscalers.capitalGrowthHistory');
  const inUse = own(world).inUse;
  for (let i = 0; i < REGIONS.length; i++) {
    inUse[i] = gigawatts(world, i, 'sitesBuilt') / (history + 1 / terms(world).siteLife.now);
    own(world).placed[i] = share(world, i);
    own(world).capacity[i] = inUse[i] + figures(world).headroom[i].now;
    const supply = supplyOf(world, i, figures(world).headroom[i].now);
    own(world).startCover[i] = supply / Math.max(gigawatts(world, i, 'sitesWanted'), 1e-9);
  }
}

/** A region's part of what was wanted or built in the last tick, gigawatts a year. */
function gigawatts(world: World, i: number, name: string): number {
  return (share(world, i) * world.scalars.get(name)) / terms(world).costPerGigawatt.now;
}

function headroom(world: World, i: number): number {
  const free = own(world).capacity[i] - own(world).inUse[i];
  return free - share(world, i) * terms(world).shortage.now;
}

function supplyOf(world: World, i: number, free: number): number {
  const inUse = own(world).inUse[i];
  return connectable(inUse, terms(world).siteLife.now, free, terms(world).connectionTime.now);
}

/** What was built yesterday takes power, old chips give it back; planned and finished capacity comes on line. */
function connect(world: World, i: number): void {
  const { dt } = world;
  const inUse = own(world).inUse;
  const built = (own(world).placed[i] * world.scalars.get('sitesBuilt')) / terms(world).costPerGigawatt.now;
  inUse[i] += (built - inUse[i] / terms(world).siteLife.now) * dt;
  own(world).capacity[i] += figures(world).additions[i].now * dt;
}

/** Utilities begin what will be missing, and sell bonds for what the work under way costs today. */
function build(world: World, i: number): void {
  const { dt, orders } = world;
  const at = i * STAGES;
  const all = own(world).stages;
  const stages = STAGE_PLACES.map((stage) => all[at + stage]);
  const underway = sum(stages);
  const leadTime = figures(world).leadTime[i].now;
  const net = gigawatts(world, i, 'sitesWanted') - own(world).inUse[i] / terms(world).siteLife.now;
  const gap = capacityGap(net, leadTime, headroom(world, i), figures(world).additions[i].now, underway);
  const started = (terms(world).gridInvestment.now * gap * dt) / terms(world).planningTime.now;
  const step = pipelineStep(stages, started, leadTime, dt);
  for (let stage = 0; stage < STAGES; stage++) all[at + stage] = step.stages[stage];
  own(world).capacity[i] += step.completed;
  const cost = (terms(world).investmentCost.now * underway * dt) / leadTime;
  own(world).raised[i] = cost;
  orders.place(own(world).first + i, world.ledger.at[BONDS], -cost, 'issuance');
}

/** Scarcity of the last tick sets which sites go ahead, what they cost, and what power costs. */
function setPrices(world: World): void {
  const wanted = REGIONS.map((_, i) => gigawatts(world, i, 'sitesWanted'));
  const supply = REGIONS.map((_, i) => supplyOf(world, i, headroom(world, i)));
  const placed = placeSites(wanted, supply, terms(world).mobility.now);
  const all = sum(placed);
  const ready = sum(wanted) > 0 ? all / sum(wanted) : 1;
  let scarcity = 0;
  for (let i = 0; i < REGIONS.length; i++) {
    scarcity += share(world, i) * powerScarcity(own(world).startCover[i], supply[i], wanted[i]);
    own(world).placed[i] = all > 0 ? placed[i] / all : share(world, i);
  }
  const { scalars } = world;
  const chips = world.parameters.number('aiBuilders.chipShare');
  const sites = scarcityPrice(scarcity, terms(world).siteCostElasticity.now);
  scalars.set('sitesReady', Math.min(ready, 1));
  scalars.set('capacityCost', 1 + (1 - chips) * (sites - 1));
  const price = own(world).price;
  const target = scarcityPrice(scarcity, terms(world).priceElasticity.now);
  price[0] += world.speed(terms(world).priceHalfLife.now) * (target - price[0]);
  scalars.set('powerSurcharge', ((price[0] - 1) * terms(world).bill.now) / terms(world).costPerGigawatt.now);
}

/** Proceeds of bonds go to suppliers, what customers pay above the usual price to owners. */
function spend(world: World, i: number): void {
  const { payments, scalars, dt } = world;
  const row = own(world).first + i;
  const economy = world.rowOf('realEconomy');
  const raised = own(world).raised[i];
  const rest = position(world, i, world.ledger.at.deposits) - own(world).usualDeposits[i] - raised;
  payments.pay(row, economy, raised, FLOW.capitalExpenditure);
  payments.pay(row, economy, rest, FLOW.dividends);
  scalars.add('gridCapitalExpenditure', raised / dt);
}
