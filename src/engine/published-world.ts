/**
 * The world of a published model: its own instruments and kinds, with the economy's books, demand columns and clearing.
 *
 * Two kinds come from the engine: the clearing account, and the lender that owes all deposits and lends what others owe.
 */

import type { AgentKind, ParameterDeclaration, PublishedModel, SeriesDeclaration } from '../agent-kind.js';
import { FLOW } from '../ledger/flows.js';
import type { InstrumentDeclaration } from '../ledger/instruments.js';
import { TYPESCRIPT_KERNEL } from '../market/demand-kernel.js';
import { Market } from '../market/market.js';
import { exp } from '../maths/elementary.js';
import { assembleWorld } from './assemble-world.js';
import type { RunConfiguration } from './configuration.js';
import { openBooks } from './opening-books.js';
import { CLEARING_KIND, type RunningWorld } from './running-world.js';

/** Money of a published model: kept with the lender, or borrowed from it. */
function deposits(holders: readonly string[]): InstrumentDeclaration {
  return {
    name: 'deposits',
    label: 'Deposits',
    value: 'face',
    outside: false,
    issuedBy: holders,
    meaning: 'money lent at no risk; negative: borrowed',
  };
}

const lender: AgentKind = {
  name: 'lender',
  label: 'Lender',
  meaning: 'owes the deposits of all others and lends them what they owe',
  rows: 1,
  parameters: [],
  endowLast: true,
  endow(world) {
    const money = world.ledger.at.deposits;
    const left = world.ledger.position(world.clearingRow, money);
    world.ledger.transfer(world.clearingRow, world.rowOf('lender'), money, left, FLOW.opening);
  },
};

/** The kinds of a published model, the lender behind them. */
function kindsOf(model: PublishedModel): AgentKind[] {
  return [...model.kinds, lender];
}

export function publishedAssets(model: PublishedModel): string[] {
  return model.instruments.filter(({ value }) => value === 'cleared').map(({ name }) => name);
}

/** All parameters; those with an entry for each name of a list are expanded. */
export function publishedParameters(model: PublishedModel): ParameterDeclaration[] {
  return model.kinds
    .flatMap(({ parameters }) => parameters)
    .flatMap((declaration) => {
      const { perAsset, name, meaning } = declaration;
      const names = perAsset === true ? publishedAssets(model) : perAsset || undefined;
      if (names === undefined) return [declaration];
      return names.map((one) => ({ ...declaration, name: `${name}.${one}`, meaning: `${meaning} (${one})` }));
    });
}

/** Series of the engine, then those of the kinds. */
export function publishedSeries(model: PublishedModel): SeriesDeclaration[] {
  const prices = publishedAssets(model).map(
    (name): SeriesDeclaration => ({
      name: `price.${name}`,
      unit: 'price',
      type: 'index',
      meaning: `cleared price of ${name}`,
    }),
  );
  const engine: SeriesDeclaration[] = [
    { name: 'clearing.residual', unit: 'ratio', type: 'index', meaning: 'largest relative excess demand' },
    { name: 'clearing.evaluations', unit: 'count', type: 'count', meaning: 'evaluations of excess demand' },
    {
      name: 'books.imbalance',
      unit: 'ratio',
      type: 'index',
      meaning: 'largest relative imbalance of the books',
    },
  ];
  return [...prices, ...engine, ...model.kinds.flatMap(({ series }) => series ?? [])];
}

/** The world of a published model at its opening. */
export function startPublished(configuration: RunConfiguration, model: PublishedModel): RunningWorld {
  const kinds = kindsOf(model);
  const holders = [...kinds.map(({ name }) => name), CLEARING_KIND];
  const { world } = assembleWorld(configuration, {
    kinds,
    instruments: [...model.instruments, deposits(holders)],
    assets: publishedAssets(model),
    parameters: publishedParameters(model),
  });
  world.demand.rebalancingSpeed.fill(1);
  model.open(world);
  for (let a = 0; a < world.assets.length; a++) world.ledger.unitValue[a] = exp(world.demand.lnPrice[a]);
  openBooks(world);
  world.market = new Market({
    ledger: world.ledger,
    demand: world.demand,
    anchors: world.assets.map(() => ({ form: 'exogenous' })),
    // Constants of demand by portfolio shares, which no published model here uses.
    constants: { kinkWidth: 0, attractivenessClip: 0, tasteDamping: 0, haircutWeight: 0, forcedSaleCap: 0 },
    convictionWeight: 0,
    fundingKind: world.kindNames.indexOf('lender'),
    clearingKind: world.kindNames.indexOf(CLEARING_KIND),
    firstRoot: model.firstRoot ?? false,
    kernel: TYPESCRIPT_KERNEL,
  });
  return world;
}
