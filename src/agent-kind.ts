/**
 * The contract that every file in `agents/` fulfils.
 *
 * A kind declares its parameters and columns, and has four duties in the words of the tick:
 * `endow` (its opening books), `obligations` (step 2: income and what is due, paid from cash in hand),
 * `schedule` (step 3: its demand, written into the demand columns; orders in dollars), `marks`
 * (step 6: NAVs, margins, notices). A kind sees only `World`; it writes only its own rows, and moves
 * money and units only by `world.ledger`.
 */

import type { AddEdge } from './ledger/contract-graph.js';
import type { InstrumentDeclaration } from './ledger/instruments.js';
import type { SeriesDeclaration } from './ledger/series.js';
import type { World } from './ledger/world.js';

/** Units that a parameter may have; the experiment layer converts what people write (`25 bp`, `4 %`). */
export type Unit =
  | 'ratio' // share, elasticity, multiple: a plain number
  | 'per year' // rate or yield, annual decimal (0.04 = 4 % = 400 bp)
  | '$bn'
  | '$bn/yr'
  | '$bn/month'
  | 'days' // trading days: half-lives, notices
  | 'years'
  | 'GW' // gigawatts of power
  | 'GW/yr'
  | 'count'
  | 'switch' // true or false
  | 'choice'; // one of `choices`

export interface ParameterDeclaration {
  /** Dotted path, the same in base.yaml and in `--set`: `hedgeFunds.maximumLeverage`. */
  readonly name: string;
  readonly unit: Unit;
  /** Smallest and largest value allowed, inclusive; not for switches and choices. */
  readonly range?: readonly [number, number];
  readonly choices?: readonly string[];
  /** One value for each cleared asset, or for those listed: the parameter is `name.<asset>`. */
  readonly perAsset?: boolean | readonly string[];
  /** May change while a run goes on (policy and shocks); others belong to the start of the world. */
  readonly schedulable?: boolean;
  readonly meaning: string;
}

export interface ColumnDeclaration {
  /** `kind.meaning`, for instance `hyperscalers.capexPlan`. */
  readonly name: string;
  readonly unit: string;
  readonly meaning: string;
  /** `kind`: one entry for each row of the kind; a number: that many entries in all. */
  readonly length: 'kind' | 'kind×asset' | number;
}

export type { SeriesDeclaration };

export interface AgentKind {
  /** Name in files and parameters: plural, camel case (`hedgeFunds`). */
  readonly name: string;
  readonly label: string;
  readonly meaning: string;
  /** Rows of this kind that do not scale with the population (Fed 1, hyperscalers 5 …); else the `population.<kind>` parameter counts. */
  readonly rows?: number;
  /** Names of its rows, where they are firms one knows: events tell who. */
  readonly rowNames?: readonly string[];
  readonly parameters: readonly ParameterDeclaration[];
  readonly columns?: readonly ColumnDeclaration[];
  readonly series?: readonly SeriesDeclaration[];
  /** Endowed after all others: takes as residual what the clearing row still holds of money. */
  readonly endowLast?: boolean;
  endow(world: World): void;
  obligations?(world: World): void;
  schedule?(world: World): void;
  /** Step 5, after trades: what is paid out of proceeds (spending of what was raised, redemptions, calls). */
  settle?(world: World): void;
  marks?(world: World): void;
  /** Tells what its firms owe under contract, and to whom; called when balances are recorded. */
  contracts?(world: World, add: AddEdge): void;
  /** Writes the values of the declared series for this tick. */
  record?(world: World, write: (name: string, value: number) => void): void;
}

/**
 * A model from the literature as a world of its own: its instruments and kinds in place of the economy's, the same
 * books, clearing and runs. The engine adds the instrument `deposits` (negative: borrowed), the lender that owes
 * and lends it, and the clearing account.
 */
export interface PublishedModel {
  /** Name in files: kebab-case. */
  readonly name: string;
  readonly label: string;
  /** Where it was published. */
  readonly source: string;
  /** The cleared ones come first. */
  readonly instruments: readonly InstrumentDeclaration[];
  readonly kinds: readonly AgentKind[];
  /**
   * Opens the markets, before kinds endow: log prices, log values (`earnings`), elasticity multipliers, and `float`, the
   * units against which excess demand is measured.
   */
  open(world: World): void;
  /** True: of several clearing prices, the first that is met from yesterday's in the direction of excess demand. */
  readonly firstRoot?: boolean;
}
