import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { partsToMake, plannedRuns } from '../../src/experiment/runs.js';
import { resolveText } from './small-model.js';

/** An experiment with arms of these rates of capital calls (undefined: nothing said) and so many seeds. */
function experimentOf(rates: readonly (number | undefined)[], seeds: number) {
  const arms = rates.map((rate, index) =>
    rate === undefined ? `  arm${index}:` : `  arm${index}: { parameters: { funds.callRate: ${rate} } }`,
  );
  return resolveText(`extends: base\nseeds: { count: ${seeds}, base: x }\narms:\n${arms.join('\n')}\n`)
    .experiment;
}

const rates = fc.array(fc.constantFrom(undefined, 0, 100, 300), { minLength: 1, maxLength: 6 });
const seeds = fc.integer({ min: 1, max: 5 });
const fixed = { seed: 1, numRuns: 40 };

describe('runs', () => {
  it('are made in blocks of one seed each, so that an interrupted batch is balanced', () => {
    fc.assert(
      fc.property(rates, seeds, (given, count) => {
        const order = partsToMake(plannedRuns(experimentOf(given, count))).map(({ seed }) => seed);
        expect(order).toEqual([...order].sort());
      }),
      fixed,
    );
  });

  it('share a part if and only if nothing but the name of the arm differs', () => {
    fc.assert(
      fc.property(rates, seeds, (given, count) => {
        const runs = plannedRuns(experimentOf(given, count));
        for (const a of runs)
          for (const b of runs)
            expect(a.part === b.part).toBe(
              JSON.stringify(a.configuration) === JSON.stringify(b.configuration),
            );
      }),
      fixed,
    );
  });

  it('keep their part when seeds are added', () => {
    fc.assert(
      fc.property(rates, seeds, seeds, (given, count, more) => {
        const name = ({ arm, seed }: { arm: string; seed: string }) => `${arm} ${seed}`;
        const grown = new Map(
          plannedRuns(experimentOf(given, count + more)).map((run) => [name(run), run.part]),
        );
        for (const run of plannedRuns(experimentOf(given, count)))
          expect(grown.get(name(run))).toBe(run.part);
      }),
      fixed,
    );
  });

  it('differ where arms have other schedules', () => {
    const change = (rate: number) => `[{ from: 3, set: { funds.callRate: ${rate} } }]`;
    const { experiment } = resolveText(
      `extends: base\nseeds: [a]\narms:\n  x: { schedule: ${change(1)} }\n  y: { schedule: ${change(2)} }\n  z: { schedule: ${change(1)} }\n`,
    );
    expect(plannedRuns(experiment).map(({ part }) => part)).toEqual([1, 2, 1]);
  });
});
