/** Who and what moved the price of an asset, from `attribution.csv`. */
import { type StoryLine, storyOf } from './explain-story.js';
import type { Manifest } from './manifest.js';
import { readRows } from './read-result.js';

export interface Explanation {
  readonly run: number;
  readonly arm: string;
  readonly seed: string;
  readonly asset: string;
  /** The price moved after this tick, up to and with the last: whole sums of the file. */
  readonly from: number;
  readonly to: number;
  readonly rows: readonly { readonly kind: string; readonly cause: string; readonly lnPrice: number }[];
  /** Sum of what kinds and causes explain. */
  readonly explained: number;
  /** What the nonlinearity of the market leaves over. */
  readonly remainder: number;
  readonly total: number;
  /** Contracts and defaults in the window, if events were recorded. */
  readonly story: readonly StoryLine[];
  /** Log change of the recorded price; absent if the series was not kept at both ends. */
  readonly recorded?: number;
}

export interface ExplainQuestion {
  readonly run: number;
  readonly asset: string;
  readonly from: number;
  readonly to: number;
}

export const REMAINDER = 'remainder';

/** Assets that have rows, for the run asked for, and the last tick of these: a run that failed has rows up to some tick before. */
export async function attributed(
  folder: string,
  run: number,
): Promise<{ readonly assets: readonly string[]; readonly last: number }> {
  const assets = new Set<string>();
  let last = 0;
  for await (const row of readRows(folder, 'attribution')) {
    if (Number(row.run) !== run) continue;
    assets.add(row.asset);
    last = Math.max(last, Number(row.tick));
  }
  return { assets: [...assets], last };
}

/**
 * Adds up the attribution between two ticks. The file holds sums over several ticks, each written at its last
 * one: a sum that lies only partly in the interval is taken whole, and `from` and `to` say so.
 */
export async function explainMove(
  folder: string,
  manifest: Manifest,
  question: ExplainQuestion,
): Promise<Explanation> {
  const { asset, run } = question;
  const record = manifest.configuration.record as { attribution: number };
  const sums = new Map<string, { kind: string; cause: string; lnPrice: number }>();
  let from = question.to;
  let to = question.from;
  for await (const row of readRows(folder, 'attribution')) {
    const tick = Number(row.tick);
    // The last sum of a run may be shorter than the others: it starts where the one before has ended.
    const begin = Math.floor((tick - 1) / record.attribution) * record.attribution;
    if (Number(row.run) !== run || row.asset !== asset || tick <= question.from || begin >= question.to)
      continue;
    from = Math.min(from, begin);
    to = Math.max(to, tick);
    const key = `${row.kind}\n${row.cause}`;
    const sum = sums.get(key) ?? { kind: row.kind, cause: row.cause, lnPrice: 0 };
    sum.lnPrice += Number(row.lnPrice);
    sums.set(key, sum);
  }
  const all = [...sums.values()];
  const rows = all.filter(({ cause }) => cause !== REMAINDER);
  rows.sort((a, b) => Math.abs(b.lnPrice) - Math.abs(a.lnPrice));
  const add = (list: typeof all) => list.reduce((sum, { lnPrice }) => sum + lnPrice, 0);
  const explained = add(rows);
  const remainder = add(all.filter(({ cause }) => cause === REMAINDER));
  const recorded = await recordedMove(folder, { ...question, from, to });
  const found = manifest.runs.find((entry) => entry.run === run);
  return {
    run,
    arm: found?.arm ?? '',
    seed: found?.seed ?? '',
    asset,
    from,
    to,
    rows,
    explained,
    remainder,
    total: explained + remainder,
    story: await storyOf(folder, run, from, to),
    ...(recorded !== undefined && { recorded }),
  };
}

async function recordedMove(folder: string, question: ExplainQuestion): Promise<number | undefined> {
  const { run, asset, from, to } = question;
  // Prices are indices that start at 1: tick 0 has no row.
  let before = from === 0 ? 1 : undefined;
  let after: number | undefined;
  for await (const row of readRows(folder, 'series')) {
    if (Number(row.run) !== run) continue;
    const price = row[`price.${asset}`];
    if (price === undefined) return undefined;
    if (Number(row.tick) === from) before = Number(price);
    if (Number(row.tick) === to) after = Number(price);
  }
  return before === undefined || after === undefined ? undefined : Math.log(after / before);
}
