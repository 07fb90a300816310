/**
 * AI capex is paid to suppliers: the vendor's margin on its chips stays with the vendor; what chips cost to make, chips
 * of rivals, construction and power go to the real economy.
 */
import type { World } from './world.js';

/** Pays `amount` ($bn) of capex from deposits of `row`. Dearer sites leave less for chips. */
export function buyCapacity(world: World, row: number, amount: number): void {
  const { parameters, payments, scalars, dt } = world;
  const chips = parameters.number('aiBuilders.chipShare') * builtFor(world, amount);
  const sold = (1 - parameters.number('chipVendor.rivalShare')) * chips;
  const profit = scalars.get('chipMargin') * sold;
  const flow = world.flow('capitalExpenditure');
  payments.pay(row, world.rowOf('chipVendor'), profit, flow);
  payments.pay(row, world.rowOf('realEconomy'), amount - profit, flow);
  scalars.add('capitalExpenditure', amount / dt);
  scalars.add('chipSales', sold / dt);
}

/** What capex builds, in $bn at the cost of sites at the start. */
export function builtFor(world: World, capex: number): number {
  return capex / world.scalars.get('capacityCost');
}

/** What that does for its owner, in $bn of capital at the prices of the start: rivals make chips cheaper. */
export function capitalFor(world: World, built: number): number {
  const share = world.parameters.number('aiBuilders.chipShare');
  return built * (1 - share + share * world.scalars.get('chipCapacity'));
}

/** Counts planned capex ($bn a year) as that of the start. */
export function openCapex(world: World, capex: number): void {
  const { parameters, scalars } = world;
  const share = parameters.number('aiBuilders.chipShare') * (1 - parameters.number('chipVendor.rivalShare'));
  for (const name of ['startCapitalExpenditure', 'capitalExpenditure']) scalars.add(name, capex);
  for (const name of ['startChipSales', 'chipSales']) scalars.add(name, share * capex);
}
