import { describe, expect, it } from 'vitest';
import { ASSETS } from '../../src/engine/declarations.js';
import { run, smallConfiguration } from '../engine/economy.js';
import { recordFile } from './record.js';

const record = recordFile('attribution');

function quantile(values: readonly number[], share: number): number {
  return [...values].sort((one, other) => one - other)[Math.floor(share * values.length)];
}

const WAVE = [
  { from: 21, set: { 'hyperscalers.capexAddition': 300, 'hyperscalers.financing': 'debt' } },
  { from: 42, until: 105, set: { 'sovereignFunds.capitalCallRate': 240 } },
];

describe('attribution of a year', () => {
  const remainders: number[] = [];
  for (const [arm, schedule] of [
    ['calm', []],
    ['wave', WAVE],
  ] as const)
    for (const seed of ['1', '2', '3', '4'])
      it(`adds up, ${arm}, seed ${seed}`, () => {
        const kept = run(smallConfiguration({ ticks: 252, seed, schedule }));
        const sums = new Map<string, number>();
        const rests = new Map<string, number>();
        for (const { tick, asset, cause, lnPrice } of kept.attributions) {
          const key = `${asset} ${tick}`;
          sums.set(key, (sums.get(key) ?? 0) + lnPrice);
          if (cause === 'remainder') rests.set(key, lnPrice);
        }
        for (const asset of ASSETS) {
          const prices = [1, ...kept.of(`price.${asset}`)];
          for (const tick of kept.ticks) {
            const move = Math.log(prices[tick] / prices[tick - 1]);
            const key = `${asset} ${tick}`;
            expect(Math.abs((sums.get(key) ?? 0) - move), key).toBeLessThan(1e-12);
            if (Math.abs(move) > 0.01) remainders.push(Math.abs(rests.get(key) ?? 0) / Math.abs(move));
          }
        }
      });

  it('leaves a small remainder of moves over 1 %', () => {
    const [median, tail] = [quantile(remainders, 0.5), quantile(remainders, 0.95)];
    const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;
    record(
      `${remainders.length} moves over 1 %; remainder: median ${percent(median)}, 95 % below ${percent(tail)}, largest ${percent(Math.max(...remainders))}`,
    );
    expect(remainders.length).toBeGreaterThan(1000);
    expect(median).toBeLessThan(0.05);
    expect(tail).toBeLessThan(0.15);
  });
});
