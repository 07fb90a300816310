import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { estimate } from '../../src/experiment/estimate.js';
import { ROOT, resolved, SERIES } from '../engine/economy.js';
import { resolveText } from './small-model.js';

const ARMS = 'arms: { calm: , wave: { schedule: [{ from: 21, set: { funds.callRate: 9 } }] } }\n';
const of = (text: string) => estimate(resolveText(`extends: base\n${text}`).experiment, 3, 2, 2);

const START = 0.36;

it('expects of the base run about the time that docs/performance.md tells, and of an agent more what it tells of one', () => {
  const base = resolved('base');
  const page = readFileSync(join(ROOT, 'docs/performance.md'), 'utf8');
  const figure = (pattern: RegExp): number => Number(pattern.exec(page)?.[1]);
  const { seconds } = estimate(base, SERIES.length, 12, 2);
  const measured = figure(/whole process \| ([\d.]+) to [\d.]+ s/);
  expect(seconds).toBeGreaterThan(measured / 2);
  expect(seconds).toBeLessThan(measured * 1.5);
  const parameters = {
    ...base.parameters,
    'population.retail': { ...base.parameters['population.retail'], value: 101_000 },
  };
  const more = 101_000 - Number(base.parameters['population.retail'].value);
  const agent =
    (estimate({ ...base, parameters }, SERIES.length, 12, 2).seconds - seconds) / more / base.ticks;
  expect(agent * 1e6).toBeCloseTo(figure(/one more agent costs ([\d.]+) µs a tick/), 6);
});

it('counts what the arms of a fork share once a seed', () => {
  const [whole, forked] = [of(ARMS), of(`fork: { at: 21 }\n${ARMS}`)];
  expect(whole).toMatchObject({ runs: 4, ticks: 160 });
  expect(forked).toMatchObject({ runs: 4, ticks: 120, bytes: whole.bytes });
  expect((forked.seconds - START) / (whole.seconds - START)).toBeCloseTo(0.75);
});

it('counts it once a point of a design', () => {
  const design = 'design: { type: grid, parameters: { funds.leverage: [1, 2, 3] } }\nfork: { at: 21 }\n';
  expect(of(design + ARMS)).toMatchObject({ runs: 12, ticks: 6 * 20 + 12 * 20 });
  expect(of(design)).toMatchObject({ runs: 6, ticks: 240 });
});
