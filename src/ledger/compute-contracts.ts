/**
 * The book of compute contracts: who has promised to buy computing from whom, how much a year, for how long.
 *
 * A contract grows from its amount at the start to full delivery while data centres are built; buyers take or pay. Its
 * columns belong to the labs; buyers write what they have paid, and sellers read what was paid and cut.
 */

import { AI_LABS, HYPERSCALERS, NEOCLOUDS } from './ai-firms.js';
import { type ColumnShape, fixed, type NumberDeclaration } from './declare.js';
import { FLOW } from './flows.js';
import { handles } from './handles.js';
import type { World } from './world.js';

/** State of a neocloud that has failed. */
const FAILED = 2;

interface Party {
  readonly kind: string;
  readonly firm: string;
  /** Row of the firm in its kind. */
  readonly index: number;
}

export interface ComputeContract {
  readonly buyer: Party;
  readonly seller: Party;
  /** Prefix of its parameters. */
  readonly name: string;
}

const FIRMS: readonly (readonly [kind: string, firms: readonly string[]])[] = [
  ['aiLabs', AI_LABS],
  ['hyperscalers', HYPERSCALERS],
  ['neoclouds', NEOCLOUDS],
];

function party(firm: string): Party {
  for (const [kind, firms] of FIRMS) {
    const index = firms.indexOf(firm);
    if (index >= 0) return { kind, firm, index };
  }
  throw new Error(`no firm of the AI build-out is named '${firm}'`);
}

export const COMPUTE_CONTRACTS: readonly ComputeContract[] = (
  [
    ['openai', 'microsoft'],
    ['openai', 'oracle'],
    ['openai', 'amazon'],
    ['openai', 'coreweave'],
    ['anthropic', 'amazon'],
    ['anthropic', 'alphabet'],
    ['anthropic', 'microsoft'],
    ['xai', 'oracle'],
    ['others', 'microsoft'],
    ['others', 'amazon'],
    ['others', 'lambda'],
    ['others', 'fluidstack'],
    ['microsoft', 'coreweave'],
    ['microsoft', 'nebius'],
    ['microsoft', 'iren'],
    ['microsoft', 'nscale'],
    ['meta', 'coreweave'],
    ['oracle', 'crusoe'],
  ] as const
).map(([buyer, seller]) => ({
  buyer: party(buyer),
  seller: party(seller),
  name: `aiLabs.contracts.${buyer}.${seller}`,
}));

/** What sellers earn; kinds may be absent in worlds that hold a part of the economy. */
const sellersOf = handles((world) => {
  const column = (name: string): Float64Array =>
    world.columns.has(name) ? world.column(name) : new Float64Array(0);
  return {
    aiRevenue: column('hyperscalers.aiRevenue'),
    cashFlow: column('neoclouds.cashFlow'),
    running: column('neoclouds.running'),
    state: column('neoclouds.state'),
  };
});

/** What a seller earned from computing in the last tick, $bn a year: more than its capacity cannot be delivered. */
function deliverable(world: World, { kind, index }: Party): number {
  const { aiRevenue, cashFlow, running } = sellersOf(world);
  if (kind === 'hyperscalers') return aiRevenue[index];
  return index < cashFlow.length ? cashFlow[index] + running[index] : 0;
}

/** Contracts by kind and row of the buyer, and of the seller. */
const SIDES = (['buyer', 'seller'] as const).map((side) => {
  const kinds = new Map<string, number[][]>();
  for (const [k, contract] of COMPUTE_CONTRACTS.entries()) {
    const { kind, index } = contract[side];
    const lists = kinds.get(kind) ?? [];
    for (let i = lists.length; i <= index; i++) lists.push([]);
    lists[index].push(k);
    kinds.set(kind, lists);
  }
  return kinds;
});
const NO_CONTRACTS: readonly number[] = [];

/** The book in a world, as this file and those beside it read and write it. */
export const bookOf = handles((world) => ({
  amount: world.column('aiLabs.contractAmount'),
  paid: world.column('aiLabs.contractPaid'),
  unpaid: world.column('aiLabs.contractUnpaid'),
  cut: world.column('aiLabs.contractCut'),
  signed: world.column('aiLabs.contractSigned'),
  kept: world.column('aiLabs.contractKept'),
  years: world.column('aiLabs.contractYears'),
  claim: world.column('aiLabs.contractClaim'),
  claimPaid: world.column('aiLabs.contractClaimPaid'),
  figures: COMPUTE_CONTRACTS.map(({ name }) => ({
    amount: world.parameters.handle(`${name}.amount`),
    full: world.parameters.handle(`${name}.fullAmount`),
    term: world.parameters.handle(`${name}.term`),
  })),
  deliveryShare: world.parameters.handle('aiLabs.deliveryShare'),
  deliveryYears: world.parameters.handle('aiLabs.deliveryYears'),
  ofTheTick: OF_THE_TICK.map((name) => world.column(name)),
  rows: COMPUTE_CONTRACTS.map(({ buyer, seller }) => ({
    buyer: world.hasKind(buyer.kind) ? contractRow(world, buyer) : Number.NaN,
    seller: world.hasKind(seller.kind) ? contractRow(world, seller) : Number.NaN,
  })),
}));

