import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { readDataPackage } from '../../src/runner/data-package.js';
import { rqe, workFolder } from './small-cli.js';

const METRICS = `metrics:
  broad: { series: index.broad, statistic: last }
  crypto: { series: price.crypto, statistic: max }
`;

const SENSITIVITY = `extends: base
ticks: 10
arms:
  calm:
  calls: { against: calm, schedule: [{ from: 4, set: { funds.callRate: 300 } }] }
${METRICS}sensitivity:
  parameters:
    funds.callRate: { from: 0, to: 1000 }
    funds.count: { from: 11, to: 12 }
  trajectories: 3
  rows: 4
`;

/** index.broad falls by 1e-5 for every $bn/yr of calls, and hangs on nothing else that is varied. */
const CALIBRATION = `extends: base
ticks: 10
seeds: [a]
${METRICS}calibration:
  parameters:
    funds.callRate: { from: 0, to: 2000 }
  targets:
    - { metric: broad, value: VALUE, tolerance: 0.001 }
  population: 4
  generations: 14
  precision: 0.05
`;

/** One thread: starting another takes longer than these runs. */
const ONE = ['--workers', '1'];

function tableOf(file: string): Record<string, string>[] {
  return parse(readFileSync(file), { columns: true }) as Record<string, string>[];
}

/** All files below a folder by path. */
function contents(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && entry.name !== 'provenance.json',
  );
  return Object.fromEntries(
    files
      .map(({ parentPath, name }) => join(parentPath, name))
      .sort()
      .map((path) => [path.slice(folder.length), readFileSync(path, 'utf8')]),
  );
}

/** Every table of a study is described: every column has a meaning, and every number a unit and its nature. */
function expectDescribed(folder: string): void {
  const { resources } = readDataPackage(folder);
  const tables = readdirSync(folder).filter((name) => name.endsWith('.csv'));
  expect(resources.map(({ path }) => path).sort()).toEqual(tables.sort());
  for (const { name, path, schema, hash } of resources) {
    const bytes = readFileSync(join(folder, path));
    expect(hash).toBe(`sha256:${createHash('sha256').update(bytes).digest('hex')}`);
    const [header, ...rows] = parse(bytes) as string[][];
    expect(schema.fields.map((field) => field.name)).toEqual(header);
    for (const [
      column,
      { name: field, type, description, quantity, unit, constraints },
    ] of schema.fields.entries()) {
      expect(description, `${name}.${field}`).toBeTruthy();
      if (type !== 'number' && type !== 'integer') continue;
      expect(quantity, `${name}.${field}`).toBeTruthy();
      if (type === 'number') expect(unit, `${name}.${field}`).toBeTruthy();
      for (const row of rows)
        if (constraints?.required) expect(row[column], `${name}.${field}`).toMatch(/^-?\d/);
    }
  }
}

