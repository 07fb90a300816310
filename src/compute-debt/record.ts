/** Values of the series that every kind of borrowers records. */
import { salesOf } from '../ledger/compute-contracts.js';
import type { World } from '../ledger/world.js';
import { debtServiceCoverage, loanToValue } from '../mechanisms/debt-covenants.js';
import type { Borrowers } from './borrowers.js';
import { debtState } from './covenants.js';
import { concentrationOf, herfindahlOf } from './customers.js';
import { bookValue, capacityOf, hiddenLossOf } from './fleet.js';

type Write = (name: string, value: number) => void;

export function recordBorrowers(world: World, firms: Borrowers, write: Write): void {
  const { kind } = firms;
  write(
    `${kind}.capacity`,
    firms.total((i) => capacityOf(world, firms, i)),
  );
  write(
    `${kind}.bookValue`,
    firms.total((i) => bookValue(world, firms, i)),
  );
  write(
    `${kind}.hiddenLoss`,
    firms.total((i) => hiddenLossOf(world, firms, i)),
  );
  write(
    `${kind}.debt`,
    firms.total((i) => firms.debt(world, i)),
  );
  write(
    `${kind}.cashFlow`,
    firms.total((i) => firms.cashFlow(world, i)),
  );
  write(`${kind}.defaults`, firms.of(world).failures[0]);
  const defaulted = firms.of(world).defaulted[0];
  const destroyed = firms.of(world).destroyed[0];
  write(`${kind}.destroyed`, destroyed);
  write(`${kind}.recovery`, defaulted > 0 ? 1 - destroyed / defaulted : 1);
  for (const [i, firm] of firms.firms.entries()) recordFirm(world, firms, i, firm, write);
}

function recordFirm(world: World, firms: Borrowers, i: number, firm: string, write: Write): void {
  const state = debtState(world, firms, i);
  const coverage = Math.min(Math.max(debtServiceCoverage(state), -100), 100);
  write(`${firms.kind}.coverage.${firm}`, coverage);
  write(`${firms.kind}.loanToValue.${firm}`, Math.min(loanToValue(state), 100));
  write(`${firms.kind}.concession.${firm}`, firms.of(world).concession[i]);
  write(`${firms.kind}.concentration.${firm}`, concentrationOf(world, firms, i));
  if (salesOf(firms.kind, i).length > 0)
    write(`${firms.kind}.herfindahl.${firm}`, herfindahlOf(world, firms, i));
}
