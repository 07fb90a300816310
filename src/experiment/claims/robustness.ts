/**
 * Draws of parameters over which a claim is tried again. Registered before the runs: every number of the base economy
 * that has a range beside it is drawn, all at once; half of the draws of each lie below its value and half above, evenly.
 *
 * Left out are what is no uncertainty about the world: parameters whose source says `neutral` (they are shocks), numbers
 * of agents, tables with one range for all assets (it is the range of the table, not of an entry), and stocks in $bn of
 * the opening books, which must tie; of those `opening.initialIdleCash` alone is drawn. Open interest in perpetual futures
 * and its loans are such stocks, and how classes of leverage share them is part of the tie.
 */
import { latinSupercube } from '../../maths/latin-supercube.js';
import type { Catalogue } from '../catalogue.js';
import type { ResolvedExperiment, ResolvedParameter } from '../resolved.js';

const DRAWN_STOCK = 'opening.initialIdleCash';
const SEED = 'robustness of claims';
const PARTS_OF_STOCKS = /^cryptoPerpetuals\.\w+\.(share|leverage)$/;
/** A source that says so belongs to a shock. */
const NEUTRAL = /^(assumption: )?neutral/;

export interface DrawnParameter {
  readonly name: string;
  readonly from: number;
  readonly value: number;
  readonly to: number;
  readonly whole: boolean;
}

/** True for an entry of a table that has one range for all its entries. */
function hasCommonRange(name: string, experiment: ResolvedExperiment, catalogue: Catalogue): boolean {
  if (catalogue.parameter(name)?.perAsset === undefined) return false;
  const members = catalogue.group(name.slice(0, name.lastIndexOf('.'))) ?? [];
  const ranges = new Set(members.map((member) => JSON.stringify(experiment.parameters[member].range)));
  return ranges.size === 1;
}

function isDrawn(name: string, { value, unit, source, range }: ResolvedParameter): boolean {
  if (typeof value !== 'number' || range === undefined || range[0] >= range[1]) return false;
  if (source === undefined || NEUTRAL.test(source) || name.startsWith('population.')) return false;
  if (PARTS_OF_STOCKS.test(name)) return false;
  return unit !== '$bn' || name === DRAWN_STOCK;
}

/** Parameters that are drawn, in the order of their declaration. */
export function drawnParameters(experiment: ResolvedExperiment, catalogue: Catalogue): DrawnParameter[] {
  return Object.entries(experiment.parameters).flatMap(([name, parameter]) => {
    if (!isDrawn(name, parameter) || hasCommonRange(name, experiment, catalogue)) return [];
    const [from, to] = parameter.range as readonly [number, number];
    return [{ name, from, value: Number(parameter.value), to, whole: parameter.unit === 'count' }];
  });
}

/** The value with the median at the parameter's own value. */
function drawn({ from, value, to, whole }: DrawnParameter, share: number): number {
  const middle = Math.min(Math.max(value, from), to);
  const at = share < 0.5 ? from + 2 * share * (middle - from) : middle + (2 * share - 1) * (to - middle);
  return whole ? Math.round(at) : at;
}

/** One row a draw, one value a parameter. */
export function robustnessDraws(parameters: readonly DrawnParameter[], count: number): number[][] {
  const cube = latinSupercube(count, parameters.length, SEED);
  return Array.from({ length: count }, (_, draw) =>
    parameters.map((parameter, column) => drawn(parameter, cube[draw * parameters.length + column])),
  );
}
