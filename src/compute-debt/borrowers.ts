/**
 * A kind of firms that own chips bought with debt secured on them. What they share (fleets, loans, covenants, default,
 * auctions) stands in this folder and works on the columns of the kind, `<kind>.<column>`, so that state is in columns alone.
 */
import { salesOf } from '../ledger/compute-contracts.js';
import { handles } from '../ledger/handles.js';
import { joined } from '../ledger/names.js';
import type { ParameterHandle } from '../ledger/parameters.js';
import type { World } from '../ledger/world.js';
import { type Handles, lookUpBorrowers, POOL } from './handles.js';

export { POOL };

/** $bn: less is rounding. */
export const ROUNDING = 1e-9;
/** What a firm can be. */
export const SOUND = 0;
export const ACCELERATED = 1;
export const GONE = 2;

/** What some kinds have beyond chips and secured loans; functions of the world alone. */
export interface Beyond {
  /** Collateral beyond chips, as chips, $bn, that would carry as much debt. */
  readonly pledged?: (world: World, i: number) => number;
  /** Debt that no collateral secures, $bn. */
  readonly unsecured?: (world: World, i: number) => number;
  /** Unsecured debt that its holders would roll over, $bn. */
  readonly unsecuredLimit?: (world: World, i: number) => number;
  /** Machines beyond chips that an entrant buys, $bn, and what they are worth to it at a rate of discount. */
  readonly machines?: (world: World, i: number, rate: number) => { value: number; cost: number };
  /** Ticks of default after which the collateral is auctioned; others are sold until then. */
  readonly liquidationTicks?: (world: World) => number;
}

export class Borrowers {
  private readonly names = new Map<string, string>();
  /** Contracts in which each firm sells. */
  readonly sales: readonly (readonly number[])[];
  /** Columns, parameters and places of the kind in a world. */
  readonly of: (world: World) => Handles = handles((world) => lookUpBorrowers(world, this));

  constructor(
    readonly kind: string,
    readonly firms: readonly string[],
    readonly beyond: Beyond = {},
  ) {
    this.sales = firms.map((_, i) => salesOf(kind, i));
  }

  get count(): number {
    return this.firms.length;
  }

  column(world: World, name: string): Float64Array {
    return world.column(this.nameOf(name));
  }

  /** A parameter of the kind. */
  number(world: World, name: string): number {
    return world.parameters.number(this.nameOf(name));
  }

  /** A parameter of a firm. */
  figure(world: World, i: number, name: string): number {
    return this.number(world, joined(this.firms[i], name));
  }

  /** Largest customer in the revenue of a firm whose customers are not in the book of contracts. */
  statedConcentration(world: World, i: number): number {
    return (this.of(world).concentration[i] as ParameterHandle).now;
  }

  row(world: World, i: number): number {
    return this.of(world).first + i;
  }

  position(world: World, i: number, instrument: number): number {
    return world.ledger.position(this.row(world, i), instrument);
  }

  /** Deposits of a firm, $bn; negative: overdrawn. */
  deposits(world: World, i: number): number {
    const { first, deposits } = this.of(world);
    return world.ledger.position(first + i, deposits);
  }

  /** What a firm owes on its line of the bank, $bn. */
  line(world: World, i: number): number {
    const { first, bankLoans } = this.of(world);
    return -world.ledger.position(first + i, bankLoans);
  }

  state(world: World, i: number): number {
    return this.of(world).state[i];
  }

  /** What a firm owes to the pool, at face, $bn. */
  debt(world: World, i: number): number {
    const { state, first, pool } = this.of(world);
    return state[i] === GONE ? 0 : Math.max(-world.ledger.position(first + i, pool), 0);
  }

  /** Part of it that collateral secures. */
  secured(world: World, i: number): number {
    const secured = this.debt(world, i) - (this.beyond.unsecured?.(world, i) ?? 0);
    return secured > ROUNDING ? secured : 0;
  }

  /** Cash flow before debt service, $bn a year. */
  cashFlow(world: World, i: number): number {
    return this.of(world).cashFlow[i];
  }

  /** Years from issue to maturity of the loans of a firm. */
  tenor(world: World, i: number): number {
    return Math.round(this.of(world).tenor[i].now);
  }

  /** Share of principal due before maturity, per year. */
  amortisation(world: World, i: number): number {
    return this.of(world).amortisedShare.now / this.tenor(world, i);
  }

  /** Firms in a state. */
  those(world: World, state: number): number[] {
    return this.firms.map((_, i) => i).filter((i) => this.state(world, i) === state);
  }

  /** Sum over the firms. */
  total(of: (i: number) => number): number {
    let sum = 0;
    for (let i = 0; i < this.count; i++) sum += of(i);
    return sum;
  }

  private nameOf(name: string): string {
    let full = this.names.get(name);
    if (full === undefined) {
      full = `${this.kind}.${name}`;
      this.names.set(name, full);
    }
    return full;
  }
}
