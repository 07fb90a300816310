/** Writes the report of a result and says where it is. */
import { dirname, join } from 'node:path';
import { didYouMean } from '../experiment/nearest.js';
import { readManifest } from '../runner/read-result.js';
import { REPORT_FOLDER } from '../runner/report-folder.js';
import type { CliContext, Reporter } from './context.js';
import { UsageError } from './usage-error.js';

export interface ReportFlags {
  readonly out?: string;
  readonly figures?: readonly string[];
  readonly json?: boolean;
}

function checkNames(names: readonly string[], { figures }: Reporter): void {
  const known = figures.map(({ name }) => name);
  for (const name of names)
    if (!known.includes(name))
      throw new UsageError(
        `no figure is named '${name}'${didYouMean(name, known)}; figures: ${known.join(', ')}`,
      );
}

/** @param place result folder, or its manifest */
export async function reportOn(place: string, flags: ReportFlags, context: CliContext): Promise<void> {
  const folder = place.endsWith('.json') ? dirname(place) : place;
  const manifest = readManifest(folder);
  const reporter = await context.loadReporter();
  checkNames(flags.figures ?? [], reporter);
  const out = flags.out ?? join(folder, REPORT_FOLDER);
  const written = await reporter.write({
    folder,
    manifest,
    out,
    ...(flags.figures !== undefined && { figures: flags.figures }),
  });
  if (flags.json) context.stdout(`${JSON.stringify(written, null, 2)}\n`);
  else {
    for (const { name, reason } of written.missing) context.stderr(`left out: ${name}: ${reason}\n`);
    for (const warning of written.warnings) context.stderr(`warning: ${warning}\n`);
    context.stderr(`${written.figures.length} figures and the page that shows them:\n`);
    context.stdout(`${written.page}\n`);
  }
}
