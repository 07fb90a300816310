import { describe, expect, it } from 'vitest';
import { ASSETS, INSTITUTIONS } from '../../src/engine/declarations.js';
import { run, smallConfiguration } from './economy.js';

describe('what institutions hold', () => {
  it('is what the balances of their kinds say, at the price of the day', () => {
    const kept = run(smallConfiguration({ ticks: 12 }));
    const kinds: readonly string[] = INSTITUTIONS;
    for (const asset of ASSETS) {
      const held = kept.balances.filter(
        ({ tick, kind, instrument }) => tick === 12 && kinds.includes(kind) && instrument === asset,
      );
      const value = held.reduce((sum, { closing }) => sum + closing, 0);
      const units = kept.of(`institutionalUnits.${asset}`);
      expect(held).toHaveLength(3);
      expect((units[11] * kept.of(`price.${asset}`)[11]) / value).toBeCloseTo(1, 10);
      expect(units[11]).not.toBe(units[0]);
    }
  });
});
