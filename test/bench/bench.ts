/**
 * `npm run bench`: what the program costs, in one table beside the bars of the project and a stored baseline.
 *
 *   npm run bench                           all parts but the long ones
 *   npm run bench -- base recording         these parts; `all` for every one
 *   npm run bench -- --store                makes the figures the baseline (test/bench/baseline.json)
 *   npm run bench -- --check                exit code 1 if a figure is more than 15 % worse than the baseline
 *   npm run bench -- --json                 all figures as JSON
 *   npm run bench -- --list                 the parts
 *
 * Each part runs in a process of its own, which times the yardstick before and after: ratios to the baseline are those of
 * figures in units of it. The compiled program must be up to date, which `npm run bench` sees to.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readBaseline, storeBaseline } from './baseline.js';
import type { Measured } from './figures.js';
import { PARTS } from './parts/index.js';
import { comparisonRows, printTable, sharedNames, TOLERANCE } from './table.js';
import { yardstick } from './yardstick.js';

/** In a process of its own: measures a part and prints it as JSON. */
async function measureHere(name: string): Promise<void> {
  const { part } = await PARTS[name].load();
  const before = yardstick();
  const figures = await part();
  const measured: Measured = { figures, yardstick: Math.min(before, yardstick()) };
  console.log(JSON.stringify(measured));
}

/** Nothing if the part failed, which has said why. */
function measure(name: string): Measured | undefined {
  process.stderr.write(`${name}: ${PARTS[name].about} …\n`);
  const command = ['--import', 'tsx', fileURLToPath(import.meta.url), '--here', name];
  const { stdout, status } = spawnSync(process.execPath, command, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) return undefined;
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) as string) as Measured;
}

function chosen(names: readonly string[]): string[] {
  const unknown = names.find((name) => name !== 'all' && PARTS[name] === undefined);
  if (unknown !== undefined) {
    console.error(`there is no part '${unknown}'; there are ${Object.keys(PARTS).join(', ')}`);
    process.exit(2);
  }
  return Object.keys(PARTS).filter((name) =>
    names.length === 0 ? PARTS[name].isLong !== true : names.includes(name) || names.includes('all'),
  );
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    store: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    here: { type: 'string' },
  },
});
if (values.here !== undefined) await measureHere(values.here);
else if (values.list)
  for (const [name, { about, isLong }] of Object.entries(PARTS))
    console.log(`${name.padEnd(12)}${about}${isLong ? ' (long: name it)' : ''}`);
else {
  const parts = chosen(positionals);
  const found = parts.map((name) => [name, measure(name)] as const);
  const measured = found.flatMap(([, one]) => one ?? []);
  const rows = comparisonRows(measured, readBaseline());
  if (values.json) console.log(JSON.stringify(rows, null, 2));
  else printTable(rows);
  const failed = found.filter(([, one]) => one === undefined).map(([name]) => name);
  if (failed.length > 0) {
    console.error(`failed: ${failed.join(', ')}`);
    process.exitCode = 1;
  }
  const shared = sharedNames(rows);
  if (shared.length > 0) {
    console.error(`more than one figure is named: ${shared.join(', ')}`);
    process.exitCode = 1;
  }
  const left = Object.keys(PARTS).filter((name) => !parts.includes(name));
  if (left.length > 0) console.error(`not measured: ${left.join(', ')} (name them, or \`all\`)`);
  if (values.store) storeBaseline(measured);
  const worse = rows.filter(({ isRegression }) => isRegression);
  for (const { name, ratio } of worse)
    console.error(`${name}: ${ratio?.toFixed(2)} times the baseline, more than ${TOLERANCE}`);
  if (values.check && worse.length > 0) process.exitCode = 1;
}
