/** An experiment whose arms part at tick 21 or later, run with a fork there. */
import { resolveText } from '../experiment/small-model.js';
import { run } from './small-run.js';

export const FORKED = `name: small
extends: base
seeds: [a, b, "c,d"]
record: { series: 3, attribution: 8 }
metrics:
  mean: { series: price.crypto, statistic: mean }
  first: { series: index.broad, statistic: first }
schedule:
  - { from: 4, until: 9, set: { funds.callRate: 50 } }
arms:
  calm:
  calls: { schedule: [{ from: 21, set: { funds.callRate: 300 } }] }
  later: { schedule: [{ from: 30, set: { funds.callRate: 900 } }] }
`;

export function forkedRun(out: string, options: { workers?: number; set?: string[]; resume?: boolean } = {}) {
  const { set, ...more } = options;
  const { experiment } = resolveText(FORKED, { ...(set && { set }) });
  return run(out, { experiment: { ...experiment, forkAt: 21 }, ...more });
}
