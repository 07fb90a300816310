import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AGENT_KINDS } from '../../agents/index.js';
import { PUBLISHED_MODELS } from '../../agents/replications/index.js';
import { parameterDeclarations } from '../../src/engine/declarations.js';
import { publishedParameters } from '../../src/engine/published-world.js';
import { anchorOf, PAGES, pageOf, ROOT } from './pages.js';

/** Links outside code, without those to other sites. */
function linksOf(text: string): string[] {
  const prose = text.replace(/```[\s\S]*?```/g, '').replace(/`[^`\n]*`/g, '');
  return Array.from(prose.matchAll(/\]\(([^)\s]+)\)/g), ([, target]) => target).filter(
    (target) => !/^[a-z]+:/.test(target),
  );
}

function headings(text: string): string[] {
  return Array.from(text.matchAll(/^#+ (.*)$/gm), ([, heading]) => anchorOf(heading));
}

function broken(page: string, text: string): string[] {
  return linksOf(text).filter((link) => {
    const [target, anchor] = link.split('#');
    const path = target === '' ? page : posix.join(posix.dirname(page), target);
    if (!existsSync(join(ROOT, path))) return true;
    if (anchor === undefined || statSync(join(ROOT, path)).isDirectory()) return false;
    return !headings(readFileSync(join(ROOT, path), 'utf8')).includes(anchor);
  });
}

describe('the pages', () => {
  it('are found, with their links', () => {
    expect(PAGES.length).toBeGreaterThan(12);
    expect(linksOf(pageOf('README.md')).length).toBeGreaterThan(8);
    expect(broken('docs/a.md', '[x](nowhere.md) [y](#nothing) [z](model.md)')).toEqual([
      'nowhere.md',
      '#nothing',
    ]);
  });

  it.each(PAGES.map(({ path, text }) => [path, text] as const))('%s has no broken link', (path, text) => {
    expect(broken(path, text)).toEqual([]);
  });

  it('name no command that there is not', () => {
    const known = readdirSync(join(ROOT, 'src/cli/commands')).map((file) => file.replace(/\.ts$/, ''));
    const used = PAGES.flatMap(({ text }) =>
      Array.from(text.matchAll(/\brqe ([a-z]+)/g), ([, name]) => name),
    );
    expect(used.length).toBeGreaterThan(10);
    expect([...new Set(used)].filter((name) => !known.includes(name))).toEqual([]);
  });

  it('set no parameter that there is not, in their commands', () => {
    const all = [...parameterDeclarations(AGENT_KINDS), ...PUBLISHED_MODELS.flatMap(publishedParameters)];
    const declared = new Set(all.map(({ name }) => name));
    const other = /^(ticks|record\.\w+|seeds|calendar\.\w+|arms\..*)$/;
    const set = PAGES.flatMap(({ text }) =>
      Array.from(text.matchAll(/--set "?([\w.]+)=/g), ([, name]) => name),
    );
    expect(set.length).toBeGreaterThan(2);
    expect(set.filter((name) => !declared.has(name) && !other.test(name) && name !== 'path')).toEqual([]);
  });

  it('say where a named thing stands, rightly', () => {
    const named = PAGES.flatMap(({ path, text }) =>
      Array.from(
        text.matchAll(/`([A-Za-z_]+)`(?: and `([A-Z_]+)`)? in\s+\[([^\]]+)\]\(([^)]+)\)/g),
        (match) => ({
          names: [match[1], match[2]].filter((name) => name !== undefined),
          file: posix.join(posix.dirname(path), match[4]),
        }),
      ),
    );
    expect(named.length).toBeGreaterThan(8);
    const wrong = named.flatMap(({ names, file }) => {
      const text = readFileSync(join(ROOT, file), 'utf8');
      return names
        .filter((name) => !new RegExp(`\\b${name}\\b`).test(text))
        .map((name) => `${name} in ${file}`);
    });
    expect(wrong).toEqual([]);
  });
});

describe('the page on adding an asset', () => {
  it.each(['treasuryBonds', 'highYieldBonds', 'softwareEquity', 'crypto'])(
    'names every parameter of %s',
    (asset) => {
      const page = pageOf('docs/adding-an-asset.md');
      const own = /^(opening\.(fed|treasury|banks)|hyperscalers\..*)$/;
      const groups = parameterDeclarations(AGENT_KINDS)
        .map(({ name }) => name)
        .filter((name) => name.endsWith(`.${asset}`))
        .map((name) => name.slice(0, -asset.length - 1));
      expect(groups.length).toBeGreaterThan(10);
      expect(groups.filter((group) => !page.includes(`\`${group}\``) && !own.test(group))).toEqual([]);
    },
  );
});
