import { describe, expect, it } from 'vitest';
import { ASSETS } from '../../src/engine/declarations.js';
import { run, SMALL_POPULATION, smallConfiguration } from '../engine/economy.js';
import { recordFile } from './record.js';

const record = recordFile('population');

function times(factor: number): Record<string, number> {
  return Object.fromEntries(
    Object.entries(SMALL_POPULATION).map(([name, count]) => [
      name,
      /banks|moneyFunds/.test(name) ? count : count * factor,
    ]),
  );
}

describe('200,000 agents', () => {
  it('run, balance and clear', () => {
    const startedAt = performance.now();
    const kept = run(
      smallConfiguration({
        ticks: 10,
        set: times(1081),
        record: { balanceEvery: 1000, attributionEvery: 1000 },
      }),
    );
    const seconds = ((performance.now() - startedAt) / 10_000).toFixed(1);
    record(`200,000 agents: ${seconds} s a tick, start included`);
    for (const residual of kept.of('clearing.residual')) expect(residual).toBeLessThan(1e-10);
    for (const imbalance of kept.of('books.imbalance')) expect(imbalance).toBeLessThan(1e-9);
    for (const asset of ASSETS) expect(kept.of(`price.${asset}`).at(-1)).toBeGreaterThan(0.3);
  });

  it('stand as still as 200 where nothing happens', () => {
    const kept = run(
      smallConfiguration({
        experiment: 'stationary',
        ticks: 10,
        set: times(1081),
        record: { balanceEvery: 1000 },
      }),
    );
    for (const asset of ASSETS)
      for (const price of kept.of(`price.${asset}`)) expect(Math.abs(price - 1), asset).toBeLessThan(1e-9);
  });
});
