import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvRow } from '../../src/runner/csv.js';
import { RowFile } from '../../src/runner/row-file.js';
import { takeRowMemory } from '../../src/runner/row-memory.js';
import { KERNEL } from '../market/compiled-kernel.js';
import { temporaryFolder } from './small-run.js';

const word = fc.constantFrom('plain', '', 'a,b', 'say "x"', 'two\nlines', 'r\r', 'ä', '€', '😀', '~');
const text = fc
  .tuple(word, fc.constantFrom(1, 1, 1, 900, 12_000))
  .map(([piece, times]) => piece.repeat(times));
const cell = fc.oneof(text, fc.double({ noNaN: true }));
const row = fc.tuple(
  fc.nat({ max: 2 }),
  fc.constantFrom('1,2025-01-01', 'day ü'),
  fc.array(cell, { maxLength: 6 }),
);

describe.each([
  ['kernel', KERNEL],
  ['JavaScript', undefined],
])('files whose rows the %s writes', (_, kernel) => {
  it('hold the rows, whatever their cells, side by side in one memory', () => {
    const folder = temporaryFolder();
    let files = 0;
    const check = (rows: [number, string, (string | number)[]][]) => {
      const memory = takeRowMemory(3, kernel);
      const paths = [0, 1, 2].map(() => join(folder, String(files++)));
      const open = paths.map((path, room) => new RowFile(path, memory, room));
      for (const [file, first, cells] of rows) {
        open[file].begin(first);
        for (const one of cells) typeof one === 'string' ? open[file].text(one) : open[file].number(one);
        open[file].endRow();
      }
      for (const file of open) file.close();
      for (const [file, path] of paths.entries()) {
        const mine = rows.filter(([place]) => place === file);
        const whole = mine.map(([, first, cells]) => first + (cells.length > 0 ? ',' : '') + csvRow(cells));
        if (mine.length === 0) expect(existsSync(path)).toBe(false);
        else expect(readFileSync(path, 'utf8') === whole.join('')).toBe(true);
      }
    };
    fc.assert(fc.property(fc.array(row, { maxLength: 40 }), check), { seed: 1, numRuns: 60 });
  });
});
