/** Walks every declared parameter: what changes when it changes, in a scenario in which it acts. */
import type { ParameterDeclaration } from '../../src/agent-kind.js';
import type { RunConfiguration } from '../../src/engine/configuration.js';
import { ModelError } from '../../src/engine/errors.js';
import type { RunningWorld } from '../../src/engine/running-world.js';
import type { ParameterValue } from '../../src/ledger/parameters.js';
import {
  type Changes,
  type Kept,
  PARAMETERS,
  resolved,
  runToEnd,
  smallConfiguration,
} from '../engine/economy.js';

interface Ran {
  readonly kept: Kept;
  readonly world: RunningWorld;
}

/** Smallest change of a series, relative to its value where that is above 1, that counts as an effect. */
export const EFFECT = 1e-6;

/** A few rows of each kind: an effect shows as well in them as in thousands. */
const FEW: Readonly<Record<string, number>> = {
  'population.banks': 3,
  'population.moneyFunds': 2,
  'population.sovereignFunds': 4,
  'population.hedgeFunds': 8,
  'population.retail': 20,
  'population.assetManagers': 5,
  'population.insurers': 5,
};

/** Where a parameter shows: in the series, only in the tables of balances and flows, or only between rows of a kind. */
export type Place = 'series' | 'books' | 'rows';

export interface Effect {
  readonly name: string;
  /** Series that changes most, or '' if none does. */
  readonly series: string;
  readonly size: number;
  readonly value: ParameterValue;
  readonly error?: string;
}

const base = resolved('base');

function baseValue(name: string, scenario: Changes): ParameterValue {
  return scenario.set?.[name] ?? base.parameters[name].value;
}

/** Values to try, the smallest change first: a step of a tenth, then of half, inside the allowed range. */
export function perturbations(declaration: ParameterDeclaration, value: ParameterValue): ParameterValue[] {
  if (typeof value === 'boolean') return [!value];
  if (typeof value === 'string') return (declaration.choices ?? []).filter((choice) => choice !== value);
  const [low, high] = declaration.range ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const whole = declaration.unit === 'count';
  const scale = value === 0 ? Math.min(high, 1e4) || low : value;
  return [0.1, -0.1, 0.5, -0.5]
    .map((share) => value + share * scale)
    .map((next) => (whole ? (next > value ? Math.ceil(next) : Math.floor(next)) : next))
    .filter((next) => next >= low && next <= high && next !== value);
}

const STOCK_LEFT = /^opening books: (\w+) does not sum to zero, (\S+) \$bn are left/s;

/** Somebody must own what somebody owes: the largest other position in the instrument takes the difference. */
function counterpart(error: unknown, tested: string, set: Readonly<Record<string, ParameterValue>>) {
  if (!(error instanceof ModelError)) return undefined;
  const instrument = error.details.instrument ?? STOCK_LEFT.exec(error.message)?.[1];
  const left = Number(error.details.left ?? STOCK_LEFT.exec(error.message)?.[2]);
  const candidates = PARAMETERS.map(({ name }) => name).filter(
    (name) =>
      /^(opening|hyperscalers|aiLabs)\./.test(name) &&
      name.endsWith(`.${instrument}`) &&
      name !== tested &&
      // Parts of the position of another row.
      !/^opening\.total\./.test(name),
  );
  const size = (name: string) => Math.abs(Number(set[name] ?? base.parameters[name].value));
  const [largest] = candidates.sort((one, other) => size(other) - size(one));
  if (largest === undefined) return undefined;
  // Figures of hyperscalers are positive where the firm owes.
  const owed =
    (largest.startsWith('hyperscalers.') && /Bonds|Loans/.test(largest) && !/treasury/.test(largest)) ||
    (largest.startsWith('aiLabs.') && /Equity$/.test(largest));
  return { [largest]: Number(set[largest] ?? base.parameters[largest].value) + (owed ? -left : left) };
}

function attempt(scenario: Changes, name: string, value: ParameterValue): Ran {
  let set: Record<string, ParameterValue> = { ...scenario.set, [name]: value };
  for (let round = 0; ; round++) {
    try {
      return runToEnd(walkConfiguration({ ...scenario, set }));
    } catch (error) {
      const more = round < 3 ? counterpart(error, name, set) : undefined;
      if (more === undefined) throw error;
      set = { ...set, ...more };
    }
  }
}

export function walkConfiguration(scenario: Changes): RunConfiguration {
  const { set, ...rest } = scenario;
  return smallConfiguration({
    ticks: 12,
    schedule: [],
    ...rest,
    set: { ...FEW, ...set },
    record: { balanceEvery: 10_000, attributionEvery: 10_000, events: false },
  });
}

const unperturbed = new Map<string, Ran>();

function reference(scenario: Changes): Ran {
  const key = JSON.stringify(scenario);
  let ran = unperturbed.get(key);
  if (ran === undefined) {
    ran = runToEnd(walkConfiguration(scenario));
    unperturbed.set(key, ran);
  }
  return ran;
}

function relative(one: number, other: number): number {
  return Math.abs(one - other) / Math.max(1, Math.abs(one));
}

/** The series that differs most, relative to its value where that is above 1. */
function largestInSeries({ kept: before }: Ran, { kept: after }: Ran): Found {
  let largest = { series: '', size: 0 };
  for (let tick = 0; tick < Math.min(before.rows.length, after.rows.length); tick++)
    for (const [index, value] of before.rows[tick].entries()) {
      const size = relative(value, after.rows[tick][index]);
      if (size > largest.size) largest = { series: before.names[index], size };
    }
  return largest;
}

function largestInTotals(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): Found {
  let largest = { series: '', size: 0 };
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    const size = relative(before.get(name) ?? 0, after.get(name) ?? 0);
    if (size > largest.size) largest = { series: name, size };
  }
  return largest;
}

/** Totals of `balance.csv` and `flows.csv`. */
function books({ kept }: Ran): Map<string, number> {
  const totals = new Map<string, number>();
  for (const { kind, instrument, closing } of kept.balances) totals.set(`${kind} ${instrument}`, closing);
  for (const { flow, kind, instrument, amount } of kept.flows)
    totals.set(`${flow} ${kind} ${instrument}`, amount);
  return totals;
}

function positions({ world }: Ran): Map<string, number> {
  return new Map(Array.from(world.ledger.units, (units, entry) => [`position ${entry}`, units]));
}

type Found = Pick<Effect, 'series' | 'size'>;

const DIFFERENCE: Readonly<Record<Place, (before: Ran, after: Ran) => Found>> = {
  series: largestInSeries,
  books: (before, after) => largestInTotals(books(before), books(after)),
  rows: (before, after) => largestInTotals(positions(before), positions(after)),
};

/** What the first perturbation of a parameter that has an effect changes. */
export function effectOf(
  declaration: ParameterDeclaration,
  scenario: Changes,
  place: Place = 'series',
): Effect {
  const { name } = declaration;
  const value = baseValue(name, scenario);
  const before = reference(scenario);
  let best: Effect = { name, series: '', size: 0, value };
  for (const next of perturbations(declaration, value)) {
    try {
      const effect = DIFFERENCE[place](before, attempt(scenario, name, next));
      if (effect.size > best.size || best.series === '') best = { name, ...effect, value: next };
    } catch (error) {
      if (best.series === '') best = { ...best, value: next, error: (error as Error).message };
    }
    if (best.size > EFFECT) return best;
  }
  return best;
}
