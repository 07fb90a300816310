/** The parts of the page that are words and tables. */
import { headlines } from '../headlines.js';
import { decimalsFor, pText, shortUnit, signed, thousands } from '../number-text.js';
import type { ComparisonRow, Result } from '../result.js';
import { escaped, section, type TableCell, tableHtml } from './html.js';

/** Comparisons that the page shows as a table; comparison.csv has them all. */
const MOST_COMPARED = 120;
const SHORT_HASH = 16;

function paragraph(text: string | undefined, label = '', kind = ''): string {
  if (text === undefined) return '';
  const before = label === '' ? '' : `<strong>${label}</strong> `;
  return `<p${kind === '' ? '' : ` class="${kind}"`}>${before}${escaped(text)}</p>\n`;
}

export function introduction({ description, manifest, arms }: Result): string {
  const seeds = new Set(manifest.runs.map(({ seed }) => seed)).size;
  const completed = manifest.runs.filter(({ status }) => status === 'completed').length;
  const count = (number: number, what: string) => `${thousands(number)} ${what}${number === 1 ? '' : 's'}`;
  const facts = [
    `${count(arms.length, 'arm')} × ${count(seeds, 'seed')}`,
    `${thousands(completed)} of ${count(manifest.runs.length, 'run')} completed`,
    `${count(description.ticks, 'tick')} from ${description.start}`,
    `engine ${manifest.engineVersion}`,
  ];
  return [
    `<h1>${escaped(description.title)}</h1>\n`,
    paragraph(description.question, '', 'lead'),
    paragraph(description.expectation, 'Expected before the runs:'),
    paragraph(facts.join(' · '), '', 'facts'),
  ].join('');
}

export function warningsHtml(warnings: readonly string[], allClear: string): string {
  if (warnings.length === 0)
    return allClear === '' ? '' : `<p class="facts" id="warnings">${escaped(allClear)}</p>\n`;
  const list = warnings.map((warning) => `<li>${escaped(warning)}</li>`).join('\n');
  return `<div class="warnings" id="warnings"><h2>Warnings</h2><ul>${list}</ul></div>\n`;
}

function comparisonTable(result: Result): string {
  const labels = new Map(result.description.metrics.map(({ name, label }) => [name, label]));
  const compared = result.comparison();
  const metrics = [...new Set(compared.map(({ metric }) => metric))];
  const shown = metrics
    .flatMap((name) => compared.filter(({ metric }) => metric === name))
    .slice(0, MOST_COMPARED);
  const heads = [
    'metric',
    'arm',
    'against',
    'difference',
    '95 % interval',
    'pairs',
    'p',
    'Holm p',
    'verdict',
  ];
  const right = (text: string): TableCell => ({ text, right: true });
  const rows = shown.map((row: ComparisonRow, index): TableCell[] => {
    const decimals = decimalsFor(row.high - row.low);
    const isNew = shown[index - 1]?.metric !== row.metric;
    const isClear = row.verdict === 'raised' || row.verdict === 'lowered';
    return [
      { text: isNew ? (labels.get(row.metric) ?? row.metric) : '' },
      { text: row.arm, whole: true },
      { text: row.against, whole: true },
      right(`${signed(row.difference, decimals)} ${shortUnit(row.unit)}`.trimEnd()),
      right(`${signed(row.low, decimals)} … ${signed(row.high, decimals)}`),
      right(String(row.pairs)),
      right(pText(row.pValue)),
      right(pText(row.adjustedPValue)),
      { text: row.verdict, strong: isClear, whole: true },
    ];
  });
  const note =
    compared.length > shown.length
      ? `<p class="note">The first ${shown.length} of ${compared.length} comparisons; comparison.csv has them all.</p>`
      : '';
  const numbers = new Set([3, 4, 5, 6, 7]);
  return (
    tableHtml(
      heads.map((text, index) => ({ text, right: numbers.has(index) })),
      rows,
    ) + note
  );
}

/** Names with hyphens, such as `rise-25`, and intervals stay on one line. */
function unbroken(html: string): string {
  return html.replace(/\w+(?:-\w+)+|\([−+\d][^()]* … [^()]*\)/g, '<span class="whole">$&</span>');
}

export function headlineSection(result: Result): string {
  const list = headlines(result).map(
    ({ metric, sentence }) => `<dt>${escaped(metric)}</dt><dd>${unbroken(escaped(sentence))}</dd>`,
  );
  if (list.length === 0) return '';
  const how =
    '<p class="note">Mean differences seed by seed, with 95 % intervals in brackets. Raised and lowered: p below 0.05 after Holm’s correction over final metrics and arms.</p>\n';
  return section('differences', 'What differs', `${how}<dl>${list.join('\n')}</dl>`);
}

export function tableSection(result: Result): string {
  return result.comparison().length === 0
    ? ''
    : section('comparison', 'All comparisons', comparisonTable(result));
}

export function armsSection(result: Result): string {
  const described = result.arms.slice(0, MOST_COMPARED);
  const rows = described.map(({ name, description, against }): TableCell[] => {
    const own = result.manifest.runs.filter(({ arm }) => arm === name);
    const completed = own.filter(({ status }) => status === 'completed').length;
    return [
      { text: name, strong: true, whole: true },
      { text: description ?? '' },
      { text: against ?? '', whole: true },
      { text: `${completed} of ${own.length}`, right: true },
    ];
  });
  const note =
    result.shown.length < result.arms.length
      ? `<p class="note">Figures by arm show the first ${result.shown.length} of ${result.arms.length} arms.</p>`
      : '';
  const heads = ['arm', 'what it is', 'against', 'runs completed'].map((text, index) => ({
    text,
    right: index === 3,
  }));
  return section('arms', 'Arms', tableHtml(heads, rows) + note);
}

export function methodSection({ description, manifest }: Result): string {
  const { record } = description;
  const formulas = description.metrics.map(({ label, source, final }) => [
    { text: label },
    { text: source },
    { text: final ? 'final' : 'exploratory' },
  ]);
  const sequential =
    manifest.sequential === undefined
      ? ''
      : ' Seeds were added while looking at an interval: such intervals are a little too narrow.';
  const text = `A deterministic agent-based market with double-entry books: one set of prices and one funding rate clears all markets every tick. Arms with the same seed have the same draws, so they are compared seed by seed. Intervals are BCa bootstraps over seeds, p-values come from sign-flip permutation tests, Holm’s correction runs over final metrics and arms.${sequential} Series are recorded every ${record.series} ticks, balances every ${record.balance}, attribution every ${record.attribution}; metrics see every tick. Each run stops by itself when the books are out of balance by more than 1e-9 or prices do not clear.`;
  const heads = ['metric', 'made of', 'role'].map((name) => ({ text: name }));
  return section(
    'method',
    'Method',
    paragraph(text) + (formulas.length > 0 ? tableHtml(heads, formulas) : ''),
  );
}

export function manifestSection({ manifest }: Result): string {
  const facts = [
    ['experiment', manifest.experiment],
    ['status', manifest.status],
    ['engine', manifest.engineVersion],
    ['configuration', manifest.configurationHash],
  ].map((row) => row.map((text) => ({ text })));
  const files = Object.entries(manifest.files).map(([name, hash]) => [
    { text: name },
    { text: `SHA-256 ${hash.slice(0, SHORT_HASH)}…` },
  ]);
  const how =
    '<p><code>rqe reproduce manifest.json</code> runs the result again and compares every file; the same configuration and engine give the same bytes on every machine.</p>';
  return section(
    'manifest',
    'Manifest',
    how + tableHtml([{ text: 'what' }, { text: 'value' }], [...facts, ...files]),
  );
}
