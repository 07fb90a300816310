import type { AgentKind, ParameterDeclaration, SeriesDeclaration } from '../src/agent-kind.js';
import type { DEMAND_COLUMNS } from '../src/ledger/demand-columns.js';
import type { FlowDeclaration } from '../src/ledger/flows.js';
import type { InstrumentDeclaration } from '../src/ledger/instruments.js';
import type { ColumnDeclaration, TableDeclaration } from '../src/runner/table-columns.js';

export interface Declarations {
  readonly parameters: readonly ParameterDeclaration[];
  readonly series: readonly SeriesDeclaration[];
  readonly assets: readonly string[];
  readonly instruments: readonly InstrumentDeclaration[];
  readonly flows: readonly FlowDeclaration[];
  readonly causes: readonly string[];
  readonly demandColumns: typeof DEMAND_COLUMNS;
  readonly kinds: readonly AgentKind[];
  readonly tables: Readonly<Record<string, TableDeclaration>>;
  readonly recordedColumns: readonly ColumnDeclaration[];
  readonly eventTypes: readonly string[];
}

export const DATA_DICTIONARY: string;
export const COMMAND: string;
export const CHANGE_NO_SERIES: Readonly<Record<'books' | 'rows', Readonly<Record<string, string>>>>;
export function dataDictionary(model: Declarations): string;
export function eventTypes(folders?: readonly string[]): string[];
