import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { rqe, workFolder } from './small-cli.js';

/** index.broad falls by 1e-5 for every $bn/yr of calls. */
const CLAIM = `title: Calls
extends: base
ticks: 10
seeds: { count: 4, base: a }
arms:
  calm:
  calls: { against: calm, schedule: [{ from: 4, set: { funds.callRate: 300 } }] }
  few: { against: calm, schedule: [{ from: 4, set: { funds.callRate: 100 } }] }
metrics:
  broad: { formula: "100 * last(index.broad)", unit: "%" }
claim:
  sentence: Calls lower the index.
  effects:
    falls: { metric: broad, contrast: calls - calm, expected: negative, smallest: 0.1, reason: test, ablations: { many calls: few - calm } }
  finding: They do.
`;
const MISSING = 'extends: base\nclaim: { sentence: Miners fail., missing: There are no miners. }\n';

function library(): string {
  const folder = workFolder();
  writeFileSync(join(folder, 'library', 'claims', 'calls.yaml'), CLAIM);
  writeFileSync(join(folder, 'library', 'claims', 'miners.yaml'), MISSING);
  writeFileSync(join(folder, 'library', 'claims', 'other.yaml'), CLAIM.replace('Calls lower', 'They lower'));
  return folder;
}

const ONE = ['--workers', '1'];

function table(file: string): Record<string, string>[] {
  return parse(readFileSync(file), { columns: true }) as Record<string, string>[];
}

