/** The folder of the report of a result, and the removal of an earlier one. */
import { existsSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** In the result folder, unless the report is wanted elsewhere. */
export const REPORT_FOLDER = 'report';
export const REPORT_FILE = 'report.html';
export const FIGURES_FOLDER = 'figures';
export const FIGURE_ENDINGS = ['svg', 'png', 'csv', 'vl.json'] as const;

function removeIfEmpty(folder: string): void {
  if (existsSync(folder) && readdirSync(folder).length === 0) rmdirSync(folder);
}

/** Removes what the program wrote there, and nothing else: it tells of a result that is gone. */
export function removeReport(folder: string): void {
  rmSync(join(folder, REPORT_FILE), { force: true });
  const figures = join(folder, FIGURES_FOLDER);
  if (existsSync(figures))
    for (const name of readdirSync(figures))
      if (FIGURE_ENDINGS.some((ending) => name.endsWith(`.${ending}`))) rmSync(join(figures, name));
  removeIfEmpty(figures);
  removeIfEmpty(folder);
}
