import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { writeClaimsReport } from '../../src/report/claims-report.js';
import { claimRows, claimsFigures } from '../../src/report/figures/claims.js';
import { wholeTable } from '../../src/report/table-rows.js';
import { checkFigure } from './check-figures.js';

const folder = mkdtempSync(join(tmpdir(), 'rqe-claims-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const TABLE = `claim,verdict,because,effect,metric,unit,expected,smallest,value,low,high,state,pairs,missing,ablation,left,leftLow,leftHigh,removed,robustness,draws,fragile,ticks,seeds
drain,supported,,falls,index,%,negative,0.5,-1.5,-1.7,-1.2,holds,64,0,money is away,-0.2,-0.3,-0.1,0.87,0.75,64,false,252,64
drain,supported,,asWell,index,%,equivalent,0.5,0.1,-0.1,0.2,holds,64,0,,,,,,0.75,64,false,252,64
limit,not supported,falls: no effect of interest,either,index,%,either,2,-3,-4,-2.5,holds,64,0,,,,,,0.25,64,true,252,64
later,inconclusive,the engine lacks it,,,,,,,,,,,,,,,,,,,,,
`;
writeFileSync(join(folder, 'claims.csv'), TABLE);
const rows = wholeTable(join(folder, 'claims.csv')) ?? [];

describe('the figure of claims', () => {
  it('turns every effect to where it is expected, in multiples of the smallest that matters', () => {
    const [falls, asWell, either] = claimRows(rows);
    expect(falls).toMatchObject({
      name: 'drain: falls',
      multiple: 3,
      low: 2.4,
      high: 3.4,
      without: 0.4,
      robustness: 75,
    });
    expect(asWell).toMatchObject({ name: 'drain: as well (within ±1)', multiple: 0.2, without: null });
    expect(either).toMatchObject({ multiple: 1.5, low: 1.25, high: 2, robustness: 25 });
    expect(claimRows([{ ...rows[0], effect: 'aiRevenue' }])[0].name).toBe('drain: AI revenue');
    expect(claimRows(rows)).toHaveLength(3);
    expect(claimsFigures([])).toEqual([]);
  });

  it('is legible, and has marks in both panels', async () => {
    const figures = claimsFigures(rows);
    expect(figures.map(({ name, panels }) => [name, panels])).toEqual([['claims', 2]]);
    for (const figure of figures) await checkFigure(figure);
  });

  it('has parts that fit on a page, on one scale, with the effects of a claim together', async () => {
    const many = Array.from({ length: 34 }, (_, claim) =>
      rows
        .slice(0, 2)
        .map((row, effect) => ({ ...row, claim: `claim${claim}`, value: String(-1 - claim - effect) })),
    ).flat();
    const figures = claimsFigures(many);
    expect(figures.map(({ name, rows: own }) => [name, own.length])).toEqual([
      ['claims-1', 34],
      ['claims-2', 34],
    ]);
    for (const figure of figures) await checkFigure(figure);
    const claims = figures.map(({ rows: own }) => new Set(own.map(({ claim }) => claim)));
    expect([...claims[0]].filter((claim) => claims[1].has(claim))).toEqual([]);
    const [first, second] = figures.map(
      ({ specification }) => JSON.stringify(specification).match(/"domain":\[-?[\d.]+,[\d.]+\]/)?.[0],
    );
    expect(first).toBe(second);
  });
});

describe('the report of claims', () => {
  it('has every verdict with its reason, and the figure', async () => {
    writeFileSync(
      join(folder, 'study.json'),
      JSON.stringify({ engineVersion: '0', configurationHash: 'abc', seeds: 64, draws: 64 }),
    );
    const out = join(folder, 'report');
    const { warnings, figures } = await writeClaimsReport(folder, out);
    expect([warnings, figures]).toEqual([[], ['claims']]);
    const page = readFileSync(join(out, 'report.html'), 'utf8');
    expect(page).toContain('Of 3 claims 1 is supported, 1 is not supported and 1 is inconclusive.');
    expect(page).toContain('the engine lacks it');
    expect(page).toContain('25 %, fragile');
    expect(page).toContain('<td>falls: no effect of interest</td>');
    expect(readdirSync(join(out, 'figures'))).toHaveLength(4);
  });

  it('is not drawn from a table that was changed', async () => {
    const files = { 'claims.csv': '0'.repeat(64) };
    writeFileSync(
      join(folder, 'study.json'),
      JSON.stringify({ engineVersion: '0', configurationHash: 'abc', files }),
    );
    const out = join(folder, 'never');
    await expect(writeClaimsReport(folder, out)).rejects.toThrow(
      /claims.csv: is damaged: not as it was written/,
    );
    expect(existsSync(out)).toBe(false);
  });

  it('is called a look with few seeds', async () => {
    const study = { engineVersion: '0', configurationHash: 'abc', seeds: 4, draws: 0 };
    writeFileSync(join(folder, 'study.json'), JSON.stringify(study));
    const out = join(folder, 'look');
    const { warnings } = await writeClaimsReport(folder, out);
    expect(warnings).toEqual(['There are 4 seeds: a look only; a verdict needs 64.']);
    const page = readFileSync(join(out, 'report.html'), 'utf8');
    expect(page).toContain('A look, not verdicts');
    expect(page).toMatch(/<th[^>]*>look<\/th>/);
    expect(page).not.toMatch(/<th[^>]*>verdict<\/th>/);
  });

  it('is not made of a test that is not finished', async () => {
    const begun = join(folder, 'begun');
    mkdirSync(begun);
    await expect(writeClaimsReport(begun, join(begun, 'report'))).rejects.toThrow('not finished');
  });
});