describe('rqe claims', () => {
  it('takes changes to all files, and says so on its page', async () => {
    const folder = library();
    const out = join(folder, 'changed');
    const { code } = await rqe(folder, 'claims', 'calls', '--set', 'ticks=8', '--out', out, ...ONE);
    expect(code).toBe(0);
    expect(readFileSync(join(out, 'claims.md'), 'utf8')).toContain('rqe claims calls --set ticks=8');
    expect(readFileSync(join(out, 'claims.md'), 'utf8')).not.toContain('They do.');
    const fewer = await rqe(
      folder,
      'claims',
      'calls',
      '--seeds',
      '3',
      '--out',
      join(folder, 'fewer'),
      ...ONE,
    );
    expect(fewer.out).toMatch(/^claim .* look +robust /);
    expect(readFileSync(join(folder, 'fewer/claims.md'), 'utf8')).not.toContain('They do.');
    await rqe(folder, 'claims', 'calls', '--out', join(folder, 'filed'), ...ONE);
    expect(readFileSync(join(folder, 'filed/claims.md'), 'utf8')).toContain('They do.');
    await rqe(folder, 'claims', 'calls', '--seeds', '5', '--out', join(folder, 'more'), ...ONE);
    expect(readFileSync(join(folder, 'more/claims.md'), 'utf8')).not.toContain('They do.');
    await rqe(folder, 'claims', 'calls', '--set', 'fed.rate=4 %', '--out', join(folder, 'rate'), ...ONE);
    expect(readFileSync(join(folder, 'rate/claims.md'), 'utf8')).toContain("--set 'fed.rate=4 %'");
    const wrong = await rqe(folder, 'claims', 'calls', '--set', 'funds.callRte=1', '--out', out, ...ONE);
    expect(wrong).toMatchObject({ code: 2 });
    expect(wrong.err).toContain('funds.callRate');
  });

  it('judges claims, writes the same files for any number of workers, and runs nothing twice', async () => {
    const folder = library();
    const [one, two] = ['one', 'two'].map((name) => join(folder, name));
    const first = await rqe(folder, 'claims', '--out', one, ...ONE, '--json');
    expect(first).toMatchObject({ code: 0 });
    const [calls, miners] = JSON.parse(first.out);
    expect(calls).toMatchObject({ id: 'calls', verdict: 'supported', robustness: null, seeds: 4 });
    expect(calls.effects[0].value).toBeCloseTo(-0.3, 10);
    expect(calls.effects[0].ablations[0]).toMatchObject({ mechanism: 'many calls', state: 'removes' });
    expect(miners).toMatchObject({ verdict: 'not in the engine', because: ['There are no miners.'] });
    await rqe(folder, 'claims', '--out', two, '--workers', '2');
    for (const file of ['claims.csv', 'ablations.csv', 'claims.md', 'study.json'])
      expect(readFileSync(join(two, file), 'utf8')).toBe(readFileSync(join(one, file), 'utf8'));
    expect(readdirSync(one).sort()).toEqual([
      'ablations.csv',
      'claims.csv',
      'claims.md',
      'evaluations',
      'provenance.json',
      'study.json',
    ]);
    const times = () => JSON.parse(readFileSync(join(one, 'provenance.json'), 'utf8')).runSecondsOfClaims;
    expect(times()).toEqual({ calls: expect.any(Number), miners: null, other: calls.runSeconds });
    expect(times().calls).toBeGreaterThan(0);
    const before = times();
    const again = await rqe(folder, 'claims', '--out', one, ...ONE);
    expect(times()).toEqual(before);
    expect(first.err).toMatch(/100 % of all ticks/);
    expect(again.err).not.toMatch(/of all ticks/);
    expect(again.out).toMatch(/4 seeds.*\n.*A look only/);
    expect(readFileSync(join(one, 'claims.md'), 'utf8')).toContain('They do.');
  }, 60_000);

  it('draws parameters, and says in how many draws a claim shows', async () => {
    const folder = library();
    const out = join(folder, 'drawn');
    const { code, out: printed } = await rqe(
      folder,
      'claims',
      'calls',
      '--seeds',
      '2',
      '--robustness',
      '3',
      '--out',
      out,
      ...ONE,
      '--json',
    );
    expect(code).toBe(0);
    expect(JSON.parse(printed)[0]).toMatchObject({ robustness: 1, draws: 3, fragile: false, seeds: 2 });
    expect(table(join(out, 'robustness.csv')).map(({ draw, shows }) => [draw, shows])).toEqual([
      ['1', 'true'],
      ['2', 'true'],
      ['3', 'true'],
    ]);
    expect(readFileSync(join(out, 'claims.md'), 'utf8')).toContain(
      'rqe claims calls --seeds 2 --robustness 3',
    );
  }, 60_000);

  it('adds draws to a scoreboard that is there', async () => {
    const folder = library();
    const [whole, grown] = ['whole', 'grown'].map((name) => join(folder, name));
    const asked = ['claims', 'calls', ...ONE, '--out'];
    await rqe(folder, ...asked, whole, '--robustness', '2');
    await rqe(folder, ...asked, grown);
    const seeds = readdirSync(join(grown, 'evaluations'));
    const { err } = await rqe(folder, ...asked, grown, '--robustness', '2');
    expect(err).toMatch(/16\/16 runs/);
    expect(readdirSync(join(grown, 'evaluations'))).toEqual(expect.arrayContaining(seeds));
    for (const file of ['claims.csv', 'claims.md', 'robustness.csv'])
      expect(readFileSync(join(grown, file), 'utf8')).toBe(readFileSync(join(whole, file), 'utf8'));
    await rqe(folder, ...asked, grown);
    expect(readdirSync(grown)).not.toContain('robustness.csv');
  }, 60_000);

  it('counts failed draws apart, and missing seeds as missing', async () => {
    const folder = library();
    const file = join(folder, 'library', 'claims', 'calls.yaml');
    // 1313 fails in the small engine.
    writeFileSync(file, CLAIM.replace('callRate: 300', 'callRate: 1313'));
    const { out } = await rqe(folder, 'claims', 'calls', '--out', join(folder, 'o'), ...ONE, '--json');
    expect(JSON.parse(out)[0]).toMatchObject({ verdict: 'inconclusive' });
    expect(JSON.parse(out)[0].effects[0]).toMatchObject({ pairs: 0, missing: 4 });
  }, 60_000);

  it('names what it does not know', async () => {
    const folder = library();
    expect(await rqe(folder, 'claims', 'call')).toMatchObject({
      code: 2,
      err: expect.stringContaining("there is no claim 'call'; did you mean 'calls'?"),
    });
    expect((await rqe(folder, 'claims', '--quick', '--seeds', '3')).err).toContain('--quick chooses');
    writeFileSync(join(folder, 'library', 'claims', 'none.yaml'), 'extends: base\n');
    expect((await rqe(folder, 'claims', 'none')).err).toContain("has no key 'claim'");
  });
});
