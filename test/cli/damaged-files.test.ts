/** Files of a result that are not as they were written: found before they are taken for a result, and named. */
import {
  appendFileSync,
  cpSync,
  existsSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Result } from '../../src/report/result.js';
import { readRows } from '../../src/runner/read-result.js';
import { makeKnown } from './known-file.js';
import { rqe, workFolder } from './small-cli.js';

const TEXT = `extends: base
seeds: [a, b]
record: { attribution: daily }
metrics:
  mean: { series: price.crypto, statistic: mean }
arms:
  calm:
  calls: { against: calm, schedule: [{ from: 21, set: { funds.callRate: 300 } }] }
`;

const folder = workFolder();
const file = join(folder, 'two.yaml');
const whole = join(folder, 'whole');
let count = 0;

beforeAll(async () => {
  writeFileSync(file, TEXT);
  expect((await rqe(folder, 'run', file, '--out', whole)).code).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A copy of the result, one of whose files is changed. */
function damaged(name: string, change: (path: string) => void): string {
  const copy = join(folder, `copy${++count}`);
  cpSync(whole, copy, { recursive: true });
  change(join(copy, name));
  return copy;
}

/** The same, and the manifest tells of the file as it is now: whoever reads it has to see that it is none. */
function known(name: string, change: (path: string) => void): string {
  const copy = damaged(name, change);
  makeKnown(copy, name);
  return copy;
}

const junk = (path: string) => writeFileSync(path, 'junk\n"');
const cut = (path: string) => truncateSync(path, readFileSync(path).length - 9);
const longer = (path: string) => appendFileSync(path, '\n');
const withoutRow = (line: number) => (path: string) => {
  const lines = readFileSync(path, 'utf8').split('\n');
  writeFileSync(path, lines.filter((_, index) => index !== line - 1).join('\n'));
};
/** What is there in place of the last number reads as one. */
const otherNumber = (path: string) =>
  writeFileSync(path, readFileSync(path, 'utf8').replace(/,[^,]*\n$/, ',1\n'));
const strange = (line: number, text: string) => (path: string) => {
  const lines = readFileSync(path, 'utf8').split('\n');
  lines[line - 1] = text;
  writeFileSync(path, lines.join('\n'));
};

describe('a finished result with a damaged file', () => {
  it('is not taken for a result that is there', async () => {
    const out = damaged('events.csv', junk);
    const again = await rqe(folder, 'run', file, '--out', out);
    expect([again.code, again.err]).toEqual([
      3,
      `error: ${join(out, 'events.csv')}: is damaged: not as it was written; --force runs it again\n`,
    ]);
    expect((await rqe(folder, 'run', file, '--out', out, '--force')).code).toBe(0);
    expect(readFileSync(join(out, 'events.csv'))).toEqual(readFileSync(join(whole, 'events.csv')));
  });

  it('is not said to be reproduced', async () => {
    const out = damaged('events.csv', junk);
    rmSync(join(out, 'series.csv'));
    const { code, out: table, err } = await rqe(folder, 'reproduce', out);
    expect(code).toBe(1);
    expect(err).toContain('Reproduced: the files made again are as they were.');
    expect(err).toContain('its own events.csv is damaged');
    expect(err).toContain('its own series.csv is missing');
    expect(table).toMatch(/events\.csv .* same +DAMAGED/);
    expect(table).toMatch(/runs\.csv .* same +whole/);
  });

  it('is reproduced from the manifest alone', async () => {
    const manifest = join(folder, 'manifest.json');
    cpSync(join(whole, 'manifest.json'), manifest);
    const { code, err } = await rqe(folder, 'reproduce', manifest);
    expect([code, err]).toEqual([
      0,
      expect.stringContaining('no file of the result lies beside the manifest'),
    ]);
  });

  it.each([
    ['attribution.csv', junk, 'line 1: is damaged: it does not begin with run,arm,seed,tick,date,asset'],
    ['attribution.csv', (path: string) => writeFileSync(path, ''), 'is damaged: it is empty'],
    ['attribution.csv', cut, /line \d+: is damaged: /],
    ['attribution.csv', strange(3, '1,2'), 'line 3: is damaged: Invalid Record Length'],
    ['events.csv', strange(2, '1,"calm'), /line \d+: is damaged: Invalid Closing Quote/],
    ['series.csv', strange(5, 'x'), 'line 5: is damaged: Invalid Record Length'],
  ])('is not explained: %s', async (name, change, message) => {
    const out = known(name, change);
    const { code, err } = await rqe(folder, 'explain', out, '--asset', 'crypto');
    expect([code, err]).toEqual([3, expect.stringContaining(`error: ${join(out, name)}: `)]);
    expect(err).toMatch(message);
  });

  it.each([
    ['metrics.csv', strange(3, '1,2'), 'line 3: is damaged: Invalid Record Length'],
    ['series.csv', strange(9, 'x,calm,a,3'), 'line 9: is damaged: it begins with no number of a run'],
    ['series.csv', strange(9, '1,calm,a,8,2026-01-14,1'), 'line 9: is damaged: it has not 2 series'],
    ['series.csv', strange(9, '1,calm,a,8,2026-01-14,1,x'), "line 9: is damaged: 'x' is no number"],
    ['series.csv', cut, /line \d+: is damaged: it ends in the middle of a row/],
  ])('is not compared: %s', async (name, change, message) => {
    const out = known(name, change);
    const { code, err } = await rqe(folder, 'compare', out, '--out', join(folder, 'compared'));
    expect([code, err]).toEqual([3, expect.stringContaining(`error: ${join(out, name)}: `)]);
    expect(err).toMatch(message);
  });

  it.each([
    ['events.csv', strange(3, '1,2'), 'line 3: is damaged'],
    ['events.csv', strange(3, '1,calm,a,one,2026-01-14,call,funds,,,1,'), 'line 3: is damaged'],
    ['datapackage.json', junk, 'is damaged: it tells of no tables'],
  ])('is not queried: %s', async (name, change, message) => {
    const out = known(name, change);
    const { code, err } = await rqe(folder, 'query', out, 'select sum(amount) from events where tick > 0');
    expect([code, err]).toEqual([3, expect.stringContaining(`error: ${join(out, name)}: ${message}`)]);
  });

  it.each([
    ['compare', 'metrics.csv', withoutRow(3), []],
    ['compare', 'series.csv', otherNumber, ['--out', join(folder, 'never')]],
    ['explain', 'attribution.csv', withoutRow(5), ['--asset', 'crypto']],
    ['explain', 'events.csv', withoutRow(3), ['--asset', 'crypto']],
    ['explain', 'series.csv', otherNumber, ['--asset', 'crypto']],
    ['explain', 'contracts.csv', longer, ['--contracts']],
    ['query', 'series.csv', otherNumber, ['select max(tick) from Series']],
    ['query', 'datapackage.json', longer, ['from series']],
    ['export', 'flows.csv', withoutRow(3), ['--parquet', '--out', join(folder, 'never')]],
    ['report', 'balance.csv', withoutRow(3), ['--out', join(folder, 'never')]],
    ['report', 'datapackage.json', longer, ['--out', join(folder, 'never')]],
  ])('is nothing for %s, though it can be read: %s', async (command, name, change, flags) => {
    const whole = damaged(name, () => undefined);
    expect((await rqe(folder, command, whole, ...flags)).code).toBe(0);
    rmSync(join(folder, 'never'), { recursive: true, force: true });
    const out = damaged(name, change);
    const ran = await rqe(folder, command, out, ...flags);
    const remedy = 'the command that made it makes it again with --force';
    const text = `error: ${join(out, name)}: is damaged: not as it was written; ${remedy}\n`;
    expect(ran).toEqual({ code: 3, out: '', err: text });
    expect(existsSync(join(folder, 'never'))).toBe(false);
    rmSync(join(out, name));
    const gone = await rqe(folder, command, out, ...flags);
    expect([gone.code, gone.out]).toEqual([3, '']);
    expect(gone.err).toMatch(/is gone from the result|there is no such file/);
  });

  it.each([
    ['explain', ['--asset', 'crypto'], 'flows.csv'],
    ['query', ['select sum(tick) from series'], 'events.csv'],
    ['compare', [], 'series.csv'],
  ])('is nothing to %s that does not read it', async (command, flags, name) => {
    const one = await rqe(folder, command, damaged(name, longer), ...flags);
    expect([one.code, one.err]).toEqual([0, '']);
    expect(one.out).toBe((await rqe(folder, command, whole, ...flags)).out);
  });

  it('is an error in an interrupted result too', async () => {
    const out = damaged('metrics.csv', withoutRow(3));
    const path = join(out, 'manifest.json');
    const manifest = JSON.parse(readFileSync(path, 'utf8'));
    writeFileSync(path, JSON.stringify({ ...manifest, status: 'interrupted' }));
    const { code, err } = await rqe(folder, 'compare', out);
    expect([code, err]).toEqual([3, expect.stringContaining('metrics.csv: is damaged: not as it was')]);
  });

  it('is found in a copy as Parquet that the manifest tells of', async () => {
    const out = join(folder, 'typed');
    const set = ['--set', 'record.parquet=true'];
    expect((await rqe(folder, 'run', file, '--out', out, ...set)).code).toBe(0);
    appendFileSync(join(out, 'series.parquet'), 'x');
    const { code, err } = await rqe(folder, 'query', out, 'from series');
    expect([code, err]).toEqual([3, expect.stringContaining('series.parquet: is damaged: not as it was')]);
  });

  it('is not drawn', () => {
    const draw = (out: string) => {
      const manifest = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8'));
      const result = new Result(out, manifest, {} as never);
      result.eachRowOf('attribution', ['asset', 'lnPrice'], () => undefined);
    };
    expect(() => draw(damaged('series.csv', junk))).toThrow(/series.csv: line 1: is damaged/);
    expect(() => draw(damaged('datapackage.json', junk))).toThrow(/datapackage.json: is damaged/);
    expect(() => draw(damaged('attribution.csv', strange(4, '1,2')))).toThrow(
      /attribution.csv: line 4: is damaged: it has 2 fields, not 9/,
    );
  });

  it('is read where it is whole', async () => {
    let rows = 0;
    for await (const row of readRows(whole, 'series')) rows += Number(row.run) > 0 ? 1 : 0;
    expect(rows).toBe(4 * 40);
  });
});
