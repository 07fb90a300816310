/** The scoreboard for people: `claims.md`. */
import { type EngineBuild, engineText } from '../../engine/version.js';
import type { MeasuredEffect } from './measure.js';
import { type ScoredClaim, weakestAblation } from './scoreboard.js';
import { CLAIM_VERDICTS, type ClaimVerdict } from './verdict.js';

export interface PageMaking extends EngineBuild {
  /** The command that makes it again. */
  readonly command: string;
  readonly seeds: number;
  /** The first and the last of them. */
  readonly seedNames: string;
  readonly draws: number;
  /** Whether the runs are those that the findings in the files were written of. */
  readonly isAsFiled: boolean;
}

/** Fewer seeds say too little for a verdict. */
export const FEWEST_SEEDS = 64;

const EXPECTED = { positive: '> ', negative: '< −', either: '± ', equivalent: 'within ± ' } as const;

/** Three figures, without an exponent. */
export function shownNumber(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const figures = value.toPrecision(3);
  return (figures.includes('e') ? String(Number(value.toFixed(6))) : figures).replace('-', '−');
}

export function shownShare(share: number): string {
  return Number.isFinite(share) ? `${(100 * share).toFixed(0)} %`.replace('-', '−') : '–';
}

function text(value: string): string {
  return value.replaceAll('|', '\\|').replace(/\s+/g, ' ').trim();
}

function row(cells: readonly string[]): string {
  return `| ${cells.map(text).join(' | ')} |`;
}

function effectCells(measured: MeasuredEffect): string[] {
  const { effect, value, bounds } = measured;
  const weakest = weakestAblation(measured);
  return [
    effect.decides === false ? `${effect.name} (reported only)` : effect.name,
    `${shownNumber(value)} ${effect.metric.unit}`,
    `${shownNumber(bounds.low)} … ${shownNumber(bounds.high)}`,
    `${EXPECTED[effect.expected]}${shownNumber(effect.smallest)}`,
    weakest === undefined ? '–' : shownNumber(weakest.left),
    weakest === undefined ? '–' : shownShare(weakest.removed),
  ];
}

const HEADS = [
  'claim',
  'effect',
  'measured',
  '95 % interval',
  'of interest',
  'left without the mechanism',
  'removed',
];

/** Heading of verdicts: with few seeds they are a look, not a verdict. */
export function verdictHeading(seeds: number): string {
  return seeds < FEWEST_SEEDS ? 'look' : 'verdict';
}

function robustCell({ robustness, fragile, known, draws }: ScoredClaim): string {
  if (draws.length === 0) return '–';
  const undecided = fragile === undefined ? ', undecided' : '';
  return `${shownShare(robustness)} of ${known}${fragile ? ', fragile' : undecided}`;
}

function claimRows(claim: ScoredClaim): string[] {
  const { id, verdict, effects } = claim;
  const link = `[${id}](#${id})`;
  if (effects.length === 0) return [row([link, '–', '–', '–', '–', '–', '–', verdict, '–'])];
  return effects.map((effect, i) =>
    row([
      i === 0 ? link : '',
      ...effectCells(effect),
      i === 0 ? `__${verdict}__` : '',
      i === 0 ? robustCell(claim) : '',
    ]),
  );
}

function ablationLines({ effects }: ScoredClaim): string[] {
  return effects.flatMap(({ effect, ablations }) =>
    ablations.map(
      ({ mechanism, decides, left, removed, missing }) =>
        `- ${effect.name} without: ${mechanism}: ${shownNumber(left)} ${effect.metric.unit} left, ${shownShare(removed)} removed${missing > 0 ? `, ${missing} seeds missing` : ''}${decides ? '' : ' (reported only)'}`,
    ),
  );
}

function section(claim: ScoredClaim, isAsFiled: boolean): string {
  const { id, verdict, because, seeds } = claim;
  const { sentence, draws, finding } = claim.claim;
  const reason = because.length === 0 ? '' : `: ${because.join('; ')}`;
  const ablations = ablationLines(claim);
  return [
    `### ${id}`,
    `*${text(sentence)}*`,
    ...(draws === true
      ? [`Each of ${seeds} seeds lives in a draw of its own of all parameters over their ranges.`]
      : []),
    `${verdict}${text(reason)}`,
    ...(ablations.length > 0 ? [ablations.join('\n')] : []),
    ...(finding === undefined || !isAsFiled ? [] : [finding.replace(/\s+/g, ' ')]),
  ].join('\n\n');
}

function tally(claims: readonly ScoredClaim[]): string {
  const verdicts = Object.keys(CLAIM_VERDICTS) as ClaimVerdict[];
  const counted = verdicts.map((verdict) => {
    const count = claims.filter((claim) => claim.verdict === verdict).length;
    return `${count} ${verdict}`;
  });
  return `${claims.length} claim${claims.length === 1 ? '' : 's'}: ${counted.join(', ')}.`;
}

const NO_FINDINGS =
  'Findings are left out: they were written of the unchanged files with all their seeds, and of nothing else.';

/** The whole page. */
export function claimsPage(claims: readonly ScoredClaim[], making: PageMaking): string {
  const { command, seeds, seedNames, draws, isAsFiled } = making;
  const heads = [...HEADS, verdictHeading(seeds), 'robust'];
  const findings = isAsFiled ? '' : `\n${NO_FINDINGS}\n`;
  const look =
    seeds < FEWEST_SEEDS ? `\nA look only: verdicts need ${FEWEST_SEEDS} seeds, these had ${seeds}.\n` : '';
  return `# The claims, tested

Made by \`${command}\` with ${engineText(making)}, ${seeds} seeds (${seedNames})${draws > 0 ? `, ${draws} draws of all parameters` : ''}; not edited by hand.
How long the runs of each claim took varies by machine: it stands in \`provenance.json\` beside the scoreboard.
${look}${findings}
${tally(claims)}

Effects are paired differences over seeds with 95 % BCa intervals. *Of interest*: the smallest effect that would matter, written down
before the run. *Left*: what stays of the effect when the mechanism that is said to cause it is switched off; with several, the one that
takes least away. *Supported*: all intervals lie beyond the smallest effect, and every mechanism takes at least half away; *not supported*:
an interval excludes the effect, or the effect stands without the mechanism; *inconclusive*: everything else. *Robust*: the share of draws
over all ranges of [experiments/base.yaml](../experiments/base.yaml) at once in which the claim shows, of those that give it a value; below half of
all draws, whatever those without a value would show, it is *fragile*, and *undecided* where they decide.

${row(heads)}
${row(heads.map(() => '---'))}
${claims.flatMap(claimRows).join('\n')}

## One by one

${claims.map((claim) => section(claim, isAsFiled)).join('\n\n')}
`;
}
