/** Runs an experiment at points of its parameters, block by block, and keeps nothing but the metrics. */
import { join } from 'node:path';
import { LAST_POINT, pointName } from '../experiment/design.js';
import { atPoints, type Points } from '../experiment/point-arms.js';
import { configurationHash, type ResolvedExperiment } from '../experiment/resolved.js';
import type { PointRuns } from '../experiment/responses.js';
import { partsToMake, plannedRuns } from '../experiment/runs.js';
import { sha256 } from '../maths/sha256.js';
import { PROVENANCE_FILE } from './layout.js';
import { readJson } from './part-files.js';
import type { Provenance } from './provenance.js';
import { readMetrics } from './read-result.js';
import type { RunResult } from './run-experiment.js';
import type { StudyFolder } from './study-folder.js';

/** Runs the experiment at some points into a folder, with what is there already of it; see `runExperiment`. */
export type RunInto = (experiment: ResolvedExperiment, out: string, points: Points) => Promise<RunResult>;

/** A fingerprint of an experiment and of what a study asks of it. */
export function studyHash(experiment: ResolvedExperiment, asked: unknown): string {
  return sha256(JSON.stringify([configurationHash(experiment), asked]));
}

/** The metrics of a finished block, [point][arm][seed]. */
async function readBlock(
  folder: string,
  experiment: ResolvedExperiment,
  { rows }: Pick<Points, 'rows'>,
): Promise<PointRuns[]> {
  const { arms, seeds, metrics } = experiment;
  const found = new Map<string, readonly number[]>();
  for (const { arm, seed, values } of await readMetrics(folder, metrics))
    found.set(JSON.stringify([arm, seed]), values);
  const perPoint = arms.length / rows.length;
  return rows.map((_, point) =>
    arms
      .slice(point * perPoint, (point + 1) * perPoint)
      .map(({ name }) => seeds.map((seed) => found.get(JSON.stringify([name, seed])))),
  );
}

/**
 * What the runs at some points say; undefined if they were interrupted. Blocks that the folder holds are not run
 * again.
 */
export async function evaluateBlock(
  folder: StudyFolder,
  block: string,
  experiment: ResolvedExperiment,
  points: Points,
  runInto: RunInto,
): Promise<PointRuns[] | undefined> {
  const known = folder.find(block, points.rows);
  if (known !== undefined) return known;
  const spread = atPoints(experiment, points);
  const runs = folder.runsFolder(block);
  const { manifest } = await runInto(spread, runs, points);
  if (manifest.status === 'interrupted') return undefined;
  return folder.keep(block, points.rows, await readBlock(runs, spread, points));
}

/**
 * How long the runs of each arm took, over all seeds; undefined if an earlier start made some of them. Runs that are
 * equal are made once, and count for each arm that they are of.
 */
function secondsByArm(folder: string, experiment: ResolvedExperiment): number[] | undefined {
  const timings = readJson<Pick<Provenance, 'runs'>>(join(folder, PROVENANCE_FILE))?.runs ?? [];
  const byRun = new Map(timings.map(({ run, seconds }) => [run, seconds]));
  const planned = plannedRuns(experiment);
  const byPart = new Map(partsToMake(planned).map(({ run, part }) => [part, byRun.get(run)]));
  if ([...byPart.values()].includes(undefined)) return undefined;
  const sums = new Map<string, number>();
  for (const { arm, part } of planned) sums.set(arm, (sums.get(arm) ?? 0) + (byPart.get(part) as number));
  return experiment.arms.map(({ name }) => sums.get(name) ?? 0);
}

/**
 * What the runs of a whole experiment say, [arm][seed][metric]; undefined if they were interrupted. A block that the
 * folder holds is not run again.
 */
export async function evaluateWhole(
  folder: StudyFolder,
  block: string,
  experiment: ResolvedExperiment,
  run: (out: string) => Promise<RunResult>,
): Promise<PointRuns | undefined> {
  const rows = [[configurationHash(experiment)]];
  const known = folder.find(block, rows);
  if (known !== undefined) return known[0];
  const runs = folder.runsFolder(block);
  const { manifest } = await run(runs);
  if (manifest.status === 'interrupted') return undefined;
  const seconds = secondsByArm(runs, experiment);
  return folder.keep(block, rows, await readBlock(runs, experiment, { rows }), seconds)[0];
}

/** Runs of a block: enough that no worker waits long at its end, few enough that their files stay small. */
const RUNS_A_BLOCK = 256;

/** All points of a design, in blocks; undefined if they were interrupted. */
export async function evaluateAll(
  folder: StudyFolder,
  experiment: ResolvedExperiment,
  { names, rows }: Pick<Points, 'names' | 'rows'>,
  runInto: RunInto,
): Promise<PointRuns[] | undefined> {
  const size = Math.max(1, Math.floor(RUNS_A_BLOCK / (experiment.arms.length * experiment.seeds.length)));
  const all: PointRuns[] = [];
  for (let first = 0; first < rows.length; first += size) {
    const points = { names, rows: rows.slice(first, first + size), first, count: rows.length };
    const runs = await evaluateBlock(folder, pointName(first, LAST_POINT), experiment, points, runInto);
    if (runs === undefined) return undefined;
    all.push(...runs);
  }
  return all;
}
