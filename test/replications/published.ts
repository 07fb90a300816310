/** Published models in this process: their files, with changes, run as `rqe replicate` runs them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PUBLISHED_MODELS } from '../../agents/replications/index.js';
import type { PublishedModel } from '../../src/agent-kind.js';
import { simulatePublished } from '../../src/engine/published-tick.js';
import { publishedAssets, publishedParameters, publishedSeries } from '../../src/engine/published-world.js';
import type { SimulationOptions } from '../../src/engine/simulate.js';
import { Catalogue } from '../../src/experiment/catalogue.js';
import type { Replication } from '../../src/experiment/replications/replication.js';
import { REPLICATIONS } from '../../src/experiment/replications/replications.js';
import type { ReplicationRow } from '../../src/experiment/replications/row.js';
import { replicationRows } from '../../src/experiment/replications/standard-errors.js';
import { resolveExperiment } from '../../src/experiment/resolve.js';
import type { ResolvedExperiment } from '../../src/experiment/resolved.js';
import { runConfiguration } from '../../src/experiment/runs.js';
import { Kept } from '../engine/economy.js';

export const LIBRARY = join(import.meta.dirname, '../../experiments');

export function modelOf(name: string): PublishedModel {
  const model = PUBLISHED_MODELS.find((one) => one.name === name);
  if (model === undefined) throw new Error(`no published model is named '${name}'`);
  return model;
}

export function replicationOf(name: string): Replication {
  const replication = REPLICATIONS.find((one) => one.name === name);
  if (replication === undefined) throw new Error(`no replication is named '${name}'`);
  return replication;
}

export function catalogueOf(model: PublishedModel): Catalogue {
  return new Catalogue(
    publishedParameters(model),
    publishedSeries(model),
    publishedAssets(model),
    model.name,
  );
}

export function resolvedOf(name: string, set: readonly string[] = []): ResolvedExperiment {
  return resolveExperiment(
    {
      file: join(LIBRARY, 'replications', `${name}.yaml`),
      library: LIBRARY,
      readFile: (path) => readFileSync(path, 'utf8'),
      set,
    },
    catalogueOf(modelOf(name)),
  ).experiment;
}

/** What one arm records with one seed, every series in every tick. */
export function runArm(
  experiment: ResolvedExperiment,
  arm: string,
  seed = experiment.seeds[0],
  options: SimulationOptions = {},
): Kept {
  const found = experiment.arms.find(({ name }) => name === arm);
  if (found === undefined) throw new Error(`no arm is named '${arm}'`);
  const whole = runConfiguration(experiment, found, seed);
  const kept = new Kept();
  simulatePublished(
    { ...whole, record: { ...whole.record, series: [], seriesEvery: 1 } },
    modelOf(experiment.model ?? ''),
    kept,
    options,
  );
  return kept;
}

/** All runs of an experiment, and what its replication makes of them. */
export function replicated(experiment: ResolvedExperiment): {
  readonly kept: readonly Kept[];
  readonly rows: readonly ReplicationRow[];
} {
  const replication = replicationOf(experiment.name);
  const kept: Kept[] = [];
  const runs = experiment.arms.flatMap(({ name: arm }) =>
    experiment.seeds.map((seed) => {
      const run = runArm(experiment, arm, seed);
      kept.push(run);
      const series = new Map(replication.needs.map((name) => [name, Float64Array.from(run.of(name))]));
      return { arm, seed, series };
    }),
  );
  return { kept, rows: replicationRows(replication, experiment, runs, true) };
}
