/** Labs as their mechanisms see them: who they are, what they own, the terms they act by. */
import { AI_LABS } from '../ledger/ai-firms.js';
import { COMPUTE_CONTRACTS, purchasesOf } from '../ledger/compute-contracts.js';
import { handles } from '../ledger/handles.js';
import { joined } from '../ledger/names.js';
import type { ParameterHandle } from '../ledger/parameters.js';
import { leasesOf } from '../ledger/site-leases.js';
import type { World } from '../ledger/world.js';

export const KIND = 'aiLabs';
export const PURCHASES = AI_LABS.map((_, i) => purchasesOf(KIND, i));
export const LAB_CONTRACTS = PURCHASES.flat();
export const OF_HYPERSCALERS = LAB_CONTRACTS.filter(
  (k) => COMPUTE_CONTRACTS[k].seller.kind === 'hyperscalers',
);
export const LEASED = AI_LABS.map((_, i) => leasesOf(KIND, i));
/** $bn: less is rounding. */
export const ROUNDING = 1e-9;
/** Trading days in which the share of money that goes in a circle forgets half. */
export const CIRCLE_HALF_LIFE = 63;
/** Largest part of its cash that a hyperscaler puts into a round. */
export const LARGEST_PART = 0.25;
/** Runways above are written as this, years. */
export const LONGEST_RUNWAY = 100;

export const RUNWAYS = AI_LABS.map((lab) => `${KIND}.runway.${lab}`);
export const VALUATIONS = AI_LABS.map((lab) => `${KIND}.valuation.${lab}`);

export const own = handles((world) => {
  const column = (name: string): Float64Array => world.column(`${KIND}.${name}`);
  return {
    first: world.rowOf(KIND),
    burn: column('burn'),
    called: column('called'),
    chipBudget: column('chipBudget'),
    chipsKept: column('chipsKept'),
    contractKept: column('contractKept'),
    contractYears: column('contractYears'),
    failed: column('failed'),
    growthLeft: column('growthLeft'),
    missing: column('missing'),
    planned: column('planned'),
    revenue: column('revenue'),
    sellersMean: column('sellersMean'),
    subscribed: column('subscribed'),
    subscribedMean: column('subscribedMean'),
    valuation: column('valuation'),
  };
});

/** Parameters of the kind. */
export const terms = handles((world) => {
  const number = (name: string): ParameterHandle => world.parameters.handle(`${KIND}.${name}`);
  return {
    activityElasticity: number('activityElasticity'),
    claimHalfLife: number('claimHalfLife'),
    computeElasticity: number('computeElasticity'),
    costElasticity: number('costElasticity'),
    cutRunway: number('cutRunway'),
    downRoundReluctance: number('downRoundReluctance'),
    graceDays: number('graceDays'),
    granted: number('granted'),
    growthHalfLife: number('growthHalfLife'),
    hyperscalerShare: number('hyperscalerShare'),
    largestCut: number('largestCut'),
    largestSigning: number('largestSigning'),
    marketBeta: number('marketBeta'),
    missedWriteDown: number('missedWriteDown'),
    reserve: number('reserve'),
    revenueElasticity: number('revenueElasticity'),
    revenueGrowth: number('revenueGrowth'),
    revenueShortfall: number('revenueShortfall'),
    reviewInterval: number('reviewInterval'),
    roundInterval: number('roundInterval'),
    shortRunway: number('shortRunway'),
    signRunway: number('signRunway'),
    terminationShare: number('terminationShare'),
  };
});

/** Parameters of each firm. */
export const figures = handles((world) => {
  const each = (name: string): ParameterHandle[] =>
    AI_LABS.map((firm) => world.parameters.handle(`${KIND}.${firm}.${name}`));
  return {
    chipOrders: each('chipOrders'),
    deposits: each('deposits'),
    fullChipOrders: each('fullChipOrders'),
    otherCost: each('otherCost'),
    privateAiEquity: each('privateAiEquity'),
    revenue: each('revenue'),
  };
});

export function column(world: World, name: string): Float64Array {
  return world.column(joined(KIND, name));
}

export function rowOf(world: World, i: number): number {
  return own(world).first + i;
}

export function position(world: World, i: number, instrument: number): number {
  return world.ledger.position(rowOf(world, i), instrument);
}

export function total(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum;
}

export function held(world: World, instrument: number): number {
  return total(AI_LABS.map((_, i) => position(world, i, instrument)));
}
