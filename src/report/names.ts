/** Names for people of what results name for programs. */
import type { AgentKind } from '../agent-kind.js';
import { CLEARED_INSTRUMENTS, INSTRUMENTS } from '../ledger/instruments.js';

const LABELS = new Map(INSTRUMENTS.map(({ name, label }) => [name, label]));
const CAPITALS: Readonly<Record<string, string>> = { ai: 'AI', fed: 'Fed', gpu: 'GPU' };

/** The cleared assets, in the order of the model. */
export const ASSETS: readonly string[] = CLEARED_INSTRUMENTS.map(({ name }) => name);

/** All instruments, in the order of the books. */
export const INSTRUMENT_NAMES: readonly string[] = INSTRUMENTS.map(({ name }) => name);

/** `bankLending` as `Bank lending`, `aiBuilders` as `AI builders`. */
export function words(name: string): string {
  const list = name
    .replace(/[.-]/g, ' ')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(' ')
    .map((word) => CAPITALS[word] ?? word);
  const text = list.join(' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function instrumentLabel(name: string): string {
  return LABELS.get(name) ?? words(name);
}

/** A series in words: `price.crypto` as `Crypto`, `index.broad` as `Broad index`. */
export function seriesLabel(name: string): string {
  const [group, ...rest] = name.split('.');
  const subject = rest.join('.');
  if (group === 'price' || group === 'yield') return instrumentLabel(subject);
  if (group === 'spread') return `${instrumentLabel(subject)} spread`;
  if (group === 'index') return `${words(subject)} index`;
  if (group === 'stock') return instrumentLabel(subject);
  return words(name);
}

/** The kind behind which the engine puts the row of its clearing account. */
const BEFORE_CLEARING = 'moneyFunds';

/** Names of agent kinds and of their agents. */
export class KindNames {
  constructor(private readonly kinds: readonly AgentKind[]) {}

  of(kind: string): string {
    return this.kinds.find(({ name }) => name === kind)?.label ?? words(kind);
  }

  /** Whether its number of agents is chosen: they have no names. */
  isMany(kind: string): boolean {
    return this.kinds.find(({ name }) => name === kind)?.rows === undefined;
  }

  /** Position of a kind in the order of the books; after all others if it is unknown. */
  order(kind: string): number {
    const index = this.kinds.findIndex(({ name }) => name === kind);
    return index < 0 ? this.kinds.length : index;
  }

  /**
   * An agent: the name that the series of its kind give it (`neoclouds.coverage.coreweave`), else its number.
   * @param row row of the agent among all agents
   * @param count number of rows of a kind that scales with the population
   */
  agent(kind: string, row: number, count: (kind: string) => number): string {
    let first = 0;
    for (const { name, label, rows, series = [] } of this.kinds) {
      const size = rows ?? count(name);
      if (name !== kind) {
        first += size + (name === BEFORE_CLEARING ? 1 : 0);
        continue;
      }
      const named = [...new Set(series.flatMap((one) => one.name.match(/^\w+\.\w+\.(\w+)$/)?.[1] ?? []))];
      // A result of an engine with other kinds has its rows elsewhere.
      if (!(row >= first && row < first + size)) return `${label}, row ${row}`;
      if (named.length === size && size > 1) return words(named[row - first]);
      return size === 1 ? label : `${label} ${row - first + 1}`;
    }
    return words(kind);
  }
}