/** Contracts in which a firm is the buyer. */
export function purchasesOf(kind: string, index: number): readonly number[] {
  return SIDES[0].get(kind)?.[index] ?? NO_CONTRACTS;
}

/** Contracts in which a firm is the seller. */
export function salesOf(kind: string, index: number): readonly number[] {
  return SIDES[1].get(kind)?.[index] ?? NO_CONTRACTS;
}

export function contractParameters(): NumberDeclaration[] {
  return COMPUTE_CONTRACTS.flatMap(({ name, buyer, seller }) => [
    fixed(
      `${name}.amount`,
      '$bn/yr',
      [0, 500],
      `computing that ${buyer.firm} buys of ${seller.firm} at the start`,
    ),
    fixed(`${name}.fullAmount`, '$bn/yr', [0, 500], `the same at full delivery`),
    fixed(`${name}.term`, 'years', [0.1, 30], `years of full delivery left, ${buyer.firm} of ${seller.firm}`),
  ]);
}

const COLUMNS = [
  ['Amount', '$bn/yr', 'computing bought under each contract now'],
  [
    'Kept',
    'ratio',
    'what is left of each contract and was added to it, over what was signed before the start',
  ],
  ['Years', 'years', 'years of full delivery left'],
  ['Paid', '$bn', 'paid on each contract in this tick'],
  ['Unpaid', '$bn', 'due on each contract in this tick and not paid'],
  ['Cut', '$bn/yr', 'cut from each contract in this tick'],
  ['Signed', '$bn/yr', 'added to each contract in this tick'],
  ['Claim', '$bn', 'owed to each seller for bills not paid and contracts left'],
  ['ClaimPaid', '$bn', 'paid on these claims in this tick'],
] as const;

/** What belongs to one tick alone. */
const OF_THE_TICK = ['Paid', 'Unpaid', 'Cut', 'Signed', 'ClaimPaid'].map((name) => `aiLabs.contract${name}`);

export function contractColumns(): ColumnShape[] {
  return COLUMNS.map(([name, unit, meaning]) => ({
    name: `aiLabs.contract${name}`,
    unit,
    meaning,
    length: COMPUTE_CONTRACTS.length,
  }));
}

/** Forgets what belongs to the tick before. */
export function beginContracts(world: World): void {
  for (const column of bookOf(world).ofTheTick) column.fill(0);
}

/** Row of a party. */
export function contractRow(world: World, { kind, index }: Party): number {
  return world.rowsOf(kind).first + index;
}

function sum(column: Float64Array, contracts: readonly number[]): number {
  let total = 0;
  for (const k of contracts) total += column[k];
  return total;
}

/** $bn a year that the contracts come to now. */
export function contractedAmount(world: World, contracts: readonly number[]): number {
  return sum(bookOf(world).amount, contracts);
}

/** $bn paid on the contracts in this tick. */
export function contractsPaid(world: World, contracts: readonly number[]): number {
  return sum(bookOf(world).paid, contracts);
}

/** $bn that were due on the contracts in this tick and not paid. */
export function contractsUnpaid(world: World, contracts: readonly number[]): number {
  return sum(bookOf(world).unpaid, contracts);
}

/** $bn a year that were cut from the contracts in this tick. */
export function contractsCut(world: World, contracts: readonly number[]): number {
  return sum(bookOf(world).cut, contracts);
}

/** $bn a year that were added to the contracts in this tick. */
export function contractsSigned(world: World, contracts: readonly number[]): number {
  return sum(bookOf(world).signed, contracts);
}

/** Whether a neocloud has failed, and nobody has taken its place. */
export function neocloudFailed(world: World, index: number): boolean {
  return sellersOf(world).state[index] === FAILED;
}

/** Whether the seller of a contract has failed, so that nothing can be delivered. */
export function sellerFailed(world: World, k: number): boolean {
  const { kind, index } = COMPUTE_CONTRACTS[k].seller;
  return kind === 'neoclouds' && neocloudFailed(world, index);
}

/** What the seller of each contract has sold. */
const SOLD_BESIDE = COMPUTE_CONTRACTS.map(({ seller }) => salesOf(seller.kind, seller.index));

/** $bn due on a contract in this tick: its amount, or its part of what the seller can deliver. */
export function contractDue(world: World, k: number): number {
  const { seller } = COMPUTE_CONTRACTS[k];
  const promised = contractedAmount(world, SOLD_BESIDE[k]);
  const most = Math.max(deliverable(world, seller), 0);
  const delivered = promised > most ? most / promised : 1;
  return bookOf(world).amount[k] * delivered * world.dt;
}

/** Pays the share of what is due ($bn) on a contract. */
export function payContract(world: World, k: number, due: number, share = 1): void {
  if (due === 0) return;
  const amount = share * due;
  bookOf(world).unpaid[k] = due - amount;
  const { buyer, seller } = bookOf(world).rows[k];
  world.payments.pay(buyer, seller, amount, FLOW.computing);
  bookOf(world).paid[k] = amount;
}

/** Full amounts, $bn a year, and years left of what a firm has sold, by customer. */
export function customersOf(
  world: World,
  sales: readonly number[],
): { readonly amounts: number[]; readonly years: number[] } {
  const { kept, years, figures } = bookOf(world);
  return {
    amounts: sales.map((k) => kept[k] * figures[k].full.now),
    years: sales.map((k) => years[k]),
  };
}
