import { describe, expect, it } from 'vitest';
import { AGENT_KINDS } from '../../agents/index.js';
import { KindNames, seriesLabel, words } from '../../src/report/names.js';

describe('names', () => {
  it('are words', () => {
    expect(
      ['bankLending', 'aiBuilders', 'neoclouds.recovery', 'capital call', 'fed', 'coreweave', 'xai'].map(
        words,
      ),
    ).toEqual([
      'Bank lending',
      'AI builders',
      'Neoclouds recovery',
      'Capital call',
      'Fed',
      'CoreWeave',
      'xAI',
    ]);
    expect(
      ['price.crypto', 'yield.treasuryBonds', 'index.broad', 'spread.highYieldBonds', 'waterLevel'].map(
        seriesLabel,
      ),
    ).toEqual(['Crypto', 'Treasury bonds yield', 'Broad index', 'HY bonds spread', 'Water level']);
  });

  it('of kinds are their labels', () => {
    const names = new KindNames(AGENT_KINDS);
    expect([names.of('insurers'), names.of('unheardOf')]).toEqual(['Insurers and pensions', 'Unheard of']);
  });
});
