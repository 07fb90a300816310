import fc from 'fast-check';
import { expect, it } from 'vitest';
import { AGENT_KINDS } from '../../agents/index.js';
import { startWorld } from '../../src/engine/start.js';
import { giveNotice, giveNotices } from '../../src/ledger/fund-redemptions.js';
import { smallConfiguration } from '../engine/economy.js';

const start = () => startWorld(smallConfiguration(), AGENT_KINDS);
const [together, single] = [start(), start()];
const { first, count } = together.rowsOf('retail');

it('notices of a kind are as many single ones, to the bit, and what is not above zero is none', () => {
  const units = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: count, maxLength: count });
  fc.assert(
    fc.property(units, fc.nat({ max: 300 }), (asked, ticks) => {
      together.scratch.set(asked, first);
      giveNotices(together, 'retail', ticks);
      for (const [i, amount] of asked.entries()) giveNotice(single, 'retail', first + i, amount, ticks);
      for (const column of ['retail.pendingRedemptions', 'retail.redemptionRing'])
        expect(together.column(column)).toEqual(single.column(column));
    }),
    { numRuns: 30 },
  );
});
