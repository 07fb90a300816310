/** Figures can be read; test/long/figures.test.ts draws those of every experiment that comes with the program. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { AGENT_KINDS } from '../../agents/index.js';
import { INVESTOR_KINDS } from '../../src/engine/declarations.js';
import { investorFlow } from '../../src/report/figures/bathtub-flows.js';
import { eachRow } from '../../src/report/table-rows.js';
import { writeReport } from '../../src/report/write-report.js';
import { readManifest } from '../../src/runner/read-result.js';
import { checkFigure, figuresOf } from './check-figures.js';
import { overlaps } from './layout.js';
import { makeSmall, runBatch } from './small-results.js';

vi.setConfig({ testTimeout: 300_000 });

const folder = mkdtempSync(join(tmpdir(), 'rqe-figures-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('every figure', () => {
  it.each(['bathtub', 'gpu-fire-sale', 'stationary'])(
    'of %s is legible, whole, and has marks in every panel',
    async (name) => {
      makeSmall(name, join(folder, name));
      const figures = await figuresOf(join(folder, name));
      expect(figures.length).toBeGreaterThan(3);
      for (const figure of figures) await checkFigure(figure);
    },
  );
});

describe('flows into the bathtub', () => {
  it('add up to the change of the cash of investors', () => {
    const result = join(folder, 'bathtub');
    const isInvestor = (kind: string) => (INVESTOR_KINDS as readonly string[]).includes(kind);
    const change = new Map<string, number>();
    const add = (run: string, value: number) => change.set(run, (change.get(run) ?? 0) + value);
    eachRow(
      join(result, 'flows.csv'),
      ['run', 'flow', 'kind', 'instrument', 'amount'],
      ([run, flow, kind, instrument, amount]) => {
        const [, sign] = investorFlow(flow, kind, instrument) ?? [undefined, 0];
        add(run, sign * Number(amount));
      },
    );
    expect([...change.values()].some((value) => Math.abs(value) > 10)).toBe(true);
    eachRow(
      join(result, 'balance.csv'),
      ['run', 'kind', 'instrument', 'opening', 'closing'],
      ([run, kind, instrument, opening, closing]) => {
        if (isInvestor(kind) && ['deposits', 'moneyFundShares'].includes(instrument))
          add(run, Number(opening) - Number(closing));
      },
    );
    for (const [run, left] of change) expect(Math.abs(left), `run ${run}`).toBeLessThan(1e-4);
  });
});

const PLANE = `extends: base
title: A wave over two states
ticks: 25
seeds: { count: 2, base: plane }
parameters: { population: { sovereignFunds: 4, hedgeFunds: 6, retail: 10, assetManagers: 6, insurers: 4 } }
record: { series: yearly, balance: quarterly, attribution: quarterly, events: false }
design:
  type: grid
  parameters: { opening.initialIdleCash: [250 $bn, 6000 $bn], realEconomy.transitHalfLife: [1 days, 30 days] }
arms:
  plan: {}
  surge: { against: plan, schedule: [{ from: 2, set: { hyperscalers.capexAddition: 300 $bn/yr, hyperscalers.financing: debt } }] }
metrics:
  broadIndex: { series: index.broad, statistic: last, label: broad index }
`;

describe('the phase diagram', () => {
  it('has a cell for each point of a design of two numbers', async () => {
    const file = join(folder, 'plane.yaml');
    writeFileSync(file, PLANE);
    runBatch(file, join(folder, 'plane'));
    const figures = await figuresOf(join(folder, 'plane'));
    const figure = figures.find(({ name }) => name === 'phase-surge-broadindex');
    expect(figure?.rows.map(({ x, y }) => [x, y])).toEqual([
      [250, 1],
      [250, 30],
      [6000, 1],
      [6000, 30],
    ]);
    expect(figure?.specification.encoding).toMatchObject({
      x: { title: 'opening.initialIdleCash, $bn' },
      y: { title: 'realEconomy.transitHalfLife, days' },
    });
    // Series with a single row make no area: that panel is left out.
    expect(figures.map(({ name }) => name)).toContain('bathtub-1');
    for (const one of figures) await checkFigure(one);
  });

  it('comes with what its arms are', async () => {
    const out = join(folder, 'plane-report');
    const place = join(folder, 'plane');
    const wish = { folder: place, manifest: readManifest(place), out, figures: ['phase'] };
    const { page } = await writeReport(wish, AGENT_KINDS);
    const text = readFileSync(page, 'utf8');
    expect(text).toContain('surge: initialIdleCash 6000 $bn, transitHalfLife 30 days');
  });
});

describe('the check of figures', () => {
  const box = (left: number, right: number) => ({
    text: String(left),
    left,
    right,
    top: 0,
    bottom: 10,
    size: 10,
  });

  it('finds texts that overlap, not those that touch', () => {
    expect(overlaps([box(0, 10), box(10, 20)])).toEqual([]);
    expect(overlaps([box(0, 10), box(8, 20), box(30, 40)])).toEqual(["'0' on '8'"]);
  });
});
