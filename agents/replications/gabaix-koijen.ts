/**
 * Gabaix & Koijen (2021), inelastic markets: a representative fund with a mandate, and flows into it.
 *
 *   Q p / W = theta exp(kappa delta (d - ln p) + nu);  linearised  q = -zeta ln p + kappa delta d + nu + f,
 *   zeta = 1 - theta + kappa delta
 *
 * with theta the equity share, kappa the sensitivity to the expected excess return, delta the dividend-price ratio,
 * d the log dividend and f the flow over the fund's wealth. Flows are paid: households give deposits for fund shares.
 */
import type { AgentKind, PublishedModel } from '../../src/agent-kind.js';
import { fixed, recorded } from '../../src/ledger/declare.js';
import { DEMAND_FORMS } from '../../src/ledger/demand-columns.js';
import type { World } from '../../src/ledger/world.js';
import { exp } from '../../src/maths/elementary.js';

/** Market value of all equity at the start, $bn. */
const CAPITALISATION = 100;
/** First tick in which demand may move: the one before is the opening equilibrium. */
const SHOCK = 2;

function fundNumber(world: World, name: string): number {
  return world.parameters.number(`funds.${name}`);
}

/** W = Q p + deposits, $bn. */
function fundWealth(world: World): number {
  const row = world.rowOf('funds');
  const { ledger } = world;
  return (
    ledger.position(row, world.instrument('equity')) * exp(world.demand.lnPrice[0]) +
    ledger.position(row, world.instrument('deposits'))
  );
}

const firms: AgentKind = {
  name: 'firms',
  label: 'Firms',
  meaning: 'issuers of the equity',
  rows: 1,
  parameters: [],
  endow: () => undefined,
};

const households: AgentKind = {
  name: 'households',
  label: 'Households',
  meaning: 'move money between deposits and the fund',
  rows: 1,
  parameters: [
    fixed('households.flow', 'ratio', [-0.5, 0.5], 'f: paid into the fund in tick 2, over its wealth'),
  ],
  endow(world) {
    const wealth = CAPITALISATION / fundNumber(world, 'equityShare');
    const opening = world.flow('opening');
    world.ledger.transfer(
      world.clearingRow,
      world.rowOf('households'),
      world.instrument('deposits'),
      wealth,
      opening,
    );
  },
  obligations(world) {
    if (world.tick !== SHOCK) return;
    const { ledger, payments } = world;
    const [from, to] = [world.rowOf('households'), world.rowOf('funds')];
    const paid = world.parameters.number('households.flow') * fundWealth(world);
    const shares = world.instrument('fundShares');
    payments.pay(from, to, paid, world.flow('fundShares'));
    ledger.transfer(to, from, shares, paid / ledger.unitValue[shares], world.flow('fundShares'));
  },
};

/** Linear demand: the flow, the dividend and the shift enter as shares of the units held at the start. */
function stateLinearDemand(world: World, row: number): void {
  const { demand } = world;
  const delta = fundNumber(world, 'dividendYield');
  const kappa = fundNumber(world, 'returnSensitivity') * delta;
  const flow = world.column('funds.flow')[0];
  demand.demandForm[row] = DEMAND_FORMS.linear;
  demand.intercept[row] = CAPITALISATION;
  demand.attractivenessElasticity[row] = 1 - fundNumber(world, 'equityShare') + kappa;
  const moved = world.tick >= SHOCK ? 1 : 0;
  demand.ownTaste[row] =
    flow + moved * (kappa * fundNumber(world, 'dividendNews') + fundNumber(world, 'demandShift'));
}

/** The mandate itself. */
function stateMandate(world: World, row: number): void {
  const { demand } = world;
  const kappa = fundNumber(world, 'returnSensitivity') * fundNumber(world, 'dividendYield');
  const moved = world.tick >= SHOCK ? 1 : 0;
  demand.demandForm[row] = DEMAND_FORMS.mandate;
  demand.intercept[row] = fundNumber(world, 'equityShare');
  demand.attractivenessElasticity[row] = kappa;
  demand.ownTaste[row] =
    moved * (kappa * fundNumber(world, 'dividendNews') + fundNumber(world, 'demandShift'));
}

const funds: AgentKind = {
  name: 'funds',
  label: 'Funds',
  meaning: 'the representative fund, bound by its mandate',
  rows: 1,
  parameters: [
    fixed('funds.equityShare', 'ratio', [0.01, 1], 'theta: share of equity in the mandate'),
    fixed(
      'funds.returnSensitivity',
      'years',
      [0, 1e6],
      'kappa: rise of the log share for an expected excess return',
    ),
    fixed('funds.dividendYield', 'per year', [0, 1], 'delta: dividends over price'),
    fixed('funds.dividendNews', 'ratio', [-1, 1], 'd: change of the log dividend in tick 2'),
    fixed('funds.demandShift', 'ratio', [-1, 1], 'nu: shift of the log share in tick 2'),
    {
      name: 'funds.demand',
      unit: 'choice',
      choices: ['linear', 'mandate'],
      meaning: 'whether demand is the mandate or its linearisation',
    },
  ],
  columns: [{ name: 'funds.flow', unit: 'ratio', meaning: 'money paid in, over wealth then', length: 1 }],
  series: [
    recorded('funds.flow', 'ratio', 'stock', 'money paid in over wealth before'),
    recorded('funds.equityShare', 'ratio', 'stock', 'Q p / W'),
  ],
  endow(world) {
    const { ledger, clearingRow } = world;
    const row = world.rowOf('funds');
    const opening = world.flow('opening');
    const wealth = CAPITALISATION / fundNumber(world, 'equityShare');
    ledger.transfer(world.rowOf('firms'), row, world.instrument('equity'), CAPITALISATION, opening);
    ledger.transfer(clearingRow, row, world.instrument('deposits'), wealth - CAPITALISATION, opening);
    ledger.transfer(row, world.rowOf('households'), world.instrument('fundShares'), wealth, opening);
  },
  schedule(world) {
    const row = world.rowOf('funds');
    if (world.tick === SHOCK) world.column('funds.flow')[0] = world.parameters.number('households.flow');
    if (world.parameters.choice('funds.demand') === 'linear') stateLinearDemand(world, row);
    else stateMandate(world, row);
  },
  marks(world) {
    const { ledger } = world;
    const shares = world.instrument('fundShares');
    ledger.unitValue[shares] = fundWealth(world) / -ledger.position(world.rowOf('funds'), shares);
  },
  record(world, write) {
    const { ledger, demand } = world;
    const held = ledger.position(world.rowOf('funds'), world.instrument('equity')) * exp(demand.lnPrice[0]);
    write('funds.flow', world.column('funds.flow')[0]);
    write('funds.equityShare', held / fundWealth(world));
  },
};

export const gabaixKoijen: PublishedModel = {
  name: 'gabaix-koijen',
  label: 'Gabaix & Koijen: the multiplier of inelastic markets',
  source: 'X. Gabaix, R. Koijen, In search of the origins of financial fluctuations (2021)',
  instruments: [
    {
      name: 'equity',
      label: 'Equity',
      value: 'cleared',
      outside: false,
      issuedBy: ['firms'],
      meaning: 'all equities',
    },
    {
      name: 'fundShares',
      label: 'Fund shares',
      value: 'net-asset-value',
      outside: false,
      issuedBy: ['funds'],
      meaning: 'shares of the fund at net asset value',
    },
  ],
  kinds: [firms, households, funds],
  open(world) {
    world.demand.attractivenessMultiplier[0] = 1;
    world.demand.float[0] = CAPITALISATION;
  },
};
