/** The report of a result: its files, its page, and what it warns of. */
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Resvg } from '@resvg/resvg-js';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { AGENT_KINDS } from '../../agents/index.js';
import { drawPng, drawSvg } from '../../src/report/draw.js';
import { writeReport } from '../../src/report/write-report.js';
import { readManifest } from '../../src/runner/read-result.js';
import { figuresOf } from './check-figures.js';
import { findChromium } from './chromium.js';
import { makeSmall } from './small-results.js';

const ROOT = join(import.meta.dirname, '../..');
/** Milliseconds on a busy machine. */
const PATIENCE = 300_000;
vi.setConfig({ testTimeout: PATIENCE });

const folder = mkdtempSync(join(tmpdir(), 'rqe-report-'));
const result = join(folder, 'gpu-fire-sale');
const report = join(result, 'report');
const page = () => readFileSync(join(report, 'report.html'), 'utf8');

function rqe(...args: string[]) {
  const run = spawnSync(process.execPath, [join(ROOT, 'dist/src/main.js'), ...args], {
    encoding: 'utf8',
    cwd: folder,
  });
  return { code: run.status, out: run.stdout, err: run.stderr };
}

beforeAll(() => makeSmall('gpu-fire-sale', result, 10), PATIENCE);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('rqe report', () => {
  it('writes a page, and each figure four times, and says where', () => {
    const { code, out, err } = rqe('report', result);
    expect([code, out], err).toEqual([0, `${join(report, 'report.html')}\n`]);
    const names = readdirSync(join(report, 'figures'));
    const figures = new Set(names.map((name) => name.replace(/\..*/, '')));
    expect(figures.size).toBeGreaterThan(5);
    for (const figure of figures)
      for (const ending of ['svg', 'png', 'csv', 'vl.json']) expect(names).toContain(`${figure}.${ending}`);
    for (const figure of figures) expect(page()).toContain(`id="figure-${figure}"`);
  });

  it('draws the figures that are asked for alone, where it is told to', () => {
    const out = join(folder, 'elsewhere');
    expect(rqe('report', result, '--out', out, '--figures', 'drawdowns').code).toBe(0);
    expect(readdirSync(join(out, 'figures')).sort()).toEqual(
      ['csv', 'png', 'svg', 'vl.json'].map((ending) => `drawdowns.${ending}`),
    );
  });

  it('names the figures that there are', () => {
    const { code, err } = rqe('report', result, '--figures', 'drawdown');
    expect(code).toBe(2);
    expect(err).toMatch(
      /no figure is named 'drawdown'; did you mean 'drawdowns'|no figure is named 'drawdown'.*drawdowns/,
    );
    expect(rqe('report', join(folder, 'nowhere')).code).toBe(3);
  });

  it('leaves what it has not written when it is drawn again', () => {
    writeFileSync(join(report, 'figures', 'notes.txt'), 'mine');
    writeFileSync(join(report, 'figures', 'old.svg'), '<svg/>');
    expect(rqe('report', result).code).toBe(0);
    expect(existsSync(join(report, 'figures', 'notes.txt'))).toBe(true);
    expect(existsSync(join(report, 'figures', 'old.svg'))).toBe(false);
  });
});

