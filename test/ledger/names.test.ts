import fc from 'fast-check';
import { expect, it } from 'vitest';
import { joined } from '../../src/ledger/names.js';

it('joins two parts of a name, whatever they are, and whatever was joined before', () => {
  const part = fc.oneof(fc.string(), fc.constantFrom('a', 'a.b', 'b', '', '__proto__', 'constructor'));
  fc.assert(
    fc.property(fc.array(fc.tuple(part, part)), (pairs) => {
      for (const [group, name] of [...pairs, ...pairs]) expect(joined(group, name)).toBe(`${group}.${name}`);
    }),
  );
});
