/** What a command that made a result ends with: metrics by arm, the comparison of arms, and where the files lie. */
import { armPairs } from '../experiment/comparison/difference.js';
import type { ResolvedExperiment } from '../experiment/resolved.js';
import { COMPARISON_FILE } from '../runner/layout.js';
import type { Manifest } from '../runner/manifest.js';
import { readMetrics } from '../runner/read-result.js';
import { comparisonOf, printCompared } from './compare-and-report.js';
import { comparisonData } from './comparison-table.js';
import type { CliContext, Model } from './context.js';
import { printSummary, printWhere, summaryData } from './summary-tables.js';

export interface ReportWish {
  readonly json?: boolean;
  /** True: the means by arm too, not the comparison alone. */
  readonly withArms: boolean;
}

/** Whether some arm is compared with another. */
export function isCompared({ metrics, arms }: ResolvedExperiment): boolean {
  return metrics.length > 0 && armPairs(arms).length > 0;
}

/** Prints tables, or all of them as one JSON document. */
export async function reportResult(
  { experiment, manifest, out }: { experiment: ResolvedExperiment; manifest: Manifest; out: string },
  { json, withArms }: ReportWish,
  model: Model,
  context: CliContext,
): Promise<void> {
  const finished = { experiment, manifest, out, summaries: await readMetrics(out, experiment.metrics) };
  const compares = isCompared(experiment) && manifest.status !== 'interrupted';
  const report = compares ? await comparisonOf(out, {}, model, context) : undefined;
  if (json) {
    const data = { ...summaryData(finished), ...(report && comparisonData(report.shown)) };
    context.stdout(`${JSON.stringify(data, null, 2)}\n`);
  } else {
    if (withArms || report === undefined) printSummary(context, finished);
    if (report !== undefined) printCompared(context, report, withArms);
  }
  printWhere(context, finished);
  if (compares && manifest.files[COMPARISON_FILE] === undefined)
    context.stderr(
      'note: the result was made without a comparison; rqe compare --out writes one elsewhere\n',
    );
}
