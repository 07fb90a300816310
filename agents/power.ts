/**
 * Power: utilities of three regions that serve data centres (model section 6).
 *
 * Sites in use take up capacity; what is left, headroom, limits how many can be connected. As it gets scarce, sites cost
 * more and wait, and power gets dearer. Utilities build for the gap they see ahead, pay for it as they build by
 * investment-grade bonds sold in the market, and the capacity comes on line after a lead time.
 */

import type { AgentKind, ParameterDeclaration } from '../src/agent-kind.js';
import { fixed, recorded, rowColumn, scheduled, singleColumn } from '../src/ledger/declare.js';
import { joined } from '../src/ledger/names.js';
import { openingParameters, postOpening } from '../src/ledger/opening.js';
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
      world.payments.pay(economy, first + i, -income[first + i], world.flow('operatingIncome'));
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
    const all = (name: string): number => sum(world.column(name));
    write('power.headroom', all('power.capacity') - all('power.inUse') - number(world, 'shortage'));
    write('power.inUse', all('power.inUse'));
    write('power.underConstruction', all('power.stages'));
    write('power.price', world.column('power.price')[0]);
    write('power.bonds', -sum(REGIONS.map((_, i) => position(world, i, BONDS))));
  },
};

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

function number(world: World, name: string): number {
  return world.parameters.number(joined(KIND, name));
}

function figure(world: World, i: number, name: string): number {
  return world.parameters.number(joined(joined(KIND, REGIONS[i]), name));
}

function position(world: World, i: number, instrument: string): number {
  return world.ledger.position(world.rowOf(KIND) + i, world.instrument(instrument));
}

/** Weight of a region among all: shares need not sum to 1. */
function share(world: World, i: number): number {
  const all = sum(REGIONS.map((_, region) => figure(world, region, 'siteShare')));
  return figure(world, i, 'siteShare') / all;
}

function endow(world: World): void {
  const { first } = world.rowsOf(KIND);
  for (let i = 0; i < REGIONS.length; i++) {
    for (const name of [BONDS, 'deposits'])
      postOpening(world, first + i, name, share(world, i) * world.parameters.number(`opening.power.${name}`));
    world.column('power.usualDeposits')[i] = position(world, i, 'deposits');
  }
  world.column('power.price')[0] = 1;
  for (const name of ['sitesReady', 'capacityCost']) world.scalars.set(name, 1);
}

/** What stands at the start follows from capex and its growth: sites are young if it grew fast. */
function open(world: World): void {
  const history = world.parameters.number('hyperscalers.capitalGrowthHistory');
  const inUse = world.column('power.inUse');
  for (let i = 0; i < REGIONS.length; i++) {
    inUse[i] = gigawatts(world, i, 'sitesBuilt') / (history + 1 / number(world, 'siteLife'));
    world.column('power.placed')[i] = share(world, i);
    world.column('power.capacity')[i] = inUse[i] + figure(world, i, 'headroom');
    const supply = supplyOf(world, i, figure(world, i, 'headroom'));
    world.column('power.startCover')[i] = supply / Math.max(gigawatts(world, i, 'sitesWanted'), 1e-9);
  }
}

/** A region's part of what was wanted or built in the last tick, gigawatts a year. */
function gigawatts(world: World, i: number, name: string): number {
  return (share(world, i) * world.scalars.get(name)) / number(world, 'costPerGigawatt');
}

function headroom(world: World, i: number): number {
  const free = world.column('power.capacity')[i] - world.column('power.inUse')[i];
  return free - share(world, i) * number(world, 'shortage');
}

function supplyOf(world: World, i: number, free: number): number {
  const inUse = world.column('power.inUse')[i];
  return connectable(inUse, number(world, 'siteLife'), free, number(world, 'connectionTime'));
}

/** What was built yesterday takes power, old chips give it back; planned and finished capacity comes on line. */
function connect(world: World, i: number): void {
  const { dt } = world;
  const inUse = world.column('power.inUse');
  const built =
    (world.column('power.placed')[i] * world.scalars.get('sitesBuilt')) / number(world, 'costPerGigawatt');
  inUse[i] += (built - inUse[i] / number(world, 'siteLife')) * dt;
  world.column('power.capacity')[i] += figure(world, i, 'additions') * dt;
}

/** Utilities begin what will be missing, and sell bonds for what the work under way costs today. */
function build(world: World, i: number): void {
  const { dt, orders } = world;
  const at = i * STAGES;
  const all = world.column('power.stages');
  const stages = Array.from(all.subarray(at, at + STAGES));
  const underway = sum(stages);
  const leadTime = figure(world, i, 'leadTime');
  const net = gigawatts(world, i, 'sitesWanted') - world.column('power.inUse')[i] / number(world, 'siteLife');
  const gap = capacityGap(net, leadTime, headroom(world, i), figure(world, i, 'additions'), underway);
  const started = (number(world, 'gridInvestment') * gap * dt) / number(world, 'planningTime');
  const step = pipelineStep(stages, started, leadTime, dt);
  all.set(step.stages, at);
  world.column('power.capacity')[i] += step.completed;
  const cost = (number(world, 'investmentCost') * underway * dt) / leadTime;
  world.column('power.raised')[i] = cost;
  orders.place(world.rowOf(KIND) + i, world.instrument(BONDS), -cost, 'issuance');
}

/** Scarcity of the last tick sets which sites go ahead, what they cost, and what power costs. */
function setPrices(world: World): void {
  const wanted = REGIONS.map((_, i) => gigawatts(world, i, 'sitesWanted'));
  const supply = REGIONS.map((_, i) => supplyOf(world, i, headroom(world, i)));
  const placed = placeSites(wanted, supply, number(world, 'mobility'));
  const all = sum(placed);
  const ready = sum(wanted) > 0 ? all / sum(wanted) : 1;
  let scarcity = 0;
  for (let i = 0; i < REGIONS.length; i++) {
    scarcity += share(world, i) * powerScarcity(world.column('power.startCover')[i], supply[i], wanted[i]);
    world.column('power.placed')[i] = all > 0 ? placed[i] / all : share(world, i);
  }
  const { scalars } = world;
  const chips = world.parameters.number('aiBuilders.chipShare');
  const sites = scarcityPrice(scarcity, number(world, 'siteCostElasticity'));
  scalars.set('sitesReady', Math.min(ready, 1));
  scalars.set('capacityCost', 1 + (1 - chips) * (sites - 1));
  const price = world.column('power.price');
  const target = scarcityPrice(scarcity, number(world, 'priceElasticity'));
  price[0] += world.speed(number(world, 'priceHalfLife')) * (target - price[0]);
  scalars.set('powerSurcharge', ((price[0] - 1) * number(world, 'bill')) / number(world, 'costPerGigawatt'));
}

/** Proceeds of bonds go to suppliers, what customers pay above the usual price to owners. */
function spend(world: World, i: number): void {
  const { payments, scalars, dt } = world;
  const row = world.rowOf(KIND) + i;
  const economy = world.rowOf('realEconomy');
  const raised = world.column('power.raised')[i];
  const rest = position(world, i, 'deposits') - world.column('power.usualDeposits')[i] - raised;
  payments.pay(row, economy, raised, world.flow('capitalExpenditure'));
  payments.pay(row, economy, rest, world.flow('dividends'));
  scalars.add('gridCapitalExpenditure', raised / dt);
}
