import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AI_LABS, HYPERSCALERS } from '../../src/ledger/ai-firms.js';
import { LEASES, leaseRent, leasesOf, payLeases } from '../../src/ledger/site-leases.js';
import { runEconomy } from '../model/small-economy.js';

const { world } = runEconomy(1);
const lab = world.rowOf('aiLabs') + 2;
const vehicle = world.rowOf('privateBorrowers') + 2;
const deposits = world.instrument('deposits');

describe('leases', () => {
  it('belong to one tenant each', () => {
    const tenants = [
      ...HYPERSCALERS.map((_, i) => leasesOf('hyperscalers', i)),
      ...AI_LABS.map((_, i) => leasesOf('aiLabs', i)),
    ];
    expect(tenants.flat().sort()).toEqual(LEASES.map((_, k) => k));
  });

  it('move money from tenant to vehicle, never more than is due nor than there is', () => {
    const leases = leasesOf('aiLabs', 2);
    const due = leaseRent(world, leases) * world.dt;
    fc.assert(
      fc.property(fc.double({ min: -1, max: 3, noNaN: true }), (share) => {
        const before = [lab, vehicle].map((row) => world.ledger.position(row, deposits));
        const paid = payLeases(world, lab, leases, share * due);
        const after = [lab, vehicle].map((row) => world.ledger.position(row, deposits));
        expect(paid).toBeCloseTo(Math.min(Math.max(share, 0), 1) * due, 12);
        expect(before[0] - after[0]).toBeCloseTo(paid, 10);
        expect(after[1] - before[1]).toBeCloseTo(paid, 10);
        expect(world.column('privateBorrowers.leasePaid')[2]).toBeCloseTo(paid, 12);
      }),
      { seed: 5, numRuns: 100 },
    );
  });

  it('are nothing to who has none', () => {
    expect(payLeases(world, world.rowOf('hyperscalers'), leasesOf('hyperscalers', 0), 10)).toBe(0);
    expect(leaseRent(world, [])).toBe(0);
  });
});
