/** Names for people of what results name for programs. */
import type { AgentKind } from '../agent-kind.js';
import { CLEARED_INSTRUMENTS, INSTRUMENTS } from '../ledger/instruments.js';

const LABELS = new Map(INSTRUMENTS.map(({ name, label }) => [name, label]));
/** Words that are not written in small letters. */
const CAPITALS: Readonly<Record<string, string>> = {
  ai: 'AI',
  cleanspark: 'CleanSpark',
  coreweave: 'CoreWeave',
  fed: 'Fed',
  gpu: 'GPU',
  hut8: 'Hut 8',
  iren: 'IREN',
  nav: 'NAV',
  openai: 'OpenAI',
  terawulf: 'TeraWulf',
  xai: 'xAI',
};

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
    .map(
      (word, index) => CAPITALS[word] ?? (index === 0 ? word.charAt(0).toUpperCase() + word.slice(1) : word),
    );
  return list.join(' ');
}

export function instrumentLabel(name: string): string {
  return LABELS.get(name) ?? words(name);
}

/** A series in words: `price.crypto` as `Crypto`, `index.broad` as `Broad index`. */
export function seriesLabel(name: string): string {
  const [group, ...rest] = name.split('.');
  const subject = rest.join('.');
  if (group === 'price') return instrumentLabel(subject);
  if (group === 'yield') return `${instrumentLabel(subject)} yield`;
  if (group === 'spread') return `${instrumentLabel(subject)} spread`;
  if (group === 'index') return `${words(subject)} index`;
  if (group === 'stock') return instrumentLabel(subject);
  return words(name);
}

/** Names of agent kinds. */
export class KindNames {
  constructor(private readonly kinds: readonly AgentKind[]) {}

  of(kind: string): string {
    return this.kinds.find(({ name }) => name === kind)?.label ?? words(kind);
  }

  /** Position of a kind in the order of the books; after all others if it is unknown. */
  order(kind: string): number {
    const index = this.kinds.findIndex(({ name }) => name === kind);
    return index < 0 ? this.kinds.length : index;
  }
}
