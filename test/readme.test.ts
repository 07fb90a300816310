/** The commands of the README do what it says, and so does the package in an empty folder. */
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'rqe-readme-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function fences(language: string): string[] {
  return [...README.matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 'gs'))].map(([, text]) => text);
}

const COMMANDS = fences('sh')
  .flatMap((text) => text.split('\n'))
  .map((line) => line.replace(/\s+#.*/, '').trim())
  .filter((line) => line !== '');

/** What makes a command of the README short; the rest of it stays as it is written. */
const FEW = [
  'ticks=200',
  'population.retail=60',
  'population.hedgeFunds=20',
  'population.assetManagers=20',
  'population.insurers=20',
  'population.sovereignFunds=8',
].flatMap((set) => ['--set', set]);

/** A batch reaches just beyond the fork of its arms. */
function shortened(args: readonly string[]): readonly string[] {
  if (args[0] === 'run') return [...args, ...FEW, ...(args.length > 2 ? ['--out', 'other'] : [])];
  if (args[0] !== 'batch') return args;
  return [...args, ...FEW.map((arg) => arg.replace('ticks=200', 'ticks=24')), '--seeds', '2'];
}

/** Commands of npm that install, test or run everything; what they start is tested by itself. */
const WHOLE = ['npm ci && npm start', 'npm ci && npm test'];

function shell(command: string, args: readonly string[], cwd = folder) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  return { code: status, out: stdout, err: stderr };
}

const rqe = (...args: string[]) => shell(process.execPath, [join(ROOT, 'dist/rqe/main.js'), ...args]);

describe('the README', () => {
  beforeAll(() => cpSync(join(ROOT, 'experiments'), join(folder, 'experiments'), { recursive: true }));

  it('has commands', () => {
    expect(COMMANDS.length).toBeGreaterThan(8);
    for (const command of COMMANDS)
      expect(WHOLE.includes(command) || command.startsWith('npx rqe '), command).toBe(true);
  });

  it.each(WHOLE)('%s names scripts that there are', (command) => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    expect(Object.keys(scripts)).toContain(command.split(' ').at(-1));
  });

  it.each(COMMANDS.filter((command) => !WHOLE.includes(command)))('%s', (command) => {
    const args = command.split(/\s+/).slice(2);
    if (args[0] === 'validate') {
      // Its runs take minutes; the command itself is tested with a small model.
      expect(rqe('validate', '--help').code).toBe(0);
      return;
    }
    const short = shortened(args);
    const { code, out, err } = rqe(...short);
    expect([code, err.match(/^error.*/gm)], err).toEqual([0, null]);
    expect(out.length).toBeGreaterThan(10);
  });

  it.each(fences('yaml').map((text, index) => [index + 1, text] as const))(
    'example %i is an experiment',
    (index, text) => {
      writeFileSync(join(folder, `example-${index}.yaml`), text);
      expect(rqe('check', `example-${index}.yaml`)).toMatchObject({ code: 0, err: '' });
    },
  );

  it('links to files that there are', () => {
    const links = [...README.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, path]) => path);
    expect(links.length).toBeGreaterThan(5);
    for (const path of links) expect(existsSync(join(ROOT, path)), path).toBe(true);
  });
});

describe('the package', () => {
  const empty = mkdtempSync(join(tmpdir(), 'rqe-package-'));
  afterAll(() => rmSync(empty, { recursive: true, force: true }));

  it('runs from an empty folder', () => {
    const packed = shell('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', empty], ROOT);
    expect(packed.code, packed.err).toBe(0);
    const [{ filename }] = JSON.parse(packed.out) as { filename: string }[];
    expect(shell('tar', ['xzf', filename], empty).code).toBe(0);
    // The dependencies of this checkout stand for an installation, so that no network is needed.
    symlinkSync(join(ROOT, 'node_modules'), join(empty, 'package', 'node_modules'));
    const main = join(empty, 'package', 'dist/rqe/main.js');
    const listed = shell(process.execPath, [main, 'list'], empty);
    expect(listed.out).toContain('bathtub-sweep');
    const few = FEW.map((arg) => arg.replace('ticks=200', 'ticks=3'));
    const ran = shell(process.execPath, [main, 'run', 'base', ...few], empty);
    expect(ran.code, ran.err).toBe(0);
    expect(readdirSync(join(empty, 'results/base'))).toContain('series.csv');
  });

  it('ships neither tests nor sources, but all that it reads', () => {
    const list = shell('npm', ['pack', '--dry-run', '--ignore-scripts', '--json'], ROOT);
    const paths = (JSON.parse(list.out) as { files: { path: string }[] }[])[0].files.map(({ path }) => path);
    expect(paths.filter((path) => /^(src|test|agents|results)\//.test(path))).toEqual([]);
    for (const path of [
      'dist/rqe/main.js',
      'dist/rqe/worker.js',
      'experiments/base.yaml',
      'README.md',
      'LICENSE',
    ])
      expect(paths).toContain(path);
  });
});
