/**
 * The examples of docs/plotting.md, run on a small result: in R and in Python where they and their libraries are
 * installed; what draws a figure of the report in a page, with Vega in place of the wrapper around it. The one for
 * Observable Plot runs nowhere here: the library is no part of this repository.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import * as vega from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { makeSmall, rqe } from '../report/small-results.js';
import { pageOf } from './pages.js';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const folder = mkdtempSync(join(tmpdir(), 'rqe-plotting-'));
const result = join(folder, 'results', 'fed-rate-moves');
beforeAll(() => {
  makeSmall('fed-rate-moves', result, 2, 'ticks=42');
  rqe('export', result, '--parquet');
  rqe('report', result, '--figures', 'drawdowns');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function examples(language: string): string[] {
  const blocks = pageOf('docs/plotting.md').matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 'gs'));
  return [...blocks].map(([, text]) => text);
}

/** The same example with the line that reads the Parquet copy. */
function fromParquet(text: string): string {
  return text.replace(/^series (?:=|<-) .*csv.*$/m, '').replace('# The same from the Parquet copy: ', '');
}

function works(command: string, ...args: string[]): boolean {
  return spawnSync(command, args, { timeout: 30_000 }).status === 0;
}

const hasR = works('Rscript', '-e', 'library(ggplot2)');
const hasArrow = hasR && works('Rscript', '-e', 'library(arrow)');
const hasPython = works('python3', '-c', 'import pandas, matplotlib');
const hasPyarrow = hasPython && works('python3', '-c', 'import pyarrow');

/** Runs a script where the results are, and expects a picture of it. */
function expectPicture(command: string, script: string, text: string, picture: string): void {
  rmSync(join(folder, picture), { force: true });
  writeFileSync(join(folder, script), text);
  const { status, stderr } = spawnSync(command, [script], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, MPLBACKEND: 'Agg' },
  });
  expect(status, stderr).toBe(0);
  expect(statSync(join(folder, picture)).size).toBeGreaterThan(2000);
}

describe('the examples of docs/plotting.md', () => {
  it.skipIf(!hasPython)('draw with pandas and matplotlib', () => {
    const [fan, differences] = examples('python');
    expectPicture('python3', 'fan.py', fan, 'crypto.png');
    expectPicture('python3', 'differences.py', differences, 'differences.png');
  });

  it.skipIf(!hasPyarrow)('read the Parquet copy with pandas', () => {
    const text = fromParquet(examples('python')[0]);
    expect(text).toMatch(/^series = pd.read_parquet/m);
    expectPicture('python3', 'parquet.py', text, 'crypto.png');
  });

  it.skipIf(!hasR)('draw with ggplot2', () => {
    expectPicture('Rscript', 'fan.R', examples('r')[0], 'crypto.pdf');
  });

  it.skipIf(!hasArrow)('read the Parquet copy with arrow', () => {
    expectPicture('Rscript', 'parquet.R', fromParquet(examples('r')[0]), 'crypto.pdf');
  });

  it('draw a figure of the report from its specification and its rows', async () => {
    const text = (name: string) => readFileSync(join(result, 'report', 'figures', name), 'utf8');
    const attachment = (name: string) => ({
      json: async () => JSON.parse(text(name)),
      csv: async () => parse(text(name), { columns: true, cast: true }),
    });
    const embed = async (specification: TopLevelSpec) =>
      new vega.View(vega.parse(compile(specification).spec), { renderer: 'none' }).toSVG();
    const example = examples('js')[1].replace('const drawdowns = ', 'return ');
    const Asynchronous = Object.getPrototypeOf(async () => {}).constructor;
    const svg = await new Asynchronous('FileAttachment', 'embed', example)(attachment, embed);
    for (const words of ['How far prices fell', 'cut-25', 'Crypto', 'fall below the peak, %'])
      expect(svg).toContain(words);
  });
});