describe('rqe sensitivity', () => {
  it('screens parameters, writes the same files for any number of workers, and keeps what was run', async () => {
    const folder = workFolder();
    const file = join(folder, 'study.yaml');
    writeFileSync(file, SENSITIVITY);
    const [one, two] = ['one', 'two'].map((name) => join(folder, name));
    const first = await rqe(folder, 'sensitivity', file, '--out', one, '--workers', '1', '--json');
    expect(first).toMatchObject({ code: 0 });
    await rqe(folder, 'sensitivity', file, '--out', two, '--workers', '2');
    expect(contents(one)).toEqual(contents(two));
    const { engine } = JSON.parse(readFileSync(join(one, 'provenance.json'), 'utf8'));
    expect(engine).toEqual({ version: '0' });
    const rows = tableOf(join(one, 'sensitivity.csv'));
    const effects = rows.filter(({ metric, index }) => metric === 'broad' && index === 'mean effect');
    expect(effects.map(({ arm, against, parameter }) => [arm, against, parameter])).toEqual([
      ['calm', '', 'funds.callRate'],
      ['calm', '', 'funds.count'],
      ['calls', '', 'funds.callRate'],
      ['calls', '', 'funds.count'],
      ['calls', 'calm', 'funds.callRate'],
      ['calls', 'calm', 'funds.count'],
    ]);
    expect(Number(effects[0].estimate)).toBeCloseTo(-0.01, 12);
    expect(effects.slice(1, 4).map(({ estimate }) => Math.abs(Number(estimate)))).toEqual([0, 0, 0]);
    const evaluations = tableOf(join(one, 'evaluations.csv'));
    expect(evaluations).toHaveLength(3 * 3 * 2 * 2);
    const again = await rqe(folder, 'sensitivity', file, '--out', one, '--json');
    expect(again.out).toBe(first.out);
    // Nothing is run again.
    expect(first.err).toMatch(/100 % of all ticks/);
    expect(again.err).not.toMatch(/of all ticks/);
    expect(readdirSync(one).sort()).toEqual([
      'datapackage.json',
      'evaluations',
      'evaluations.csv',
      'provenance.json',
      'sensitivity.csv',
      'study.json',
    ]);
    expectDescribed(one);
    const asked = await rqe(folder, 'query', one, 'select count(*) as n from evaluations', '--csv');
    expect(asked).toMatchObject({ code: 0, out: 'n\n36\n' });
  });

  it('is announced by rqe check', async () => {
    const folder = workFolder();
    const file = join(folder, 'study.yaml');
    writeFileSync(
      file,
      `${SENSITIVITY}${CALIBRATION.slice(CALIBRATION.indexOf('calibration'))}`.replace('VALUE', '1'),
    );
    const { code, out } = await rqe(folder, 'check', file);
    expect(code).toBe(0);
    expect(out).toContain('Sensitivity (morris): 2 parameters, 9 points, 36 runs.\n');
    expect(out).toContain('Calibration: 1 parameter to 1 target, at most 14 generations of 4 candidates.\n');
  });

  it('gives Sobol indices, and no verdict when many runs fail', async () => {
    const folder = workFolder();
    const file = join(folder, 'study.yaml');
    writeFileSync(file, SENSITIVITY.replace('to: 12', 'to: 14').replace('ticks: 10', 'ticks: 4'));
    const good = await rqe(
      folder,
      'sensitivity',
      file,
      '--out',
      join(folder, 'good'),
      '--method',
      'sobol',
      ...ONE,
    );
    expect(good.code).toBe(0);
    expect(good.out).toMatch(/parameter +first order +total\nfunds\.callRate .*\nfunds\.count/);
    // Thirteen funds fail at tick 5.
    writeFileSync(file, SENSITIVITY.replace('to: 12', 'to: 13'));
    const bad = await rqe(
      folder,
      'sensitivity',
      file,
      '--out',
      join(folder, 'bad'),
      '--method',
      'sobol',
      ...ONE,
    );
    expect(bad).toMatchObject({ code: 0 });
    expect(bad.err).toMatch(/No verdict: failed runs cost up to \d+\.\d % of what an estimate needs/);
    const used = tableOf(join(folder, 'bad', 'sensitivity.csv')).map(({ used, missing }) =>
      [used, missing].map(Number),
    );
    for (const [left, gone] of used) expect(left + gone).toBe(4);
    expect(used.some(([, gone]) => gone > 0)).toBe(true);
  });

  it('refuses a folder with something else, and another study without --force', async () => {
    const folder = workFolder();
    const file = join(folder, 'study.yaml');
    writeFileSync(file, SENSITIVITY);
    const taken = await rqe(folder, 'sensitivity', file, '--out', join(folder, 'library'));
    expect(taken).toMatchObject({ code: 3 });
    expect(taken.err).toMatch(/holds something else/);
    const out = join(folder, 'out');
    const shorter = ['sensitivity', file, '--out', out, '--trajectories', '2', ...ONE];
    await rqe(folder, ...shorter);
    writeFileSync(join(out, 'mine.txt'), 'stays');
    const other = await rqe(folder, ...shorter, '--seeds', '1');
    expect(other).toMatchObject({ code: 3 });
    expect(other.err).toMatch(/another configuration.*--force/);
    expect(await rqe(folder, ...shorter, '--seeds', '1', '--force')).toMatchObject({ code: 0 });
    expect(tableOf(join(out, 'evaluations.csv'))).toHaveLength(2 * 3 * 2);
    expect(readFileSync(join(out, 'mine.txt'), 'utf8')).toBe('stays');
    for (const [options, message] of [
      [['--rows', '4'], /--rows goes with the method sobol; this study is by morris/],
      [['--method', 'sobol', '--trajectories', '2'], /--trajectories goes with the method morris/],
      [['--seed', 'a', '--seeds', '2'], /--seed names all seeds: it does not go with --seeds/],
    ] as const) {
      const refused = await rqe(folder, 'sensitivity', file, ...options);
      expect(refused).toMatchObject({ code: 2 });
      expect(refused.err).toMatch(message);
    }
    writeFileSync(file, 'extends: base\n');
    const none = await rqe(folder, 'sensitivity', file);
    expect(none).toMatchObject({ code: 2 });
    expect(none.err).toMatch(/no key `sensitivity`/);
  });
});

