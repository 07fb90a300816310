/**
 * AI capex is paid to suppliers: the vendor's margin on its chips stays with the vendor; what chips cost to make, chips
 * of rivals, construction and power go to the real economy.
 */
import { FLOW } from './flows.js';
import { handles } from './handles.js';
import type { World } from './world.js';

const marketOf = handles((world) => ({
  chipShare: world.parameters.handle('aiBuilders.chipShare'),
  rivalShare: world.parameters.handle('chipVendor.rivalShare'),
  margin: world.scalars.handle('chipMargin'),
  capacity: world.scalars.handle('chipCapacity'),
  cost: world.scalars.handle('capacityCost'),
  expenditure: world.scalars.handle('capitalExpenditure'),
  sales: world.scalars.handle('chipSales'),
  flow: FLOW.capitalExpenditure,
  vendor: world.rowOf('chipVendor'),
  economy: world.rowOf('realEconomy'),
}));

/** Pays `amount` ($bn) of capex from deposits of `row`. Dearer sites leave less for chips. */
export function buyCapacity(world: World, row: number, amount: number): void {
  const { payments, dt } = world;
  const { chipShare, rivalShare, margin, flow, vendor, economy, expenditure, sales } = marketOf(world);
  const chips = chipShare.now * builtFor(world, amount);
  const sold = (1 - rivalShare.now) * chips;
  const profit = margin.now * sold;
  payments.pay(row, vendor, profit, flow);
  payments.pay(row, economy, amount - profit, flow);
  expenditure.add(amount / dt);
  sales.add(sold / dt);
}

/** What capex builds, in $bn at the cost of sites at the start. */
export function builtFor(world: World, capex: number): number {
  return capex / marketOf(world).cost.now;
}

/** What that does for its owner, in $bn of capital at the prices of the start: rivals make chips cheaper. */
export function capitalFor(world: World, built: number): number {
  const share = marketOf(world).chipShare.now;
  return built * (1 - share + share * marketOf(world).capacity.now);
}

/** Counts planned capex ($bn a year) as that of the start. */
export function openCapex(world: World, capex: number): void {
  const { parameters, scalars } = world;
  const share = parameters.number('aiBuilders.chipShare') * (1 - parameters.number('chipVendor.rivalShare'));
  for (const name of ['startCapitalExpenditure', 'capitalExpenditure']) scalars.add(name, capex);
  for (const name of ['startChipSales', 'chipSales']) scalars.add(name, share * capex);
}
