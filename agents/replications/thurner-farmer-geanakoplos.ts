/**
 * Thurner, Farmer & Geanakoplos (2012), leverage causes fat tails and clustered volatility: value funds on margin
 * against noise traders.
 *
 *   noise traders spend xi_t: ln xi_t = rho ln xi_(t-1) + sigma chi_t + (1 - rho) ln(V N)
 *   fund h wants min(beta_h m, lambda) W_h / p units while m = V - p > 0, else none
 *   xi_t / p + sum_h D_h(p) = N
 *   flows F = max(-1, b (r_perf - r_b)) W,  r_perf = (1 - a) r_perf + a r_h
 *
 * A fund with less than a tenth of its starting wealth is closed: it sells in the next tick, its investors get what is
 * left or the lender bears what is missing, and it returns with the starting wealth after a pause.
 */
import type { AgentKind, PublishedModel } from '../../src/agent-kind.js';
import { fixed, recorded } from '../../src/ledger/declare.js';
import { DEMAND_FORMS } from '../../src/ledger/demand-columns.js';
import type { World } from '../../src/ledger/world.js';
import { exp, ln } from '../../src/maths/elementary.js';

const FUNDS = 10;

function of(world: World, name: string): number {
  return world.parameters.number(`valueFunds.${name}`);
}

function value(world: World): number {
  return world.parameters.number('firm.value');
}

function supply(world: World): number {
  return world.parameters.number('firm.supply');
}

/** W = D p + C. */
function wealthOf(world: World, row: number): number {
  const { ledger, demand } = world;
  return (
    ledger.position(row, 0) * exp(demand.lnPrice[0]) + ledger.position(row, world.instrument('deposits'))
  );
}

/** Money of investors into a fund; negative: out of it. */
function payIn(world: World, row: number, amount: number): void {
  const flow = world.flow(amount > 0 ? 'savings' : 'consumption');
  world.payments.pay(world.rowOf('fundInvestors'), row, amount, flow);
}

/** Whether the position of before the trade, at the price of today, is more than the lender allows. */
function isMarginCall(world: World, fund: number, row: number): boolean {
  const held = world.column('valueFunds.held')[fund] * exp(world.demand.lnPrice[0]);
  return held > (1 + 1e-9) * of(world, 'maximumLeverage') * Math.max(wealthOf(world, row), 0);
}

const firm: AgentKind = {
  name: 'firm',
  label: 'Firm',
  meaning: 'issuer of the asset',
  rows: 1,
  parameters: [
    fixed('firm.value', '$bn', [0.01, 100], 'V: fundamental value of a unit'),
    fixed('firm.supply', 'count', [1, 1e6], 'N: units outstanding'),
  ],
  endow: () => undefined,
};

const noiseTraders: AgentKind = {
  name: 'noiseTraders',
  label: 'Noise traders',
  meaning: 'spend an amount that wanders around the value of the supply',
  rows: 1,
  parameters: [
    fixed('noiseTraders.persistence', 'ratio', [0, 0.99999], 'rho: persistence of the log amount'),
    fixed('noiseTraders.volatility', 'ratio', [0, 1], 'sigma: deviation of its innovation'),
  ],
  columns: [{ name: 'noiseTraders.logAmount', unit: 'ln', meaning: 'ln xi', length: 1 }],
  series: [recorded('noise.logAmount', 'ln', 'index', 'ln xi: log of what noise traders spend')],
  endow(world) {
    const row = world.rowOf('noiseTraders');
    world.column('noiseTraders.logAmount')[0] = ln(value(world) * supply(world));
    world.demand.demandForm[row] = DEMAND_FORMS.constantValue;
    world.ledger.transfer(world.rowOf('firm'), row, 0, supply(world), world.flow('opening'));
  },
  schedule(world) {
    const memory = world.column('noiseTraders.logAmount');
    const rho = world.parameters.number('noiseTraders.persistence');
    const draw = world.random('noise traders').normal(0, world.tick);
    memory[0] =
      rho * memory[0] +
      world.parameters.number('noiseTraders.volatility') * draw +
      (1 - rho) * ln(value(world) * supply(world));
    world.demand.intercept[world.rowOf('noiseTraders')] = exp(memory[0]);
  },
  record(world, write) {
    write('noise.logAmount', world.column('noiseTraders.logAmount')[0]);
  },
};

