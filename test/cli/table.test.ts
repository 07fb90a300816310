import { describe, expect, it } from 'vitest';
import { formatBlocks } from '../../src/cli/table.js';

const ROWS = [
  { name: 'cash', cells: [1, 0, -1, 0] },
  { name: 'loans', cells: [0, 0, 5, -5] },
];
const COLUMNS = [
  { heading: '$bn', text: ({ name }: (typeof ROWS)[number]) => name },
  ...['banks', 'nobody', 'households', 'funds'].map((heading, index) => ({
    heading,
    right: true,
    text: ({ cells }: (typeof ROWS)[number]) => (cells[index] === 0 ? '' : String(cells[index])),
  })),
];

describe('formatBlocks', () => {
  it('is one table where there is room, without empty columns', () => {
    expect(formatBlocks(COLUMNS, ROWS, 40)).toBe(
      '$bn    banks  households  funds\ncash       1          -1\nloans                  5     -5\n',
    );
  });

  it('breaks into tables that fit, without empty rows', () => {
    const text = formatBlocks(COLUMNS, ROWS, 22);
    expect(text).toBe(
      '$bn   banks\ncash      1\n\n$bn    households\ncash           -1\nloans           5\n\n$bn    funds\nloans     -5\n',
    );
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(22);
  });
});
