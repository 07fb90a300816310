/** docs/long-tests.md has a row for every file of long tests, and says of which date and commit it is. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rowsOf, withRow } from '../long/long-tests-page.js';
import { pageOf, ROOT } from './pages.js';

const FOLDER = join(ROOT, 'test/long');
const NAMES = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.test.ts'))
  .map((file) => file.replace(/\.test\.ts$/, ''));
const PAGE = pageOf('docs/long-tests.md');

describe('the page on long tests', () => {
  it('has a row for every file, and for nothing else', () => {
    expect(
      rowsOf(PAGE)
        .map(([name]) => name)
        .sort(),
    ).toEqual([...NAMES].sort());
  });

  it('says when and with which sources, or that there is no record yet', () => {
    for (const [name, date, sources, result] of rowsOf(PAGE)) {
      expect(result, name).not.toBe('');
      if (date === '–') expect(sources, name).toBe('–');
      else {
        expect(date, name).toMatch(/^\d{4}-\d\d-\d\d$/);
        expect(sources, name).toMatch(/^([0-9a-f]{7,}(, changed)?|\d+\.\d+\.\d+\S*)$/);
      }
    }
  });

  it('says what each file does', () => {
    for (const name of NAMES) expect(PAGE).toContain(`- **${name}**: `);
  });

  it.each(NAMES)('%s records its own row', (name) => {
    const text = readFileSync(join(FOLDER, `${name}.test.ts`), 'utf8');
    expect(text).toContain(`recordFile('${name}')`);
  });

  it('gets a row in the place of the old one', () => {
    const row = ['fuzz', '2026-01-02', '0123abc', 'a|b'];
    const once = withRow(PAGE, row);
    expect(rowsOf(once).find(([name]) => name === 'fuzz')?.[3]).toBe('a\\|b');
    expect(rowsOf(once).length).toBe(rowsOf(PAGE).length);
    expect(rowsOf(withRow(PAGE, ['new', ...row.slice(1)])).length).toBe(rowsOf(PAGE).length + 1);
  });
});
