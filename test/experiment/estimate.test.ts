import { expect, it } from 'vitest';
import { estimate } from '../../src/experiment/estimate.js';
import { resolveText } from './small-model.js';

const ARMS = 'arms: { calm: , wave: { schedule: [{ from: 21, set: { funds.callRate: 9 } }] } }\n';
const of = (text: string) => estimate(resolveText(`extends: base\n${text}`).experiment, 3, 2, 2);

it('counts what the arms of a fork share once a seed', () => {
  const [whole, forked] = [of(ARMS), of(`fork: { at: 21 }\n${ARMS}`)];
  expect(whole).toMatchObject({ runs: 4, ticks: 160 });
  expect(forked).toMatchObject({ runs: 4, ticks: 120, bytes: whole.bytes });
  expect(forked.seconds / whole.seconds).toBeCloseTo(0.75);
});

it('counts it once a point of a design', () => {
  const design = 'design: { type: grid, parameters: { funds.leverage: [1, 2, 3] } }\nfork: { at: 21 }\n';
  expect(of(design + ARMS)).toMatchObject({ runs: 12, ticks: 6 * 20 + 12 * 20 });
  expect(of(design)).toMatchObject({ runs: 6, ticks: 240 });
});
