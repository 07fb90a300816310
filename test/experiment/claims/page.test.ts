import { describe, expect, it } from 'vitest';
import type { ResolvedClaim } from '../../../src/experiment/claims/claim.js';
import { parseContrast } from '../../../src/experiment/claims/contrast.js';
import { measureClaim } from '../../../src/experiment/claims/measure.js';
import { claimsPage, shownNumber } from '../../../src/experiment/claims/page.js';
import {
  ablationsTable,
  claimsTable,
  robustnessTable,
  scoreClaim,
} from '../../../src/experiment/claims/scoreboard.js';
import { Resampling } from '../../../src/experiment/comparison/resampling.js';

const METRIC = { name: 'index', unit: '%', final: true, compare: 'difference', needs: [] } as const;
const CLAIM: ResolvedClaim = {
  sentence: 'A | falls.',
  finding: 'It\n  falls.',
  effects: [
    {
      name: 'falls',
      metric: METRIC,
      contrast: parseContrast('wave - calm') ?? [],
      expected: 'negative',
      smallest: 1,
      reason: 'test',
      ablations: [{ mechanism: 'margins', contrast: parseContrast('off - calm') ?? [], decides: true }],
    },
  ],
};
const SHIFTS: Record<string, number> = { calm: 0, wave: -2, off: -0.5 };
const valuesOf = (arm: string) => Array.from({ length: 16 }, (_, seed) => seed + SHIFTS[arm]);

function scored(id: string, claim: ResolvedClaim, draws: number[][]) {
  const measured = measureClaim(claim, valuesOf, new Resampling('test'));
  const seeds = Array.from({ length: 16 }, (_, seed) => String(seed));
  return scoreClaim({ id, claim, experiment: { ticks: 252, seeds } } as never, measured, draws);
}

const MISSING = scored('miners', { sentence: 'Miners fail.', missing: 'no miners', effects: [] }, []);
const FALL = scored('fall', CLAIM, [[-3], [0], [0], [0], [Number.NaN]]);

describe('the scoreboard', () => {
  it('has a row an effect, an ablation, a draw', () => {
    const [head, fall, missing] = claimsTable([FALL, MISSING]);
    const row = Object.fromEntries(head.map((name, i) => [name, fall[i]]));
    expect(row).toMatchObject({
      claim: 'fall',
      verdict: 'supported',
      value: -2,
      low: -2,
      high: -2,
      left: -0.5,
    });
    expect(row).toMatchObject({
      removed: 0.75,
      draws: 4,
      drawsMissing: 1,
      fragile: 'true',
      seeds: 16,
      missing: 0,
    });
    expect(missing.slice(0, 4)).toEqual(['miners', 'not in the engine', 'no miners', '']);
    expect(missing).toHaveLength(head.length);
    expect(ablationsTable([FALL])[1]).toEqual([
      'fall',
      'falls',
      '%',
      'margins',
      'true',
      -2,
      -0.5,
      -0.5,
      -0.5,
      0.75,
      'removes',
      16,
      0,
    ]);
    const draws = robustnessTable([FALL])
      .slice(1)
      .map(([, , , draw, value, shows]) => [draw, value, shows]);
    expect(draws).toEqual([
      [1, -3, 'true'],
      [2, 0, 'false'],
      [3, 0, 'false'],
      [4, 0, 'false'],
      [5, '', 'no value'],
    ]);
  });

  it('is a page with a table, what was switched off, and what came out', () => {
    const page = claimsPage([FALL, MISSING], {
      engineVersion: '1+ab',
      engineCommit: '0123456789abcdef0123456789abcdef01234567 with changes',
      command: 'rqe claims',
      seeds: 16,
      seedNames: 'a/1 to a/16',
      draws: 5,
      isAsFiled: true,
    });
    expect(page).toContain(
      'Made by `rqe claims` with engine 1+ab, commit 0123456789ab with changes, 16 seeds (a/1 to a/16), 5 draws',
    );
    expect(page).toContain('2 claims: 1 supported, 0 not supported, 0 inconclusive, 1 not in the engine.');
    expect(page).toContain(
      '| [fall](#fall) | falls | −2.00 % | −2.00 … −2.00 | < −1.00 | −0.500 | 75 % | __supported__ | 25 % of 4, fragile |',
    );
    expect(page).toContain(
      '### fall\n\n*A \\| falls.*\n\nsupported\n\n- falls without: margins: −0.500 % left, 75 % removed\n\nIt falls.',
    );
    expect(page).toContain('not in the engine: no miners');
    expect(page).toMatch(/^\| claim \|.* removed \| look \| robust \|$/m);
    expect(page).not.toContain('Findings are left out');
  });

  it('leaves findings out where the runs are others than those they were written of', () => {
    const making = {
      engineVersion: '1',
      command: 'rqe claims',
      seeds: 64,
      seedNames: 'a',
      draws: 0,
      isAsFiled: false,
    };
    const page = claimsPage([FALL], making);
    expect(page).not.toContain('It falls.');
    expect(page).toContain('Findings are left out: ');
    expect(page).toMatch(/^\| claim \|.* removed \| verdict \| robust \|$/m);
    expect(page).toContain('1 claim: 1 supported');
  });

  it('shows three figures', () => {
    expect([1234, 0.000001234, -0.0123, 0, Number.NaN].map(shownNumber)).toEqual([
      '1234',
      '0.00000123',
      '−0.0123',
      '0.00',
      '–',
    ]);
  });
});