describe('the page', () => {
  it('holds question, arms, differences in words, method and manifest', () => {
    const text = page();
    const { configurationHash } = readManifest(result);
    for (const part of [
      'When the same fall of rents brings few or many seized fleets to auction at once',
      'Expected before the runs:',
      'rents fall by a quarter in a month',
      'sign-flip permutation tests',
      configurationHash,
      '10 seeds',
    ])
      expect(text).toContain(part);
    expect(text).toMatch(/<dt>defaults<\/dt><dd>raised by/);
  });

  it('fetches nothing', () => {
    const links = [...page().matchAll(/\b(?:href|src)="([^"]*)"|url\(([^)]*)\)/g)].map(([, a, b]) => a ?? b);
    expect(links.length).toBeGreaterThan(20);
    expect(links.filter((link) => !/^(#|figures\/|data:)/.test(link))).toEqual([]);
  });

  it('says which figures are left out, and why', async () => {
    const poor = join(folder, 'poor');
    cpSync(result, poor, { recursive: true });
    const manifest = readManifest(poor);
    const { 'attribution.csv': _, ...files } = manifest.files;
    const wish = { folder: poor, manifest: { ...manifest, files }, out: join(folder, 'poor-report') };
    const { missing } = await writeReport(wish, AGENT_KINDS);
    expect(missing).toContainEqual({ name: 'attribution', reason: 'no attribution is recorded' });
    expect(readFileSync(join(folder, 'poor-report', 'report.html'), 'utf8')).toContain(
      'no attribution is recorded',
    );
  });

  it('warns of failed runs, missing pairs and changed files', async () => {
    const bad = join(folder, 'bad');
    cpSync(result, bad, { recursive: true });
    appendFileSync(join(bad, 'events.csv'), '\n');
    rmSync(join(bad, 'metrics.csv'));
    const table = readFileSync(join(bad, 'comparison.csv'), 'utf8').replace(',10,0,', ',9,1,');
    writeFileSync(join(bad, 'comparison.csv'), table);
    const manifest = readManifest(bad);
    const runs = manifest.runs.map((run) =>
      run.run === 3 ? { ...run, status: 'failed' as const, ticks: 5, reason: 'prices <do> not clear' } : run,
    );
    const wish = {
      folder: bad,
      manifest: { ...manifest, status: 'failed' as const, runs },
      out: join(folder, 'bad-report'),
    };
    const { warnings } = await writeReport({ ...wish, figures: ['drawdowns'] }, AGENT_KINDS);
    expect(warnings.join('\n')).toMatch(/1 of 40 runs failed/);
    expect(warnings.join('\n')).toMatch(/failed after 5 ticks: prices <do> not clear/);
    expect(warnings.join('\n')).toMatch(/Pairs are missing in many, up to 1 of 10/);
    expect(warnings.join('\n')).toMatch(/events.csv has been changed/);
    expect(warnings.join('\n')).toMatch(/metrics.csv is gone/);
    const text = readFileSync(join(folder, 'bad-report', 'report.html'), 'utf8');
    expect(text).toContain('prices &lt;do&gt; not clear');
    expect(page()).toContain('No warnings');
  });
});

describe('pictures', () => {
  it('are the same to the byte whenever they are drawn', async () => {
    const [first, second] = await figuresOf(result);
    const once = await drawSvg(first);
    await drawSvg(second);
    expect(await drawSvg(first)).toBe(once);
    expect(readFileSync(join(report, 'figures', `${first.name}.svg`), 'utf8')).toBe(once);
    expect(
      Buffer.from(await drawPng(once)).equals(readFileSync(join(report, 'figures', `${first.name}.png`))),
    ).toBe(true);
  });

  it('have their letters in the PNG', async () => {
    const [figure] = await figuresOf(result);
    const svg = await drawSvg(figure);
    // The PNG that the program makes, laid into a picture of its size to read its pixels.
    const dark = async (text: string) => {
      const png = Buffer.from(await drawPng(text));
      const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
      const frame = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><image width="${width}" height="${height}" href="data:image/png;base64,${png.toString('base64')}"/></svg>`;
      const { pixels } = new Resvg(frame).render();
      let count = 0;
      for (let at = 0; at < pixels.length; at += 4) if (pixels[at] < 128) count++;
      return count;
    };
    const without = svg.replace(/<text[^>]*>.*?<\/text>/gs, '');
    expect(without.length).toBeLessThan(svg.length);
    expect(await dark(without)).toBeGreaterThan(1000);
    expect(await dark(svg)).toBeGreaterThan((await dark(without)) + 5000);
  });

  it('stand beside the rows and the specification that they are drawn from', () => {
    for (const name of readdirSync(join(report, 'figures')).filter((file) => file.endsWith('.vl.json'))) {
      const specification = JSON.parse(readFileSync(join(report, 'figures', name), 'utf8'));
      expect(specification.data).toEqual({ url: name.replace('.vl.json', '.csv') });
      const [header] = readFileSync(join(report, 'figures', specification.data.url), 'utf8').split('\n');
      const columns = header.split(',');
      const fields = [...JSON.stringify(specification).matchAll(/"field":"([^"]+)"/g)].map(
        ([, field]) => field,
      );
      expect(fields.length).toBeGreaterThan(2);
      expect(
        fields.filter((field) => !columns.includes(field)),
        name,
      ).toEqual([]);
    }
  });
});

const chromium = findChromium();

describe.skipIf(chromium === undefined)('in a browser (Chromium; RQE_CHROMIUM names another)', () => {
  it('the page opens from disk without errors or requests, its fonts are there, and no text leaves its picture', async () => {
    const { chromium: browsers } = await import('playwright-core');
    const browser = await browsers.launch({ executablePath: chromium ?? '', args: ['--no-sandbox'] });
    try {
      const tab = await browser.newPage({ viewport: { width: 1000, height: 1400 } });
      const problems: string[] = [];
      tab.on('console', (message) => problems.push(message.text()));
      tab.on('pageerror', (error) => problems.push(error.message));
      const url = `file://${join(report, 'report.html')}`;
      tab.on('request', (request) => {
        if (request.url() !== url && !request.url().startsWith('data:')) problems.push(request.url());
      });
      await tab.goto(url);
      expect(
        await tab.evaluate(
          'document.fonts.ready.then(() => document.fonts.check("10px Inter") && document.fonts.size)',
        ),
      ).toBe(2);
      const outside = await tab.evaluate(`[...document.querySelectorAll('svg')].flatMap((svg) => {
        const frame = svg.getBoundingClientRect();
        return [...svg.querySelectorAll('text')].filter((text) => {
          const box = text.getBoundingClientRect();
          return box.width > 0 && (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 || box.bottom > frame.bottom + 1);
        }).map((text) => text.textContent);
      })`);
      expect(outside).toEqual([]);
      expect(
        await tab.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth'),
      ).toBe(true);
      expect(problems).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});
