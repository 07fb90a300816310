import { expect, it } from 'vitest';
import { type Progress, ProgressCount } from '../../src/runner/progress-count.js';

it('counts a run once, also when a thread tells of its ticks after its end', () => {
  let last: Progress | undefined;
  const count = new ProgressCount((progress) => {
    last = progress;
  });
  count.plan(3, 20);
  count.tick(1, 4);
  count.tick(1, 7);
  expect(last).toMatchObject({ ticksDone: 7, runsDone: 0 });
  count.end(1, 2, 10);
  count.tick(1, 9);
  expect(last).toMatchObject({ ticksDone: 10, runsDone: 2 });
  count.tick(2, 3);
  count.end(2, 1, 10);
  expect(last).toEqual({ runsDone: 3, runs: 3, ticksDone: 20, ticks: 20, resumedRuns: 0, resumedTicks: 0 });
});
