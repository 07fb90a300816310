/** docs/plotting.md names the figures that there are, and columns that results have. */
import { describe, expect, it } from 'vitest';
import { AGENT_KINDS } from '../../agents/index.js';
import { seriesDeclarations } from '../../src/engine/declarations.js';
import { FIGURES } from '../../src/report/figures/index.js';
import { RESULT_TABLES } from '../../src/runner/table-columns.js';
import { pageOf } from './pages.js';

const PAGE = pageOf('docs/plotting.md');

function blocks(language: string): string[] {
  return [...PAGE.matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 'gs'))].map(([, text]) => text);
}

describe('the page on plotting', () => {
  it('names every figure, in the order of the page', () => {
    const named = [...PAGE.matchAll(/^\| `([a-z][\w-]+)` \|/gm)].map(([, name]) => name);
    expect(named).toEqual(FIGURES.map(({ name }) => name));
  });

  it('has examples in Python, R and JavaScript that read columns that there are', () => {
    const columns = new Set([
      ...Object.values(RESULT_TABLES).flatMap((table) => table.columns.map(({ name }) => name)),
      ...seriesDeclarations(AGENT_KINDS).map(({ name }) => name),
    ]);
    const used = [
      ...blocks('python').flatMap((text) => [...text.matchAll(/(?:rows|series|\])\["([^"]+)"\]/g)]),
      ...blocks('r').flatMap((text) => [...text.matchAll(/series\[\["([^"]+)"\]\]/g)]),
      ...blocks('js').flatMap((text) => [...text.matchAll(/\b(?:x|y|y1|y2|fx): "([^"]+)"(?=[,}])/g)]),
    ].map(([, name]) => name);
    expect(used.length).toBeGreaterThan(10);
    expect(used.filter((name) => !columns.has(name) && !/^(p\d\d|median)$/.test(name))).toEqual([]);
    expect(blocks('js').join('\n')).toContain('vl.json');
    for (const language of ['python', 'r', 'js']) expect(blocks(language).join('\n')).toContain('.parquet');
  });
});
