/** The runs of claims in blocks, each an experiment of its own, and what they say put together again. */
import { pointName } from '../design.js';
import type { ResolvedExperiment } from '../resolved.js';
import type { PointRuns } from '../responses.js';
import { armOf, type Claim, type ClaimGroup } from './group.js';
import type { ValuesOf } from './measure.js';

export interface ClaimBlock {
  readonly name: string;
  readonly experiment: ResolvedExperiment;
}

/** Seeds of a block: its files stay small, and little is lost when it is stopped. */
const SEEDS_A_BLOCK = 8;
const MOST_BLOCKS = 99_999;

/** Only what metrics need is kept: rows of the last tick. */
function withoutRows(experiment: ResolvedExperiment): ResolvedExperiment {
  const { ticks } = experiment;
  const record = { ...experiment.record, seriesEvery: ticks, balanceEvery: ticks, attributionEvery: ticks };
  return { ...experiment, record };
}

/** Every arm of the group with every seed. */
export function seedBlocks({ experiment }: ClaimGroup, group: number): ClaimBlock[] {
  const { seeds } = experiment;
  const blocks: ClaimBlock[] = [];
  for (let first = 0; first < seeds.length; first += SEEDS_A_BLOCK)
    blocks.push({
      name: `group${group + 1}-${pointName(first, MOST_BLOCKS)}`,
      experiment: withoutRows({ ...experiment, seeds: seeds.slice(first, first + SEEDS_A_BLOCK) }),
    });
  return blocks;
}

/** Every arm of the group at every draw, each draw with one seed. What an arm sets itself is not drawn. */
export function drawBlocks(
  { experiment }: ClaimGroup,
  name: string,
  names: readonly string[],
  draws: readonly (readonly number[])[],
): ClaimBlock[] {
  const { seeds, arms } = experiment;
  return draws.map((row, draw) => {
    const drawn = Object.fromEntries(names.map((name, column) => [name, row[column]]));
    return {
      name: `${name}-${pointName(draw, MOST_BLOCKS)}`,
      experiment: withoutRows({
        ...experiment,
        seeds: [seeds[draw % seeds.length]],
        arms: arms.map((arm) => ({ ...arm, parameters: { ...drawn, ...arm.parameters } })),
      }),
    };
  });
}

/**
 * How long the runs of a claim took, also those that it shares with others.
 * @param blocks seconds of each arm, by block; undefined where that is not known
 */
export function secondsOfClaim(
  { experiment }: ClaimGroup,
  claim: Claim,
  blocks: readonly (readonly number[] | undefined)[],
): number | undefined {
  const own = armOf(claim, '');
  let sum = 0;
  for (const seconds of blocks) {
    if (seconds === undefined) return undefined;
    for (const [arm, { name }] of experiment.arms.entries()) if (name.startsWith(own)) sum += seconds[arm];
  }
  return sum;
}

/** What the blocks of a group say of one of its claims: one number a seed, or a draw, in the order of the blocks. */
export function valuesOfClaim(group: ClaimGroup, claim: Claim, blocks: readonly PointRuns[]): ValuesOf {
  const { arms, metrics } = group.experiment;
  return (arm, metric) => {
    const row = arms.findIndex(({ name }) => name === armOf(claim, arm));
    const column = metrics.findIndex(({ name }) => name === group.metricOf(claim, metric));
    return blocks.flatMap((runs) => runs[row].map((values) => values?.[column] ?? Number.NaN));
  };
}
