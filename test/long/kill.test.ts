import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { killUntilDone } from '../runner/kills.js';
import { filesOf } from '../runner/small-run.js';
import { recordFile } from './record.js';

const record = recordFile('kill');
const MAIN = join(import.meta.dirname, '../../dist/src/main.js');
const TEXT = `extends: base
ticks: 80
seeds: { count: 12, base: kill }
parameters:
  population: { sovereignFunds: 4, hedgeFunds: 12, retail: 40, assetManagers: 12, insurers: 12 }
`;
const ARMS = `arms:
  hold:
  cut: { against: hold, schedule: [{ from: 9, set: { fed.policyRateChange: -50 bp } }] }
  rise: { against: hold, schedule: [{ from: 9, set: { fed.policyRateChange: 50 bp } }] }
  also-hold:
`;

it.each([
  ['plain', ARMS],
  ['with a fork', `fork: { at: 9 }\n${ARMS}`],
])('a batch of the compiled program, %s, comes to the same bytes after ten kills', async (_, more) => {
  const folder = mkdtempSync(join(tmpdir(), 'rqe-kill-'));
  const [file, out, whole] = ['mine.yaml', 'killed', 'whole'].map((name) => join(folder, name));
  writeFileSync(file, TEXT + more);
  const command = [MAIN, 'batch', file, '--resume', '--workers', '2', '--out', out];
  const killed = await killUntilDone({ command, out, seed: 11, milliseconds: 2500, kills: 10 });
  expect(killed).toBeGreaterThan(2);
  record(`killed ${killed} times`);
  expect(spawnSync(process.execPath, [MAIN, 'batch', file, '--workers', '1', '--out', whole]).status).toBe(0);
  expect(filesOf(out)).toEqual(filesOf(whole));
  rmSync(folder, { recursive: true });
});