/** Only payer and payee: their money is what they have put into funds or not. */
const fundInvestors: AgentKind = {
  name: 'fundInvestors',
  label: 'Fund investors',
  meaning: 'give money to funds that earned more than they ask, and take it from others',
  rows: 1,
  parameters: [],
  endow: () => undefined,
};

/** Closes a fund whose wealth is gone; it sells in the next tick. */
function closeIfRuined(world: World, fund: number, row: number, wealth: number): void {
  if (!(wealth < of(world, 'closingShare') * of(world, 'startWealth'))) return;
  world.column('valueFunds.pause')[fund] = of(world, 'pause');
  world.column('valueFunds.defaults')[0] += 1;
  world.demand.leverageLimit[row] = 0;
  world.events.add('closure', 'valueFunds', row, 'asset', wealth);
}

/** A closed fund has sold: its investors get what is left, or the lender bears what is missing. */
function settleClosed(world: World, row: number): void {
  const { ledger } = world;
  const left = ledger.position(row, world.instrument('deposits'));
  if (left > 0) payIn(world, row, -left);
  else ledger.transfer(world.rowOf('lender'), row, world.instrument('deposits'), -left, world.flow('losses'));
  world.column('valueFunds.lenderLosses')[0] += Math.max(-left, 0);
}

/** Starts a fund, for the first time or again. */
function openFund(world: World, fund: number, row: number): void {
  payIn(world, row, of(world, 'startWealth'));
  world.column('valueFunds.wealth')[fund] = of(world, 'startWealth');
  world.column('valueFunds.performance')[fund] = 0;
  world.demand.leverageLimit[row] = of(world, 'maximumLeverage');
}

/** Return, performance, flow; what the fund has after it. */
function markOpen(world: World, fund: number, row: number): void {
  const wealth = world.column('valueFunds.wealth');
  const performance = world.column('valueFunds.performance');
  const now = wealthOf(world, row);
  const a = of(world, 'performanceWeight');
  performance[fund] = (1 - a) * performance[fund] + a * (now / wealth[fund] - 1);
  const flow =
    Math.max(-1, of(world, 'flowSensitivity') * (performance[fund] - of(world, 'benchmarkReturn'))) * now;
  if (now > 0) payIn(world, row, flow);
  wealth[fund] = wealthOf(world, row);
  closeIfRuined(world, fund, row, wealth[fund]);
}

