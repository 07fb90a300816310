/** The report of a test of claims: the scoreboard as a picture, and every verdict with its reason. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FEWEST_SEEDS, verdictHeading } from '../experiment/claims/page.js';
import { FileError, withFile } from '../runner/file-error.js';
import { requireFiles } from '../runner/fingerprints.js';
import { claimsFigures, effectWords } from './figures/claims.js';
import { listed } from './number-text.js';
import { escaped, section, type TableCell, tableHtml } from './page/html.js';
import { type DrawnFigure, figureSection, pageHtml } from './page/page.js';
import { clearFolder, type WrittenReport, writeFigure, writePage } from './report-files.js';
import { wholeTable } from './table-rows.js';

const CLAIMS_FILE = 'claims.csv';
const STUDY_FILE = 'study.json';
const TITLE = 'The claims on trial';

interface Study {
  readonly engineVersion: string;
  readonly configurationHash: string;
  readonly seeds?: number;
  readonly draws?: number;
  /** SHA-256 of the tables. */
  readonly files?: Readonly<Record<string, string>>;
}

function studyOf(folder: string): Study {
  const file = join(folder, STUDY_FILE);
  if (!existsSync(file))
    throw new FileError(file, 'there is no such file: the test of claims is not finished');
  return JSON.parse(withFile(file, () => readFileSync(file, 'utf8'))) as Study;
}

type ClaimRow = Record<string, string>;

/** Why a claim has its verdict, with its effects in words: `drainsIndex: no effect` as `drains index: no effect`. */
function reasonOf(claim: string, rows: readonly ClaimRow[]): string {
  const own = rows.filter((row) => row.claim === claim);
  const inWords = new Map(own.map(({ effect }) => [effect, effectWords(effect)]));
  return own[0].because
    .split(';')
    .map((part) => part.trim().replace(/^\w+/, (word) => inWords.get(word) ?? word))
    .join('; ');
}

function shareText({ robustness, fragile }: ClaimRow): string {
  if (robustness === '') return '';
  return `${Math.round(100 * Number(robustness))} %${fragile === 'true' ? ', fragile' : ''}`;
}

function verdictsTable(claims: readonly ClaimRow[], rows: readonly ClaimRow[], heading: string): string {
  const hasShares = claims.some(({ robustness }) => robustness !== '');
  const heads = ['claim', heading, 'because', ...(hasShares ? ['holds in draws'] : [])];
  const cells = claims.map((claim): TableCell[] => [
    { text: claim.claim, strong: true, whole: true },
    { text: claim.verdict, whole: true },
    { text: reasonOf(claim.claim, rows) },
    ...(hasShares ? [{ text: shareText(claim) }] : []),
  ]);
  return tableHtml(
    heads.map((text) => ({ text })),
    cells,
  );
}

function verdictsSection(rows: readonly ClaimRow[], seeds: number): string {
  const isLook = seeds < FEWEST_SEEDS;
  const claims = [...new Map(rows.map((row) => [row.claim, row])).values()];
  const counts = new Map<string, number>();
  for (const { verdict } of claims) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  const summary = `Of ${claims.length} claims ${listed([...counts].map(([verdict, count]) => `${count} ${count === 1 ? 'is' : 'are'} ${verdict}`))}.`;
  return section(
    'verdicts',
    isLook ? 'A look, not verdicts' : 'Verdicts',
    `<p class="lead">${escaped(summary)}</p>${verdictsTable(claims, rows, verdictHeading(seeds))}`,
  );
}

const METHOD =
  'The rules were fixed before the runs. A claim is supported if every 95 % interval lies beyond the smallest effect that matters and every ablation that decides removes at least half of its effect; not supported if an interval excludes the effect or an ablation leaves it standing; else inconclusive. Arms share their draws, seed by seed. A claim that shows in less than half of the draws of all parameters, whatever those without a value would show, is fragile.';

function studySection({ engineVersion, configurationHash, seeds, draws }: Study): string {
  const facts = [
    ['engine', engineVersion],
    ['configuration', configurationHash],
    ['seeds', String(seeds ?? '')],
    ['draws of the parameters', String(draws ?? 0)],
  ];
  const table = tableHtml(
    [{ text: 'what' }, { text: 'value' }],
    facts.map((row) => row.map((text) => ({ text }))),
  );
  return section('method', 'Method', `<p>${escaped(METHOD)}</p>${table}`);
}

/** @throws FileError if the test of claims is not finished, or the report cannot be written */
export async function writeClaimsReport(folder: string, out: string): Promise<WrittenReport> {
  const study = studyOf(folder);
  requireFiles(folder, { files: study.files ?? {} }, [CLAIMS_FILE]);
  const rows = wholeTable(join(folder, CLAIMS_FILE)) ?? [];
  const figures = claimsFigures(rows);
  clearFolder(out);
  const drawn: DrawnFigure[] = [];
  for (const figure of figures) drawn.push(await writeFigure(figure, out));
  const missing = figures.length === 0 ? [{ name: 'claims', reason: 'no claim has been measured' }] : [];
  const { seeds = 0 } = study;
  const warnings =
    seeds < FEWEST_SEEDS ? [`There are ${seeds} seeds: a look only; a verdict needs ${FEWEST_SEEDS}.`] : [];
  const introduction = `<h1>${TITLE}</h1>\n`;
  const body = verdictsSection(rows, seeds) + figureSection(drawn, missing) + studySection(study);
  const page = writePage(out, pageHtml({ title: TITLE, introduction, warnings, allClear: '', body }));
  return { page, figures: drawn.map((one) => one.figure.name), missing, warnings };
}
