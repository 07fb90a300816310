import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Resvg } from '@resvg/resvg-js';
import { afterAll, expect, it } from 'vitest';
import { BOLD_FONT, REGULAR_FONT } from '../../src/report/fonts.js';
import { fontSubset } from '../../src/report/page/font-subset.js';

const folder = mkdtempSync(join(tmpdir(), 'rqe-font-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Composed letters, and a minus that is no hyphen, among them. */
const TEXT = 'Gârleanu −0.5 % … “Holm’s” äöü';

function drawn(path: string, text: string): Buffer {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="600" height="60" letter-spacing="0.01"><text x="4" y="40" font-family="Inter" font-size="24" font-kerning="none">${text}</text></svg>`;
  const font = { loadSystemFonts: false, fontFiles: [path], defaultFontFamily: 'Inter' };
  return Buffer.from(new Resvg(svg, { font }).render().pixels);
}

it.each([REGULAR_FONT, BOLD_FONT])(
  'a subset draws its letters as the whole font does, in fewer bytes: %s',
  (path) => {
    const small = join(folder, 'small.ttf');
    writeFileSync(small, fontSubset(path, TEXT));
    expect(statSync(small).size).toBeLessThan(0.2 * statSync(path).size);
    for (const letter of new Set(TEXT.replaceAll(' ', '')))
      expect(drawn(small, letter).equals(drawn(path, letter)), letter).toBe(true);
    expect(drawn(small, 'Z').equals(drawn(path, 'Z'))).toBe(false);
  },
);
