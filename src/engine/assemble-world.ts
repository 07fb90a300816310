/** Rows, state, books and payments of a world, all empty. */
import type { AgentKind, ParameterDeclaration } from '../agent-kind.js';
import { Columns, type StateColumn } from '../ledger/columns.js';
import { Events } from '../ledger/events.js';
import type { InstrumentDeclaration } from '../ledger/instruments.js';
import type { Parameters } from '../ledger/parameters.js';
import { Payments } from '../ledger/payment.js';
import { Ledger, type LedgerLayout, ledgerScratchSize, type MoneyAccount } from '../ledger/transfer.js';
import type { RowRange } from '../ledger/world.js';
import { type KernelSource, TYPESCRIPT_KERNEL } from '../market/demand-kernel.js';
import { type KernelMemory, webAssemblyKernel } from '../market/webassembly-kernel.js';
import { workspaceSize } from '../market/workspace.js';
import type { RunConfiguration } from './configuration.js';
import { CLEARING_KIND, RunningWorld } from './running-world.js';
import { stateColumns } from './state-columns.js';
import { resolveParameters } from './world-parameters.js';

const MONEY_ACCOUNTS: Readonly<Record<string, MoneyAccount>> = {
  fed: 'centralBank',
  treasury: 'treasuryAccount',
  banks: 'reserves',
  [CLEARING_KIND]: 'reserves',
};

/** What a world is made of, whatever happens in it. */
export interface WorldPlan {
  readonly kinds: readonly AgentKind[];
  /** The cleared ones come first. */
  readonly instruments: readonly InstrumentDeclaration[];
  /** Names of the cleared instruments. */
  readonly assets: readonly string[];
  readonly parameters: readonly ParameterDeclaration[];
}

/** Rows of each kind: fixed by the kind, or a parameter `population.<kind>`. */
function rowCounts(kinds: readonly AgentKind[], parameters: Parameters): number[] {
  return kinds.map((kind) => kind.rows ?? Math.round(parameters.number(`population.${kind.name}`)));
}

/** Puts the clearing account behind the money funds. */
function withClearing(kinds: readonly AgentKind[]): { name: string; kind: AgentKind | undefined }[] {
  const list: { name: string; kind: AgentKind | undefined }[] = kinds.map((kind) => ({
    name: kind.name,
    kind,
  }));
  const banksEnd = kinds.findIndex((kind) => kind.name === 'moneyFunds');
  list.splice(banksEnd < 0 ? 0 : banksEnd + 1, 0, { name: CLEARING_KIND, kind: undefined });
  return list;
}

/** The kernel asked for, with memory for state and workspace. */
function kernelSource(
  kernel: WebAssembly.Module | undefined,
  memory: KernelMemory | undefined,
  { rows, kindStart, instruments }: LedgerLayout,
  assets: number,
  declared: readonly StateColumn[],
): KernelSource {
  if (kernel === undefined) return TYPESCRIPT_KERNEL;
  const sizes = [
    workspaceSize(rows, kindStart.length - 1, assets),
    ledgerScratchSize(rows, kindStart.length - 1, instruments.length),
  ];
  const length = sizes.reduce((sum, size) => sum + size.length, Columns.length(declared));
  const arrays = sizes.reduce((sum, size) => sum + size.arrays, 1);
  return webAssemblyKernel(kernel, length, arrays, memory);
}

/** Places that the rows of each kind take, and the names of rows that have one. */
function rowsInOrder(kinds: readonly AgentKind[], counts: readonly number[]) {
  const ranges = new Map<string, RowRange>();
  const names: string[] = [];
  let first = 0;
  for (const { name, kind } of withClearing(kinds)) {
    const count = kind === undefined ? 1 : counts[kinds.indexOf(kind)];
    ranges.set(name, { first, last: first + count, count });
    for (let i = 0; i < count; i++) names.push(kind?.rowNames?.[i] ?? '');
    first += count;
  }
  return { ranges, names, kindStart: [0, ...[...ranges.values()].map(({ last }) => last)] };
}

function ledgerIn(columns: Columns, layout: LedgerLayout, source: KernelSource): Ledger {
  const storage = {
    units: columns.get('units'),
    unitValue: columns.get('unitValue'),
    postedUnits: columns.get('postedUnits'),
    flowBlocks: columns.get('flowBlocks'),
    tickFlows: columns.get('tickFlows'),
    outsideUnits: columns.get('outsideUnits'),
  };
  storage.unitValue.fill(1);
  return new Ledger(layout, storage, source);
}

function paymentsOf(ledger: Ledger, ranges: ReadonlyMap<string, RowRange>): Payments {
  const clearing = ranges.get(CLEARING_KIND)?.first ?? 0;
  const fed = ranges.get('fed')?.first;
  const accounts = [...ranges.keys()].map(
    (name) => (fed !== undefined && MONEY_ACCOUNTS[name]) || 'deposits',
  );
  return new Payments(ledger, accounts, clearing, fed ?? clearing);
}

/**
 * A world whose books are empty and whose market is still to be made, and what its market computes with.
 *
 * @param kernel compiled WebAssembly kernel; absent: the TypeScript kernel
 * @param memory memory that worlds made one after the other use in turn
 */
export function assembleWorld(
  configuration: RunConfiguration,
  plan: WorldPlan,
  kernel?: WebAssembly.Module,
  memory?: KernelMemory,
): { readonly world: RunningWorld; readonly source: KernelSource } {
  const { kinds, instruments, assets } = plan;
  const numbers = new Float64Array(plan.parameters.length);
  const probe = resolveParameters(plan.parameters, configuration.parameters, numbers);
  const counts = rowCounts(kinds, probe);
  const { ranges, names, kindStart } = rowsInOrder(kinds, counts);
  const layout = { rows: names.length, instruments, kindStart };
  const declared = stateColumns(layout, kinds, counts, numbers.length, assets.length);
  const source = kernelSource(kernel, memory, layout, assets.length, declared);
  const columns = new Columns(declared, source.allocate);
  const ledger = ledgerIn(columns, layout, source);
  const parts = {
    ledger,
    payments: paymentsOf(ledger, ranges),
    columns,
    parameters: resolveParameters(plan.parameters, configuration.parameters, columns.get('parameters')),
    events: new Events(configuration.record.eventThreshold, names),
    assets,
    kinds,
    ranges,
  };
  return { world: new RunningWorld(parts, configuration), source };
}
