/** Figures can be read; test/long/figures.test.ts draws those of every experiment that comes with the program. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { checkFigure, figuresOf } from './check-figures.js';
import { overlaps } from './layout.js';
import { makeSmall } from './small-results.js';

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
