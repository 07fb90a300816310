/**
 * The start of the world: rows, state, opening books, and the market in equilibrium at price 1.
 *
 * Every kind endows its rows against the clearing row; what it leaves there of money is the real economy's. Then
 * each instrument must sum to zero, and excess demand at the opening prices must vanish.
 */
import type { AgentKind } from '../agent-kind.js';
import { INSTRUMENTS } from '../ledger/instruments.js';
import type { KernelMemory } from '../market/webassembly-kernel.js';
import { assembleWorld } from './assemble-world.js';
import type { RunConfiguration } from './configuration.js';
import { ASSETS, parameterDeclarations } from './declarations.js';
import { openBooks } from './opening-books.js';
import { checkOpeningEquilibrium } from './opening-checks.js';
import { createMarket, openFloats, openMarkets } from './opening-market.js';
import type { RunningWorld } from './running-world.js';
import { treasuryAnchor } from './treasury-anchor.js';
import { countWater } from './water.js';

/**
 * The world of a configuration at its opening.
 *
 * @param kernel compiled WebAssembly kernel; absent: the TypeScript kernel
 * @param memory memory that worlds made one after the other use in turn
 */
export function startWorld(
  configuration: RunConfiguration,
  kinds: readonly AgentKind[],
  kernel?: WebAssembly.Module,
  memory?: KernelMemory,
): RunningWorld {
  const parameters = parameterDeclarations(kinds);
  const plan = { kinds, instruments: INSTRUMENTS, assets: ASSETS, parameters };
  const { world, source } = assembleWorld(configuration, plan, kernel, memory);
  openMarkets(world);
  openBooks(world);
  openFloats(world);
  const fundamentals = world.column('fundamentalMemory');
  fundamentals[0] = treasuryAnchor(world, false);
  fundamentals[1] = treasuryAnchor(world, true);
  world.market = createMarket(world, source);
  countWater(world);
  checkOpeningEquilibrium(world);
  return world;
}
