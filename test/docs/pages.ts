/** The pages of this repository that people read. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

export interface Page {
  /** From the root of the repository. */
  readonly path: string;
  readonly text: string;
}

function pagesBelow(folder: string): string[] {
  if (!existsSync(join(ROOT, folder))) return [];
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return pagesBelow(path);
    return entry.name.endsWith('.md') ? [path] : [];
  });
}

export const PAGES: readonly Page[] = [
  'README.md',
  'CHANGELOG.md',
  'results/README.md',
  ...pagesBelow('docs'),
].map((path) => ({
  path,
  text: readFileSync(join(ROOT, path), 'utf8'),
}));

export function pageOf(path: string): string {
  const page = PAGES.find((one) => one.path === path);
  if (page === undefined) throw new Error(`there is no page ${path}`);
  return page.text;
}

/** Anchor that the heading gets on the usual hosts. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[`*]/g, '')
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');
}
