import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CATALOGUE as ECONOMY } from '../engine/economy.js';
import { writeKnown } from './known-file.js';
import { type Ran, rqe, workFolder } from './small-cli.js';

const EXPERIMENT = `title: Calls and calm
extends: base
seeds: [a, b, c]
record: { attribution: weekly }
arms:
  calm: { description: nothing }
  calls: { against: calm, parameters: { funds.callRate: 300 $bn/yr } }
metrics:
  broadIndex: { series: index.broad, statistic: last, label: broad index }
  cryptoDrawdown: { series: price.crypto, statistic: max drawdown }
`;

let folder: string;
let before: string;
function path(name: string): string {
  return join(folder, name);
}
beforeAll(() => {
  folder = workFolder();
  before = process.cwd();
  process.chdir(folder);
  writeFileSync(path('mine.yaml'), EXPERIMENT);
  writeFileSync(path('odd.yaml'), 'extends: bsae\n');
});
afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true, force: true });
});

describe('rqe run', () => {
  let ran: Ran;
  beforeAll(async () => {
    ran = await rqe(folder, 'run', 'mine.yaml');
  });

  it('ends with tables on standard output and the rest on standard error', () => {
    expect(ran.code).toBe(0);
    expect(ran.out).toMatch(/^Calls and calm\n\n +calm +calls\nruns +3 +3\n/);
    expect(ran.out).toMatch(/\nbroad index +\d\.\d{4} +\d\.\d{4}\ncryptoDrawdown +-\d+\.\d % +-\d+\.\d %\n/);
    expect(ran.out).toMatch(
      /\n\nArms against calm, 3 seeds, seed by seed:\n\nmetric +arm +difference +95 % interval/,
    );
    expect(ran.out).toMatch(/\nbroad index +calls +-0\.\d+ % +-0\.\d+ … -0\.\d+ /);
    expect(ran.err).toMatch(/6\/6 runs, 100 % of all ticks/);
    expect(ran.err).toMatch(/6 of 6 runs completed; completed. Results: results\/mine\n/);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: no colour may be in what is piped on
    expect(ran.out).not.toMatch(/\u001b/);
  });

  it('reports a finished result instead of running it, and refuses another configuration', async () => {
    const again = await rqe(folder, 'run', 'mine.yaml');
    expect(again.code).toBe(0);
    expect(again.out).toBe(ran.out);
    expect(again.err).toMatch(/results\/mine holds this result already/);
    const other = await rqe(folder, 'run', 'mine.yaml', '--set', 'ticks=4');
    expect(other.code).toBe(3);
    expect(other.err).toMatch(/error: results\/mine: holds the result of another configuration/);
    expect((await rqe(folder, 'run', 'mine.yaml', '--set', 'ticks=4', '--out', path('four'))).code).toBe(0);
  });

  it('prints a row an arm if there are more arms than metrics', async () => {
    const arms =
      'arms: { one: {}, two: {}, three: {} }\nmetrics:\n  broadIndex: { series: index.broad, statistic: last }\n';
    writeFileSync(path('three.yaml'), `extends: base\n${arms}`);
    const { out } = await rqe(folder, 'run', 'three.yaml');
    expect(out).toMatch(
      /^three\n\narm +runs +broadIndex\none +2 +1\.\d{4}\ntwo +2 +1\.\d{4}\nthree +2 +1\.\d{4}\n$/,
    );
  });

  it('prints the same as JSON', async () => {
    const { out } = await rqe(folder, 'run', 'mine.yaml', '--json');
    const data = JSON.parse(out);
    expect(data.arms.map(({ arm }: { arm: string }) => arm)).toEqual(['calm', 'calls']);
    expect(data.comparisons[0]).toMatchObject({ arm: 'calls', against: 'calm', pairs: 3 });
  });

  it('takes seeds and resolved files', async () => {
    const one = await rqe(folder, 'run', 'results/mine/configuration.yaml', '--out', path('again'));
    expect(one.code).toBe(0);
    expect(readFileSync(path('again/manifest.json'), 'utf8')).toBe(
      readFileSync(path('results/mine/manifest.json'), 'utf8'),
    );
    await rqe(folder, 'run', 'mine.yaml', '--seed', '12345678901234567890', '--out', path('seeded'));
    expect(readFileSync(path('seeded/runs.csv'), 'utf8')).toMatch(
      /^1,calm,12345678901234567890,completed,40,$/m,
    );
  });

  it('ends with 1 when a run failed, and says why', async () => {
    const failed = await rqe(
      folder,
      'run',
      'mine.yaml',
      '--set',
      'arms.calls.funds.count=13',
      '--out',
      path('failed'),
    );
    expect(failed.code).toBe(1);
    expect(failed.err).toMatch(/failed: run 2 \(arm calls, seed a\): tick 5: no price/);
    expect(failed.out).toMatch(/\nruns +3 +0 of 3\nbroad index +\d\.\d{4} +–\n/);
    expect(failed.out).toMatch(/their means cannot be compared/);
    expect(failed.out).toMatch(/\nbroad index +calls +0 of 3 +– .*too many missing/);
  });

  it('leaves of a failed run the attribution up to its last row', async () => {
    const sums = ['--set', 'record.attribution=3', '--out', path('short')];
    await rqe(folder, 'run', 'mine.yaml', '--set', 'arms.calls.funds.count=13', ...sums);
    const move = ['explain', 'short/manifest.json', '--asset', 'crypto', '--arm', 'calls'];
    expect((await rqe(folder, ...move)).out).toMatch(/^crypto, after tick 0 to tick 3;/);
    const after = await rqe(folder, ...move, '--from', '3');
    expect(after).toMatchObject({ code: 2, out: '' });
    expect(after.err).toMatch(/--from 3: the attribution of this run ends at tick 3/);
    const none = await rqe(folder, 'explain', 'failed', '--asset', 'crypto', '--arm', 'calls');
    expect(none).toMatchObject({ code: 2, out: '' });
    expect(none.err).toMatch(/there is no attribution of this run, which ended at tick 4/);
  });
});

