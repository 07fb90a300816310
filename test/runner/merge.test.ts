import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { csvField, csvRow } from '../../src/runner/csv.js';
import { RowMerger } from '../../src/runner/merge.js';

const field = fc.oneof(
  fc.string(),
  fc.constantFrom('a,b', 'say "no"', 'two\nlines', '\r\n', '"', '', '$&', 'äß€', 'x'.repeat(90)),
);
const rows = fc.array(fc.tuple(field, field), { maxLength: 12 });
const part = fc.record({ seed: field.filter((seed) => seed !== ''), rows, isMissing: fc.boolean() });

it('puts the identity of its run in front of every row, wherever pieces end', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rqe-merge-'));
  const check = (parts: { seed: string; rows: string[][]; isMissing: boolean }[], pieceBytes: number) => {
    const pieces: Buffer[] = [];
    const merger = new RowMerger((bytes) => pieces.push(Buffer.from(bytes)), pieceBytes);
    const expected: string[][] = [];
    for (const [index, { seed, rows, isMissing }] of parts.entries()) {
      const path = join(folder, String(index));
      rmSync(path, { force: true });
      if (!isMissing) writeFileSync(path, rows.map((row) => csvRow(row)).join(''));
      merger.addFile(path, `${index},${csvField(seed)},`);
      if (!isMissing) expected.push(...rows.map((row) => [String(index), seed, ...row]));
    }
    merger.flush();
    const options = { record_delimiter: '\n', skip_empty_lines: false };
    expect(parse(Buffer.concat(pieces), options)).toEqual(expected);
  };
  fc.assert(fc.property(fc.array(part, { maxLength: 4 }), fc.integer({ min: 300, max: 500 }), check), {
    seed: 1,
    numRuns: 150,
  });
  rmSync(folder, { recursive: true });
});
