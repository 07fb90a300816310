/** The kinds that own chips bought with debt, and what miners have beyond them: crypto, and convertible bonds. */
import { NEOCLOUDS as AI_NEOCLOUDS } from '../ledger/ai-firms.js';
import { handles } from '../ledger/handles.js';
import type { World } from '../ledger/world.js';
import { chipsEquivalent } from '../mechanisms/crypto-collateral.js';
import { rentalValue } from '../mechanisms/fleet-value.js';
import { hashMargin, hashRevenue } from '../mechanisms/hash-revenue.js';
import { Borrowers } from './borrowers.js';
import { bookValue, capacityOf } from './fleet.js';

export const NEOCLOUDS = new Borrowers('neoclouds', AI_NEOCLOUDS);

export const CRYPTO_MINERS: Borrowers = new Borrowers(
  'cryptoMiners',
  ['marathon', 'riot', 'cleanspark', 'terawulf', 'hut8'],
  {
    pledged: (world, i) =>
      chipsEquivalent(
        cryptoOf(world, i),
        minersOf(world).cryptoAdvanceRate.now,
        CRYPTO_MINERS.of(world).largestLoanToValue.now,
      ),
    unsecured: (world, i) => minersOf(world).convertible[i],
    unsecuredLimit: (world, i) => (isSolvent(world, i) ? minersOf(world).convertible[i] : 0),
    machines,
    liquidationTicks: (world) => world.ticks(CRYPTO_MINERS.number(world, 'liquidationDays')),
  },
);

const minersOf = handles((world) => ({
  crypto: world.ledger.at.crypto,
  convertible: world.column('cryptoMiners.convertible'),
  cryptoAdvanceRate: world.parameters.handle('cryptoMiners.cryptoAdvanceRate'),
}));

export const BORROWERS: readonly Borrowers[] = [NEOCLOUDS, CRYPTO_MINERS];

/** Crypto of a miner at the price cleared last, $bn. */
export function cryptoOf(world: World, i: number): number {
  const { crypto } = minersOf(world);
  return world.ledger.position(CRYPTO_MINERS.row(world, i), crypto) * world.ledger.unitValue[crypto];
}

/** Machines that would earn what those of the firm at the start do today, and what they are worth. */
function machines(world: World, i: number, rate: number): { value: number; cost: number } {
  const start = CRYPTO_MINERS.figure(world, i, 'hashRevenue');
  const price = world.ledger.unitValue[world.ledger.at.crypto];
  const revenue = hashRevenue(start, price, CRYPTO_MINERS.column(world, 'network')[0]);
  const margin = hashMargin(revenue, CRYPTO_MINERS.number(world, 'powerShare') * start);
  const growth = Math.max(CRYPTO_MINERS.number(world, 'networkGrowth'), 0);
  const life = CRYPTO_MINERS.number(world, 'machineLife');
  return {
    value: rentalValue(margin, life, growth, Math.max(rate, 0)),
    cost: CRYPTO_MINERS.number(world, 'machinePrice') * start,
  };
}

/** Holders of convertible bonds lend on what is left for owners: as long as assets cover all debt. */
function isSolvent(world: World, i: number): boolean {
  const cash = CRYPTO_MINERS.deposits(world, i);
  const assets = cash + cryptoOf(world, i) + bookValue(world, CRYPTO_MINERS, i);
  return assets >= CRYPTO_MINERS.debt(world, i);
}

/** Capacity of all kinds over that of the start. */
export function capacityGrowth(world: World): number {
  let now = 0;
  let start = 0;
  for (const firms of BORROWERS) {
    now += firms.total((i) => capacityOf(world, firms, i));
    start += firms.of(world).startCapacity[0];
  }
  return start > 0 ? now / start : 1;
}
