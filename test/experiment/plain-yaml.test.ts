import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { libraryYaml, plainYaml, YAML_STYLE } from '../../src/experiment/plain-yaml.js';

const text = fc.oneof(
  fc.string(),
  fc.string({ unit: fc.constantFrom(...'ab1-: #\'",.%&*!?|>@`{}[]~\n\t é'), maxLength: 6 }),
  fc.constantFrom(
    'null',
    'True',
    'yes',
    '~',
    '1',
    '-1.5e3',
    '0x1F',
    '.inf',
    '2025-10-01',
    '---',
    '<<',
    '=',
    'a:',
    'a: b',
  ),
);
/** As sources are written. */
const cited = fc
  .tuple(fc.constantFrom('a', 'Bc'), fc.string(), fc.string())
  .map(([a, b, c]) => `${a}${b}: ${c}`);
const scalar = fc.oneof(text, cited, fc.double(), fc.integer(), fc.boolean(), fc.constant(null));
const { data } = fc.letrec((tie) => ({
  data: fc.oneof(
    { maxDepth: 4 },
    scalar,
    fc.array(tie('data'), { maxLength: 4 }),
    fc.dictionary(text, tie('data'), { maxKeys: 4 }),
    fc.dictionary(text, fc.option(scalar, { nil: undefined }), { maxKeys: 3 }),
  ),
}));

describe('plain YAML', () => {
  it('is the text that the YAML library writes', () => {
    fc.assert(
      fc.property(fc.dictionary(text, data, { maxKeys: 4 }), (group) => {
        expect(plainYaml(group)).toBe(libraryYaml(group).toString(YAML_STYLE));
      }),
      { numRuns: 1000 },
    );
  });
});
