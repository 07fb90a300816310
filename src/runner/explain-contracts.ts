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

/**
 * Contracts at the last balance up to tick `to`, the largest first.
 * @param firm debtor or creditor; absent: all
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
  const shown = lines.filter(({ debtor, creditor }) => !firm || debtor === firm || creditor === firm);
  shown.sort((a, b) => b.outstanding - a.outstanding || b.perYear - a.perYear);
  const firms = [...new Set(lines.flatMap(({ debtor, creditor }) => [debtor, creditor]))].sort();
  return { lines: shown, firms, ...(firstTick !== undefined && { firstTick }) };
}
