import { existsSync } from 'node:fs';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take ten seconds and more, the longest first: what starts last would otherwise run alone on one core. */
const LONGEST = [
  'properties/parameters',
  'readme',
  'report/figures',
  'report/report',
  'cli/compiled',
  'cli/replicate',
  'cli/studies',
  'cli/interrupt',
  'experiment/shipped',
  'docs/plotting-examples',
].map((name) => `/test/${name}.test.ts`);

const missing = LONGEST.filter((name) => !existsSync(new URL(`..${name}`, import.meta.url)));
if (missing.length > 0) throw new Error(`test/longest-first.ts names files that are not there: ${missing}`);

function place({ moduleId }: TestSpecification): number {
  const at = LONGEST.findIndex((name) => moduleId.endsWith(name));
  return at < 0 ? LONGEST.length : at;
}

/** Starts the files of `LONGEST` before all others, which keep the order that Vitest gives them. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.sort((a, b) => place(a) - place(b));
  }
}
