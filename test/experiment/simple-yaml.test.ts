import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isMap, isScalar, isSeq, parseDocument } from 'yaml';
import { readDocument, SourceDocument } from '../../src/experiment/document.js';
import { readSimpleYaml } from '../../src/experiment/simple-yaml.js';

const folder = 'experiments';
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.yaml'),
);
const texts = files.map((file) => readFileSync(join(folder, file), 'utf8'));

/** Kinds, values and places of all nodes. */
function outline(node: unknown): unknown {
  const at = (node as { range: number[] }).range;
  if (isScalar(node)) return [node.value, at[0], at[1]];
  if (isSeq(node)) return [at[0], ...node.items.map(outline)];
  if (!isMap(node)) return 'neither';
  return { at: at[0], pairs: node.items.map(({ key, value }) => [outline(key), outline(value)]) };
}

/** Nothing to say where the simple reader leaves a text to the library. */
function expectSame(text: string): boolean {
  const simple = readSimpleYaml(text);
  if (simple === undefined) return false;
  const library = parseDocument(text, { prettyErrors: false });
  expect([...library.errors, ...library.warnings]).toEqual([]);
  expect(outline(simple)).toEqual(outline(library.contents));
  expect(new SourceDocument('a.yaml', text).data).toEqual(library.toJS());
  return true;
}

const scraps = [
  ...[
    'a: ',
    'b: ',
    '"c d": ',
    '- ',
    '{ ',
    ' }',
    '[ ',
    ' ]',
    ', ',
    '>-\n',
    '\n',
    '\n  ',
    '\n    ',
    ' ',
    ' # x\n',
  ],
  ...[
    '1',
    '-0',
    '0x1F',
    '1e3',
    '+5',
    '.5',
    '007',
    '10-year',
    '2025-10-01',
    '-5 $bn',
    'true',
    'null',
    'text',
    "it's",
  ],
  ...[
    '"q"',
    "'q'",
    '&x',
    '*x',
    '!t',
    '|',
    '? ',
    ':',
    '#',
    '---',
    '...',
    '\t',
    '%',
    '@',
    '`',
    'ü',
    '~',
    '<<',
    '\\',
  ],
];
const mess = fc.array(fc.constantFrom(...scraps), { maxLength: 12 }).map((parts) => parts.join(''));

/** A few lines of an experiment, with a scrap in place of some characters. */
const damaged = fc
  .record({
    text: fc.constantFrom(...texts),
    from: fc.nat(),
    lines: fc.integer({ min: 1, max: 12 }),
    at: fc.nat(),
    cut: fc.integer({ min: 0, max: 3 }),
    scrap: fc.constantFrom('', ...scraps),
  })
  .map(({ text, from, lines, at, cut, scrap }) => {
    const all = text.split('\n');
    const part = all
      .slice(from % all.length)
      .slice(0, lines)
      .join('\n');
    const place = at % (part.length + 1);
    return part.slice(0, place) + scrap + part.slice(place + cut);
  });

describe('the reader of simple YAML', () => {
  it('reads the base economy and most experiments as the library does, places and all', () => {
    const read = files.filter((_, index) => expectSame(texts[index]));
    expect(read).toContain('base.yaml');
    expect(read.length).toBeGreaterThan(files.length / 2);
  });

  it('reads any text as the library does, or leaves it alone', () => {
    let read = 0;
    fc.assert(
      fc.property(fc.oneof(mess, damaged), (text) => {
        if (expectSame(text)) read++;
      }),
      { numRuns: 4000 },
    );
    expect(read).toBeGreaterThan(100);
  });

  it('finds the line and the column of a value', () => {
    const text = '# words\na: 1\nb:\n  c: { d: 2 }\n';
    const { line, column } = new SourceDocument('a.yaml', text).positionOf(['b', 'c', 'd']);
    expect([line, column]).toEqual([4, 11]);
  });
});

describe('a document', () => {
  it('is read once while its text stays the same', () => {
    const first = readDocument('a.yaml', 'a: 1');
    expect(readDocument('a.yaml', 'a: 1')).toBe(first);
    expect(readDocument('b.yaml', 'a: 1')).not.toBe(first);
    expect(readDocument('a.yaml', 'a: 2').data).toEqual({ a: 2 });
  });
});
