/**
 * The exact bytes of short runs: whoever changes them, changes every result. After a wanted change:
 * `UPDATE_GOLDEN=1 npx vitest run --project unit test/golden`. The core is plain arithmetic on doubles (see
 * `test/architecture.test.ts`), so that the same bytes come out of every engine, a browser's among them.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fingerprints } from './bytes.js';

const FILE = join(import.meta.dirname, 'bytes.json');

it('short runs give the bytes that are on record', () => {
  const found = fingerprints();
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(FILE, `${JSON.stringify(found, null, 2)}\n`);
  expect(found).toEqual(JSON.parse(readFileSync(FILE, 'utf8')));
});
