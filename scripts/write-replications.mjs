// Runs all replications and writes their tables into docs/replications.md: `node scripts/write-replications.mjs`.
// What stands outside the marks of a table is written by hand and stays.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const page = join(root, 'docs', 'replications.md');
const { ENGINE_VERSION, engineText } = await import(
  pathToFileURL(join(root, 'dist/src/engine/version.js')).href
);
const { commit } = JSON.parse(readFileSync(join(root, 'dist/rqe/commit.json'), 'utf8'));
const engine = engineText({ engineVersion: ENGINE_VERSION, engineCommit: commit });

function number(value) {
  if (value === null) return '–';
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size < 1e-4 || size >= 1e7) return value.toExponential(1);
  return String(Number(value.toPrecision(6)));
}

function tolerance({ published, band }) {
  if (band === null) return '–';
  const [low, high] = band;
  if (high === null) return low === Number.MIN_VALUE ? 'above 0' : `from ${number(low)}`;
  if (low === null) return `to ${number(high)}`;
  if (
    published !== null &&
    Math.abs(published - (low + high) / 2) <= 1e-12 * Math.max(1, Math.abs(published))
  )
    return `± ${number((high - low) / 2)}`;
  return `${number(low)} to ${number(high)}`;
}

function obtained({ obtained, standardError }) {
  if (standardError === null || obtained === null) return number(obtained);
  return `${Number(obtained.toPrecision(4))} ± ${Number(standardError.toPrecision(2))}`;
}

/** The lines between the marks of a model. */
function table({ name, seeds, ticks, rows }) {
  const head =
    '| quantity | arm | published | obtained | tolerance | verdict | from |\n|---|---|---:|---:|---:|---|---|';
  const cell = (text) => String(text).replaceAll('|', '\\|');
  const lines = rows.map((row) => {
    const unit = row.unit === '' ? '' : ` ${row.unit}`;
    const verdict = row.verdict === 'miss' ? `off by ${number(row.distance)}` : row.verdict;
    const cells = [
      row.quantity,
      row.arm,
      number(row.published),
      `${obtained(row)}${unit}`,
      tolerance(row),
      verdict,
      row.source,
    ];
    return `| ${cells.map(cell).join(' | ')} |`;
  });
  const passed = rows.filter(({ verdict }) => verdict === 'pass').length;
  const judged = rows.filter(({ verdict }) => verdict !== 'shown').length;
  const runs = `${ticks} ticks, ${seeds.length === 1 ? 'one seed' : `${seeds.length} seeds (${seeds[0]} to ${seeds.at(-1)})`}`;
  return `\`rqe replicate ${name}\`: ${passed} of ${judged} rows hold; ${engine}, ${runs}.\n\n${head}\n${lines.join('\n')}`;
}

const folder = mkdtempSync(join(tmpdir(), 'rqe-replications-'));
const { stdout, stderr, status } = spawnSync(
  process.execPath,
  [join(root, 'dist/src/main.js'), 'replicate', '--json', '--out', folder],
  { encoding: 'utf8', maxBuffer: 1 << 28 },
);
rmSync(folder, { recursive: true, force: true });
if (status !== 0 && status !== 1) throw new Error(stderr);

let text = readFileSync(page, 'utf8');
for (const report of JSON.parse(stdout)) {
  const marks = new RegExp(`(<!-- table: ${report.name} -->\n)[\\s\\S]*?(<!-- end -->)`);
  if (!marks.test(text)) throw new Error(`docs/replications.md has no table of ${report.name}`);
  text = text.replace(marks, (_, open, end) => `${open}${table(report)}\n${end}`);
}
writeFileSync(page, text);
