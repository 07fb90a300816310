/** Laws that every agent kind obeys in the real economy, whatever it stands for. */
import { describe, expect, it } from 'vitest';
import { AGENT_KINDS } from '../../agents/index.js';
import type { AgentKind } from '../../src/agent-kind.js';
import { DEMAND_COLUMNS } from '../../src/ledger/demand-columns.js';
import type { World } from '../../src/ledger/world.js';
import { runToEnd, smallConfiguration } from '../engine/economy.js';

const DUTIES = ['endow', 'obligations', 'schedule', 'settle', 'marks', 'record'] as const;
type Duty = (typeof DUTIES)[number];

/** Redemptions, calls, margin calls, closures, defaults, purchases, bills, capex and a slump: every duty has something to do. */
const LIVELY = smallConfiguration({
  ticks: 18,
  set: {
    'hedgeFunds.redemptionNotice': 2,
    'hedgeFunds.redemptionThreshold': 0.01,
    'sovereignFunds.callNotice': 2,
    'retail.marginBuffer': 1.05,
    'fed.rateRule': 'put',
    'neoclouds.cureDays': 1,
    'aiLabs.roundInterval': 8,
    'aiLabs.reviewInterval': 4,
    'aiLabs.shortRunway': 2,
    'aiLabs.cutRunway': 3,
    'cryptoMiners.cureDays': 1,
    'cryptoMiners.liquidationDays': 2,
    'cryptoMiners.leastCoverage': 3,
    'privateBorrowers.testDays': 1,
    'privateBorrowers.cureDays': 2,
    'privateCreditFunds.redemptionRate': 2,
    'banks.hedgeShare': 1,
    'banks.transferShare': 0.5,
  },
  schedule: [
    {
      from: 2,
      until: 8,
      set: { 'news.shock.valueEquity': -6, 'news.shock.crypto': -10, 'neoclouds.rentDeflation': 20 },
    },
    { from: 2, set: { 'privateBorrowers.otherShortfall': 0.6, 'privateBorrowers.vehicleShortfall': 0.8 } },
    {
      from: 3,
      set: {
        'sovereignFunds.capitalCallRate': 600,
        'fed.treasuryPurchases': -60,
        'fed.billPurchases': 40,
        'fed.mortgageRunOff': 15,
        'fed.reverseRepoTarget': 200,
        'hyperscalers.capexAddition': 300,
        'assetManagers.netSubscriptions': -500,
      },
    },
  ],
});

/** Columns of other kinds that a kind may write, and why. */
const SHARED: readonly (readonly [kind: string, duty: Duty, column: RegExp])[] = [
  // Who buys computing enters what it has paid in the book of contracts.
  ['hyperscalers', 'obligations', /^aiLabs\.contract(Paid|Unpaid)$/],
  // Tenants enter the rent that they have paid in the book of leases.
  ['hyperscalers', 'obligations', /^privateBorrowers\.leasePaid$/],
  ['aiLabs', 'obligations', /^privateBorrowers\.leasePaid$/],
  // The funds settle with their owners, whose books of notices are next to the owners' rows.
  ['hedgeFunds', 'schedule', /^(sovereignFunds|retail|insurers)\.redemptionRing$/],
  ['hedgeFunds', 'settle', /^(sovereignFunds|retail|insurers)\.(redemptionRing|pendingRedemptions)$/],
  // One auction for the chips of all kinds: bidders take chips, the failed are closed and customers owe them nothing, lenders learn.
  ['cryptoMiners', 'settle', /^((neoclouds|hyperscalers|treasury)\.|aiLabs\.contractClaim$|defaultedShare$)/],
  // So are premiums for protection, and fees for borrowed shares.
  ['banks', 'obligations', /^income$/],
  // What funds pay out is income of their owners, as coupons are.
  ['privateCreditFunds', 'obligations', /^income$/],
];
/** Columns by asset that firms and the real economy move: earnings. */
const BY_ASSET = ['earnings'];

const WIDE = new Set([
  'units',
  'postedUnits',
  'tickFlows',
  'flowBlocks',
  'unitValue',
  'outsideUnits',
  'scalars',
]);
const SHAPES = new Map(DEMAND_COLUMNS.map(({ name, shape }) => [`demand.${name}`, { name, shape }]));

/** Entries of a column that belong to a kind: its rows, or its entry. */
function ownEntries(world: World, kind: string, column: string): readonly [first: number, last: number] {
  const rows = world.rowsOf(kind);
  const width = world.assets.length;
  const shape = SHAPES.get(column)?.shape;
  const index = world.ledger.kindOf[rows.first];
  if (shape === 'row') return [rows.first, rows.last];
  if (shape === 'row×asset') return [rows.first * width, rows.last * width];
  if (shape === 'kind×asset') return [index * width, (index + 1) * width];
  if (column.startsWith(`${kind}.`)) return [0, Number.POSITIVE_INFINITY];
  if (shape === 'asset' && BY_ASSET.includes(SHAPES.get(column)?.name ?? ''))
    return [0, Number.POSITIVE_INFINITY];
  return [0, 0];
}

