import { describe, expect, it } from 'vitest';
import { AGENT_KINDS } from '../../agents/index.js';
import { startWorld } from '../../src/engine/start.js';
import { KindNames, seriesLabel, words } from '../../src/report/names.js';
import { SMALL_POPULATION, smallConfiguration } from '../engine/economy.js';

describe('names', () => {
  it('are words', () => {
    expect(['bankLending', 'aiBuilders', 'neoclouds.recovery', 'capital call', 'fed'].map(words)).toEqual([
      'Bank lending',
      'AI builders',
      'Neoclouds recovery',
      'Capital call',
      'Fed',
    ]);
    expect(['price.crypto', 'index.broad', 'spread.highYieldBonds', 'waterLevel'].map(seriesLabel)).toEqual([
      'Crypto',
      'Broad index',
      'HY bonds spread',
      'Water level',
    ]);
  });

  it('of agents follow the rows of the books', () => {
    const world = startWorld(smallConfiguration(), AGENT_KINDS);
    const names = new KindNames(AGENT_KINDS);
    const count = (kind: string) => SMALL_POPULATION[`population.${kind}`];
    const named = (kind: string) => {
      const { first, count: size } = world.rowsOf(kind);
      return Array.from({ length: size }, (_, index) => names.agent(kind, first + index, count));
    };
    expect(named('fed')).toEqual(['Fed']);
    expect(named('neoclouds').slice(0, 2)).toEqual(['Coreweave', 'Crusoe']);
    expect(named('neoclouds').at(-1)).toBe('Fluidstack');
    expect(named('insurers')[0]).toBe('Insurers and pensions 1');
    expect(names.agent('neoclouds', 0, count)).toBe('Neoclouds, row 0');
    expect(names.of('unheardOf')).toBe('Unheard of');
  });
});
