/** The scoreboard of claims from the command line: runs what they need, judges them, and prints and writes it. */

import { buildOf } from '../engine/version.js';
import {
  type ClaimBlock,
  drawBlocks,
  secondsOfClaim,
  seedBlocks,
  valuesOfClaim,
} from '../experiment/claims/blocks.js';
import { decidingEffects } from '../experiment/claims/claim.js';
import { contrastBySeed } from '../experiment/claims/contrast.js';
import { type Claim, type ClaimGroup, groupClaims } from '../experiment/claims/group.js';
import { measureClaim, type ValuesOf } from '../experiment/claims/measure.js';
import { claimsPage } from '../experiment/claims/page.js';
import { drawnParameters, robustnessDraws } from '../experiment/claims/robustness.js';
import {
  ablationsTable,
  claimsTable,
  type DrawnEffects,
  fewestSeeds,
  robustnessTable,
  type ScoredClaim,
  scoreClaim,
} from '../experiment/claims/scoreboard.js';
import { Resampling } from '../experiment/comparison/resampling.js';
import { configurationHash, type ResolvedExperiment } from '../experiment/resolved.js';
import type { PointRuns } from '../experiment/responses.js';
import { evaluateWhole } from '../runner/evaluate-points.js';
import type { StudyFolder } from '../runner/study-folder.js';
import { loadClaims } from './claim-files.js';
import { printScoreboard } from './claims-table.js';
import type { CliContext, Model } from './context.js';
import { EXIT } from './exit-codes.js';
import { loadExperiment } from './experiment-file.js';
import { inStudyFolder, type RunBlock, type StudyFlags } from './study-runs.js';
import { UsageError } from './usage-error.js';

export interface ClaimFlags extends StudyFlags {
  readonly quick?: boolean;
  readonly robustness?: number;
  readonly set?: readonly string[];
}

const QUICK_SEEDS = 4;
/** Seed of the resampling behind the intervals: the same for all claims, whichever are asked for. */
const RESAMPLING = 'claims';

/** A group with the blocks of its seeds and those of its draws. */
interface PlannedGroup {
  readonly group: ClaimGroup;
  readonly seeds: readonly ClaimBlock[];
  /** The same claims without the arms of ablations and of effects that are reported only. */
  readonly bare: ClaimGroup;
  readonly draws: readonly ClaimBlock[];
}

function planGroups(
  claims: readonly Claim[],
  base: ResolvedExperiment,
  draws: number,
  model: Model,
): PlannedGroup[] {
  const bare = groupClaims(claims, base, false);
  const drawn = drawnParameters(base, model.catalogue);
  const names = drawn.map(({ name }) => name);
  const drawnBlocks = (group: ClaimGroup, name: string, count: number) =>
    drawBlocks(group, name, names, robustnessDraws(drawn, count));
  return groupClaims(claims, base).map((group, index) => ({
    group,
    seeds: group.draws
      ? drawnBlocks(group, `group${index + 1}`, group.experiment.seeds.length)
      : seedBlocks(group, index),
    bare: bare[index],
    draws: drawnBlocks(bare[index], `draws${draws}-${index + 1}`, draws),
  }));
}

function amountOf(blocks: readonly ClaimBlock[]) {
  const sizes = blocks.map(({ experiment: { arms, seeds, ticks } }) => ({
    runs: arms.length * seeds.length,
    ticks: arms.length * seeds.length * ticks,
  }));
  return {
    runs: sizes.reduce((sum, { runs }) => sum + runs, 0),
    ticks: sizes.reduce((sum, { ticks }) => sum + ticks, 0),
  };
}

/** What all blocks say, by their names; undefined if they were interrupted. */
async function makeBlocks(
  blocks: readonly ClaimBlock[],
  folder: StudyFolder,
  runBlock: RunBlock,
): Promise<Map<string, PointRuns> | undefined> {
  const all = amountOf(blocks);
  const found = new Map<string, PointRuns>();
  let resumed: ReturnType<typeof amountOf> | undefined;
  for (const [index, block] of blocks.entries()) {
    const before = amountOf(blocks.slice(0, index));
    const runs = await evaluateWhole(folder, block.name, block.experiment, (out) => {
      resumed ??= before;
      return runBlock(block.experiment, out, { before, resumed, block: amountOf([block]), all });
    });
    if (runs === undefined) return undefined;
    found.set(block.name, runs);
  }
  return found;
}

function readingOf(
  group: ClaimGroup,
  claim: Claim,
  blocks: readonly ClaimBlock[],
  found: ReadonlyMap<string, PointRuns>,
): ValuesOf {
  return valuesOfClaim(
    group,
    claim,
    blocks.map(({ name }) => found.get(name) as PointRuns),
  );
}

/** Every effect that decides, at every draw. */
function drawnEffects({ claim }: Claim, valuesOf: ValuesOf): DrawnEffects {
  const effects = decidingEffects(claim).map(({ metric, contrast }) =>
    contrastBySeed(contrast, metric.name, valuesOf),
  );
  return (effects[0] ?? []).map((_, draw) => effects.map((values) => values[draw]));
}

function score(
  claim: Claim,
  groups: readonly PlannedGroup[],
  found: ReadonlyMap<string, PointRuns>,
  resampling: Resampling,
): ScoredClaim {
  const index = groups.findIndex(({ group }) => group.claims.includes(claim));
  if (index < 0)
    return scoreClaim(
      claim,
      measureClaim(claim.claim, () => [], resampling),
      [],
    );
  const { group, seeds, bare, draws } = groups[index];
  const measured = measureClaim(claim.claim, readingOf(group, claim, seeds, found), resampling);
  const drawn = draws.length === 0 ? [] : drawnEffects(claim, readingOf(bare, claim, draws, found));
  return scoreClaim(claim, measured, drawn);
}

