import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';

/** Modules that a file loads at once: not those of `import()` and not types. */
function staticImports(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/^import (?!type )(?:[^;]*? from )?'([^']+)';/gms)].map((match) => match[1]);
}

it('loads nothing heavy for --help', () => {
  const packages = new Set<string>();
  const files = new Set<string>();
  const visit = (file: string) => {
    if (files.has(file)) return;
    files.add(file);
    for (const name of staticImports(file))
      if (name.startsWith('.')) visit(join(dirname(file), name.replace(/\.js$/, '.ts')));
      else packages.add(name);
  };
  visit(join(import.meta.dirname, '../../src/main.ts'));
  expect([...packages].filter((name) => !name.startsWith('node:')).sort()).toEqual([
    'commander',
    'picocolors',
  ]);
  const loaded = [...files].filter((file) => /src\/(engine|experiment|runner|market|ledger)\//.test(file));
  expect(
    loaded.filter((file) => !/(runner\/compilation|runner\/file-error|engine\/version)\.ts$/.test(file)),
  ).toEqual([]);
});
