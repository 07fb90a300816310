import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvNumbers, csvRow } from '../../src/runner/csv.js';

describe('text of rows', () => {
  it('has any numbers as JavaScript writes them, those that JSON does not know among them', () => {
    const special = fc.constantFrom(
      Number.NaN,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      -0,
      1e21,
      5e-324,
    );
    const rows = fc.float64Array({ minLength: 1 });
    fc.assert(
      fc.property(rows, fc.array(special), (numbers, others) => {
        const values = Float64Array.from([...numbers, ...others]);
        expect(csvNumbers(values)).toBe([...values].map(String).join(','));
      }),
    );
  });

  it('quotes what needs it and nothing else', () => {
    expect(csvRow(['plain', 1.5, 'a,b', 'say "x"', ''])).toBe('plain,1.5,"a,b","say ""x""",\n');
    expect(csvRow([])).toBe('\n');
  });
});