const valueFunds: AgentKind = {
  name: 'valueFunds',
  label: 'Value funds',
  meaning: 'buy below value, the more aggressive the more, up to a leverage limit',
  rows: FUNDS,
  parameters: [
    fixed('valueFunds.leastAggression', 'ratio', [0, 1000], 'beta of the first fund'),
    fixed(
      'valueFunds.mostAggression',
      'ratio',
      [0, 1000],
      'beta of the last fund; others stand evenly between',
    ),
    fixed('valueFunds.startWealth', '$bn', [0.001, 1e6], 'W_0: wealth at the start and at a return'),
    fixed('valueFunds.maximumLeverage', 'ratio', [0, 100], 'lambda: largest position over wealth'),
    fixed('valueFunds.performanceWeight', 'ratio', [0, 1], 'a: weight of the last return in performance'),
    fixed(
      'valueFunds.flowSensitivity',
      'ratio',
      [0, 10],
      'b: flow over wealth for performance above the benchmark',
    ),
    fixed('valueFunds.benchmarkReturn', 'ratio', [-1, 1], 'r_b: return a tick that investors ask'),
    fixed(
      'valueFunds.closingShare',
      'ratio',
      [0, 1],
      'share of the starting wealth below which a fund is closed',
    ),
    fixed('valueFunds.pause', 'count', [1, 10000], 'ticks until a closed fund returns'),
  ],
  columns: [
    { name: 'valueFunds.wealth', unit: '$bn', meaning: 'wealth after flows', length: 'kind' },
    { name: 'valueFunds.performance', unit: 'ratio', meaning: 'r_perf', length: 'kind' },
    {
      name: 'valueFunds.pause',
      unit: 'ticks',
      meaning: 'ticks until the fund returns; 0: open',
      length: 'kind',
    },
    { name: 'valueFunds.held', unit: 'units', meaning: 'units before the trade', length: 'kind' },
    { name: 'valueFunds.marginCalls', unit: 'count', meaning: 'margin calls in the tick', length: 1 },
    { name: 'valueFunds.defaults', unit: 'count', meaning: 'closures so far', length: 1 },
    { name: 'valueFunds.lenderLosses', unit: '$bn', meaning: 'losses of the lender so far', length: 1 },
  ],
  series: [
    recorded('funds.wealth', '$bn', 'stock', 'wealth of all funds'),
    recorded('funds.marginCalls', 'count', 'count', 'funds that must sell because of their leverage'),
    recorded('funds.defaults', 'count', 'count', 'closures so far'),
    recorded('lender.losses', '$bn', 'stock', 'losses of the lender so far'),
  ],
  endow(world) {
    const { first } = world.rowsOf('valueFunds');
    const [least, most] = [of(world, 'leastAggression'), of(world, 'mostAggression')];
    for (let fund = 0; fund < FUNDS; fund++) {
      world.demand.demandForm[first + fund] = DEMAND_FORMS.leveragedValue;
      world.demand.attractivenessElasticity[first + fund] = least + ((most - least) * fund) / (FUNDS - 1);
      openFund(world, fund, first + fund);
    }
  },
  schedule(world) {
    const { first } = world.rowsOf('valueFunds');
    const held = world.column('valueFunds.held');
    for (let fund = 0; fund < FUNDS; fund++) held[fund] = world.ledger.position(first + fund, 0);
  },
  marks(world) {
    const { first } = world.rowsOf('valueFunds');
    const calls = world.column('valueFunds.marginCalls');
    calls[0] = 0;
    for (let fund = 0; fund < FUNDS; fund++) if (isMarginCall(world, fund, first + fund)) calls[0] += 1;
    const pause = world.column('valueFunds.pause');
    for (let fund = 0; fund < FUNDS; fund++) {
      if (pause[fund] === 0) {
        markOpen(world, fund, first + fund);
        continue;
      }
      if (pause[fund] === of(world, 'pause')) settleClosed(world, first + fund);
      pause[fund] -= 1;
      if (pause[fund] === 0) openFund(world, fund, first + fund);
    }
  },
  record(world, write) {
    const { first, last } = world.rowsOf('valueFunds');
    let wealth = 0;
    for (let row = first; row < last; row++) wealth += wealthOf(world, row);
    write('funds.wealth', wealth);
    write('funds.marginCalls', world.column('valueFunds.marginCalls')[0]);
    write('funds.defaults', world.column('valueFunds.defaults')[0]);
    write('lender.losses', world.column('valueFunds.lenderLosses')[0]);
  },
};

export const thurnerFarmerGeanakoplos: PublishedModel = {
  name: 'thurner-farmer-geanakoplos',
  label: 'Thurner, Farmer & Geanakoplos: leverage and fat tails',
  source:
    'S. Thurner, J. D. Farmer, J. Geanakoplos, Leverage causes fat tails and clustered volatility, QF 12 (2012)',
  instruments: [
    {
      name: 'asset',
      label: 'Asset',
      value: 'cleared',
      outside: false,
      issuedBy: ['firm'],
      meaning: 'the asset that funds and noise traders trade',
    },
  ],
  kinds: [firm, noiseTraders, fundInvestors, valueFunds],
  firstRoot: true,
  open(world) {
    const { demand } = world;
    demand.lnPrice[0] = ln(value(world));
    demand.earnings[0] = ln(value(world));
    demand.fundamental[0] = ln(value(world));
    demand.attractivenessMultiplier[0] = 1;
    demand.float[0] = supply(world);
  },
};
