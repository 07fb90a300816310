/** Every figure of every experiment that comes with the program, on small runs. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { checkFigure, figuresOf } from '../report/check-figures.js';
import { EXPERIMENTS, makeSmall } from '../report/small-results.js';
import { recordFile } from './record.js';

const record = recordFile('figures');
const folder = mkdtempSync(join(tmpdir(), 'rqe-figures-'));
let [experiments, drawn] = [0, 0];
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  record(`${drawn} figures of ${experiments} of ${EXPERIMENTS.length} experiments can be read`);
});

it.each(EXPERIMENTS)('the figures of %s are legible, whole, and have marks in every panel', async (name) => {
  makeSmall(name, join(folder, name));
  const figures = await figuresOf(join(folder, name));
  expect(figures.length).toBeGreaterThan(3);
  for (const figure of figures) await checkFigure(figure);
  experiments++;
  drawn += figures.length;
});
