import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { clearFolder } from '../../src/report/report-files.js';
import { readOnly } from '../runner/read-only.js';
import { rqe, workFolder } from './small-cli.js';

const TEXT = `extends: base
ticks: 10
seeds: [a, b]
metrics:
  broad: { series: index.broad, statistic: last }
arms:
  calm:
  calls: { against: calm, schedule: [{ from: 4, set: { funds.callRate: 300 } }] }
sensitivity:
  parameters:
    funds.callRate: { from: 0, to: 1000 }
  trajectories: 2
calibration:
  parameters:
    funds.callRate: { from: 0, to: 2000 }
  targets:
    - { metric: broad, arm: calm, value: 1, tolerance: 0.001 }
  population: 4
  generations: 2
`;

const folder = workFolder();
const file = join(folder, 'two.yaml');
const result = join(folder, 'result');
const disk = join(folder, 'disk');
const out = join(disk, 'deep', 'out');
let locked: ReturnType<typeof readOnly>;

beforeAll(async () => {
  writeFileSync(file, TEXT);
  mkdirSync(disk);
  expect((await rqe(folder, 'run', file, '--out', result)).code).toBe(0);
});
beforeEach(() => {
  locked = readOnly(disk);
});
afterEach(() => locked.restore());
afterAll(() => rmSync(folder, { recursive: true }));

it.each([
  ['run', [file]],
  ['batch', [file]],
  ['sensitivity', [file, '--method', 'morris']],
  ['calibrate', [file]],
  ['compare', [result]],
  ['export', [result, '--parquet']],
])('%s says that the disk is read-only, and nothing before', async (command, given) => {
  const { code, out: printed, err } = await rqe(folder, command, ...given, '--out', out);
  expect([code, printed]).toEqual([3, '']);
  expect(err).toContain(`error: ${out}: the file system is read-only\n`);
  expect(existsSync(join(disk, 'deep'))).toBe(false);
});

it('so does the report', () => {
  expect(() => clearFolder(out)).toThrow(`${out}: the file system is read-only`);
});