/** What a duty did that it must not: entries of others, positions without a posting, numbers that are none. */
function trespasses(world: World, kind: AgentKind, duty: Duty, act: () => void): string[] {
  const { columns, ledger } = world;
  const before = new Map(columns.list().map(({ name }) => [name, Float64Array.from(columns.get(name))]));
  ledger.journal = [];
  act();
  const journal = ledger.journal;
  ledger.journal = undefined;
  const wrong: string[] = [];
  const expected = before.get('units') as Float64Array;
  for (const { from, to, instrument, amount } of journal) {
    expected[from * ledger.width + instrument] -= amount;
    expected[to * ledger.width + instrument] += amount;
  }
  // Outside assets are put into the world by the kind that holds them.
  if (duty !== 'endow')
    for (let i = 0; i < expected.length; i++)
      if (!(Math.abs(ledger.units[i] - expected[i]) <= 1e-9 * Math.max(1, Math.abs(expected[i]))))
        wrong.push(
          `${kind.name}.${duty} moved units of row ${Math.floor(i / ledger.width)} without a posting`,
        );
  for (const [name, old] of before) {
    const now = columns.get(name);
    if (!now.every(Number.isFinite)) wrong.push(`${kind.name}.${duty} left no number in ${name}`);
    if (WIDE.has(name)) continue;
    if (SHARED.some(([who, when, what]) => who === kind.name && when === duty && what.test(name))) continue;
    const [first, last] = ownEntries(world, kind.name, name);
    for (let i = 0; i < now.length; i++)
      if ((i < first || i >= last) && now[i] !== old[i]) {
        wrong.push(`${kind.name}.${duty} wrote ${name}[${i}]`);
        break;
      }
  }
  return wrong;
}

const watched = new Map<string, string[]>();
const done = new Map<string, number>();

function watching(kind: AgentKind): AgentKind {
  const copy: Record<string, unknown> = { ...kind };
  for (const duty of DUTIES) {
    const own = kind[duty] as ((world: World, ...rest: never[]) => void) | undefined;
    if (own === undefined) continue;
    copy[duty] = (world: World, ...rest: never[]) => {
      const wrong = trespasses(world, kind, duty, () => own.call(kind, world, ...rest));
      watched.set(kind.name, [...new Set([...(watched.get(kind.name) ?? []), ...wrong])]);
      done.set(`${kind.name}.${duty}`, (done.get(`${kind.name}.${duty}`) ?? 0) + 1);
    };
  }
  return copy as unknown as AgentKind;
}

const plain = runToEnd(LIVELY);
const seen = runToEnd(LIVELY, {}, AGENT_KINDS.map(watching));

describe.each(AGENT_KINDS.map((kind) => [kind.name, kind] as const))('laws of %s', (name, kind) => {
  it('names parameters, columns and series once, under its own name', () => {
    for (const list of [kind.parameters, kind.columns ?? [], kind.series ?? []]) {
      const names = list.map((one) => one.name);
      expect(new Set(names).size).toBe(names.length);
      for (const one of names) expect(one.split('.')).toContain(kind.name);
    }
    for (const { meaning } of [...kind.parameters, ...(kind.columns ?? []), ...(kind.series ?? [])])
      expect(meaning.length).toBeGreaterThan(3);
  });

  it('writes only its own rows and columns, moves units by postings alone, and writes numbers', () => {
    expect(watched.get(name)).toEqual([]);
  });

  it('did its duties in every tick', () => {
    for (const duty of DUTIES)
      if (kind[duty] !== undefined) expect(done.get(`${name}.${duty}`), duty).toBe(duty === 'endow' ? 1 : 18);
  });

  it('has the same rows for the same seed, watched or not', () => {
    const { first, last } = plain.world.rowsOf(name);
    const { width } = plain.world.ledger;
    for (const column of kind.columns ?? [])
      expect(seen.world.column(column.name), column.name).toEqual(plain.world.column(column.name));
    expect(seen.world.ledger.units.slice(first * width, last * width)).toEqual(
      plain.world.ledger.units.slice(first * width, last * width),
    );
  });

  it('records exactly the series that it declares', () => {
    const written = new Map<string, number>();
    kind.record?.(plain.world, (series, value) => written.set(series, value));
    expect([...written.keys()].sort()).toEqual((kind.series ?? []).map((one) => one.name).sort());
    for (const [series, value] of written) expect(value, series).toSatisfy(Number.isFinite);
  });
});
