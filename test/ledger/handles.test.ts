import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AGENT_KINDS } from '../../agents/index.js';
import { restoreWorld, snapshotWorld } from '../../src/engine/snapshot.js';
import { startWorld } from '../../src/engine/start.js';
import { handles } from '../../src/ledger/handles.js';
import { smallConfiguration } from '../engine/economy.js';

const start = () => startWorld(smallConfiguration(), AGENT_KINDS);
const own = handles((world) => ({
  volatility: world.parameters.handle('news.marketVolatility'),
  cashFlow: world.column('neoclouds.cashFlow'),
}));
const world = start();

describe('handles', () => {
  it('are looked up once in each world', () => {
    const other = start();
    expect(own(world)).toBe(own(world));
    expect(own(other)).not.toBe(own(world));
    own(other).cashFlow[0] = -1;
    expect(own(world).cashFlow[0]).not.toBe(-1);
  });

  it('see what is written into parameters and columns, and what a snapshot puts back', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), fc.double({ noNaN: true }), (before, after) => {
        const at = world.parameters.position('news.marketVolatility');
        world.parameters.values[at] = before;
        world.column('neoclouds.cashFlow')[1] = before;
        const taken = snapshotWorld(world);
        world.parameters.values[at] = after;
        own(world).cashFlow[1] = after;
        expect(own(world).volatility.now).toBe(world.parameters.number('news.marketVolatility'));
        expect(world.column('neoclouds.cashFlow')[1]).toBe(after);
        restoreWorld(world, taken);
        expect([own(world).volatility.now, own(world).cashFlow[1]]).toEqual([before, before]);
      }),
    );
  });

  it('count as read when they are read, and fail on names that nobody declared', () => {
    const fresh = start();
    const handle = fresh.parameters.handle('treasury.chipMoney');
    expect(fresh.parameters.used.has('treasury.chipMoney')).toBe(false);
    expect(handle.now).toBe(fresh.parameters.number('treasury.chipMoney'));
    expect(fresh.parameters.used.has('treasury.chipMoney')).toBe(true);
    expect(() => fresh.parameters.handle('treasury.nothing')).toThrow(
      "no parameter is named 'treasury.nothing'",
    );
  });
});
