/**
 * The runs that a validation needs: long ones without any intervention, and short ones that are paired, seed by
 * seed, with a purchase that the market has to absorb.
 */
import type { RecordingSettings, ScheduledChange } from '../engine/configuration.js';
import { ASSETS, EQUITIES } from '../engine/declarations.js';
import { rateFromHalfLife } from '../maths/half-life.js';
import type { ResolvedArm, ResolvedExperiment } from './resolved.js';

/** Daily data stand behind every check, so a tick is a day. */
export const TICKS_PER_YEAR = 252;
/** First and last tick of a purchase, 21 trading days; its effect is read a quarter, 63 days, later. */
export const FIRST = 6;
export const LAST = FIRST + 20;
export const MEASURED = LAST + 63;
/** $bn of Treasury bonds that the Fed buys. */
export const FED_PURCHASE = 100;
/** Share of an asset that is bought. */
const BOUGHT = 0.01;

export const REFERENCE = 'reference';
/** Deals of the essays, from the best to the worst tenant. */
export const DEALS = ['metaVehicle', 'oracleSites', 'xaiVehicle'] as const;
export const SURPRISE = 'fed purchases';
export const ANNOUNCED = 'fed purchases, announced';
export const EQUITY_FLOW = 'equity flow';
export function ownArm(asset: string): string {
  return `supply of ${asset}`;
}

/** $bn of each asset in the hands of investors at the start. */
export type StartFloats = Readonly<Record<string, number>>;

/** $bn of an asset that is bought. */
export function bought(asset: string, floats: StartFloats): number {
  return BOUGHT * floats[asset];
}

/** $bn in all over the 21 days as $bn a year. */
const YEARLY = TICKS_PER_YEAR / (LAST - FIRST + 1);
const MONTHLY = YEARLY / 12;

function recording(ticks: number, series: readonly string[]): RecordingSettings {
  return {
    seriesEvery: 1,
    balanceEvery: ticks,
    attributionEvery: ticks,
    series,
    events: false,
    eventThreshold: 0,
  };
}

const PRICES = [...ASSETS.map((asset) => `price.${asset}`), 'index.equity'];
/** What the checks of runs without intervention read. */
const WATCHED = [...PRICES, 'fed.assets', 'stock.reverseRepo'];

/** No intervention: what prices do by themselves. */
export function returnsExperiment(base: ResolvedExperiment, ticks: number): ResolvedExperiment {
  return {
    ...base,
    name: 'validation-returns',
    ticks,
    arms: [{ name: REFERENCE, parameters: {}, schedule: [] }],
    record: recording(ticks, WATCHED),
    metrics: [],
  };
}

/** Values on top of those at the start. */
class Additions {
  constructor(private readonly base: ResolvedExperiment) {}

  start(name: string): number {
    const parameter = this.base.parameters[name];
    if (parameter === undefined)
      throw new Error(`validation schedules the parameter '${name}', which the model has not`);
    return Number(parameter.value);
  }

  set(added: Readonly<Record<string, number>>): ScheduledChange['set'] {
    return Object.fromEntries(Object.entries(added).map(([name, value]) => [name, this.start(name) + value]));
  }
}

function arm(name: string, schedule: readonly ScheduledChange[]): ResolvedArm {
  return name === REFERENCE
    ? { name, parameters: {}, schedule }
    : { name, against: REFERENCE, parameters: {}, schedule };
}

function purchases(assets: readonly string[], floats: StartFloats): Record<string, number> {
  return Object.fromEntries(
    assets.map((asset) => [`realEconomy.purchases.${asset}`, bought(asset, floats) * YEARLY]),
  );
}

/**
 * Purchases of single assets are cash-neutral: the buyer's saving falls by what it pays, so that investors as a
 * whole get no cash for what they give up. Fewer units are less supply; for a hundredth, the effect is the
 * mirror image of an issue, which for crypto and gold nobody could make.
 */
function ownArms(additions: Additions, floats: StartFloats): ResolvedArm[] {
  return ASSETS.map((asset) => {
    const saving = -bought(asset, floats) * YEARLY;
    const set = additions.set({ ...purchases([asset], floats), 'realEconomy.saving': saving });
    return arm(ownArm(asset), [{ from: FIRST, until: LAST + 1, set }]);
  });
}

/**
 * The flow into equities is new cash of investors that stays with them: what the buyer lacks in its pool would
 * flow back to it with the half-life of money in transit, so its saving rises by that much.
 */
function equityFlowArm(additions: Additions, floats: StartFloats): ResolvedArm {
  const total = EQUITIES.reduce((sum, asset) => sum + bought(asset, floats), 0);
  const rate = rateFromHalfLife(additions.start('realEconomy.transitHalfLife'), TICKS_PER_YEAR);
  const stays = additions.set({ 'realEconomy.saving': rate * total * TICKS_PER_YEAR });
  return arm(EQUITY_FLOW, [
    { from: FIRST, until: LAST + 1, set: additions.set(purchases(EQUITIES, floats)) },
    // One tick behind the purchases: the pool returns what it was short of at the end of the last tick.
    { from: FIRST + 1, over: LAST - FIRST + 1, set: stays },
  ]);
}

function fedArms(additions: Additions): ResolvedArm[] {
  const buy = {
    from: FIRST,
    until: LAST + 1,
    set: additions.set({ 'fed.treasuryPurchases': FED_PURCHASE * MONTHLY }),
  };
  const announced = (amount: number) => additions.set({ 'fed.announcedPurchases': amount });
  return [
    arm(SURPRISE, [buy]),
    // What is still to come falls day by day to nothing.
    arm(ANNOUNCED, [
      buy,
      { from: FIRST, until: LAST + 1, set: announced(FED_PURCHASE) },
      { from: FIRST + 1, until: LAST + 1, over: LAST - FIRST, set: announced(0) },
    ]),
  ];
}

/** One purchase an arm, each beside the same reference. */
export function responsesExperiment(base: ResolvedExperiment, floats: StartFloats): ResolvedExperiment {
  const additions = new Additions(base);
  return {
    ...base,
    name: 'validation-responses',
    ticks: MEASURED,
    arms: [
      arm(REFERENCE, []),
      ...fedArms(additions),
      equityFlowArm(additions, floats),
      ...ownArms(additions, floats),
    ],
    record: recording(MEASURED, [
      ...PRICES,
      ...ASSETS.map((asset) => `float.${asset}`),
      'yield.treasuryBonds',
      'policyRate',
      ...DEALS.map((deal) => `privateBorrowers.spread.${deal}`),
    ]),
    metrics: [],
  };
}
