import { describe, expect, it } from 'vitest';
import { csvRow } from '../../src/runner/csv.js';

describe('text of rows', () => {
  it('quotes what needs it and nothing else', () => {
    expect(csvRow(['plain', 1.5, 'a,b', 'say "x"', ''])).toBe('plain,1.5,"a,b","say ""x""",\n');
    expect(csvRow([])).toBe('\n');
  });
});
