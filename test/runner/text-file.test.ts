import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { TextFile } from '../../src/runner/text-file.js';
import { temporaryFolder } from './small-run.js';

const piece = fc.tuple(
  fc.constantFrom('a', 'ä', '€', '😀', 'row,1\n'),
  fc.constantFrom(1, 700, 20_000, 60_000),
);

it('holds what was written, whatever the lengths of pieces and characters', () => {
  const folder = temporaryFolder();
  let files = 0;
  const check = (written: [string, number][][]) => {
    const paths = written.map(() => join(folder, String(files++)));
    const open = paths.map((path) => new TextFile(path));
    const most = Math.max(...written.map(({ length }) => length));
    for (let i = 0; i < most; i++)
      for (const [file, pieces] of written.entries())
        if (i < pieces.length) open[file].write(pieces[i][0].repeat(pieces[i][1]));
    for (const file of open) file.close();
    for (const [file, pieces] of written.entries()) {
      const text = pieces.map(([character, times]) => character.repeat(times)).join('');
      expect(readFileSync(paths[file], 'utf8') === text).toBe(true);
      expect(open[file].bytes).toBe(Buffer.byteLength(text));
    }
  };
  const texts = fc.array(fc.array(piece, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 3 });
  fc.assert(fc.property(texts, check), { seed: 1, numRuns: 60 });
});
