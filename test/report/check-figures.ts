/** Draws every figure of a result and checks that it can be read. */
import { expect } from 'vitest';
import { AGENT_KINDS } from '../../agents/index.js';
import { drawSvg, scene } from '../../src/report/draw.js';
import { type Figure, isLeftOut } from '../../src/report/figure.js';
import { FIGURES } from '../../src/report/figures/index.js';
import { KindNames } from '../../src/report/names.js';
import { Result } from '../../src/report/result.js';
import { WIDTH } from '../../src/report/theme.js';
import { readManifest } from '../../src/runner/read-result.js';
import { frameOf, overlaps, panelMarks, textBoxes } from './layout.js';

/** Smallest letters, in points, of a figure that is printed 180 mm wide. */
const LEAST_POINTS = 7;
const POINTS_OF_180_MM = (180 / 25.4) * 72;
/** Height of a page of 180 mm, in pixels, less room for a caption: what is higher is shrunk in print. */
const PAGE_HEIGHT = (240 / 180) * WIDTH;

/** All figures that a result has data for. */
export async function figuresOf(folder: string): Promise<Figure[]> {
  const result = new Result(folder, readManifest(folder), new KindNames(AGENT_KINDS));
  result.load(FIGURES.flatMap((maker) => maker.series?.(result) ?? []));
  const figures: Figure[] = [];
  for (const maker of FIGURES) {
    const made = await maker.make(result);
    if (!isLeftOut(made)) figures.push(...made);
  }
  result.close();
  return figures;
}

/** Texts apart and inside the frame, no higher than a page, letters large enough, marks in every panel. */
export async function checkFigure(figure: Figure): Promise<void> {
  const { name } = figure;
  const view = await scene(figure);
  const { width, height, x, y } = frameOf(await drawSvg(figure));
  expect(width, name).toBeLessThanOrEqual(WIDTH);
  expect(height, name).toBeLessThanOrEqual(PAGE_HEIGHT);
  const boxes = textBoxes(view);
  expect(boxes.length, name).toBeGreaterThan(3);
  expect(overlaps(boxes), name).toEqual([]);
  const outside = boxes.filter(
    ({ left, top, right, bottom }) => left + x < 0 || top + y < 0 || right + x > width || bottom + y > height,
  );
  expect(outside, name).toEqual([]);
  const smallest = Math.min(...boxes.map(({ size }) => size));
  expect((smallest / Math.max(width, WIDTH)) * POINTS_OF_180_MM, name).toBeGreaterThanOrEqual(LEAST_POINTS);
  const marks = panelMarks(view);
  expect([name, marks.length]).toEqual([name, figure.panels]);
  expect(Math.min(...marks), name).toBeGreaterThan(0);
  view.finalize();
}
