/** The scoreboard on standard output. */
import { FEWEST_SEEDS, shownNumber, shownShare, verdictHeading } from '../experiment/claims/page.js';
import { fewestSeeds, type ScoredClaim, weakestAblation } from '../experiment/claims/scoreboard.js';
import { colors } from './colors.js';
import type { CliContext } from './context.js';
import { formatTable } from './table.js';

function verdictText({ verdict }: ScoredClaim): string {
  if (verdict === 'supported') return colors.green(verdict);
  return verdict === 'not supported' ? colors.red(verdict) : verdict;
}

function robustText({ robustness, fragile, draws }: ScoredClaim): string {
  const undecided = fragile === undefined && draws.length > 0 ? ' undecided' : '';
  return `${shownShare(robustness)}${fragile ? ' fragile' : undecided}`;
}

function linesOf(claim: ScoredClaim, seconds: number | undefined) {
  const none = { id: claim.id, effect: '', value: '', interval: '', smallest: '', removed: '' };
  const verdict = verdictText(claim);
  if (claim.effects.length === 0) return [{ ...none, verdict, robust: '', time: '' }];
  return claim.effects.map((measured, i) => {
    const { effect, value, bounds } = measured;
    const weakest = weakestAblation(measured);
    return {
      id: i === 0 ? claim.id : '',
      effect: effect.decides === false ? `${effect.name} (reported only)` : effect.name,
      value: `${shownNumber(value)} ${effect.metric.unit}`,
      interval: `${shownNumber(bounds.low)} … ${shownNumber(bounds.high)}`,
      smallest: `${effect.expected} ${shownNumber(effect.smallest)}`,
      removed: weakest === undefined ? '–' : shownShare(weakest.removed),
      verdict: i === 0 ? verdict : '',
      robust: i === 0 ? robustText(claim) : '',
      time: i === 0 ? (seconds?.toFixed(0) ?? '–') : '',
    };
  });
}

/** What the JSON holds of a claim. */
function asJson({
  id,
  verdict,
  because,
  effects,
  robustness,
  fragile,
  known,
  draws,
  seeds,
  ticks,
}: ScoredClaim) {
  return {
    id,
    verdict,
    because,
    robustness: Number.isNaN(robustness) ? null : robustness,
    fragile: fragile ?? null,
    draws: known,
    drawsMissing: draws.length - known,
    seeds,
    ticks,
    effects: effects.map(({ effect, value, bounds, state, pairs, missing, ablations }) => ({
      name: effect.name,
      decides: effect.decides !== false,
      metric: effect.metric.name,
      unit: effect.metric.unit,
      expected: effect.expected,
      smallest: effect.smallest,
      value,
      ...bounds,
      state,
      pairs,
      missing,
      ablations: ablations.map(
        ({ mechanism, decides, left, leftBounds, removed, state, pairs, missing }) => ({
          mechanism,
          decides,
          left,
          ...leftBounds,
          removed,
          state,
          pairs,
          missing,
        }),
      ),
    })),
  };
}

interface ScoreboardTimes {
  /** Of the runs of each claim, by its name. */
  readonly seconds: ReadonlyMap<string, number | undefined>;
  /** Until now. */
  readonly all: number;
  readonly json: boolean | undefined;
}

export function printScoreboard(
  claims: readonly ScoredClaim[],
  { seconds, all, json }: ScoreboardTimes,
  context: CliContext,
): void {
  if (json) {
    const timed = claims.map((claim) => ({ ...asJson(claim), runSeconds: seconds.get(claim.id) ?? null }));
    context.stdout(`${JSON.stringify(timed, null, 2)}\n`);
    return;
  }
  const seeds = fewestSeeds(claims);
  const column = (heading: string, key: keyof ReturnType<typeof linesOf>[number], right = false) => ({
    heading,
    text: (row: ReturnType<typeof linesOf>[number]) => row[key],
    right,
  });
  const columns = [
    column('claim', 'id'),
    column('effect', 'effect'),
    column('measured', 'value', true),
    column('95 %', 'interval', true),
    column('of interest', 'smallest'),
    column('removed', 'removed', true),
    column(verdictHeading(seeds), 'verdict'),
    column('robust', 'robust', true),
    column('run s', 'time', true),
  ];
  context.stdout(
    formatTable(
      columns,
      claims.flatMap((claim) => linesOf(claim, seconds.get(claim.id))),
    ),
  );
  for (const { id, verdict, because } of claims)
    if (verdict !== 'supported') context.stdout(`${id}: ${because.join('; ')}\n`);
  context.stdout(
    `\n${seeds} seeds, ${all.toFixed(0)} s; run s: of worker threads, runs that claims share counted for each\n`,
  );
  if (seeds < FEWEST_SEEDS) context.stdout(`A look only: a verdict needs at least ${FEWEST_SEEDS} seeds.\n`);
}
