/**
 * Opening positions: parameters `opening.<group>.<instrument>` in $bn (positive held, negative owed), posted
 * against the clearing row, which is empty when every kind has posted its own.
 */

import { paretoSize } from '../maths/heavy-tail.js';
import { fixed, type NumberDeclaration } from './declare.js';
import { FLOW } from './flows.js';
import type { World } from './world.js';

/** Larger than any position of the world economy. */
const LARGEST = 500_000;

export function openingParameters(group: string, instruments: readonly string[]): NumberDeclaration[] {
  return instruments.map((instrument) =>
    fixed(
      `opening.${group}.${instrument}`,
      '$bn',
      [-LARGEST, LARGEST],
      `${instrument} at the start: positive held, negative owed`,
    ),
  );
}

/** Posts one position; an outside asset is put into the world instead. */
export function postOpening(world: World, row: number, instrument: string, amount: number): void {
  const { ledger } = world;
  const index = world.instrument(instrument);
  if (ledger.instruments[index].outside) ledger.endowOutside(row, index, amount);
  else ledger.transfer(world.clearingRow, row, index, amount, FLOW.opening);
}

/** Posts the opening positions of a group to one row. */
export function endowRow(world: World, row: number, group: string, instruments: readonly string[]): void {
  for (const instrument of instruments)
    postOpening(world, row, instrument, world.parameters.number(`opening.${group}.${instrument}`));
}

/** Posts the opening positions of a kind to its rows in proportion to `shares`, which sum to 1. */
export function endowByShare(
  world: World,
  kind: string,
  instruments: readonly string[],
  shares: Float64Array,
): void {
  const { first, count } = world.rowsOf(kind);
  for (const instrument of instruments) {
    const total = world.parameters.number(`opening.${kind}.${instrument}`);
    for (let i = 0; i < count; i++) postOpening(world, first + i, instrument, total * shares[i]);
  }
}

/** Market shares of a kind's rows: sizes from a Pareto law, normalised to 1, written into `out`. */
export function paretoShares(world: World, kind: string, exponent: number, out: Float64Array): void {
  const stream = world.random(`${kind} sizes`);
  let total = 0;
  for (let i = 0; i < out.length; i++) {
    out[i] = paretoSize(stream.uniform(i, 0), exponent);
    total += out[i];
  }
  for (let i = 0; i < out.length; i++) out[i] /= total;
}
