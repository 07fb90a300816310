import { expect, it } from 'vitest';
import { forest } from '../../src/report/figures/forest.js';
import type { Result } from '../../src/report/result.js';

it.each([
  ['interrupted', /^not compared: interrupted/],
  ['completed', /^no arm is compared with another$/],
])('says of a result that is %s why no differences are drawn', async (status, reason) => {
  const result = { comparison: () => [], manifest: { status } } as unknown as Result;
  expect(await forest.make(result)).toMatchObject({ reason: expect.stringMatching(reason) });
});
