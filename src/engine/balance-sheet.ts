/** The opening matrix: sector × instrument in $bn, as `rqe balance` shows it. */
import type { AgentKind } from '../agent-kind.js';
import type { RunConfiguration } from './configuration.js';
import type { RunningWorld } from './running-world.js';
import { startWorld } from './start.js';

export interface BalanceSheet {
  readonly kinds: readonly string[];
  readonly instruments: readonly string[];
  /** $bn, `[kind][instrument]`; holders positive, issuers negative. */
  readonly values: readonly (readonly number[])[];
}

export function openingBalance(configuration: RunConfiguration, kinds: readonly AgentKind[]): BalanceSheet {
  return balanceSheet(startWorld(configuration, kinds));
}

export function balanceSheet(world: Pick<RunningWorld, 'ledger' | 'kindNames'>): BalanceSheet {
  const { ledger, kindNames } = world;
  const instruments = ledger.instruments.map(({ name }) => name);
  const values = kindNames.map((_, kind) =>
    instruments.map((_name, i) => {
      let units = 0;
      for (let row = ledger.kindStart[kind]; row < ledger.kindStart[kind + 1]; row++)
        units += ledger.position(row, i);
      return units * ledger.unitValue[i];
    }),
  );
  return { kinds: kindNames, instruments, values };
}
