/** What other code has made is neither taken for a result of this, nor gone on with. */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rqe, workFolder } from './small-cli.js';

const TEXT = `extends: base
ticks: 5
metrics: { level: { series: index.broad, statistic: last } }
sensitivity: { parameters: { funds.callRate: { from: 0, to: 1000 } }, trajectories: 3, rows: 4 }
`;
const ANOTHER = 'was made by another engine (0+0badc0de, this is 0)';
const REPLACE = `${ANOTHER}: the same command with --force replaces it`;

const folder = workFolder();
const file = join(folder, 'mine.yaml');
const made = join(folder, 'made');

beforeAll(async () => {
  writeFileSync(file, TEXT);
  expect((await rqe(folder, 'batch', file, '--seeds', '2', '--out', made)).code).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A copy of the result as the engine of before an edit would have made it. */
function older(name: string): string {
  const copy = join(folder, name);
  cpSync(made, copy, { recursive: true });
  editEngine(join(copy, 'manifest.json'));
  return copy;
}

function editEngine(path: string): void {
  const text = readFileSync(path, 'utf8');
  const edited = text.replace(/"engineVersion": ?"0"/, '"engineVersion":"0+0badc0de"');
  expect(edited).not.toBe(text);
  writeFileSync(path, edited);
}

describe('a result of another engine', () => {
  it('is not reported as there, and not given seeds', async () => {
    const out = older('older');
    for (const more of [
      ['--seeds', '2'],
      ['--seeds', '3', '--resume'],
    ]) {
      const { code, err } = await rqe(folder, 'batch', file, ...more, '--out', out);
      expect([code, err]).toEqual([3, `error: ${out}: ${REPLACE}; --out takes another folder\n`]);
    }
    expect((await rqe(folder, 'batch', file, '--seeds', '2', '--out', out, '--force')).code).toBe(0);
    expect(readFileSync(join(out, 'manifest.json'))).toEqual(readFileSync(join(made, 'manifest.json')));
  });

  it('is not gone on with where it was broken off', async () => {
    const out = join(folder, 'broken-off');
    mkdirSync(join(out, '.parts'), { recursive: true });
    const { configurationHash } = JSON.parse(readFileSync(join(made, 'manifest.json'), 'utf8'));
    const identity = { configurationHash, engineVersion: '0+0badc0de' };
    writeFileSync(join(out, '.parts', 'identity.json'), JSON.stringify(identity));
    const { code, err } = await rqe(folder, 'batch', file, '--seeds', '2', '--out', out, '--resume');
    expect([code, err]).toEqual([3, expect.stringContaining(REPLACE)]);
  });

  it('is reproduced with a note, and its files are the same where only the code has changed', async () => {
    const { code, err } = await rqe(folder, 'reproduce', older('again'));
    expect(err).toContain(`note: ${join(folder, 'again')} ${ANOTHER}: files may differ for that`);
    expect([code, err]).toEqual([0, expect.stringContaining('Reproduced: every file is the same.')]);
  });

  it('that left snapshots is not reproduced', async () => {
    const out = join(folder, 'left');
    await rqe(folder, 'run', file, '--snapshot-at', '3', '--out', out);
    editEngine(join(out, 'manifest.json'));
    const { code, err } = await rqe(folder, 'reproduce', out);
    expect([code, err]).toEqual([2, expect.stringContaining(`${ANOTHER}: only that one goes on`)]);
  });

  it('is no study that goes on', async () => {
    const out = join(folder, 'study');
    const study = (...more: string[]) => rqe(folder, 'sensitivity', file, '--out', out, ...more);
    const first = await study();
    expect([first.code, first.err]).toEqual([0, expect.anything()]);
    editEngine(join(out, 'study.json'));
    const { code, err } = await study();
    expect([code, err]).toEqual([3, expect.stringContaining(`error: ${out}: ${REPLACE}\n`)]);
    expect((await study('--force')).code).toBe(0);
  });
});
