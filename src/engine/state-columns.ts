/** The columns of the state: of the books, of the engine, of demand, of the kinds. */
import type { AgentKind } from '../agent-kind.js';
import type { StateColumn } from '../ledger/columns.js';
import { demandColumns } from '../ledger/demand-columns.js';
import { CAUSES } from '../ledger/orders.js';
import { SCALARS } from '../ledger/scalars.js';
import { Ledger, type LedgerLayout } from '../ledger/transfer.js';
import { MAXIMUM_CHANGES } from './configuration.js';
import { ASSETS, DEPOSIT_CAUSES, RESERVE_CAUSES } from './declarations.js';

export function stateColumns(
  layout: LedgerLayout,
  kinds: readonly AgentKind[],
  counts: readonly number[],
  parameterCount: number,
  assets: number,
): StateColumn[] {
  const { rows } = layout;
  const sizes = Ledger.storageSizes(layout);
  const kindCount = layout.kindStart.length - 1;
  const list: StateColumn[] = [
    { name: 'units', unit: 'units', meaning: 'signed units, [row × instrument]', length: sizes.units },
    { name: 'unitValue', unit: '$bn', meaning: 'value of a unit, [instrument]', length: sizes.unitValue },
    {
      name: 'postedUnits',
      unit: 'units',
      meaning: 'units posted since the start, [kind × instrument]',
      length: sizes.postedUnits,
    },
    {
      name: 'flowBlocks',
      unit: 'place',
      meaning: '1 + where the block of a flow in an instrument begins, [flow × instrument]; numbers in use',
      length: sizes.flowBlocks,
    },
    {
      name: 'tickFlows',
      unit: '$bn',
      meaning: 'value posted in the tick, [block × kind]',
      length: sizes.tickFlows,
    },
    {
      name: 'outsideUnits',
      unit: 'units',
      meaning: 'outside assets put into the world, [instrument]',
      length: sizes.outsideUnits,
    },
    {
      name: 'parameters',
      unit: 'as declared',
      meaning: 'parameters, scheduled changes included',
      length: parameterCount,
    },
    {
      name: 'scalars',
      unit: 'as declared',
      meaning: 'policy, money market, real economy',
      length: SCALARS.length,
    },
    { name: 'income', unit: '$bn', meaning: 'net investment income of the tick, [row]', length: rows },
    { name: 'previousEarnings', unit: 'ln', meaning: "yesterday's earnings, [asset]", length: assets },
    {
      name: 'attribution',
      unit: 'ln',
      meaning: 'attribution since the last row, [kind × cause × asset]',
      length: kindCount * CAUSES.length * assets,
    },
    {
      name: 'attribution.remainder',
      unit: 'ln',
      meaning: 'remainder since the last row, [asset]',
      length: assets,
    },
    {
      name: 'balance.flows',
      unit: '$bn',
      meaning: 'flows since the last row, [block × kind]',
      length: sizes.tickFlows,
    },
    {
      name: 'balance.opening',
      unit: '$bn',
      meaning: 'value at the last row, [kind × instrument]',
      length: sizes.postedUnits,
    },
    {
      name: 'fundamentalMemory',
      unit: 'mixed',
      meaning: "yesterday's policy part of the Treasury anchor, and the whole anchor",
      length: 2,
    },
    {
      name: 'defaultMemory',
      unit: 'per year',
      meaning: 'remembered defaults and losses of yesterday, [asset × 2]',
      length: 2 * assets,
    },
    {
      name: 'spreadWithoutDefaults',
      unit: 'per year',
      meaning: 'fair credit spread of today with the defaults and losses of yesterday, [asset]',
      length: assets,
    },
    {
      name: 'recorder.depositCauses',
      unit: '$bn',
      meaning: 'change of deposits by cause since the last row',
      length: DEPOSIT_CAUSES.length,
    },
    {
      name: 'recorder.reserveCauses',
      unit: '$bn',
      meaning: 'change of reserves by cause since the last row',
      length: RESERVE_CAUSES.length,
    },
    {
      name: 'goldMemory',
      unit: 'mixed',
      meaning: "the Fed's securities and loans at the start; effect on gold in the last tick",
      length: 2,
    },
    {
      name: 'defaultedShare',
      unit: 'ratio',
      meaning: 'share of the units of an asset that defaults took since the last clearing, [asset]',
      length: ASSETS.length,
    },
    {
      name: 'leverageHabit',
      unit: 'ln',
      meaning: 'log leverage that lenders are used to, [asset]',
      length: assets,
    },
    {
      name: 'bondNews',
      unit: 'ln',
      meaning: 'own news on bonds that has not faded, [asset]',
      length: assets,
    },
    {
      name: 'schedule',
      unit: 'mixed',
      meaning: 'state of scheduled rules, see schedule.ts',
      length: 2 * MAXIMUM_CHANGES,
    },
    { name: 'previousSeries', unit: 'mixed', meaning: 'series as recorded last, for rules', length: 512 },
    ...demandColumns(rows, kindCount, assets),
  ];
  for (const [index, kind] of kinds.entries())
    for (const column of kind.columns ?? []) {
      const length =
        column.length === 'kind'
          ? counts[index]
          : column.length === 'kind×asset'
            ? counts[index] * assets
            : column.length;
      list.push({ name: column.name, unit: column.unit, meaning: column.meaning, length });
    }
  return list;
}
