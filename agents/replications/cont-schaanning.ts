/**
 * Cont & Schaanning (2017), fire sales: banks that sell only beyond a leverage threshold, against banks that target
 * their leverage.
 *
 *   threshold:  A/E > lambda: sell until A/E = buffer lambda;  targeting: sell until A/E is what it was
 *   p' = p exp(-beta sold/outstanding)
 *
 * A are government bonds, which can be sold, and all other assets, which cannot. Tick 1 is the shock; from tick 2 on
 * banks sell, round by round. A bank without equity sells everything.
 */
import type { AgentKind, PublishedModel } from '../../src/agent-kind.js';
import { fixed, recorded } from '../../src/ledger/declare.js';
import { DEMAND_FORMS } from '../../src/ledger/demand-columns.js';
import type { World } from '../../src/ledger/world.js';
import { exp, ln } from '../../src/maths/elementary.js';
import { deleveragingSale } from '../../src/mechanisms/deleveraging.js';

/** The banks of the EBA's stress test of 2018 that hold government bonds. */
const BANKS =
  'AT01 AT02 BE03 BE04 DK05 DK06 FI08 FR09 FR10 FR11 FR12 FR13 FR14 DE15 DE16 DE17 DE18 DE19 DE20 DE21 DE22 HU23 IE24 IE25 IT26 IT27 IT28 IT29 NL30 NL31 NL32 NL33 NO34 PL35 PL36 ES37 ES38 ES39 ES40 SE41 SE42 SE43 SE44 UK45 UK46 UK47 UK48'.split(
    ' ',
  );

function listed(world: World, name: string): Float64Array {
  return world.parameters.perAsset(`banks.${name}`, BANKS);
}

/** Bonds at the last price and other assets, $bn. */
function assetsOf(world: World, row: number): number {
  const { ledger, demand } = world;
  return (
    ledger.position(row, 0) * exp(demand.lnPrice[0]) + ledger.position(row, world.instrument('otherAssets'))
  );
}

function equityOf(world: World, row: number): number {
  return assetsOf(world, row) + world.ledger.position(row, world.instrument('deposits'));
}

/** Leverage to which a bank returns; infinity: it does nothing. */
function wantedLeverage(world: World, assets: number, equity: number, leverageRatio: number): number {
  const number = (name: string) => world.parameters.number(`banks.${name}`);
  if (world.parameters.choice('banks.rule') === 'targeting') return 1 / leverageRatio;
  const isBeyond = assets > number('threshold') * equity;
  return isBeyond ? number('buffer') * number('threshold') : Number.POSITIVE_INFINITY;
}

/** Value of the bonds that a bank sells at the last price, $bn. */
function saleOf(world: World, row: number, leverageRatio: number): number {
  const assets = assetsOf(world, row);
  const equity = equityOf(world, row);
  const multiple = wantedLeverage(world, assets, equity, leverageRatio);
  if (multiple === Number.POSITIVE_INFINITY) return 0;
  const bonds = world.ledger.position(row, 0) * exp(world.demand.lnPrice[0]);
  return Math.min(deleveragingSale(assets, equity, multiple), bonds);
}

const issuers: AgentKind = {
  name: 'issuers',
  label: 'Issuers',
  meaning: 'owe the bonds and all other assets of banks',
  rows: 1,
  parameters: [],
  endow: () => undefined,
};

