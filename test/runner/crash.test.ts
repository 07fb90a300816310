import { expect, it } from 'vitest';
import { checkReplaced, checkResumed, undisturbed } from './crash-points.js';

// Every operation takes its turn in test/long/crash.test.ts.
it('loses and doubles nothing when the computer dies at a file operation', async () => {
  const { files, operations } = await undisturbed();
  expect(operations).toBeGreaterThan(100);
  for (let fatal = 2; fatal <= operations; fatal += 17) await checkResumed(fatal, files);
  await checkReplaced(7, files);
});
