/** What moves gold beyond its own news: the Fed's balance sheet and default fear (model section 5); the yield acts through its anchor. */
import { goldFundamental } from '../mechanisms/gold-anchor.js';
import type { RunningWorld } from './running-world.js';

/** Pools below investment grade: where defaults happen. */
const RISKY = ['highYieldBonds', 'aiInfrastructureDebt'];

/** Securities and loans of the Fed, $bn: what it has created money against; its other assets never change. */
function fedAssets(world: RunningWorld): number {
  const { ledger } = world;
  const row = world.rowOf('fed');
  let total = 0;
  for (let i = 0; i < ledger.width; i++)
    if (i !== ledger.at.otherFedAssets) total += Math.max(ledger.position(row, i), 0);
  return total;
}

/** Rise of the spread over Treasury bonds since the start, mean over the bonds that can default, by float. */
function spreadChange(world: RunningWorld): number {
  const { demand } = world;
  let change = 0;
  let weights = 0;
  for (const name of RISKY) {
    const a = world.instrument(name);
    const start = demand.startYield[a] - demand.startYield[0];
    change += demand.float[a] * (demand.yield[a] - demand.yield[0] - start);
    weights += demand.float[a];
  }
  return weights > 0 ? change / weights : 0;
}

/** Moves gold's anchor by what has changed since the last tick in the Fed's assets and the spreads of risky bonds. */
export function updateGoldAnchor(world: RunningWorld): void {
  const { demand, parameters } = world;
  const [start, effect] = [0, 1];
  const memory = world.column('goldMemory');
  const assets = fedAssets(world);
  if (memory[start] === 0) memory[start] = assets;
  const now = goldFundamental(
    0,
    {
      realYieldChange: 0,
      balanceSheetRatio: assets / memory[start],
      spreadChange: spreadChange(world),
    },
    {
      realYield: 0,
      balanceSheet: parameters.number('market.goldBalanceSheetElasticity'),
      defaultFear: parameters.number('market.goldDefaultFear'),
    },
  );
  demand.earnings[world.ledger.at.gold] += now - memory[effect];
  memory[effect] = now;
}