const banks: AgentKind = {
  name: 'banks',
  label: 'Banks',
  meaning: 'the banks of the stress test',
  rows: BANKS.length,
  parameters: [
    { ...fixed('banks.equity', '$bn', [0.001, 1e4], 'E: equity'), perAsset: BANKS },
    { ...fixed('banks.leverageRatio', 'ratio', [0.005, 1], 'E/A at the start'), perAsset: BANKS },
    { ...fixed('banks.governmentBonds', '$bn', [0, 1e4], 'bonds that can be sold'), perAsset: BANKS },
    fixed('banks.threshold', 'ratio', [2, 200], 'lambda: leverage beyond which a bank sells'),
    fixed('banks.buffer', 'ratio', [0.1, 1], 'leverage to which it returns, over the threshold'),
    {
      name: 'banks.rule',
      unit: 'choice',
      choices: ['threshold', 'targeting'],
      meaning: 'whether banks act beyond a threshold or target the leverage of the start',
    },
  ],
  columns: [{ name: 'banks.sold', unit: '$bn', meaning: 'sales of the tick at the price before', length: 1 }],
  series: [
    recorded('banks.sold', '$bn', 'flow', 'sales of all banks at the price before'),
    recorded('banks.equity', '$bn', 'stock', 'equity of all banks'),
  ],
  endow(world) {
    const { ledger } = world;
    const [equity, ratio, bonds] = ['equity', 'leverageRatio', 'governmentBonds'].map((name) =>
      listed(world, name),
    );
    const { first } = world.rowsOf('banks');
    const opening = world.flow('opening');
    const issuer = world.rowOf('issuers');
    for (const [bank, name] of BANKS.entries()) {
      const other = equity[bank] / ratio[bank] - bonds[bank];
      if (other < 0) throw new Error(`banks: ${name} has more bonds than assets`);
      ledger.transfer(issuer, first + bank, 0, bonds[bank], opening);
      ledger.transfer(issuer, first + bank, world.instrument('otherAssets'), other, opening);
      const debt = equity[bank] / ratio[bank] - equity[bank];
      ledger.transfer(first + bank, world.clearingRow, world.instrument('deposits'), debt, opening);
      world.demand.demandForm[first + bank] = DEMAND_FORMS.linearInPrice;
    }
  },
  schedule(world) {
    const { demand, ledger } = world;
    const { first } = world.rowsOf('banks');
    const ratio = listed(world, 'leverageRatio');
    const sold = world.column('banks.sold');
    sold[0] = 0;
    for (const [bank] of BANKS.entries()) {
      const row = first + bank;
      const sale = world.tick < 2 ? 0 : saleOf(world, row, ratio[bank]);
      demand.intercept[row] = ledger.position(row, 0) - sale / exp(demand.previousLnPrice[0]);
      sold[0] += sale;
    }
  },
  record(world, write) {
    const { first, last } = world.rowsOf('banks');
    let equity = 0;
    for (let row = first; row < last; row++) equity += equityOf(world, row);
    write('banks.sold', world.column('banks.sold')[0]);
    write('banks.equity', equity);
  },
};

/** ln p = ln p_before - beta (units bought)/outstanding. */
const outsideBuyers: AgentKind = {
  name: 'outsideBuyers',
  label: 'Outside buyers',
  meaning: 'buy what banks sell, at lower prices the more it is',
  rows: 1,
  parameters: [
    fixed(
      'outsideBuyers.priceImpact',
      'ratio',
      [1e-6, 100],
      'beta: fall of the log price if all bonds are sold',
    ),
    fixed('outsideBuyers.shock', 'ratio', [0, 0.99], 'loss of the bonds in tick 1, before banks act'),
  ],
  endow(world) {
    const row = world.rowOf('outsideBuyers');
    world.demand.demandForm[row] = DEMAND_FORMS.linearInLogPrice;
    // They would go short above their price: so a price that falls without a sale is theirs.
    world.demand.mayShort[row] = 1;
  },
  schedule(world) {
    const { demand, ledger, parameters } = world;
    const row = world.rowOf('outsideBuyers');
    const shock = world.tick === 1 ? ln(1 - parameters.number('outsideBuyers.shock')) : 0;
    demand.attractivenessElasticity[row] = demand.float[0] / parameters.number('outsideBuyers.priceImpact');
    demand.ownTaste[row] = demand.previousLnPrice[0] + shock;
    demand.intercept[row] = ledger.position(row, 0);
  },
};

export const contSchaanning: PublishedModel = {
  name: 'cont-schaanning',
  label: 'Cont & Schaanning: fire sales by threshold and by leverage targeting',
  source:
    'R. Cont, E. Schaanning, Fire sales, indirect contagion and systemic stress testing, Norges Bank (2017)',
  instruments: [
    {
      name: 'governmentBonds',
      label: 'Government bonds',
      value: 'cleared',
      outside: false,
      issuedBy: ['issuers'],
      meaning: 'bonds that banks can sell',
    },
    {
      name: 'otherAssets',
      label: 'Other assets',
      value: 'face',
      outside: false,
      issuedBy: ['issuers'],
      meaning: 'loans and all else that banks cannot sell',
    },
  ],
  kinds: [issuers, banks, outsideBuyers],
  open(world) {
    const bonds = listed(world, 'governmentBonds');
    let outstanding = 0;
    for (const held of bonds) outstanding += held;
    world.demand.attractivenessMultiplier[0] = 1;
    world.demand.float[0] = outstanding;
  },
};
