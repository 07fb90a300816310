/**
 * AI builders, still passive: chip firms (row 0) keep the margin of their sales for a while and pay it out;
 * infrastructure (row 1: labs, neoclouds and the vehicles of hyperscalers) spends at once what it raises.
 */
import type { AgentKind } from '../src/agent-kind.js';
import { fixed, recorded, rowColumn, scheduled, singleColumn } from '../src/ledger/declare.js';
import { endowRow, openingParameters, postOpening } from '../src/ledger/opening.js';
import type { World } from '../src/ledger/world.js';
import { ln } from '../src/maths/elementary.js';

const CHIP_FIRMS = ['semiconductorEquity'];
const INFRASTRUCTURE = ['aiInfrastructureDebt', 'bankLoans', 'privateAiEquity', 'deposits'];

export const aiBuilders: AgentKind = {
  name: 'aiBuilders',
  label: 'AI builders',
  meaning: 'chip firms; labs, neoclouds and vehicles that own AI infrastructure',
  rows: 2,
  parameters: [
    ...openingParameters('aiBuilders', [...CHIP_FIRMS, ...INFRASTRUCTURE]),
    ...openingParameters('chipFirms', ['deposits']),
    fixed('aiBuilders.chipShare', 'ratio', [0, 1], 'share of AI capex spent on chips'),
    fixed('aiBuilders.chipMargin', 'ratio', [0, 1], 'share of chip sales kept as profit'),
    fixed(
      'aiBuilders.profitHalfLife',
      'days',
      [1, 1000],
      'half-life of extra chip profits until they are paid out',
    ),
    fixed(
      'aiBuilders.salesGain',
      'ratio',
      [0, 2],
      'rise of log chip earnings with ln(1 + extra sales/reference)',
    ),
    fixed('aiBuilders.salesReference', '$bn/yr', [1, 5000], 'extra chip sales that count as 1 in it'),
    scheduled(
      'aiBuilders.infrastructureIssuance',
      '$bn/yr',
      [0, 2000],
      'AI-infrastructure debt issued by labs and neoclouds',
    ),
  ],
  columns: [
    rowColumn('aiBuilders.usualDeposits', '$bn', 'deposits at the start'),
    singleColumn('aiBuilders.salesEffect', 'ln', 'part of log chip earnings that extra sales explain'),
  ],
  series: [
    recorded('aiBuilders.retainedProfit', '$bn', 'stock', 'chip profits not yet paid out'),
    recorded('aiBuilders.infrastructureDebt', '$bn', 'stock', 'AI-infrastructure debt at face'),
  ],
  endow(world) {
    const { parameters, ledger } = world;
    const { first } = world.rowsOf('aiBuilders');
    endowRow(world, first, 'aiBuilders', CHIP_FIRMS);
    endowRow(world, first + 1, 'aiBuilders', INFRASTRUCTURE);
    const chips = parameters.number('opening.chipFirms.deposits');
    postOpening(world, first, 'deposits', chips);
    postOpening(world, first + 1, 'deposits', -chips);
    const usual = world.column('aiBuilders.usualDeposits');
    for (let i = 0; i < 2; i++) usual[i] = ledger.position(first + i, world.instrument('deposits'));
  },
  obligations(world) {
    payOutProfits(world);
    liftChipEarnings(world);
    // AI revenue from the economy pays the interest of labs and neoclouds.
    const { first } = world.rowsOf('aiBuilders');
    const service = -world.column('income')[first + 1];
    world.payments.pay(world.rowOf('realEconomy'), first + 1, service, world.flow('operatingIncome'));
  },
  schedule(world) {
    // In step 3, when the hyperscalers have said what their vehicles raise.
    const { parameters, scalars, orders, dt } = world;
    const { first } = world.rowsOf('aiBuilders');
    const own = parameters.number('aiBuilders.infrastructureIssuance') * dt;
    const raised = own + scalars.get('vehicleIssuance');
    orders.place(first + 1, world.instrument('aiInfrastructureDebt'), -raised, 'issuance');
  },
  settle: spend,
  record(world, write) {
    const { ledger } = world;
    const { first } = world.rowsOf('aiBuilders');
    const deposits = ledger.position(first, world.instrument('deposits'));
    write('aiBuilders.retainedProfit', deposits - world.column('aiBuilders.usualDeposits')[0]);
    write(
      'aiBuilders.infrastructureDebt',
      -ledger.position(first + 1, world.instrument('aiInfrastructureDebt')),
    );
  },
};

/**
 * Profits at the start are paid out as they come, dividends (an accrual) first; extra profits with a half-life.
 */
function payOutProfits(world: World): void {
  const { ledger, parameters, scalars, payments, dt } = world;
  const { first } = world.rowsOf('aiBuilders');
  const income = world.column('income')[first];
  const usual = parameters.number('aiBuilders.chipMargin') * scalars.get('startChipSales') * dt;
  const deposits = ledger.position(first, world.instrument('deposits'));
  const retained = deposits - income - world.column('aiBuilders.usualDeposits')[0];
  const extra = world.speed(parameters.number('aiBuilders.profitHalfLife')) * retained;
  payments.pay(first, world.rowOf('realEconomy'), usual + income + extra, world.flow('dividends'));
}

/** e of chip firms: gain × ln(1 + extra sales/reference), by the sales of the last tick; 0 at the start. */
function liftChipEarnings(world: World): void {
  const { parameters, scalars, demand } = world;
  const extra = scalars.get('chipSales') - scalars.get('startChipSales');
  const ratio = Math.max(extra / parameters.number('aiBuilders.salesReference'), -0.9);
  const effect = world.column('aiBuilders.salesEffect');
  const now = parameters.number('aiBuilders.salesGain') * ln(1 + ratio);
  demand.earnings[world.instrument('semiconductorEquity')] += now - effect[0];
  effect[0] = now;
}

/** Calls and proceeds are spent on suppliers: chips, of which the margin stays with chip firms, and the rest. */
function spend(world: World): void {
  const { ledger, parameters, payments, scalars, dt } = world;
  const { first } = world.rowsOf('aiBuilders');
  const deposits = ledger.position(first + 1, world.instrument('deposits'));
  const spent = Math.max(deposits - world.column('aiBuilders.usualDeposits')[1], 0);
  const chips = (parameters.number('aiBuilders.chipShare') * spent) / scalars.get('capacityCost');
  const profit = parameters.number('aiBuilders.chipMargin') * chips;
  const flow = world.flow('capitalExpenditure');
  payments.pay(first + 1, first, profit, flow);
  payments.pay(first + 1, world.rowOf('realEconomy'), spent - profit, flow);
  scalars.set('capitalExpenditure', spent / dt);
  scalars.set('chipSales', chips / dt);
}
