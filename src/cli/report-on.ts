/** Writes the report of a result, or of a test of claims, and says where it is. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { didYouMeanOrAll } from '../experiment/nearest.js';
import { requireTables } from '../runner/fingerprints.js';
import { MANIFEST_FILE } from '../runner/layout.js';
import { folderOf, readManifest } from '../runner/read-result.js';
import { REPORT_FOLDER } from '../runner/report-folder.js';
import type { CliContext, DrawnReport, Reporter } from './context.js';
import { UsageError } from './usage-error.js';

export interface ReportFlags {
  readonly out?: string;
  readonly figures?: readonly string[];
  readonly json?: boolean;
}

const CLAIMS_FILE = 'claims.csv';

function checkNames(names: readonly string[], { figures }: Reporter): void {
  const known = figures.map(({ name }) => name);
  for (const name of names)
    if (!known.includes(name))
      throw new UsageError(`no figure is named '${name}'${didYouMeanOrAll(name, known, 'figures')}`);
}

async function draw(folder: string, { out, figures }: ReportFlags, reporter: Reporter): Promise<DrawnReport> {
  const place = out ?? join(folder, REPORT_FOLDER);
  if (existsSync(join(folder, CLAIMS_FILE)) && !existsSync(join(folder, MANIFEST_FILE))) {
    if (figures !== undefined) throw new UsageError('a test of claims has one figure: leave --figures out');
    return reporter.writeClaims(folder, place);
  }
  const manifest = readManifest(folder);
  checkNames(figures ?? [], reporter);
  requireTables(folder, manifest);
  return reporter.write({ folder, manifest, out: place, ...(figures !== undefined && { figures }) });
}

/** @param place folder of a result or of a test of claims, or the manifest of a result */
export async function reportOn(place: string, flags: ReportFlags, context: CliContext): Promise<void> {
  const folder = folderOf(place);
  const written = await draw(folder, flags, await context.loadReporter());
  if (flags.json) {
    context.stdout(`${JSON.stringify(written, null, 2)}\n`);
    return;
  }
  for (const { name, reason } of written.missing) context.stderr(`left out: ${name}: ${reason}\n`);
  for (const warning of written.warnings) context.stderr(`warning: ${warning}\n`);
  const count = written.figures.length;
  context.stderr(`${count} figure${count === 1 ? '' : 's'} and the page to read:\n`);
  context.stdout(`${written.page}\n`);
}
