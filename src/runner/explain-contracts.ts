/** Who owes whom what under contract, from `contracts.csv`. */
import { readRows } from './read-result.js';

export interface ContractLine {
  readonly tick: number;
  readonly debtor: string;
  readonly creditor: string;
  readonly owes: string;
  readonly outstanding: number;
  readonly perYear: number;
  readonly years: number;
}

export interface Contracts {
  readonly lines: readonly ContractLine[];
  /** Who is debtor or creditor at that balance. */
  readonly firms: readonly string[];
  /** Tick of the first balance with contracts; undefined if no contracts were recorded. */
  readonly firstTick?: number;
}

/** Kind of a party without a name, which is told as kind and row; another party is its own. */
function kindOf(party: string): string {
  return party.replace(/ \d+$/, '');
}

/**
 * Contracts at the last balance up to tick `to`, the largest first.
 * @param firm debtor or creditor, or a kind of which rows are; absent: all
 */
export async function contractsAt(
  folder: string,
  run: number,
  to: number,
  firm?: string,
): Promise<Contracts> {
  let lines: ContractLine[] = [];
  let firstTick: number | undefined;
  for await (const row of readRows(folder, 'contracts')) {
    const tick = Number(row.tick);
    if (Number(row.run) !== run) continue;
    firstTick ??= tick;
    if (tick > to) continue;
    if (lines.length > 0 && lines[0].tick !== tick) lines = [];
    const { debtor, creditor, owes } = row;
    const [outstanding, perYear, years] = [row.outstanding, row.perYear, row.years].map(Number);
    lines.push({ tick, debtor, creditor, owes, outstanding, perYear, years });
  }
  const isAsked = (party: string): boolean => party === firm || kindOf(party) === firm;
  const shown = lines.filter(({ debtor, creditor }) => !firm || isAsked(debtor) || isAsked(creditor));
  shown.sort((a, b) => b.outstanding - a.outstanding || b.perYear - a.perYear);
  const parties = lines.flatMap(({ debtor, creditor }) => [debtor, creditor]);
  const firms = [...new Set([...parties, ...parties.map(kindOf)])].sort();
  return { lines: shown, firms, ...(firstTick !== undefined && { firstTick }) };
}
