/** The opening books: kinds endow their rows, then every instrument must sum to zero. */
import { FLOW } from '../ledger/flows.js';
import { ModelError } from '../ledger/model-error.js';
import type { EmptyWorld } from './running-world.js';

/** Every kind endows its rows; then the books must be square. */
export function openBooks(world: EmptyWorld): void {
  const { kinds } = world;
  for (const kind of kinds) if (!kind.endowLast) kind.endow(world);
  for (const kind of kinds) if (kind.endowLast) kind.endow(world);
  checkOpening(world);
}

/** The clearing row must be empty, and every instrument must sum to zero or to its outside stock. */
function checkOpening(world: EmptyWorld): void {
  const { ledger, clearingRow } = world;
  for (let instrument = 0; instrument < ledger.width; instrument++) {
    let gross = 0;
    for (let row = 0; row < ledger.rows; row++) gross += Math.abs(ledger.position(row, instrument));
    const left = ledger.position(clearingRow, instrument);
    if (Math.abs(left) > 1e-9 * Math.max(gross, 1))
      throw new ModelError(
        `opening books: ${ledger.instruments[instrument].name} does not sum to zero, ${left.toPrecision(6)} $bn are left at the clearing account; check the parameters 'opening.*.${ledger.instruments[instrument].name}'`,
        0,
      );
    // Rounding of the opening belongs to the largest position, so that the books start exactly square.
    if (left !== 0) settleRounding(world, instrument, left);
  }
}

function settleRounding(world: EmptyWorld, instrument: number, left: number): void {
  const { ledger, clearingRow } = world;
  let largest = clearingRow === 0 ? 1 : 0;
  for (let row = 0; row < ledger.rows; row++)
    if (
      row !== clearingRow &&
      Math.abs(ledger.position(row, instrument)) > Math.abs(ledger.position(largest, instrument))
    )
      largest = row;
  ledger.transfer(clearingRow, largest, instrument, left, FLOW.opening);
}
