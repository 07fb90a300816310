import { expect, it } from 'vitest';
import type { CliContext } from '../../src/cli/context.js';
import { type FinishedExperiment, printSummary } from '../../src/cli/summary-tables.js';
import { resolveText } from '../experiment/small-model.js';

const TEXT = `extends: base
seeds: [a, b]
arms: { one: {}, two: {} }
metrics: { broad: { series: index.broad, statistic: last } }
`;

/** What is printed if these runs, `arm seed`, were completed. */
function printed(...completed: string[]): string {
  const { experiment } = resolveText(TEXT);
  const runs = ['one a', 'one b', 'two a', 'two b'].map((name, index) => {
    const [arm, seed] = name.split(' ');
    return {
      run: index + 1,
      arm,
      seed,
      ticks: 40,
      status: completed.includes(name) ? 'completed' : 'failed',
    };
  });
  const summaries = runs
    .filter(({ status }) => status === 'completed')
    .map((run) => ({ ...run, values: [1] }));
  let text = '';
  const context = { stdout: (more: string) => (text += more) } as unknown as CliContext;
  printSummary(context, {
    experiment,
    manifest: { runs },
    summaries,
    out: '',
  } as unknown as FinishedExperiment);
  return text;
}

it('warns of means over different seeds only where they are', () => {
  expect(printed('one a', 'two b')).toMatch(/Arms have lost different seeds/);
  expect(printed('one a', 'one b', 'two b')).toMatch(/Arms have lost different seeds/);
  expect(printed('one b', 'two b')).toMatch(/one +1 of 2 .*\ntwo +1 of 2 /);
  expect(printed('one b', 'two b')).not.toMatch(/different seeds/);
  expect(printed('one a', 'one b', 'two a', 'two b')).not.toMatch(/different seeds/);
});

it('prints no table where there is nothing to put into it', () => {
  expect(printed()).toBe('');
});
