/** The examples of docs/reading-results.md in Python and R, where those are installed, find what the program itself found. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { makeSmall, rqe } from '../report/small-results.js';
import { blocksOf, runScript, where, works } from './interpreters.js';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const PAGE = 'docs/reading-results.md';
const python = works('python3', '-c', 'import pandas');
const pyarrow = works('python3', '-c', 'import pandas, pyarrow');
const r = works('Rscript', '-e', '1');
const arrow = works('Rscript', '-e', 'library(arrow)');
const withPandas = where(PAGE, python, 'pandas');
const withPyarrow = where(PAGE, pyarrow, 'pyarrow');
const withR = where(PAGE, r, 'R');
const withArrow = where(PAGE, arrow, 'R with arrow');

const folder = mkdtempSync(join(tmpdir(), 'rqe-reading-'));
const result = join(folder, 'results', 'fed-rate-moves');
beforeAll(() => {
  if (!python && !r) return;
  makeSmall('fed-rate-moves', result, 3, 'ticks=42');
  rqe('export', result, '--parquet');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What `rqe batch` wrote of the effect of each arm on crypto. */
function compared(): { arm: string; difference: number; standardError: number }[] {
  const text = readFileSync(join(result, 'comparison.csv'), 'utf8');
  const data: Record<string, string>[] = parse(text, { columns: true });
  return data
    .filter(({ metric, against }) => metric === 'crypto' && against === 'hold')
    .map(({ arm, difference, standardError }) => ({
      arm,
      difference: Number(difference),
      standardError: Number(standardError),
    }));
}

/** Numbers of the first printed line that begins with a word. */
function numbersOf(printed: string, word: string): number[] {
  const line = printed.split('\n').find((each) => each.trim().startsWith(`${word} `));
  return (line ?? '').trim().split(/\s+/).slice(1).map(Number);
}

function expectEffects(printed: string): void {
  const effects = compared();
  expect(effects.length).toBe(9);
  for (const { arm, difference, standardError } of effects) {
    const [mean, error] = numbersOf(printed, arm);
    expect([arm, mean]).toEqual([arm, expect.closeTo(difference, 4)]);
    expect([arm, error]).toEqual([arm, expect.closeTo(standardError, 4)]);
  }
}

withPandas('pandas finds the paired differences that the program found', () => {
  const printed = runScript(folder, 'python3', 'reading.py', blocksOf(PAGE, 'python')[0]);
  expectEffects(printed);
  expect(printed).toContain('policyRate');
});

withR('R finds the paired differences that the program found', () => {
  const printed = runScript(folder, 'Rscript', 'reading.R', blocksOf(PAGE, 'r')[0]);
  expectEffects(printed);
  expect(printed).toContain('Paired t-test');
});

/** The expression at the end of the page's sentence on copies, in its language. */
function expressionOf(pattern: RegExp): string {
  const found = pattern.exec(readFileSync(join(import.meta.dirname, '../..', PAGE), 'utf8'));
  if (found === null) throw new Error(`${PAGE} does not say how copies are read`);
  return found[0];
}

withPyarrow('pandas reads the same numbers from the copies', () => {
  const parquet = expressionOf(/pd\.read_parquet\([^`]+\)(?=`)/);
  const script = `
import pandas as pd
folder = "results/fed-rate-moves"
copy = ${parquet}
plain = pd.read_csv(f"{folder}/series.csv", dtype={"seed": str}, float_precision="round_trip")
assert list(copy.columns) == list(plain.columns) and len(copy) == len(plain)
numbers = copy.select_dtypes("number").columns
assert len(numbers) > 10 and copy[numbers].eq(plain[numbers]).all().all()
`;
  runScript(folder, 'python3', 'copies.py', script);
});

withArrow('R reads the same numbers from the copies', () => {
  const parquet = expressionOf(/arrow::read_parquet\([^`]+\)(?=`)/);
  const script = `
folder <- "results/fed-rate-moves"
copy <- ${parquet}
plain <- read.csv(file.path(folder, "series.csv"), check.names = FALSE)
stopifnot(names(copy) == names(plain), all.equal(copy[["index.broad"]], plain[["index.broad"]], tolerance = 1e-14))
`;
  runScript(folder, 'Rscript', 'copies.R', script);
});

it('says how copies are read', () => {
  expect(expressionOf(/pd\.read_parquet\([^`]+\)(?=`)/)).toContain('series.parquet');
  expect(expressionOf(/arrow::read_parquet\([^`]+\)(?=`)/)).toContain('series.parquet');
});
