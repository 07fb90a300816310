/**
 * Franke & Westerhoff (2012), structural stochastic volatility: discrete choice with herding, predisposition and
 * misalignment (DCA-HPM), and a market maker who moves the log price p with the orders.
 *
 *   n_f,t = 1 / (1 + exp(-beta a_(t-1)))
 *   a_t = alpha_0 + alpha_n (n_f - n_c) + alpha_p (p_t - p*)^2
 *   d_f = phi (p* - p_t) + sigma_f eps,  d_c = chi (p_t - p_(t-1)) + sigma_c eps
 *   p_(t+1) = p_t + mu (n_f d_f + n_c d_c)
 *
 * The market maker takes the other side: demand linear in the log price, 1/mu units for a fall of one.
 */
import type { AgentKind, PublishedModel } from '../../src/agent-kind.js';
import { fixed, recorded } from '../../src/ledger/declare.js';
import { DEMAND_FORMS } from '../../src/ledger/demand-columns.js';
import type { World } from '../../src/ledger/world.js';
import { choiceShares } from '../../src/mechanisms/discrete-choice.js';

const FUNDAMENTALISTS = 0;
const CHARTISTS = 1;

function of(world: World, name: string): number {
  return world.parameters.number(`traders.${name}`);
}

/** Units that one trader of each group orders, before its weight. */
function orders(world: World): readonly [number, number] {
  const price = world.demand.previousLnPrice[0];
  const noise = world.column('traders.noise');
  const draws = world.random('demand noise');
  for (let group = 0; group < 2; group++) noise[group] = draws.normal(group, world.tick);
  const change = price - world.column('traders.lastPrice')[0];
  return [
    of(world, 'reversion') * (of(world, 'value') - price) +
      of(world, 'fundamentalNoise') * noise[FUNDAMENTALISTS],
    of(world, 'extrapolation') * change + of(world, 'chartistNoise') * noise[CHARTISTS],
  ];
}

/** a_t from today's weights and yesterday's price, the last that is known. */
function attractiveness(world: World, share: Float64Array): number {
  const misalignment = world.demand.previousLnPrice[0] - of(world, 'value');
  return (
    of(world, 'predisposition') +
    of(world, 'herding') * (share[FUNDAMENTALISTS] - share[CHARTISTS]) +
    of(world, 'misalignment') * misalignment * misalignment
  );
}

const traders: AgentKind = {
  name: 'traders',
  label: 'Traders',
  meaning: 'one row for all fundamentalists, one for all chartists',
  rows: 2,
  parameters: [
    fixed('traders.intensityOfChoice', 'ratio', [0, 100], 'beta: how sharply attractiveness decides'),
    fixed('traders.predisposition', 'ratio', [-10, 10], 'alpha_0: liking for fundamentalism'),
    fixed('traders.herding', 'ratio', [-10, 10], 'alpha_n: attraction of the larger group'),
    fixed(
      'traders.misalignment',
      'ratio',
      [-100, 1000],
      'alpha_p: attraction of fundamentalism by misalignment',
    ),
    fixed('traders.reversion', 'ratio', [0, 10], 'phi: order for a log price of 1 below value'),
    fixed('traders.extrapolation', 'ratio', [-10, 10], 'chi: order for a rise of the log price by 1'),
    fixed(
      'traders.fundamentalNoise',
      'ratio',
      [0, 100],
      'sigma_f: deviation of the order of a fundamentalist',
    ),
    fixed('traders.chartistNoise', 'ratio', [0, 100], 'sigma_c: deviation of the order of a chartist'),
    fixed('traders.value', 'ratio', [-1, 1], 'p*: log of the fundamental value'),
  ],
  columns: [
    { name: 'traders.share', unit: 'ratio', meaning: 'n_f and n_c', length: 'kind' },
    { name: 'traders.noise', unit: 'ratio', meaning: 'eps of each group', length: 'kind' },
    { name: 'traders.attractiveness', unit: 'ratio', meaning: 'a of the last tick', length: 1 },
    { name: 'traders.lastPrice', unit: 'ln', meaning: 'log price before the last', length: 1 },
  ],
  series: [
    recorded('share.fundamentalists', 'ratio', 'stock', 'n_f'),
    recorded('noise.fundamentalists', 'ratio', 'index', 'eps of fundamentalists'),
    recorded('noise.chartists', 'ratio', 'index', 'eps of chartists'),
  ],
  endow(world) {
    const { first, last } = world.rowsOf('traders');
    world.demand.demandForm.fill(DEMAND_FORMS.linearInLogPrice, first, last);
    world.demand.mayShort.fill(1, first, last);
    world.column('traders.lastPrice')[0] = world.demand.lnPrice[0];
  },
  schedule(world) {
    const { demand, ledger } = world;
    const { first } = world.rowsOf('traders');
    const share = world.column('traders.share');
    const memory = world.column('traders.attractiveness');
    choiceShares([memory[0], 0], of(world, 'intensityOfChoice'), share);
    for (const [group, order] of orders(world).entries())
      demand.intercept[first + group] = ledger.position(first + group, 0) + share[group] * order;
    memory[0] = attractiveness(world, share);
    world.column('traders.lastPrice')[0] = demand.previousLnPrice[0];
  },
  record(world, write) {
    const noise = world.column('traders.noise');
    write('share.fundamentalists', world.column('traders.share')[FUNDAMENTALISTS]);
    write('noise.fundamentalists', noise[FUNDAMENTALISTS]);
    write('noise.chartists', noise[CHARTISTS]);
  },
};

const marketMaker: AgentKind = {
  name: 'marketMaker',
  label: 'Market maker',
  meaning: 'takes the other side, at a log price that moves with the orders',
  rows: 1,
  parameters: [
    fixed('marketMaker.priceImpact', 'ratio', [1e-6, 10], 'mu: rise of the log price for an order of 1'),
  ],
  endow(world) {
    const row = world.rowOf('marketMaker');
    world.demand.demandForm[row] = DEMAND_FORMS.linearInLogPrice;
    world.demand.mayShort[row] = 1;
    world.demand.attractivenessElasticity[row] = 1 / world.parameters.number('marketMaker.priceImpact');
  },
  schedule(world) {
    const row = world.rowOf('marketMaker');
    world.demand.intercept[row] = world.ledger.position(row, 0);
    world.demand.ownTaste[row] = world.demand.previousLnPrice[0];
  },
};

export const frankeWesterhoff: PublishedModel = {
  name: 'franke-westerhoff',
  label: 'Franke & Westerhoff: structural stochastic volatility',
  source:
    'R. Franke, F. Westerhoff, Structural stochastic volatility in asset pricing dynamics, JEDC 36 (2012)',
  instruments: [
    {
      name: 'asset',
      label: 'Asset',
      value: 'cleared',
      outside: false,
      issuedBy: ['traders', 'marketMaker'],
      meaning: 'the asset, in zero net supply',
    },
  ],
  kinds: [traders, marketMaker],
  open(world) {
    const { demand } = world;
    demand.lnPrice[0] = of(world, 'value');
    demand.attractivenessMultiplier[0] = 1;
    // Zero net supply: excess demand is measured against what moves the log price by one.
    demand.float[0] = 1 / world.parameters.number('marketMaker.priceImpact');
  },
};
