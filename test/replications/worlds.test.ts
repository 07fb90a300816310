/** What holds for every published model: sources, parameters that act, books, snapshots. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PUBLISHED_MODELS } from '../../agents/replications/index.js';
import { publishedParameters, publishedSeries } from '../../src/engine/published-world.js';
import type { WorldSnapshot } from '../../src/engine/snapshot.js';
import { modelNameOf } from '../../src/experiment/model-name.js';
import { REPLICATIONS } from '../../src/experiment/replications/replications.js';
import { resolveExperiment } from '../../src/experiment/resolve.js';
import type { ResolvedExperiment } from '../../src/experiment/resolved.js';
import { CATALOGUE } from '../engine/economy.js';
import { LIBRARY, modelOf, replicationOf, resolvedOf, runArm } from './published.js';

const NAMES = PUBLISHED_MODELS.map(({ name }) => name);
const TICKS = 60;

/** What makes every mechanism of a model act within a few ticks, and arms that are enough to see it. */
const LIVELY: Readonly<Record<string, { set?: readonly string[]; ticks?: number; arms: readonly string[] }>> =
  {
    'thurner-farmer-geanakoplos': {
      set: ['noiseTraders.volatility=0.1', 'valueFunds.closingShare=0.6', 'valueFunds.pause=5'],
      ticks: 400,
      arms: ['leverage7'],
    },
    'cont-schaanning': { arms: ['threshold2', 'targeting01'] },
  };

function short(name: string): ResolvedExperiment {
  const { set = [], ticks = TICKS, arms } = LIVELY[name] ?? {};
  const experiment = resolvedOf(name, set);
  return {
    ...experiment,
    ticks: Math.min(experiment.ticks, ticks),
    arms: experiment.arms.filter((arm) => arms === undefined || arms.includes(arm.name)),
  };
}

/** What the arms record, as text. */
function traces(experiment: ResolvedExperiment): string {
  return experiment.arms
    .map(({ name }) => {
      try {
        return runArm(experiment, name)
          .rows.map((row) => row.join(' '))
          .join('\n');
      } catch (error) {
        return String(error);
      }
    })
    .join('\n\n');
}

/** Another value of a parameter, within its range. */
function other(value: unknown, name: string, model: string): number | string {
  const declared = publishedParameters(modelOf(model)).find((one) => one.name === name);
  if (declared?.choices !== undefined)
    return declared.choices.find((choice) => choice !== value) ?? declared.choices[0];
  const [low, high] = declared?.range ?? [0, 1];
  const up = Number(value) === 0 ? Math.min(high, low + 0.01 * (high - low)) : Number(value) * 1.1;
  if (up <= high && up !== value) return up;
  return Math.max(low, Number(value) * 0.9 - (Number(value) === 0 ? 0.1 : 0));
}

describe('the published models', () => {
  it('are all replicated, by their names', () => {
    expect(REPLICATIONS.map(({ name }) => name).sort()).toEqual([...NAMES].sort());
  });
});

describe.each(NAMES)('%s', (name) => {
  it('asks, expects, and says where every parameter is from', () => {
    const { question, expectation, parameters, model } = resolvedOf(name);
    expect(model).toBe(name);
    expect(question).toMatch(/\?$/);
    expect(expectation?.length).toBeGreaterThan(10);
    for (const [parameter, { source }] of Object.entries(parameters))
      expect(source?.length, parameter).toBeGreaterThan(8);
  });

  it('has the series that its rows need', () => {
    const declared = publishedSeries(modelOf(name)).map((one) => one.name);
    for (const series of replicationOf(name).needs) expect(declared).toContain(series);
  });

  it('has no parameter without effect', () => {
    const whole = short(name);
    const before = traces(whole);
    const idle = Object.entries(whole.parameters)
      .map(([parameter, { value }]) => {
        const changed = other(value, parameter, name);
        const parameters = { ...whole.parameters, [parameter]: { value: changed, unit: '' } };
        const arms = whole.arms.map((arm) =>
          arm.parameters[parameter] === undefined
            ? arm
            : { ...arm, parameters: { ...arm.parameters, [parameter]: changed } },
        );
        return traces({ ...whole, parameters, arms }) === before ? parameter : '';
      })
      .filter((parameter) => parameter !== '');
    expect(idle).toEqual([]);
  });

  it('keeps square books in every tick', () => {
    const experiment = short(name);
    for (const { name: arm } of experiment.arms) {
      const imbalance = runArm(experiment, arm).of('books.imbalance');
      expect(imbalance.length).toBe(experiment.ticks);
      expect(Math.max(...imbalance)).toBeLessThan(1e-9);
    }
  });

  it('goes on from a snapshot as if it had never stopped', () => {
    const experiment = short(name);
    const arm = experiment.arms[0].name;
    const after = Math.max(1, Math.floor(experiment.ticks / 2));
    let from: WorldSnapshot | undefined;
    const whole = runArm(experiment, arm, 'a', {
      snapshot: {
        after,
        take(snapshot) {
          from = snapshot;
        },
      },
    });
    const rest = runArm(experiment, arm, 'a', from === undefined ? {} : { from });
    expect(rest.rows.map((row) => row.join(' '))).toEqual(
      whole.rows.slice(after).map((row) => row.join(' ')),
    );
  });
});

describe('the model of a file', () => {
  const readFile = (path: string) => {
    if (path === 'mine.yaml') return 'extends: replications/brock-hommes\n';
    if (path === 'other.yaml') return 'extends: base\n';
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return undefined;
    }
  };

  it('is that of what it extends', () => {
    expect(modelNameOf('mine.yaml', readFile, LIBRARY)).toBe('brock-hommes');
    expect(modelNameOf('other.yaml', readFile, LIBRARY)).toBeUndefined();
    expect(modelNameOf('nowhere.yaml', readFile, LIBRARY)).toBeUndefined();
  });

  it('must be that of the names it is read with', () => {
    const file = join(LIBRARY, 'replications/brock-hommes.yaml');
    expect(() => resolveExperiment({ file, readFile, library: LIBRARY }, CATALOGUE)).toThrow();
  });
});
