import { describe, expect, it } from 'vitest';
import { pipelineStep } from '../../src/mechanisms/construction-pipeline.js';
import { between, law } from './law.js';

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe('pipelineStep', () => {
  it('loses nothing: what was there and what was begun is under way or done', () => {
    const some = between(0, 10);
    law([some, some, some, some, between(0.3, 5)], (a, b, c, started, lead) => {
      const step = pipelineStep([a, b, c], started, lead, 1 / 252);
      expect(sum(step.stages) + step.completed).toBeCloseTo(a + b + c + started, 10);
      for (const stage of step.stages) expect(stage).toBeGreaterThanOrEqual(0);
    });
  });

  it('takes the lead time on average, whatever the tick', () => {
    for (const dt of [1 / 252, 1 / 52]) {
      let stages: readonly number[] = [1, 0, 0, 0];
      let mean = 0;
      for (let tick = 1; tick * dt < 30; tick++) {
        const step = pipelineStep(stages, 0, 3, dt);
        mean += step.completed * tick * dt;
        stages = step.stages;
      }
      expect(mean).toBeCloseTo(3, 5);
    }
  });

  it('finishes at once what takes less than a tick', () => {
    expect(pipelineStep([1, 1], 0, 0.001, 0.1).completed).toBe(1);
  });
});
