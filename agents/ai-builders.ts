/**
 * AI builders, still passive: infrastructure (project vehicles, those of hyperscalers among them, and firms without a kind
 * of their own) that spends at once what it raises.
 */

import type { AgentKind } from '../src/agent-kind.js';
import { HYPERSCALERS } from '../src/ledger/ai-firms.js';
import { buyCapacity, openCapex } from '../src/ledger/chip-purchase.js';
import { fixed, recorded, rowColumn, scheduled } from '../src/ledger/declare.js';
import { FLOW } from '../src/ledger/flows.js';
import { endowRow, openingParameters } from '../src/ledger/opening.js';
import { leasesOf, otherVehicleRent } from '../src/ledger/site-leases.js';
import type { World } from '../src/ledger/world.js';

const LEASED = HYPERSCALERS.map((_, i) => leasesOf('hyperscalers', i));
const INFRASTRUCTURE = ['aiInfrastructureDebt', 'bankLoans', 'deposits'];

export const aiBuilders: AgentKind = {
  name: 'aiBuilders',
  label: 'AI builders',
  meaning: 'vehicles and firms that own AI infrastructure and have no kind of their own',
  rows: 1,
  parameters: [
    ...openingParameters('aiBuilders', INFRASTRUCTURE),
    fixed('aiBuilders.chipShare', 'ratio', [0, 1], 'share of AI capex spent on chips'),
    scheduled(
      'aiBuilders.infrastructureIssuance',
      '$bn/yr',
      [0, 2000],
      'AI-infrastructure debt issued for projects',
    ),
  ],
  columns: [rowColumn('aiBuilders.usualDeposits', '$bn', 'deposits at the start')],
  series: [recorded('aiBuilders.infrastructureDebt', '$bn', 'stock', 'AI-infrastructure debt at face')],
  endow(world) {
    const row = world.rowOf('aiBuilders');
    endowRow(world, row, 'aiBuilders', INFRASTRUCTURE);
    world.column('aiBuilders.usualDeposits')[0] = world.ledger.position(row, world.ledger.at.deposits);
    openCapex(world, world.parameters.number('aiBuilders.infrastructureIssuance'));
  },
  obligations(world) {
    // Hyperscalers pay rent for what vehicles have built for them; AI revenue from the economy pays the rest of the interest.
    const row = world.rowOf('aiBuilders');
    const service = -world.column('income')[row] - rents(world) * world.dt;
    world.payments.pay(world.rowOf('realEconomy'), row, service, FLOW.operatingIncome);
  },
  schedule(world) {
    // In step 3, when the hyperscalers have said what their vehicles raise.
    const { parameters, scalars, orders, dt } = world;
    const own = parameters.number('aiBuilders.infrastructureIssuance') * dt;
    const raised = own + scalars.get('vehicleIssuance');
    orders.place(world.rowOf('aiBuilders'), world.ledger.at.aiInfrastructureDebt, -raised, 'issuance');
  },
  settle: spend,
  record(world, write) {
    const debt = -world.ledger.position(world.rowOf('aiBuilders'), world.ledger.at.aiInfrastructureDebt);
    write('aiBuilders.infrastructureDebt', debt);
  },
};

/** Rents that hyperscalers will pay in this tick, $bn a year. */
function rents(world: World): number {
  return LEASED.reduce((sum, leases, i) => sum + otherVehicleRent(world, i, leases), 0);
}

/** Calls and proceeds are spent on suppliers. First of the builders to settle: it opens the day's count of capex. */
function spend(world: World): void {
  const { ledger, scalars } = world;
  const row = world.rowOf('aiBuilders');
  for (const name of ['capitalExpenditure', 'chipSales']) scalars.set(name, 0);
  const deposits = ledger.position(row, world.ledger.at.deposits);
  buyCapacity(world, row, Math.max(deposits - world.column('aiBuilders.usualDeposits')[0], 0));
}
