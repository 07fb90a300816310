/**
 * Brock & Hommes (1998), adaptive belief systems: investors choose between forecasting rules by past profit.
 *
 *   z_h = D (E_h[p' + y] - R p),  E_h[p' + y] = R p* + g_h x_(t-1) + b_h,  x = p - p*,  p* = y / (R - 1)
 *   sum_h n_h z_h = 0,  n_h ~ exp(beta U_h),  U_h = (p + y - R p_(t-1)) z_h,(t-1) - C_h
 *
 * A row stands for all investors with one rule. It pays out its equity every tick, so that next tick's equity is the
 * profit of its position: fitness is read from the books. The asset is in zero net supply: longs get from shorts.
 */
import type { AgentKind, PublishedModel } from '../../src/agent-kind.js';
import { fixed, recorded } from '../../src/ledger/declare.js';
import { DEMAND_FORMS } from '../../src/ledger/demand-columns.js';
import type { World } from '../../src/ledger/world.js';
import { exp, ln } from '../../src/maths/elementary.js';
import { choiceShares } from '../../src/mechanisms/discrete-choice.js';

const RULES = ['fundamentalists', 'trendFollowers'] as const;

function of(world: World, name: string): number {
  return world.parameters.number(`investors.${name}`);
}

/** p* = y / (R - 1). */
function fundamentalPrice(world: World): number {
  return of(world, 'dividend') / (of(world, 'grossReturn') - 1);
}

/** Dividends and interest on yesterday's positions, and the cost of the rule. */
function payIncome(world: World, row: number, share: number, cost: number): void {
  const { ledger, payments } = world;
  const lender = world.rowOf('lender');
  const asset = ledger.position(row, world.instrument('asset'));
  const money = ledger.position(row, world.instrument('deposits'));
  payments.pay(world.clearingRow, row, of(world, 'dividend') * asset, world.flow('dividends'));
  payments.pay(lender, row, (of(world, 'grossReturn') - 1) * money, world.flow('loanInterest'));
  payments.pay(row, lender, share * cost, world.flow('operatingIncome'));
}

/** Profit a head of those who held the position, read from the books, which then start again from nothing. */
function takeProfit(world: World, row: number, holders: number): number {
  const { ledger, payments } = world;
  const value = ledger.position(row, world.instrument('asset')) * exp(world.demand.lnPrice[0]);
  const equity = value + ledger.position(row, world.instrument('deposits'));
  payments.pay(row, world.rowOf('lender'), equity, world.flow('consumption'));
  return equity / holders;
}

const investors: AgentKind = {
  name: 'investors',
  label: 'Investors',
  meaning: 'one row for all who follow a forecasting rule',
  rows: RULES.length,
  parameters: [
    {
      ...fixed('investors.trend', 'ratio', [-5, 5], 'g: extrapolation of the last deviation'),
      perAsset: RULES,
    },
    { ...fixed('investors.bias', '$bn', [-5, 5], 'b: forecast bias, in units of price'), perAsset: RULES },
    { ...fixed('investors.cost', '$bn', [0, 100], 'C: cost of the rule a head and tick'), perAsset: RULES },
    fixed('investors.intensityOfChoice', 'ratio', [0, 1000], 'beta: how sharply profit decides'),
    fixed(
      'investors.riskTolerance',
      'ratio',
      [0.001, 1000],
      'D = 1/(a sigma^2): units for an excess return of 1',
    ),
    fixed('investors.grossReturn', 'ratio', [1.001, 2], 'R: gross return of the riskless asset a tick'),
    fixed('investors.dividend', '$bn', [0.01, 1000], 'y: mean dividend of a unit a tick'),
    fixed('investors.startDeviation', '$bn', [-10, 10], 'x at the start: price less fundamental price'),
  ],
  columns: [
    { name: 'investors.share', unit: 'ratio', meaning: 'n_h: share of investors', length: 'kind' },
    {
      name: 'investors.holders',
      unit: 'ratio',
      meaning: 'share of investors when the position was taken',
      length: 'kind',
    },
    { name: 'investors.fitness', unit: '$bn', meaning: 'U_h: last profit a head', length: 'kind' },
  ],
  series: [
    recorded('deviation', 'price', 'index', 'x: price less fundamental price'),
    recorded('share.fundamentalists', 'ratio', 'stock', 'n_1'),
  ],
  endow(world) {
    world.column('investors.share').fill(1 / RULES.length);
    const { first, last } = world.rowsOf('investors');
    world.demand.demandForm.fill(DEMAND_FORMS.linearInPrice, first, last);
    world.demand.mayShort.fill(1, first, last);
    const cost = world.parameters.perAsset('investors.cost', RULES);
    for (const [h] of RULES.entries()) world.column('investors.fitness')[h] = -cost[h];
  },
  obligations(world) {
    const { first } = world.rowsOf('investors');
    const share = world.column('investors.share');
    const cost = world.parameters.perAsset('investors.cost', RULES);
    for (const [h] of RULES.entries()) payIncome(world, first + h, share[h], cost[h]);
  },
  schedule(world) {
    const { demand } = world;
    const { first } = world.rowsOf('investors');
    const share = world.column('investors.share');
    world.column('investors.holders').set(share);
    choiceShares(world.column('investors.fitness'), of(world, 'intensityOfChoice'), share);
    const trend = world.parameters.perAsset('investors.trend', RULES);
    const bias = world.parameters.perAsset('investors.bias', RULES);
    const [R, value] = [of(world, 'grossReturn'), fundamentalPrice(world)];
    const deviation = exp(demand.previousLnPrice[0]) - value;
    for (const [h] of RULES.entries()) {
      demand.attractivenessElasticity[first + h] = share[h] * of(world, 'riskTolerance') * R;
      demand.ownTaste[first + h] = value + (trend[h] * deviation + bias[h]) / R;
    }
  },
  marks(world) {
    const { first } = world.rowsOf('investors');
    const holders = world.column('investors.holders');
    const fitness = world.column('investors.fitness');
    for (const [h] of RULES.entries()) fitness[h] = takeProfit(world, first + h, holders[h]);
  },
  record(world, write) {
    write('deviation', exp(world.demand.lnPrice[0]) - fundamentalPrice(world));
    write('share.fundamentalists', world.column('investors.share')[0]);
  },
};

export const brockHommes: PublishedModel = {
  name: 'brock-hommes',
  label: 'Brock & Hommes: heterogeneous beliefs and the pitchfork',
  source: 'W. Brock, C. Hommes, Heterogeneous beliefs and routes to chaos, JEDC 22 (1998)',
  instruments: [
    {
      name: 'asset',
      label: 'Risky asset',
      value: 'cleared',
      outside: false,
      issuedBy: ['investors'],
      meaning: 'the risky asset, in zero net supply',
    },
  ],
  kinds: [investors],
  open(world) {
    const { demand } = world;
    demand.lnPrice[0] = ln(fundamentalPrice(world) + of(world, 'startDeviation'));
    demand.attractivenessMultiplier[0] = 1;
    // Zero net supply: excess demand is measured against one unit a head.
    demand.float[0] = 1;
  },
};
