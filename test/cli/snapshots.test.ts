import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rqe, workFolder } from './small-cli.js';

const TEXT = `extends: base
seeds: [a, b]
metrics:
  mean: { series: price.crypto, statistic: mean }
  first: { series: index.broad, statistic: first }
arms:
  calm:
  calls: { schedule: [{ from: 21, set: { funds.callRate: 300 } }] }
`;

const folder = workFolder();
const file = join(folder, 'two.yaml');
const at = (...names: string[]) => join(folder, ...names);
const snapshot = at('left', 'snapshots', '000003.snapshot');

const go = (...args: string[]) => rqe(folder, 'run', file, '--json', ...args);

beforeAll(async () => {
  writeFileSync(file, TEXT);
  await go('--out', at('whole'));
  expect((await go('--out', at('left'), '--snapshot-at', '20')).code).toBe(0);
  expect((await go('--out', at('rest'), '--from', snapshot)).code).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Rows of a table, by arm, of seed b after tick 20, without the number of the run. */
function rest(result: string, table: string): string[] {
  const rows = readFileSync(at(result, `${table}.csv`), 'utf8')
    .split('\n')
    .slice(1, -1);
  const cells = rows.map((row) => row.split(','));
  return cells
    .filter(([, , seed, tick]) => seed === 'b' && Number(tick) > 20)
    .map((row) => row.slice(1).join());
}

describe('snapshots that runs leave', () => {
  it('stand in a folder, one a run, and change nothing else', () => {
    const [left, whole] = ['left', 'whole'].map((result) =>
      JSON.parse(readFileSync(at(result, 'manifest.json'), 'utf8')),
    );
    const names = readdirSync(at('left', 'snapshots'));
    expect(names).toEqual(['000001', '000002', '000003', '000004'].map((name) => `${name}.snapshot`));
    const kept = names.map((name) => [`snapshots/${name}`, expect.stringMatching(/^[0-9a-f]{64}$/)]);
    expect(left.files).toEqual({ ...whole.files, ...Object.fromEntries(kept) });
    expect(left.snapshots).toEqual({ at: 20 });
  });

  it('may be asked for by date', async () => {
    await go('--out', at('dated'), '--snapshot-at', '2026-01-30');
    const { at: tick } = JSON.parse(readFileSync(at('dated', 'manifest.json'), 'utf8')).snapshots;
    expect(tick).toBe(20);
  });

  it.each([
    ['0', 'tick 0 does not lie between tick 0, where it begins, and the end, tick 40'],
    ['40', 'tick 40 does not lie between tick 0, where it begins, and the end, tick 40'],
    ['soon', '"soon" is no date of the form 2026-01-31; a whole number is a tick'],
  ])('are not left at %s', async (when, reason) => {
    const { code, err } = await go('--out', at('none'), '--snapshot-at', when);
    expect([code, err]).toEqual([2, `error: --snapshot-at: ${reason}\n`]);
    expect(existsSync(at('none'))).toBe(false);
  });
});

describe('a run from a snapshot', () => {
  it.each(['series', 'events', 'balance', 'flows', 'contracts', 'attribution'])(
    'has the rows of a whole run, in %s',
    (table) => {
      expect(rest('rest', table)).toEqual(rest('whole', table));
      expect(readFileSync(at('rest', `${table}.csv`), 'utf8').split('\n')).toHaveLength(
        rest('whole', table).length + 2,
      );
    },
  );

  it('has the metrics of a whole run, of what was before the snapshot too', () => {
    const rows = (result: string) =>
      readFileSync(at(result, 'metrics.csv'), 'utf8')
        .split('\n')
        .filter((row) => row.includes(',b,'))
        .map((row) => row.slice(row.indexOf(',')));
    expect(rows('rest')).toEqual(rows('whole'));
    expect(rows('rest')).toHaveLength(2);
  });

  it('is made again from the snapshot that it keeps', async () => {
    for (const result of ['rest', 'left']) {
      const { code, err } = await rqe(folder, 'reproduce', at(result));
      expect(code, err).toBe(0);
      expect(err).toContain('Reproduced: every file is the same.');
    }
  });

  it('leaves snapshots in turn, and goes on in the same folder when forced', async () => {
    const calm = at('calm.yaml');
    writeFileSync(calm, TEXT.slice(0, TEXT.indexOf('  calls:')));
    const goOn = (...args: string[]) => rqe(folder, 'run', calm, '--json', '--out', at('second'), ...args);
    await goOn('--from', at('rest', 'start.snapshot'), '--snapshot-at', '30');
    const { code } = await goOn('--from', at('second', 'snapshots', '000001.snapshot'), '--force');
    expect(code).toBe(0);
    expect(existsSync(at('second', 'snapshots'))).toBe(false);
    const rows = rest('whole', 'series').filter(
      (row) => row.startsWith('calm') && Number(row.split(',')[2]) > 30,
    );
    expect(rows).toHaveLength(10);
    expect(rest('second', 'series')).toEqual(rows);
  });

  it.each([
    ['another start', ['--set', 'funds.leverage=3'], 'parameter funds.leverage is 3, was 2'],
    ['other seeds', ['--seed', 'a', '--seed', 'b'], 'seed is a, was b'],
    ['a shorter run', ['--set', 'ticks=20'], 'it ends at tick 20, not after tick 20'],
    [
      'other rows',
      ['--set', 'record.attribution=7'],
      'rows are written every 7 ticks, were written every 21 (record: attribution)',
    ],
  ])('is refused for %s', async (_what, options, reason) => {
    const { code, err } = await go('--out', at('none'), '--from', snapshot, ...options);
    expect(code).toBe(2);
    expect(err).toContain(
      `error: --from ${snapshot}: arm 'calm' cannot go on from it, after tick 20: ${reason}\n`,
    );
  });

  it('is refused for what is no snapshot, or of another engine', async () => {
    expect((await go('--out', at('none'), '--from', file)).err).toContain('is no snapshot of this program');
    const old = at('old.snapshot');
    writeFileSync(
      old,
      readFileSync(snapshot, 'latin1').replace('"engineVersion":"0"', '"engineVersion":"1"'),
      'latin1',
    );
    const { code, err } = await go('--out', at('none'), '--from', old);
    const another = 'was made by another engine (1, this is 0): run again what left it, with --force';
    expect([code, err]).toEqual([2, `error: --from ${old}: ${another}\n`]);
  });

  it('is not mixed with a result that began elsewhere', async () => {
    const { code, err } = await go(
      '--out',
      at('whole'),
      '--from',
      snapshot,
      '--seed',
      'b',
      '--set',
      'ticks=40',
    );
    expect(code).toBe(3);
    expect(err).toContain('holds the result of another configuration');
    const again = await go('--out', at('left'));
    expect(again.code).toBe(3);
    expect(again.err).toContain('began at, or left, other snapshots');
  });
});
