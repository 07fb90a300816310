/**
 * Greenwood, Landier & Thesmar (2015), vulnerable banks: banks return to their leverage after a shock and sell.
 *
 *   R1 = M F1,  sales phi = M' A B R1,  F2 = L phi,  AV = 1'A M F2 / E
 *
 * with A assets, B debt over equity, M portfolio weights, L price impact. Returns of both rounds are measured on the
 * opening price, as the linear model adds them. Tick 1 is the shock; from tick 2 on banks sell what leverage asks.
 */
import type { AgentKind, PublishedModel } from '../../src/agent-kind.js';
import { fixed, recorded } from '../../src/ledger/declare.js';
import { DEMAND_FORMS } from '../../src/ledger/demand-columns.js';
import type { InstrumentDeclaration } from '../../src/ledger/instruments.js';
import type { World } from '../../src/ledger/world.js';
import { exp } from '../../src/maths/elementary.js';
import { deleveragingSale } from '../../src/mechanisms/deleveraging.js';

const ASSETS = ['firstBonds', 'secondBonds'] as const;
const BANKS = ['first', 'second'] as const;

/** Value of the securities of a row at the last prices, $bn. */
function securities(world: World, row: number): number {
  let value = 0;
  for (const [a] of ASSETS.entries()) value += world.ledger.position(row, a) * exp(world.demand.lnPrice[a]);
  return value;
}

function equity(world: World, row: number): number {
  return securities(world, row) + world.ledger.position(row, world.instrument('deposits'));
}

/** Weights of a bank: share in the first asset, rest in the second. */
function weights(world: World, bank: number): readonly number[] {
  const share = world.parameters.number(`banks.firstBondShare.${BANKS[bank]}`);
  return [share, 1 - share];
}

const issuers: AgentKind = {
  name: 'issuers',
  label: 'Issuers',
  meaning: 'issuers of both securities',
  rows: 1,
  parameters: [],
  endow: () => undefined,
};

const banks: AgentKind = {
  name: 'banks',
  label: 'Banks',
  meaning: 'leveraged holders who return to their leverage',
  rows: BANKS.length,
  parameters: [
    { ...fixed('banks.assets', '$bn', [0, 1e6], 'A: assets'), perAsset: BANKS },
    {
      ...fixed('banks.debtToEquity', 'ratio', [0, 100], 'B: debt over equity, also the target'),
      perAsset: BANKS,
    },
    { ...fixed('banks.firstBondShare', 'ratio', [0, 1], 'M: weight of the first security'), perAsset: BANKS },
  ],
  columns: [{ name: 'banks.sold', unit: '$bn', meaning: 'sales of the tick at prices before', length: 1 }],
  series: [
    recorded('banks.sold', '$bn', 'flow', 'sales of all banks at the prices before'),
    recorded('banks.equity', '$bn', 'stock', 'equity of all banks'),
    ...BANKS.map((name) => recorded(`banks.equity.${name}`, '$bn', 'stock', `equity of the ${name} bank`)),
  ],
  endow(world) {
    const { ledger, parameters } = world;
    const { first } = world.rowsOf('banks');
    const assets = parameters.perAsset('banks.assets', BANKS);
    const leverage = parameters.perAsset('banks.debtToEquity', BANKS);
    const opening = world.flow('opening');
    for (const [bank] of BANKS.entries()) {
      for (const [a, weight] of weights(world, bank).entries())
        ledger.transfer(world.rowOf('issuers'), first + bank, a, assets[bank] * weight, opening);
      const debt = (assets[bank] * leverage[bank]) / (1 + leverage[bank]);
      ledger.transfer(first + bank, world.clearingRow, world.instrument('deposits'), debt, opening);
      world.demand.demandForm[first + bank] = DEMAND_FORMS.linearInPrice;
    }
  },
  schedule(world) {
    const { demand, ledger } = world;
    const { first } = world.rowsOf('banks');
    const target = world.parameters.perAsset('banks.debtToEquity', BANKS);
    let sold = 0;
    for (const [bank] of BANKS.entries()) {
      const row = first + bank;
      const sale =
        world.tick < 2 ? 0 : deleveragingSale(securities(world, row), equity(world, row), 1 + target[bank]);
      sold += sale;
      for (const [a, weight] of weights(world, bank).entries())
        demand.intercept[row * ASSETS.length + a] =
          ledger.position(row, a) - (sale * weight) / exp(demand.previousLnPrice[a]);
    }
    world.column('banks.sold')[0] = sold;
  },
  record(world, write) {
    const { first } = world.rowsOf('banks');
    write('banks.sold', world.column('banks.sold')[0]);
    let total = 0;
    for (const [bank, name] of BANKS.entries()) {
      const own = equity(world, first + bank);
      write(`banks.equity.${name}`, own);
      total += own;
    }
    write('banks.equity', total);
  },
};

/** p = p_before - L p_0 (dollars bought at p_before): demand linear in price, from what was held. */
const outsideBuyers: AgentKind = {
  name: 'outsideBuyers',
  label: 'Outside buyers',
  meaning: 'buy what banks sell, at lower prices the more it is',
  rows: 1,
  parameters: [
    {
      ...fixed('outsideBuyers.priceImpact', 'ratio', [1e-12, 1], 'L: fall of the price for $1bn sold'),
      perAsset: ASSETS,
    },
    {
      ...fixed('outsideBuyers.shock', 'ratio', [-0.99, 0], 'F1: return in tick 1, before banks act'),
      perAsset: ASSETS,
    },
  ],
  endow(world) {
    world.demand.demandForm[world.rowOf('outsideBuyers')] = DEMAND_FORMS.linearInPrice;
    world.demand.attractivenessElasticity[world.rowOf('outsideBuyers')] = 1;
    // They would go short above their price: so a price that falls without a sale is theirs.
    world.demand.mayShort[world.rowOf('outsideBuyers')] = 1;
  },
  schedule(world) {
    const { demand, ledger } = world;
    const row = world.rowOf('outsideBuyers');
    const impact = world.parameters.perAsset('outsideBuyers.priceImpact', ASSETS);
    const shock = world.parameters.perAsset('outsideBuyers.shock', ASSETS);
    for (const [a] of ASSETS.entries()) {
      const before = exp(demand.previousLnPrice[a]);
      const reference = world.tick === 1 ? before * (1 + shock[a]) : before;
      demand.attractivenessMultiplier[a] = 1 / (impact[a] * before);
      demand.ownTaste[row * ASSETS.length + a] = reference;
      demand.intercept[row * ASSETS.length + a] = ledger.position(row, a);
    }
  },
};

function security(name: string, label: string): InstrumentDeclaration {
  return {
    name,
    label,
    value: 'cleared',
    outside: false,
    issuedBy: ['issuers'],
    meaning: `${label} of banks`,
  };
}

export const greenwoodLandierThesmar: PublishedModel = {
  name: 'greenwood-landier-thesmar',
  label: 'Greenwood, Landier & Thesmar: vulnerable banks',
  source: 'R. Greenwood, A. Landier, D. Thesmar, Vulnerable banks, JFE 115 (2015)',
  instruments: [security('firstBonds', 'First bonds'), security('secondBonds', 'Second bonds')],
  kinds: [issuers, banks, outsideBuyers],
  open(world) {
    const assets = world.parameters.perAsset('banks.assets', BANKS);
    for (const [a] of ASSETS.entries()) {
      let units = 0;
      for (const [bank] of BANKS.entries()) units += assets[bank] * weights(world, bank)[a];
      world.demand.float[a] = Math.max(units, 1);
    }
  },
};
