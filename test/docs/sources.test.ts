/** What the shipped experiments give as sources can be read here: rows of facts.csv, pages and their sections. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { resolved } from '../engine/economy.js';
import { factRows } from './facts.js';
import { ROOT } from './pages.js';

const KEYS = new Set(factRows().map(({ key }) => key));

interface Source {
  readonly file: string;
  readonly text: string;
}

const FILES = readdirSync(join(ROOT, 'experiments'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.yaml'))
  .sort()
  .map((name) => ({
    file: `experiments/${name}`,
    text: readFileSync(join(ROOT, 'experiments', name), 'utf8'),
  }));

const SOURCES: readonly Source[] = FILES.flatMap(({ file, text }) =>
  Array.from(text.matchAll(/\bsource: "([^"]*)"/g), ([, source]) => ({ file, text: source })),
);

/** What is wrong with a source, of all sources, with its file. */
function faults(wrong: (text: string) => readonly string[], sources = SOURCES): string[] {
  return [...new Set(sources.flatMap(({ file, text }) => wrong(text).map((one) => `${file}: ${one}`)))];
}

/** The first word after `facts:`, and every other word that looks like a key. */
function unknownKeys(text: string): string[] {
  const first = Array.from(text.matchAll(/\bfacts: (\w+)/g), ([, key]) => key);
  const others = text.match(/\b[a-z][a-z0-9]*(?:_[a-z0-9]+)+\b/g) ?? [];
  return [...first, ...others].filter((key) => !KEYS.has(key));
}

function missingPages(text: string): string[] {
  const named = text.match(/[\w/-]+\.(?:md|csv|yaml)\b/g) ?? [];
  return named.filter((path) => !existsSync(join(ROOT, path)));
}

function missingSections(text: string): string[] {
  const named = Array.from(text.matchAll(/(\S+\.md) section (\w+(?:\.\d+)?)/g));
  return named
    .filter(([, path, section]) => {
      const page = readFileSync(join(ROOT, path), 'utf8');
      return !new RegExp(`^#+ ${section.replace('.', '\\.')}\\.? `, 'm').test(page);
    })
    .map(([whole]) => whole);
}

describe('sources', () => {
  it('are found, and faults in them too', () => {
    expect(SOURCES.length).toBeGreaterThan(900);
    expect(unknownKeys('facts: tga, and fed_rmp')).toEqual(['fed_rmp']);
    expect(missingPages('docs/model.md, prototype.md')).toEqual(['prototype.md']);
    const named = 'docs/model.md section 3, docs/model.md section 33, docs/evidence/prototype.md section 6.9';
    expect(missingSections(named)).toEqual([
      'docs/model.md section 33',
      'docs/evidence/prototype.md section 6.9',
    ]);
  });

  it('say why of every assumption and of every neutral value, and how far a number might be off', () => {
    const { parameters } = resolved('base');
    const bare = (source: string): boolean => /^(assumption|neutral):?\s*$/.test(source);
    const wrong = Object.entries(parameters).filter(
      ([, { source, value, range }]) =>
        bare(source ?? '') ||
        (typeof value === 'number' && /^assumption/.test(source ?? '') && range === undefined),
    );
    expect(wrong.map(([name]) => name)).toEqual([]);
  });

  it('name rows of facts.csv that there are', () => {
    expect(faults(unknownKeys)).toEqual([]);
  });

  it('name pages that there are, and their sections', () => {
    expect(faults(missingPages)).toEqual([]);
    expect(faults(missingSections)).toEqual([]);
  });

  it('name pages by their path and section', () => {
    const vague = /\bprototype(?!\.md section)|\b(?:model|facts|prototype),? section/;
    expect(faults((text) => (vague.test(text) ? [text] : []))).toEqual([]);
  });

  it('stand in comments of experiments, rightly', () => {
    const comments = FILES.map(({ file, text }) => ({
      file,
      text: (text.match(/^\s*#.*$/gm) ?? []).join('\n'),
    }));
    const factsNamed = comments.filter(({ text }) => /\bfacts:? \w+_/.test(text));
    expect(factsNamed.length).toBeGreaterThan(2);
    expect(faults(unknownKeys, factsNamed)).toEqual([]);
  });
});