function seedsAsked({ seeds, quick }: ClaimFlags): number | undefined {
  if (quick && seeds !== undefined)
    throw new UsageError('--quick chooses the number of seeds: it does not go with --seeds');
  return quick ? QUICK_SEEDS : seeds;
}

/** A word of a command as a shell takes it. */
function quoted(word: string): string {
  return /^[\w.,:=/+%-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

function commandOf(ids: readonly string[], { seeds, quick, robustness, set = [] }: ClaimFlags): string {
  const options = [
    ...(quick ? ['--quick'] : []),
    ...(seeds === undefined ? [] : [`--seeds ${seeds}`]),
    ...(robustness === undefined ? [] : [`--robustness ${robustness}`]),
    ...set.map((change) => `--set ${quoted(change)}`),
  ];
  return ['rqe claims', ...ids, ...options].join(' ');
}

function folderOf(ids: readonly string[], { quick }: ClaimFlags): string {
  return ['results/claims', ...(quick ? ['quick'] : []), ...ids].join('-');
}

/** First and last seed, of each list that claims have. */
function seedNamesOf(claims: readonly Claim[]): string {
  const run = claims.filter(({ claim }) => claim.effects.length > 0);
  const lists = run.map(({ experiment: { seeds } }) => `${seeds[0]} to ${seeds[seeds.length - 1]}`);
  return [...new Set(lists)].join('; ');
}

/** Seconds that worker threads took for the runs of each claim, by its name. */
function runSeconds(
  claims: readonly Claim[],
  groups: readonly PlannedGroup[],
  folder: StudyFolder,
): ReadonlyMap<string, number | undefined> {
  const known = new Map<string, number | undefined>();
  for (const { group, seeds, bare, draws } of groups) {
    const secondsOf = (blocks: readonly ClaimBlock[]) => blocks.map(({ name }) => folder.secondsOf(name));
    for (const claim of group.claims) {
      const own = secondsOfClaim(group, claim, secondsOf(seeds));
      const drawn = secondsOfClaim(bare, claim, secondsOf(draws));
      known.set(claim.id, own === undefined || drawn === undefined ? undefined : own + drawn);
    }
  }
  return new Map(claims.map(({ id }) => [id, known.get(id)]));
}

interface Written {
  readonly seconds: ReadonlyMap<string, number | undefined>;
  readonly ids: readonly string[];
  readonly flags: ClaimFlags;
  readonly scored: readonly ScoredClaim[];
  readonly seedNames: string;
  readonly isAsFiled: boolean;
}

function writeScoreboard(folder: StudyFolder, written: Written, model: Model): void {
  const { ids, flags, scored, seedNames, seconds, isAsFiled } = written;
  const { robustness: draws = 0 } = flags;
  const seeds = fewestSeeds(scored);
  folder.writeTable('claims.csv', claimsTable(scored));
  folder.writeTable('ablations.csv', ablationsTable(scored));
  if (draws > 0) folder.writeTable('robustness.csv', robustnessTable(scored));
  else folder.discard('robustness.csv');
  const making = { ...buildOf(model), command: commandOf(ids, flags), seeds, seedNames, draws, isAsFiled };
  folder.write('claims.md', claimsPage(scored, making));
  const claims = Object.fromEntries([...seconds].map(([id, known]) => [id, known ?? null]));
  folder.addTimes({ runSecondsOfClaims: claims });
  folder.finish({ claims: scored.length, seeds, draws });
}

export async function testClaims(
  ids: readonly string[],
  flags: ClaimFlags,
  model: Model,
  context: CliContext,
): Promise<void> {
  const started = new Date();
  const { claims, isAsFiled } = await loadClaims(ids, seedsAsked(flags), flags.set ?? [], model, context);
  if (claims.length === 0) throw new UsageError('there are no claims');
  const { experiment: base } = await loadExperiment('base', {}, model, context);
  const groups = planGroups(claims, base, flags.robustness ?? 0, model);
  const blocks = groups.flatMap(({ seeds, draws }) => [...seeds, ...draws]);
  const study = {
    kind: 'claims' as const,
    experiment: claims[0].experiment,
    // Without the draws: a scoreboard that is there can be given them.
    asked: [
      claims.map(({ id }) => id),
      groups.flatMap(({ seeds }) => seeds.map(({ experiment }) => configurationHash(experiment))),
    ],
  };
  const out = flags.out ?? folderOf(ids, flags);
  context.stderr(
    `${claims.length} claim${claims.length === 1 ? '' : 's'}, at most ${amountOf(blocks).runs} runs; equal ones are made once.\n`,
  );
  await inStudyFolder(study, { ...flags, out }, model, context, async (folder, _, runBlock) => {
    const found = await makeBlocks(blocks, folder, runBlock);
    if (found === undefined) {
      context.stderr('Interrupted: the same command goes on.\n');
      context.setExitCode(EXIT.interrupted);
      return;
    }
    const resampling = new Resampling(RESAMPLING);
    const scored = claims.map((claim) => score(claim, groups, found, resampling));
    const seconds = runSeconds(claims, groups, folder);
    const seedNames = seedNamesOf(claims);
    writeScoreboard(folder, { ids, flags, scored, seedNames, seconds, isAsFiled }, model);
    const all = (Date.now() - started.getTime()) / 1000;
    printScoreboard(scored, { seconds, all, json: flags.json }, context);
    context.stderr(`\n${folder.path}/claims.md, claims.csv, ablations.csv\n`);
  });
}
