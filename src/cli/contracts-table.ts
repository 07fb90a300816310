/** Who owes whom what under contract, largest first. */
import { didYouMeanOrAll } from '../experiment/nearest.js';
import type { ContractLine, Contracts } from '../runner/explain-contracts.js';
import type { CliContext } from './context.js';
import { formatTable } from './table.js';
import { UsageError } from './usage-error.js';

function amount(value: number): string {
  return value === 0 ? '' : value.toFixed(2);
}

/** Lines that a terminal is shown unless all are asked for. */
const MOST_LINES = 60;

interface Asked {
  readonly to: number;
  readonly firm?: string;
}

/** Throws a `UsageError` if there is nothing to show of what was asked for, though there are contracts. */
function checkAsked({ firms, firstTick }: Contracts, { to, firm }: Asked): void {
  if (firstTick === undefined) return;
  if (firstTick > to)
    throw new UsageError(
      `no contracts were recorded up to tick ${to}: the first balance is at tick ${firstTick}`,
    );
  if (firm !== undefined && !firms.includes(firm))
    throw new UsageError(`'${firm}' has no contracts${didYouMeanOrAll(firm, firms, 'firms')}`);
}

export function printContracts(
  context: CliContext,
  contracts: Contracts,
  asked: Asked,
  how: { readonly json?: boolean; readonly all?: boolean } = {},
): void {
  const { lines } = contracts;
  checkAsked(contracts, asked);
  if (how.json) {
    context.stdout(`${JSON.stringify(lines, null, 2)}\n`);
    return;
  }
  if (lines.length === 0) {
    context.stdout('No contracts were recorded.\n');
    return;
  }
  const shown = how.all ? lines : lines.slice(0, MOST_LINES);
  context.stdout(`contracts at tick ${lines[0].tick}\n\n`);
  context.stdout(
    formatTable(
      [
        { heading: 'who', text: ({ debtor }: ContractLine) => debtor },
        { heading: 'owes', text: ({ owes }) => owes },
        { heading: 'to', text: ({ creditor }) => creditor },
        { heading: '$bn', right: true, text: ({ outstanding }) => amount(outstanding) },
        { heading: '$bn a year', right: true, text: ({ perYear }) => amount(perYear) },
        { heading: 'years', right: true, text: ({ years }) => amount(years) },
      ],
      shown,
    ),
  );
  if (lines.length > shown.length)
    context.stdout(`and ${lines.length - shown.length} more, smaller; --all lists each\n`);
}