describe('rqe calibrate', () => {
  /** What calls of 700 $bn/yr make of the index. */
  async function target(): Promise<number> {
    const folder = workFolder();
    const truth = join(folder, 'truth.yaml');
    writeFileSync(
      truth,
      `extends: base\nticks: 10\nseeds: [a]\nparameters: { funds.callRate: 700 }\n${METRICS}`,
    );
    await rqe(folder, 'run', truth, '--out', join(folder, 'truth'), ...ONE);
    return Number(tableOf(join(folder, 'truth', 'metrics.csv'))[0].broad);
  }
  const known = target();

  async function calibrationFile(folder: string): Promise<string> {
    const file = join(folder, 'fit.yaml');
    writeFileSync(file, CALIBRATION.replace('VALUE', String(await known)));
    return file;
  }

  it('finds the parameter that made the target, with its standard error and a file that runs', async () => {
    const folder = workFolder();
    const file = await calibrationFile(folder);
    const out = join(folder, 'fit');
    const { code, out: text } = await rqe(folder, 'calibrate', file, '--out', out, '--json', ...ONE);
    expect(code).toBe(0);
    const { parameters, targets, end } = JSON.parse(text);
    expect(end).toBe('precision reached');
    expect(Math.abs(parameters[0].value - 700)).toBeLessThan(40);
    // A tolerance of 0.001 at a slope of 1e-5; one seed tells nothing of the noise.
    expect(parameters[0].standardError).toBeCloseTo(100, 6);
    expect(parameters[0].identified).toBe(true);
    expect(Math.abs(targets[0].gap)).toBeLessThan(0.4);
    const search = tableOf(join(out, 'search.csv'));
    expect(search.length % 4).toBe(0);
    expectDescribed(out);
    const check = await rqe(
      folder,
      'run',
      join(out, 'calibrated.yaml'),
      '--out',
      join(folder, 'check'),
      ...ONE,
    );
    expect(check.code).toBe(0);
    const rows = tableOf(join(folder, 'check', 'metrics.csv'));
    const mean = rows.reduce((sum, { broad }) => sum + Number(broad), 0) / rows.length;
    expect(mean).toBeCloseTo(targets[0].moment, 12);
  });

  it('says which parameters the targets do not identify, in the table and the files', async () => {
    const folder = workFolder();
    const file = await calibrationFile(folder);
    const open = join(folder, 'open.yaml');
    // A tolerance of 1 against a slope of 1e-5 over a range of 2,000: an error of 50 ranges.
    writeFileSync(open, readFileSync(file, 'utf8').replace('tolerance: 0.001', 'tolerance: 1'));
    const out = join(folder, 'open');
    const {
      code,
      out: text,
      err,
    } = await rqe(folder, 'calibrate', open, '--out', out, '--generations', '2', ...ONE);
    expect(code).toBe(0);
    expect(text).toMatch(/funds\.callRate .* not identified/);
    expect(err).toContain('Not identified: funds.callRate. The standard error is above half the range');
    const [row] = tableOf(join(out, 'parameters.csv'));
    expect(row).toMatchObject({ standardError: '', identified: 'false' });
    expect(readFileSync(join(out, 'calibrated.yaml'), 'utf8')).toContain('which do not identify it');
    expectDescribed(out);
  });

  it('marks a count at an end of its range', async () => {
    const folder = workFolder();
    const file = await calibrationFile(folder);
    const text = readFileSync(file, 'utf8');
    const range = /funds\.callRate: \{[^}]*\}/;
    expect(text).toMatch(range);
    // What the small model does hangs on no count below 13: the first candidate is the best one.
    for (const [ends, atEnd] of [
      ['{ from: 9, to: 10 }', 'true'],
      ['{ from: 2, to: 12 }', 'false'],
    ]) {
      writeFileSync(file, text.replace(range, `funds.count: ${ends}`));
      const out = join(folder, atEnd);
      await rqe(folder, 'calibrate', file, '--out', out, '--generations', '1', ...ONE);
      const [row] = tableOf(join(out, 'parameters.csv'));
      expect([row.parameter, row.atEnd]).toEqual(['funds.count', atEnd]);
    }
  });

  it('does not replace a search by one that ends earlier', async () => {
    const folder = workFolder();
    const file = await calibrationFile(folder);
    const out = join(folder, 'fit');
    await rqe(folder, 'calibrate', file, '--out', out, '--generations', '8', ...ONE);
    const before = contents(out);
    const text = readFileSync(file, 'utf8');
    for (const [generations, precision] of [
      ['1', '0.05'],
      ['8', '0.2'],
    ]) {
      writeFileSync(file, text.replace('precision: 0.05', `precision: ${precision}`));
      const asked = ['--generations', generations, '--out', out, ...ONE];
      const { code, err } = await rqe(folder, 'calibrate', file, ...asked);
      expect([code, err]).toEqual([
        3,
        expect.stringMatching(
          /holds a search of 8 generations; this one ends after [1-9] and would replace it/,
        ),
      ]);
      expect(contents(out)).toEqual(before);
    }
    writeFileSync(file, text);
    const forced = await rqe(
      folder,
      'calibrate',
      file,
      '--out',
      out,
      '--generations',
      '1',
      '--force',
      ...ONE,
    );
    expect(forced.code).toBe(0);
  });

  it('goes on after being killed, and with more generations, as if nothing had happened', async () => {
    const folder = workFolder();
    const file = await calibrationFile(folder);
    const whole = join(folder, 'whole');
    await rqe(folder, 'calibrate', file, '--out', whole, '--generations', '1', ...ONE);
    await rqe(folder, 'calibrate', file, '--out', whole, '--generations', '2', ...ONE);
    const killed = join(folder, 'killed');
    const entry = fileURLToPath(new URL('./small-process.ts', import.meta.url));
    const args = [
      '--import',
      'tsx',
      entry,
      folder,
      'calibrate',
      file,
      '--out',
      killed,
      '--generations',
      '2',
      ...ONE,
    ];
    // Slow enough to be killed in its second generation.
    const child = spawn(process.execPath, [...args, '--set', 'funds.notice=40'], { stdio: 'ignore' });
    const ended = new Promise((done) => child.once('exit', done));
    const firstBlock = join(killed, 'evaluations', 'generation-1.json');
    while (!existsSync(firstBlock) && child.exitCode === null) await new Promise((go) => setTimeout(go, 20));
    child.kill('SIGKILL');
    await ended;
    expect(child.signalCode).toBe('SIGKILL');
    expect(existsSync(join(killed, 'search.csv'))).toBe(false);
    const resumed = await rqe(
      folder,
      'calibrate',
      file,
      '--out',
      killed,
      '--generations',
      '2',
      '--set',
      'funds.notice=40',
      ...ONE,
    );
    expect(resumed.code).toBe(0);
    const files = ['search.csv', 'parameters.csv', 'targets.csv'];
    for (const name of files) expect(contents(killed)[`/${name}`]).toBe(contents(whole)[`/${name}`]);
  });

  it('refuses evaluations of other points', async () => {
    const folder = workFolder();
    const file = await calibrationFile(folder);
    const out = join(folder, 'fit');
    await rqe(folder, 'calibrate', file, '--out', out, '--generations', '1', ...ONE);
    const block = join(out, 'evaluations', 'generation-1.json');
    writeFileSync(block, readFileSync(block, 'utf8').replace('"rows":[[', '"rows":[[1,'));
    const { code, err } = await rqe(folder, 'calibrate', file, '--out', out, '--generations', '1', ...ONE);
    expect(code).toBe(3);
    expect(err).toMatch(/speaks of other points/);
    rmSync(block);
    expect((await rqe(folder, 'calibrate', file, '--out', out, '--generations', '1', ...ONE)).code).toBe(0);
  });
});
