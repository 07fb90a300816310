/**
 * The examples of docs/plotting.md, run on a small result from CSV and from Parquet: in R and in Python where they and
 * their libraries are installed, those for Observable where a Chromium is. What cannot run says so, and its columns are
 * looked up in the Parquet files all the same.
 */
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { findChromium } from '../report/chromium.js';
import { makeSmall, rqe } from '../report/small-results.js';
import { blocksOf, runScript, where, works } from './interpreters.js';
import { ObservablePage } from './observable.js';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const folder = mkdtempSync(join(tmpdir(), 'rqe-plotting-'));
const result = join(folder, 'results', 'fed-rate-moves');
beforeAll(() => {
  makeSmall('fed-rate-moves', result, 2, 'ticks=42');
  rqe('export', result, '--parquet');
  rqe('report', result, '--figures', 'drawdowns');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const PAGE = 'docs/plotting.md';
const examples = (language: string) => blocksOf(PAGE, language);

/** The same example with the line that reads the Parquet copy. */
function fromParquet(text: string): string {
  const lines = text
    .replace(/^(?:const )?series (?:=|<-) .*csv.*$/m, '')
    .replace(/(?:#|\/\/) The same from the Parquet copy: /, '');
  expect(lines).toMatch(/^(?:const )?series (?:=|<-) .*parquet/m);
  expect(lines).not.toContain('csv(');
  return lines;
}

const withPandas = where(PAGE, works('python3', '-c', 'import pandas, matplotlib'), 'pandas and matplotlib');
const withPyarrow = where(PAGE, works('python3', '-c', 'import pandas, matplotlib, pyarrow'), 'pyarrow');
const withR = where(PAGE, works('Rscript', '-e', 'library(ggplot2)'), 'R with ggplot2');
const withArrow = where(PAGE, works('Rscript', '-e', 'library(ggplot2); library(arrow)'), 'R with arrow');
const chromium = findChromium();
const withChromium = where(PAGE, chromium !== undefined, 'Chromium (RQE_CHROMIUM names one)');

/** Runs a script where the results are, and expects a picture of it. */
function expectPicture(command: string, script: string, text: string, picture: string): void {
  rmSync(join(folder, picture), { force: true });
  runScript(folder, command, script, text);
  expect(statSync(join(folder, picture)).size).toBeGreaterThan(2000);
}

describe('the examples of docs/plotting.md', () => {
  withPandas('draw with pandas and matplotlib', () => {
    const [fan, differences] = examples('python');
    expectPicture('python3', 'fan.py', fan, 'crypto.png');
    expectPicture('python3', 'differences.py', differences, 'differences.png');
  });

  withPyarrow('read the Parquet copy with pandas', () => {
    expectPicture('python3', 'parquet.py', fromParquet(examples('python')[0]), 'crypto.png');
  });

  withR('draw with ggplot2', () => {
    expectPicture('Rscript', 'fan.R', examples('r')[0], 'crypto.pdf');
  });

  withArrow('read the Parquet copy with arrow', () => {
    expectPicture('Rscript', 'parquet.R', fromParquet(examples('r')[0]), 'crypto.pdf');
  });

  it('name columns that the Parquet copies have, and dates are dates there', async () => {
    const file = await asyncBufferFromFile(join(result, 'series.parquet'));
    const { schema } = await parquetMetadataAsync(file);
    const columns = new Map(schema.map((column) => [column.name, column]));
    const used = [...examples('python').slice(0, 1), ...examples('r'), ...examples('js').slice(0, 1)]
      .flatMap((text) => [
        ...fromParquet(text).matchAll(/\[+"([\w.]+)"|c\("(\w+)", "(\w+)"\)|(?:fx|x|y|y1|y2): "([\w.]+)"/g),
      ])
      .flatMap((found) => found.slice(1).filter((name) => name !== undefined))
      .filter((name) => !/^(p\d\d|median|hold)$/.test(name));
    expect(new Set(used)).toEqual(new Set(['arm', 'date', 'price.crypto']));
    for (const name of used) expect([name, columns.has(name)]).toEqual([name, true]);
    expect(columns.get('date')).toMatchObject({ type: 'INT32', converted_type: 'DATE' });
  });
});

/** Rows of a Parquet file as Apache Arrow gives them in a page: dates in milliseconds. */
async function parquetRows(name: string): Promise<Record<string, unknown>[]> {
  const rows = await parquetReadObjects({
    file: await asyncBufferFromFile(join(result, name)),
    columns: ['arm', 'date', 'price.crypto'],
  });
  return rows.map(({ date, ...row }) => ({ ...row, date: (date as Date).getTime() }));
}

describe('the examples for Observable', () => {
  let page: ObservablePage;
  beforeAll(async () => {
    if (chromium !== undefined) page = await ObservablePage.open(chromium);
  });
  afterAll(() => page?.close());

  const text = (name: string) => readFileSync(join(result, name), 'utf8');

  withChromium('draw a fan with Plot, the same from CSV and from Parquet', async () => {
    const [fan] = examples('js');
    const drawn = await page.draw(fan, 'fan', { 'series.csv': text('series.csv') });
    expect(drawn.problems).toEqual([]);
    // An area and a line in each of three panels.
    expect(drawn.paths).toBe(6);
    expect(drawn.texts).toEqual(
      expect.arrayContaining(['hold', 'cut-100', 'rise-100', '↑ crypto, start = 1']),
    );
    expect(drawn.texts.join(' ')).toContain('Nov');
    const again = { 'series.parquet': await parquetRows('series.parquet') };
    expect(await page.draw(fromParquet(fan), 'fan', again)).toEqual(drawn);
  });

  withChromium('draw a figure of the report from its specification and its rows', async () => {
    const names = ['drawdowns-1.vl.json', 'drawdowns-1.csv'];
    const files = Object.fromEntries(names.map((name) => [name, text(join('report', 'figures', name))]));
    const { texts, paths, problems } = await page.draw(examples('js')[1], 'drawdowns', files);
    expect(problems).toEqual([]);
    expect(paths).toBeGreaterThan(10);
    for (const words of ['How far prices fell', 'cut-25', 'Crypto', 'fall below the peak, %'])
      expect(texts).toContain(words);
  });
});