describe('rqe explain', () => {
  it('adds up what moved the price, with the remainder', async () => {
    const { code, out, err } = await rqe(
      folder,
      'explain',
      'results/mine',
      '--asset',
      'crypto',
      '--from',
      '10',
      '--to',
      '30',
      '--json',
    );
    expect([code, err]).toEqual([0, '']);
    const data = JSON.parse(out);
    const lines = readFileSync(path('results/mine/attribution.csv'), 'utf8').trim().split('\n').slice(1);
    const rows = lines
      .map((line) => line.split(','))
      .filter(([run, , , tick]) => run === '1' && Number(tick) > 10 && Number(tick) <= 30);
    const sum = (cause: string) =>
      rows.filter((row) => row[7] === cause).reduce((total, row) => total + Number(row[8]), 0);
    expect(data.rows).toHaveLength(2);
    expect(data.rows.find((row: { kind: string }) => row.kind === 'funds').lnPrice).toBe(sum('capitalCalls'));
    expect(data.rows.find((row: { kind: string }) => row.kind === 'retail').lnPrice).toBeCloseTo(0.08, 12);
    expect(data.remainder).toBeCloseTo(0.004, 12);
    expect(data.total).toBeCloseTo(sum('capitalCalls') + 0.08 + 0.004, 12);
    expect(data.recorded).toBeDefined();
  });

  it('shows a table and says when sums are wider than what was asked', async () => {
    const { out, err } = await rqe(
      folder,
      'explain',
      'results/mine',
      '--asset',
      'crypto',
      '--from',
      '12',
      '--to',
      '13',
      '--arm',
      'calls',
    );
    expect(err).toMatch(/shown is tick 10 to 15/);
    expect(out).toMatch(/^crypto, after tick 10 to tick 15; run 2, arm calls, seed a\n/);
    expect(out).toMatch(/\nretail +trend +\+2\.000\n/);
    expect(out).toMatch(/\nremainder .* \+0\.100\n/);
  });

  it('shows contracts at the last balance before a tick, of all or of one firm', async () => {
    const whole = readFileSync(path('results/mine/contracts.csv'), 'utf8');
    const row = (tick: number, parties: string, amounts: string) =>
      `1,calm,a,${tick},2025-11-01,${parties},computing,${amounts}\n`;
    writeKnown(
      'results/mine',
      'contracts.csv',
      `${whole}${row(10, 'openai,oracle', '300,2,6')}${row(20, 'openai,oracle', '280,3,5.5')}${row(20, 'xai,oracle', '6,1,4')}${row(20, 'meta,coreweave', '14,0.3,6')}`,
    );
    const asked = ['explain', 'results/mine', '--contracts'];
    const { code, out } = await rqe(folder, ...asked, '--to', '25');
    expect(code).toBe(0);
    expect(out).toMatch(/^contracts at tick 20\n/);
    expect(out.indexOf('openai')).toBeLessThan(out.indexOf('meta'));
    const one = JSON.parse((await rqe(folder, ...asked, 'oracle', '--to', '25', '--json')).out);
    expect(one.map(({ debtor }: { debtor: string }) => debtor)).toEqual(['openai', 'xai']);
    writeKnown(
      'results/mine',
      'contracts.csv',
      `${whole}${Array.from({ length: 70 }, (_, i) => row(20, `privateBorrowers ${50 + i},privateCreditFunds 9`, `${i + 1},0.1,6`)).join('')}`,
    );
    const many = await rqe(folder, ...asked, '--to', '25');
    expect(many.out).toMatch(/and 10 more, smaller; --all lists each\n$/);
    expect(
      (await rqe(folder, ...asked, '--to', '25', '--all')).out.match(/^privateBorrowers /gm),
    ).toHaveLength(70);
    const ofKind = await rqe(folder, ...asked, 'privateBorrowers', '--to', '25', '--json');
    expect(JSON.parse(ofKind.out)).toHaveLength(70);
    const ofOne = await rqe(folder, ...asked, 'privateBorrowers 53', '--to', '25', '--json');
    expect(JSON.parse(ofOne.out)).toHaveLength(1);
    writeKnown(
      'results/mine',
      'contracts.csv',
      `${whole}${row(10, 'openai,oracle', '300,2,6')}${row(20, 'openai,oracle', '280,3,5.5')}`,
    );
    const before = JSON.parse((await rqe(folder, ...asked, '--to', '19', '--json')).out);
    expect(before).toEqual([
      {
        tick: 10,
        debtor: 'openai',
        creditor: 'oracle',
        owes: 'computing',
        outstanding: 300,
        perYear: 2,
        years: 6,
      },
    ]);
    writeKnown('results/mine', 'contracts.csv', whole);
    expect((await rqe(folder, ...asked)).out).toBe('No contracts were recorded.\n');
  });

  it('says which firms have contracts, and when the first balance is', async () => {
    const whole = readFileSync(path('results/mine/contracts.csv'), 'utf8');
    writeKnown(
      'results/mine',
      'contracts.csv',
      `${whole}1,calm,a,20,2025-11-01,openai,oracle,computing,300,2,6\n`,
    );
    const asked = ['explain', 'results/mine', '--contracts'];
    expect((await rqe(folder, ...asked, 'orcle')).err).toMatch(
      /'orcle' has no contracts; did you mean 'oracle'\?/,
    );
    expect((await rqe(folder, ...asked, 'xxxxxxxx')).err).toMatch(/; firms: openai, oracle/);
    expect((await rqe(folder, ...asked, '--to', '9')).err).toMatch(/the first balance is at tick 20/);
    writeKnown('results/mine', 'contracts.csv', whole);
  });

  it('takes dates for ticks', async () => {
    const asked = ['explain', 'results/mine', '--asset', 'crypto', '--json'];
    const ticks = await rqe(folder, ...asked, '--from', '10', '--to', '30');
    const dates = await rqe(folder, ...asked, '--from', '2026-01-16', '--to', '2026-02-13');
    expect([dates.code, dates.out]).toEqual([0, ticks.out]);
  });

  it.each([
    [['--asset', 'cripto'], /no attribution of 'cripto'; did you mean 'crypto'\?/],
    [['--asset', 'crypto', '--arm', 'x'], /no run has the arm 'x'; arms: calm, calls/],
    [['--asset', 'crypto', '--seed', 'foo'], /no run has the seed 'foo'; seeds: a, b, c/],
    [['--asset', 'crypto', '--to', 'soon'], /--to: "soon" is no date .*; a whole number is a tick/],
    [['--asset', 'crypto', '--from', '2025-12-01'], /--from 2025-12-01 is before the opening, 2026-01-02/],
    [['--asset', 'crypto', '--from', '9', '--to', '9'], /--to 9 is not after --from 9/],
    [['--asset', 'crypto', '--from', '50'], /--from 50 is not before the end of the run, tick 40/],
    [['--asset', 'crypto', '--to', '99'], /after the end of the run, tick 40/],
    [[], /required option '--asset/],
  ])('%j is refused', async (args, message) => {
    const { code, err } = await rqe(folder, 'explain', 'results/mine', ...args);
    expect(code).toBe(2);
    expect(err).toMatch(message);
  });
});

describe('rqe reproduce', () => {
  it('runs again and finds every file the same', async () => {
    const { code, out } = await rqe(folder, 'reproduce', 'results/mine/manifest.json');
    expect(code).toBe(0);
    expect(out.match(/same +whole$/gm)).toHaveLength(12);
  });

  it('finds what differs', async () => {
    const manifest = JSON.parse(readFileSync(path('results/mine/manifest.json'), 'utf8'));
    manifest.files['series.csv'] = '0'.repeat(64);
    writeFileSync(path('changed.json'), JSON.stringify(manifest));
    const { code, out } = await rqe(folder, 'reproduce', path('changed.json'));
    expect(code).toBe(1);
    expect(out).toMatch(/series.csv +0000000000000000 +[0-9a-f]{16} +DIFFERENT/);
  });

  it.each([
    ['missing', 3, /there is no such result/],
    ['mine.yaml', 3, /there is no such result/],
  ])('%s is refused', async (name, expected, message) => {
    const { code, err } = await rqe(folder, 'reproduce', name);
    expect(code).toBe(expected);
    expect(err).toMatch(message);
  });
});

describe('the other commands', () => {
  it('check resolves without running', async () => {
    const checked = await rqe(folder, 'check', 'mine.yaml', '--set', 'ticks=30', '--workers', '1');
    expect(checked.out).toMatch(/calls +calm +3 +funds.callRate = 300 +0/);
    expect(checked.out).toMatch(
      /6 runs of 30 ticks from 2026-01-02; about \d+ s with 1 workers, about \d+ MB on disk/,
    );
    const resolved = await rqe(folder, 'check', 'mine.yaml', '--resolved');
    expect(resolved.out).toBe(readFileSync(path('results/mine/configuration.yaml'), 'utf8'));
    const json = JSON.parse((await rqe(folder, 'check', 'mine.yaml', '--json')).out);
    expect(json.expected.runs).toBe(6);
  });

  it('list shows experiments, parameters, series and metrics', async () => {
    expect((await rqe(folder, 'list')).out).toMatch(/base +Base +What is there\?\nclaims\/calls +Calls/);
    expect((await rqe(folder, 'list', 'parameters', 'haircut')).out.trim().split('\n')).toHaveLength(3);
    expect(JSON.parse((await rqe(folder, 'list', 'series', '--json')).out)).toHaveLength(3);
    expect((await rqe(folder, 'list', 'statistics')).out).toMatch(/max drawdown/);
    const nothing = await rqe(folder, 'list', 'experiments', 'zzz');
    expect([nothing.code, nothing.out, nothing.err]).toEqual([
      2,
      '',
      expect.stringContaining("contain 'zzz'"),
    ]);
    expect((await rqe(folder, 'list', 'param')).code).toBe(2);
  });

  it('describe explains a parameter, a group, a series and a metric', async () => {
    const { out } = await rqe(folder, 'describe', 'fed.rate');
    expect(out).toMatch(/parameter +fed.rate\nmeaning +policy rate\nunit +per year\n/);
    expect(out).toMatch(/source +test/);
    expect((await rqe(folder, 'describe', 'funds')).out.match(/^parameter/gm)).toHaveLength(4);
    expect(JSON.parse((await rqe(folder, 'describe', 'index.broad', '--json')).out).unit).toBe('index');
    expect((await rqe(folder, 'describe', 'max drawdown')).out).toMatch(/deepest fall/);
    const unknown = await rqe(folder, 'describe', 'fed.rat');
    expect([unknown.code, unknown.err]).toEqual([2, expect.stringMatching(/did you mean 'fed.rate'\?/)]);
  });

  it('lists and describes the metrics of the experiments that come with it', async () => {
    const file = path('library/measured.yaml');
    writeFileSync(
      file,
      `extends: base
metrics:
  calm: { series: index.broad, statistic: last, label: broad index }
  fall: { formula: "100 * last(index.broad)", unit: "%" }
`,
    );
    writeFileSync(path('library/measured-again.yaml'), 'extends: measured\n');
    expect((await rqe(folder, 'list', 'metrics')).out).toMatch(
      /\ncalm +last of index.broad +index +measured, measured-again\nfall +100 \* last\(index.broad\) +% +measured/,
    );
    expect((await rqe(folder, 'describe', 'calm')).out).toMatch(
      /^metric +calm\nlabel +broad index\nis +last of index.broad\nunit +index\nexperiments +measured, measured-again\n/,
    );
    for (const name of ['measured', 'measured-again']) rmSync(path(`library/${name}.yaml`));
  });

  it('says when a file hides an experiment that comes with it', async () => {
    const refused = await rqe(folder, 'new', 'base');
    expect([refused.code, refused.err]).toEqual([
      2,
      expect.stringContaining("'base' comes with the program"),
    ]);
    writeFileSync(path('base.yaml'), 'extends: base\nticks: 9\n');
    expect((await rqe(folder, 'check', 'mine.yaml')).err).toBe(
      "note: mine.yaml:2: extends takes base.yaml, not the 'base' that comes with the program\n",
    );
    expect((await rqe(folder, 'check', 'base')).err).toBe(
      "note: base.yaml is taken, not the 'base' that comes with the program\n",
    );
    rmSync(path('base.yaml'));
    expect((await rqe(folder, 'check', 'mine.yaml')).err).toBe('');
  });

  it('notes changes after the end in the file of the user alone', async () => {
    const library = path('library/base.yaml');
    const base = readFileSync(library, 'utf8');
    writeFileSync(library, `${base}schedule: [{ from: 30, set: { fed.rate: 3 % } }]\n`);
    writeFileSync(path('short.yaml'), 'extends: base\nticks: 9\n');
    expect((await rqe(folder, 'check', 'short.yaml')).err).toBe('');
    expect((await rqe(folder, 'check', 'base', '--set', 'ticks=9')).err).toBe('');
    const own = 'schedule: [{ from: 12, set: { fed.rate: 3 % } }]\n';
    writeFileSync(path('short.yaml'), `extends: base\nticks: 9\n${own}`);
    expect((await rqe(folder, 'check', 'short.yaml')).err).toMatch(
      /^note: short.yaml:3: the change at tick 12/,
    );
    writeFileSync(library, base);
  });

  it('balance prints what every kind holds and owes', async () => {
    const { out } = await rqe(folder, 'balance', 'mine.yaml', '--arm', 'calls');
    expect(out).toMatch(/deposits +-1500 +1500\ncrypto +21 +21\nnet worth +-1500 +1521 +21\n/);
    expect((await rqe(folder, 'balance', 'mine.yaml', '--arm', 'callz')).err).toMatch(
      /did you mean 'calls'\?/,
    );
  });

  it('new writes a file and does not replace one', async () => {
    expect((await rqe(folder, 'new', 'fresh')).out).toBe('fresh.yaml\n');
    expect(existsSync(path('fresh.yaml'))).toBe(true);
    expect((await rqe(folder, 'new', 'fresh')).code).toBe(2);
  });

  it('schema accepts what the program accepts', async () => {
    const schema = JSON.parse((await rqe(folder, 'schema')).out);
    expect(schema.$schema).toMatch(/draft-07/);
    const text = JSON.stringify(schema);
    expect(text).toMatch(/"fed.purchases"/);
    expect(text).toMatch(/policy rate \(per year, -0.01 \/yr to 0.2 \/yr\)/);
    expect(schema.additionalProperties).toBe(false);
  });

  it.each([
    [['run', 'nowhere.yaml'], 2, /there is no experiment 'nowhere.yaml'; 'rqe list' shows/],
    [['check', 'library'], 2, /'library' is a folder/],
    [['check', 'bas'], 2, /there is no experiment 'bas'; did you mean 'base'\?/],
    [['check', 'odd.yaml'], 2, /odd.yaml:1:10: extends: no file 'bsae'; .*; did you mean 'base'\?/],
    [['run', 'base', '--out', ''], 2, /--out is empty/],
    [['query', 'results/mine', '--csv', '--json'], 2, /cannot be used with/],
    [['claims', 'foo'], 2, /there is no claim 'foo'; claims: calls/],
    [['replicate', 'foo'], 2, /there is no replication 'foo'; replications: /],
    [['balance', 'mine.yaml', '--arm', 'foo'], 2, /there is no arm 'foo'; arms: calm, calls/],
    [['validate', '--set', 'ticks=30'], 2, /--set ticks=30 has no effect: .*--ticks/],
    [['rnu'], 2, /unknown command 'rnu'\n\(Did you mean run\?\)/],
    [
      ['run', 'mine.yaml', '--sed', '3'],
      2,
      /unknown option '--sed'\n\(Did you mean one of --seed, --set\?\)/,
    ],
    [['run', 'mine.yaml', '--workers', '0'], 2, /expected a whole number from 1/],
    [['batch', 'mine.yaml', '--seeds', '1000001'], 2, /expected a whole number from 1 to 1000000/],
    [['batch', 'mine.yaml', '--seed', 'a', '--until-width', 'broad=1'], 2, /does not go with --until-width/],
    [['validate', '--seed', '1', '--seeds', '2'], 2, /--seed names all seeds: it does not go with --seeds/],
    [['replicate', '--seed', '1', '--seeds', '2'], 2, /--seed names all seeds: it does not go with --seeds/],
    [['run'], 2, /missing required argument 'file'/],
    [
      ['run', 'mine.yaml', '--set', 'fed.rat=3'],
      2,
      /--set fed.rat=3: fed.rat: unknown parameter; did you mean 'fed.rate'/,
    ],
    [[], 2, /Usage: rqe/],
    [['--version'], 0, /^$/],
  ])('%j ends with %i', async (args, code, message) => {
    const ran = await rqe(folder, ...args);
    expect(ran.code).toBe(code);
    expect(ran.err).toMatch(message);
  });

  it('says where a file is wrong', async () => {
    writeFileSync(path('wrong.yaml'), 'extends: base\nparameters:\n  fed.rate: 4 $bn\n');
    const { code, err, out } = await rqe(folder, 'run', 'wrong.yaml');
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(
      /^error: wrong.yaml:3:13: fed.rate: '4 \$bn' has the wrong unit; expected an annual rate/,
    );
  });

  it('says no default twice', async () => {
    const { out } = await rqe(folder, '--help');
    const commands = [...out.matchAll(/^ {2}(\w+) .*\[options\]/gm)].map(([, name]) => name);
    expect(commands).toContain('validate');
    for (const name of commands)
      expect((await rqe(folder, name, '--help')).out.replace(/\s+/g, ' ')).not.toMatch(
        /\(default[^)]*\) \(default/,
      );
  });

  it('gives examples of names that there are', async () => {
    const { out } = await rqe(folder, 'describe', '--help');
    const examples = /for instance ([\w.]+), ([\w.]+), or a\s+group\s+such\s+as\s+(\w+)/.exec(out);
    const [, parameter, series, group] = examples ?? [];
    expect(ECONOMY.parameterNames()).toContain(parameter);
    expect(ECONOMY.seriesNames()).toContain(series);
    expect(ECONOMY.groupNames()).toContain(group);
  });

  it('has a short help with examples', async () => {
    const { code, out } = await rqe(folder, '--help');
    expect(code).toBe(0);
    expect(out).toMatch(/Examples:/);
    expect(out.split('\n').length).toBeLessThan(60);
  });
});
