/** The letters of a TrueType font that a page needs, as a font of their own: a tenth of the bytes. */
import { readFileSync } from 'node:fs';
import { fontTable, glyphFinder } from '../font-file.js';

/** What browsers ask for; features such as kerning stay behind. */
const TABLES = ['OS/2', 'cmap', 'glyf', 'head', 'hhea', 'hmtx', 'loca', 'maxp', 'name', 'post'];
const MORE_COMPONENTS = 0x0020;
const WORDS = 0x0001;
const SCALE = 0x0008;
const TWO_SCALES = 0x0040;
const MATRIX = 0x0080;
/** Version 3: glyphs have no names. */
const POST_WITHOUT_NAMES = 0x00030000;
const POST_BYTES = 32;

function componentsOf(glyph: Buffer): number[] {
  if (glyph.length === 0 || glyph.readInt16BE(0) >= 0) return [];
  const components: number[] = [];
  for (let at = 10, flags = MORE_COMPONENTS; (flags & MORE_COMPONENTS) !== 0; ) {
    flags = glyph.readUInt16BE(at);
    components.push(glyph.readUInt16BE(at + 2));
    at += 4 + ((flags & WORDS) !== 0 ? 4 : 2);
    if ((flags & SCALE) !== 0) at += 2;
    else if ((flags & TWO_SCALES) !== 0) at += 4;
    else if ((flags & MATRIX) !== 0) at += 8;
  }
  return components;
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
}

/** Outlines of the glyphs that are used; the others have none. */
function outlines(font: Buffer, used: ReadonlySet<number>): { readonly glyf: Buffer; readonly loca: Buffer } {
  const [glyf, loca] = [fontTable(font, 'glyf'), fontTable(font, 'loca')];
  const isLong = fontTable(font, 'head').readInt16BE(50) === 1;
  const place = (glyph: number) => (isLong ? loca.readUInt32BE(4 * glyph) : 2 * loca.readUInt16BE(2 * glyph));
  const outline = (glyph: number) => glyf.subarray(place(glyph), place(glyph + 1));
  const kept = new Set(used);
  for (const glyph of kept) for (const component of componentsOf(outline(glyph))) kept.add(component);
  const count = fontTable(font, 'maxp').readUInt16BE(4);
  const places = Buffer.alloc(4 * (count + 1));
  const pieces: Buffer[] = [];
  let at = 0;
  for (let glyph = 0; glyph < count; glyph++) {
    places.writeUInt32BE(at, 4 * glyph);
    if (!kept.has(glyph)) continue;
    const piece = padded(outline(glyph));
    pieces.push(piece);
    at += piece.length;
  }
  places.writeUInt32BE(at, 4 * count);
  return { glyf: Buffer.concat(pieces), loca: places };
}

/** A table of characters in groups of one. */
function characterTable(glyphs: ReadonlyMap<number, number>): Buffer {
  const codes = [...glyphs.keys()].sort((a, b) => a - b);
  const table = Buffer.alloc(12 + 16 + 12 * codes.length);
  table.writeUInt16BE(1, 2);
  table.writeUInt16BE(3, 4);
  table.writeUInt16BE(10, 6);
  table.writeUInt32BE(12, 8);
  table.writeUInt16BE(12, 12);
  table.writeUInt32BE(16 + 12 * codes.length, 16);
  table.writeUInt32BE(codes.length, 24);
  for (const [index, code] of codes.entries()) {
    table.writeUInt32BE(code, 28 + 12 * index);
    table.writeUInt32BE(code, 32 + 12 * index);
    table.writeUInt32BE(glyphs.get(code) ?? 0, 36 + 12 * index);
  }
  return table;
}

function checksum(bytes: Buffer): number {
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 4) sum = (sum + bytes.readUInt32BE(at)) >>> 0;
  return sum;
}

function assembled(tables: ReadonlyMap<string, Buffer>): Buffer {
  const names = [...tables.keys()].sort();
  const power = 2 ** Math.floor(Math.log2(names.length));
  const header = Buffer.alloc(12 + 16 * names.length);
  header.writeUInt32BE(0x00010000, 0);
  header.writeUInt16BE(names.length, 4);
  header.writeUInt16BE(16 * power, 6);
  header.writeUInt16BE(Math.log2(power), 8);
  header.writeUInt16BE(16 * (names.length - power), 10);
  const pieces: Buffer[] = [header];
  let offset = header.length;
  for (const [index, name] of names.entries()) {
    const table = tables.get(name) ?? Buffer.alloc(0);
    const piece = padded(table);
    const at = 12 + 16 * index;
    header.write(name, at, 'latin1');
    header.writeUInt32BE(checksum(piece), at + 4);
    header.writeUInt32BE(offset, at + 8);
    header.writeUInt32BE(table.length, at + 12);
    pieces.push(piece);
    offset += piece.length;
  }
  return Buffer.concat(pieces);
}

/** The font of a file with the characters of a text alone. */
export function fontSubset(path: string, text: string): Buffer {
  const font = readFileSync(path);
  const glyphOf = glyphFinder(font);
  const glyphs = new Map<number, number>();
  for (const letter of text) {
    const code = letter.codePointAt(0) ?? 0;
    const glyph = glyphOf(code);
    if (glyph > 0) glyphs.set(code, glyph);
  }
  const { glyf, loca } = outlines(font, new Set([0, ...glyphs.values()]));
  const head = Buffer.from(fontTable(font, 'head'));
  head.writeInt16BE(1, 50);
  const post = Buffer.from(fontTable(font, 'post').subarray(0, POST_BYTES));
  post.writeUInt32BE(POST_WITHOUT_NAMES, 0);
  const changed = new Map([
    ['cmap', characterTable(glyphs)],
    ['glyf', glyf],
    ['head', head],
    ['loca', loca],
    ['post', post],
  ]);
  return assembled(new Map(TABLES.map((name) => [name, changed.get(name) ?? fontTable(font, name)])));
}
