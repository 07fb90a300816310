import { expect, it } from 'vitest';
import { checkReplaced, checkResumed, undisturbed } from '../runner/crash-points.js';
import { recordFile } from './record.js';

const record = recordFile('crash');

it('loses and doubles nothing when the computer dies at any file operation', async () => {
  const { files, operations } = await undisturbed();
  expect(operations).toBeGreaterThan(100);
  for (let fatal = 1; fatal <= operations; fatal++) await checkResumed(fatal, files);
  for (let fatal = 1; fatal <= operations; fatal += 3) await checkReplaced(fatal, files);
  record(`${operations} file operations`);
});
