/** The claims that come with the program: one file each in the folder `claims` of its experiments. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Claim } from '../experiment/claims/group.js';
import { didYouMeanOrAll } from '../experiment/nearest.js';
import { firstSeeds } from '../experiment/sequential.js';
import type { CliContext, Model } from './context.js';
import { loadExperiment } from './experiment-file.js';
import { UsageError } from './usage-error.js';

const FOLDER = 'claims';

function claimNames(library: string): string[] {
  const folder = join(library, FOLDER);
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
  return files.map((file) => file.replace(/\.yaml$/, '')).sort();
}

function asked(ids: readonly string[], known: readonly string[]): readonly string[] {
  const unknown = ids.find((id) => !known.includes(id));
  if (unknown !== undefined)
    throw new UsageError(`there is no claim '${unknown}'${didYouMeanOrAll(unknown, known, 'claims')}`);
  return ids.length === 0 ? known : known.filter((id) => ids.includes(id));
}

export interface AskedClaims {
  readonly claims: readonly Claim[];
  /** Whether files and seeds are those that the findings in the files speak of. */
  readonly isAsFiled: boolean;
}

/** The claims with these names, or all of them, with the number of seeds and the changes that are asked for. */
export async function loadClaims(
  ids: readonly string[],
  seeds: number | undefined,
  set: readonly string[],
  model: Model,
  context: CliContext,
): Promise<AskedClaims> {
  const claims: Claim[] = [];
  let isAsFiled = set.length === 0;
  for (const id of asked(ids, claimNames(context.library))) {
    const path = join(context.library, FOLDER, `${id}.yaml`);
    const { experiment, claim } = await loadExperiment(path, { set }, model, context);
    if (claim === undefined) throw new UsageError(`${path} has no key 'claim'`);
    const counted = seeds === undefined ? experiment.seeds : firstSeeds(experiment, seeds);
    if (counted.length !== experiment.seeds.length) isAsFiled = false;
    claims.push({ id, claim, experiment: { ...experiment, seeds: counted } });
  }
  return { claims, isAsFiled };
}
