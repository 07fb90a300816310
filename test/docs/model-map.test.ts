/** docs/model-map.md lists every sentence of the model's sections 5 to 7, and names only files and tests that exist. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pageOf, ROOT } from './pages.js';
import { headingClauses, sectionOf, sentencesOf, tidy } from './sentences.js';

const MODEL = pageOf('docs/model.md');
const MAP = pageOf('docs/model-map.md');
const STATES = /^(done|partly|not done)/;

interface MapRow {
  readonly sentence: string;
  readonly state: string;
  readonly files: readonly string[];
  readonly tests: readonly { readonly name: string; readonly file: string }[];
}

function linksOf(cell: string): { text: string; target: string }[] {
  return Array.from(cell.matchAll(/\[([^\]]+)\]\(\.\.\/([^)]+)\)/g), ([, text, target]) => ({
    text,
    target,
  }));
}

const ROWS: readonly MapRow[] = MAP.split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (sentence|-)/.test(line))
  .map((line) => {
    const cells = line
      .replaceAll('\\|', '∣')
      .split('|')
      .map((cell) => cell.trim().replaceAll('∣', '|'));
    return {
      sentence: tidy(cells[1]),
      state: cells[2],
      files: linksOf(cells[3]).map(({ target }) => target),
      tests: linksOf(cells[4]).map(({ text, target }) => ({ name: text, file: target })),
    };
  });

/** Sentences of a section of the model, its heading's clauses first. */
function saidIn(section: number): string[] {
  return [...headingClauses(MODEL, section), ...sentencesOf(sectionOf(MODEL, section))];
}

describe('the map of the model', () => {
  it('reads what headings say', () => {
    expect(headingClauses(MODEL, 5)).toEqual([]);
    expect(headingClauses(MODEL, 6).length).toBe(2);
    expect(headingClauses(MODEL, 7)).toEqual(['all in the experiment file, none in code']);
  });

  it.each([5, 6, 7])('lists every sentence of section %i', (section) => {
    const listed = new Set(ROWS.map(({ sentence }) => sentence));
    const sentences = saidIn(section);
    expect(sentences.length).toBeGreaterThan(5);
    expect(sentences.filter((sentence) => !listed.has(sentence))).toEqual([]);
  });

  it('lists nothing that the model does not say', () => {
    const said = new Set([5, 6, 7].flatMap(saidIn));
    expect(ROWS.map(({ sentence }) => sentence).filter((sentence) => !said.has(sentence))).toEqual([]);
  });

  it('says of each whether it is done, and by which file and test', () => {
    expect(ROWS.filter(({ state }) => !STATES.test(state))).toEqual([]);
    const done = ROWS.filter(({ state }) => /^(done|partly)/.test(state));
    expect(done.filter(({ files, tests }) => files.length === 0 || tests.length === 0)).toEqual([]);
  });

  it('says at its head how many are not wholly done', () => {
    const words = ['no', 'one', 'two', 'three', 'four', 'five'];
    const open = ROWS.filter(({ state }) => !state.startsWith('done'));
    const head =
      open.length === 0 ? 'Every row is *done*' : `Everything is *done* but for ${words[open.length]} rows`;
    expect(MAP).toContain(head);
  });

  it('gives a reason for what is partly or not done', () => {
    const bare = ROWS.filter(({ state }) => /^(partly|not done)$/.test(state));
    expect(bare).toEqual([]);
  });

  it('names files that exist', () => {
    const files = ROWS.flatMap((row) => [...row.files, ...row.tests.map(({ file }) => file)]);
    expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  });

  it('names tests that exist', () => {
    const missing = ROWS.flatMap(({ tests }) => tests).filter(({ name, file }) => {
      const path = join(ROOT, file);
      return existsSync(path) && !readFileSync(path, 'utf8').includes(name);
    });
    expect(missing).toEqual([]);
  });
});
