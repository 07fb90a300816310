import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { killUntilDone } from './kills.js';
import { filesOf, run, temporaryFolder } from './small-run.js';

const SET = ['funds.notice=33'];
const TEXT = `name: small
extends: base
seeds: { count: 8, base: x }
metrics: { level: { series: index.broad, statistic: mean } }
`;
const PROGRAM = fileURLToPath(new URL('./run-in-process.ts', import.meta.url));

// The compiled program with the real engine is killed in test/long/kill.test.ts.
it('comes to the same bytes however often it is killed', async () => {
  const [out, whole] = [temporaryFolder(), temporaryFolder()];
  const command = ['--import', 'tsx', PROGRAM, out, TEXT, ...SET];
  expect(await killUntilDone({ command, out, seed: 5, milliseconds: 2500, kills: 2 })).toBeGreaterThan(0);
  await run(whole, { set: SET, text: TEXT, workers: 1 });
  expect(filesOf(out)).toEqual(filesOf(whole));
  rmSync(out, { recursive: true });
  rmSync(whole, { recursive: true });
});
