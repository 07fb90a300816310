/** Puts the figures of a long test into `docs/long-tests.md` if RECORD=1, and prints them in any case. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const PAGE = join(import.meta.dirname, '../../docs/long-tests.md');

export function record(test: string, result: string): void {
  process.stdout.write(`\n${test}: ${result}\n`);
  if (process.env.RECORD !== '1') return;
  const row = `| ${test} | ${result} |`;
  const lines = readFileSync(PAGE, 'utf8').split('\n');
  const at = lines.findIndex((line) => line.split('|')[1]?.trim() === test);
  if (at >= 0) lines[at] = row;
  else lines.splice(lines.findLastIndex((line) => line.startsWith('|')) + 1, 0, row);
  writeFileSync(PAGE, lines.join('\n'));
}
