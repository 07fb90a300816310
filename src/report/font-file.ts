/** Widths of the letters of a TrueType font: what a layout needs to know of it before anything is drawn. */
import { readFileSync } from 'node:fs';

const SEGMENT_FORMAT = 4;
const GROUP_FORMAT = 12;
const TABLE_RECORDS = 12;
const RECORD_BYTES = 16;

/** Offset and length of each table, by its four letters. */
export function fontTables(font: Buffer): Map<string, { readonly offset: number; readonly length: number }> {
  const tables = new Map<string, { offset: number; length: number }>();
  for (let index = 0; index < font.readUInt16BE(4); index++) {
    const at = TABLE_RECORDS + RECORD_BYTES * index;
    const name = font.toString('latin1', at, at + 4);
    tables.set(name, { offset: font.readUInt32BE(at + 8), length: font.readUInt32BE(at + 12) });
  }
  return tables;
}

/** The table of a font. @throws Error if the font lacks it */
export function fontTable(font: Buffer, name: string): Buffer {
  const found = fontTables(font).get(name);
  if (found === undefined) throw new Error(`the font has no table '${name}'`);
  return font.subarray(found.offset, found.offset + found.length);
}

type GlyphOf = (codePoint: number) => number;

function bySegments(table: Buffer): GlyphOf {
  const twice = table.readUInt16BE(6);
  const [ends, starts] = [14, 16 + twice];
  return (codePoint) => {
    for (let at = 0; at < twice; at += 2) {
      if (codePoint > table.readUInt16BE(ends + at)) continue;
      const start = table.readUInt16BE(starts + at);
      if (codePoint < start) return 0;
      const delta = table.readUInt16BE(starts + twice + at);
      const place = starts + 2 * twice + at;
      const range = table.readUInt16BE(place);
      if (range === 0) return (codePoint + delta) & 0xffff;
      const glyph = table.readUInt16BE(place + range + 2 * (codePoint - start));
      return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
    }
    return 0;
  };
}

function byGroups(table: Buffer): GlyphOf {
  const count = table.readUInt32BE(12);
  return (codePoint) => {
    for (let at = 16; at < 16 + 12 * count; at += 12)
      if (codePoint >= table.readUInt32BE(at) && codePoint <= table.readUInt32BE(at + 4))
        return table.readUInt32BE(at + 8) + codePoint - table.readUInt32BE(at);
    return 0;
  };
}

/** Number of the glyph that draws a character; 0 if there is none. */
export function glyphFinder(font: Buffer): GlyphOf {
  const cmap = fontTable(font, 'cmap');
  for (let index = 0; index < cmap.readUInt16BE(2); index++) {
    const table = cmap.subarray(cmap.readUInt32BE(4 + 8 * index + 4));
    const format = table.readUInt16BE(0);
    if (format === SEGMENT_FORMAT) return bySegments(table);
    if (format === GROUP_FORMAT) return byGroups(table);
  }
  throw new Error('the font has no table of characters that can be read');
}

/** Advance widths of a font, in shares of its size. */
export class FontWidths {
  private readonly widths = new Map<string, number>();
  private readonly glyphOf: GlyphOf;
  private readonly metrics: Buffer;
  private readonly unitsPerEm: number;
  private readonly count: number;

  constructor(path: string) {
    const font = readFileSync(path);
    this.glyphOf = glyphFinder(font);
    this.metrics = fontTable(font, 'hmtx');
    this.unitsPerEm = fontTable(font, 'head').readUInt16BE(18);
    this.count = fontTable(font, 'hhea').readUInt16BE(34);
  }

  /** Width of a text of one line, without kerning. */
  of(text: string): number {
    let sum = 0;
    for (const letter of text) sum += this.letter(letter);
    return sum;
  }

  private letter(letter: string): number {
    const known = this.widths.get(letter);
    if (known !== undefined) return known;
    const glyph = this.glyphOf(letter.codePointAt(0) ?? 0);
    const width = this.metrics.readUInt16BE(4 * Math.min(glyph, this.count - 1)) / this.unitsPerEm;
    this.widths.set(letter, width);
    return width;
  }
}
