import { Resvg } from '@resvg/resvg-js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BOLD_FONT, REGULAR_FONT, shortened, textWidth, wrapped } from '../../src/report/fonts.js';

const FONTS = { loadSystemFonts: false, fontFiles: [REGULAR_FONT, BOLD_FONT], defaultFontFamily: 'Inter' };

/** Width that the letters take in the picture: a text between two bars, less the bars. */
function drawnWidth(text: string, size: number, weight: number): number {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="2000" height="100"><text x="0" y="50" font-family="Inter" font-size="${size}" font-weight="${weight}">|${text}|</text></svg>`;
  const box = new Resvg(svg, { font: FONTS }).getBBox();
  const bars = new Resvg(svg.replace(`|${text}|`, '||'), { font: FONTS }).getBBox();
  return (box?.width ?? 0) - (bars?.width ?? 0);
}

const TEXT = fc.string({
  unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789.,%$–'),
  minLength: 1,
  maxLength: 60,
});

describe('the width of a text', () => {
  it.each([
    'Sovereign funds',
    'Insurers and pensions',
    '2,000',
    '10-year',
    'log change, %',
    'AI-issuer IG bonds',
  ])("of '%s' is what is drawn, but for kerning", (text) => {
    for (const [weight, isBold] of [
      [400, false],
      [700, true],
    ] as const) {
      const width = textWidth(text, 20, isBold);
      expect(Math.abs(drawnWidth(text, 20, weight) - width)).toBeLessThan(0.03 * width + 1);
    }
  });

  it('grows with its size and with its letters', () => {
    fc.assert(
      fc.property(TEXT, TEXT, fc.double({ min: 5, max: 40, noNaN: true }), (a, b, size) => {
        expect(textWidth(a + b, size)).toBeCloseTo(textWidth(a, size) + textWidth(b, size), 8);
        expect(textWidth(a, 2 * size)).toBeCloseTo(2 * textWidth(a, size), 8);
        expect(textWidth(a, size)).toBeGreaterThan(0);
      }),
    );
  });
});

describe('a wrapped text', () => {
  it('keeps every word in order, on lines that are wide enough', () => {
    fc.assert(
      fc.property(
        fc.array(
          TEXT.map((text) => text.replaceAll(' ', '_')),
          { minLength: 1 },
        ),
        fc.integer({ min: 20, max: 400 }),
        (words, width) => {
          const lines = wrapped(words.join(' '), width, 10);
          expect(lines.join(' ')).toBe(words.join(' '));
          for (const line of lines)
            if (line.includes(' ')) expect(textWidth(line, 10)).toBeLessThanOrEqual(width);
        },
      ),
    );
  });
});

describe('a shortened text', () => {
  it('fits, and is whole where it can be', () => {
    fc.assert(
      fc.property(TEXT, fc.integer({ min: 20, max: 400 }), (text, width) => {
        const short = shortened(text, width, 10);
        if (textWidth(text, 10) <= width) expect(short).toBe(text);
        else expect(textWidth(short, 10)).toBeLessThanOrEqual(width);
      }),
    );
  });
});
