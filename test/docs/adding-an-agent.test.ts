/** The example of docs/adding-an-agent.md: taken from the page, compiled, run. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AGENT_KINDS } from '../../agents/index.js';
import type { AgentKind } from '../../src/agent-kind.js';
import { type EconomyOptions, runEconomy } from '../model/small-economy.js';
import { ROOT } from './pages.js';

const TICKS = 20;
const PAGE = readFileSync(join(ROOT, 'docs/adding-an-agent.md'), 'utf8');
const VALUES = { 'cryptoTreasuries.purchases': 0, 'cryptoTreasuries.largestDrawdown': 0.3 };

/** The first block of TypeScript. */
function blockOf(page: string): string {
  const block = /```ts\n([\s\S]*?)```/.exec(page);
  if (block === null) throw new Error('the page has no TypeScript');
  return block[1];
}

/** The block with the imports of a file in `agents/` made absolute. */
function example(): string {
  return blockOf(PAGE).replaceAll("from '../src/", `from '${ROOT.replaceAll('\\', '/')}/src/`);
}

const folder = mkdtempSync(join(tmpdir(), 'adding-an-agent-'));
const file = join(folder, 'crypto-treasuries.ts');
let kind: AgentKind;

beforeAll(async () => {
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
  writeFileSync(file, example());
  ({ cryptoTreasuries: kind } = await import(/* @vite-ignore */ pathToFileURL(file).href));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(purchases: number, more: EconomyOptions = {}) {
  const set = { ...VALUES, 'cryptoTreasuries.purchases': purchases, ...more.set };
  return runEconomy(TICKS, { news: true, ...more, set, kinds: [...AGENT_KINDS, kind] });
}

describe('the example of the page on adding an agent', () => {
  it('compiles', () => {
    const configuration = {
      extends: join(ROOT, 'tsconfig.json'),
      compilerOptions: { types: [], rootDir: '/' },
      files: [file, join(ROOT, 'src/maths/seedrandom-lib.d.ts')],
      include: [],
    };
    const path = join(folder, 'tsconfig.json');
    writeFileSync(path, JSON.stringify(configuration));
    const typescript = dirname(createRequire(import.meta.url).resolve('typescript/package.json'));
    const compiler = spawnSync(process.execPath, [join(typescript, 'bin/tsc'), '-p', path], {
      encoding: 'utf8',
    });
    expect(compiler.stdout + compiler.stderr).toBe('');
  });

  it('is formatted, and its imports are sorted, as `npm run check` wants it', () => {
    const biome = join(
      dirname(createRequire(import.meta.url).resolve('@biomejs/biome/package.json')),
      'bin/biome',
    );
    const check = spawnSync(
      process.execPath,
      [biome, 'check', '--write', '--stdin-file-path=agents/crypto-treasuries.ts'],
      { cwd: ROOT, encoding: 'utf8', input: blockOf(PAGE) },
    );
    expect(check.stderr).toBe('');
    expect(check.stdout).toBe(blockOf(PAGE));
  });

  it('buys crypto, and its books balance', () => {
    const buying = run(500);
    // Checked by the run itself every tick; the series shows by how much.
    expect(Math.max(...buying.series('books.imbalance'))).toBeLessThan(1e-9);
    expect(buying.last('cryptoTreasuries.crypto')).toBeGreaterThan(0.5 * ((500 * TICKS) / 252));
    expect(buying.last('price.crypto')).toBeGreaterThan(run(0).last('price.crypto'));
    const causes = buying.attribution.filter((row) => row.kind === 'cryptoTreasuries');
    expect(causes.map(({ cause }) => cause)).toContain('deployment');
  });

  it('stops after a drawdown', () => {
    const fallen = { schedule: [{ from: 2, until: 8, set: { 'news.shock.crypto': -20 } }] };
    const none = { ...fallen, set: { 'cryptoTreasuries.largestDrawdown': 0.01 } };
    const flow = (more: EconomyOptions) => run(500, more).world.column('cryptoTreasuries.money')[0];
    expect(flow({})).toBeGreaterThan(0);
    expect(flow(none)).toBe(0);
  });

  it('leaves the draws of all others as they were', () => {
    const without = runEconomy(TICKS, { news: true }).world;
    const buying = run(500).world;
    for (const name of ['demand.earningsNews', 'demand.ownTaste'] as const) {
      const before = [...without.column(name)];
      expect([...buying.column(name)].slice(0, before.length)).toEqual(before);
    }
    expect(buying.scalars.get('rateNews')).toBe(without.scalars.get('rateNews'));
    const [idle, other] = [run(0), runEconomy(TICKS, { news: true })];
    for (const name of ['price.crypto', 'index.equity', 'yield.treasuryBonds', 'fundingSpread'])
      expect(idle.series(name)).toEqual(other.series(name));
  });

  it('has the values in base.yaml that the page gives', () => {
    for (const { name } of kind.parameters) expect(PAGE).toContain(`${name.split('.')[1]}: { value: `);
  });
});
