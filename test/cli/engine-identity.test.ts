/** The fingerprint in the version of the engine: of the code that decides results, and of nothing else. */
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engineFingerprint } from '../../scripts/engine-identity.mjs';
import { engineText, releaseOf } from '../../src/engine/version.js';

const ROOT = join(import.meta.dirname, '../..');
const root = mkdtempSync(join(tmpdir(), 'rqe-identity-'));
const dist = (file: string) => join(root, 'dist', file);
const isCode = (path: string) => !/\.(map|d\.ts)$/.test(path);
let built: string;

beforeAll(async () => {
  for (const folder of ['src', 'agents'])
    cpSync(join(ROOT, 'dist', folder), dist(folder), { recursive: true, filter: isCode });
  cpSync(join(ROOT, 'package.json'), join(root, 'package.json'));
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'));
  built = await engineFingerprint(root);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** The fingerprint with an edit of a compiled file, which is then taken back. */
async function edited(file: string, edit: (text: string) => string): Promise<string> {
  const text = readFileSync(dist(file), 'latin1');
  expect(edit(text)).not.toBe(text);
  writeFileSync(dist(file), edit(text), 'latin1');
  const found = await engineFingerprint(root);
  writeFileSync(dist(file), text, 'latin1');
  return found;
}

describe('the fingerprint of the engine', () => {
  it('is that of the build, in whatever folder', () => {
    const version = readFileSync(join(ROOT, 'dist/src/engine/version.js'), 'utf8');
    expect(version).toContain(`+${built}'`);
    expect(built).toMatch(/^[0-9a-f]{8}$/);
  });

  it('changes with what decides results', async () => {
    const called = (text: string) => text.replace('* world.dt', '* 2 * world.dt');
    const found = [
      await edited('agents/fed.js', called),
      await edited('src/runner/row-file.js', (text) => text.replace('COMMA = 44', 'COMMA = 59')),
      await edited('src/market/market-kernel.wasm', (bytes) => `${bytes}\0`),
    ];
    expect(new Set([built, ...found]).size).toBe(1 + found.length);
  });

  it('does not change with comments, line endings, the command line and reports', async () => {
    const comment = (text: string) => `// A comment.\n${text}`.replaceAll('\n', '\r\n');
    for (const file of ['src/cli/program.js', 'src/report/write-report.js'])
      writeFileSync(dist(file), `${readFileSync(dist(file), 'utf8')}\nconsole.log('x');\n`);
    expect(await edited('agents/fed.js', comment)).toBe(built);
    expect(await edited('src/engine/version.js', (text) => text.replace(built, '01234567'))).toBe(built);
  });
});

describe('the engine in words', () => {
  it('names the version, and the commit where it is known', () => {
    expect(engineText({ engineVersion: '1.2.3+ab' })).toBe('engine 1.2.3+ab');
    expect(engineText({ engineVersion: '1.2.3+ab', engineCommit: `${'0123456789'.repeat(4)}` })).toBe(
      'engine 1.2.3+ab, commit 012345678901',
    );
    expect(releaseOf('1.2.3+ab')).toBe('1.2.3');
  });
});
