/** Who owes whom what under contract, largest first. */
import type { ContractLine } from '../runner/explain-contracts.js';
import type { CliContext } from './context.js';
import { formatTable } from './table.js';

function amount(value: number): string {
  return value === 0 ? '' : value.toFixed(2);
}

export function printContracts(context: CliContext, lines: readonly ContractLine[], json?: boolean): void {
  if (json) {
    context.stdout(`${JSON.stringify(lines, null, 2)}\n`);
    return;
  }
  if (lines.length === 0) {
    context.stdout('No contracts were recorded.\n');
    return;
  }
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
      lines,
    ),
  );
}
