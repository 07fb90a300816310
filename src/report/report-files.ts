/** The files of a report: figures, each in four forms, and the page. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withFile } from '../runner/file-error.js';
import { makeFolder } from '../runner/make-folder.js';
import { FIGURE_ENDINGS, FIGURES_FOLDER, REPORT_FILE, removeReport } from '../runner/report-folder.js';
import { drawPng, drawSvg, specificationFile } from './draw.js';
import type { Figure } from './figure.js';
import { tableOf } from './figure-table.js';
import type { DrawnFigure, MissingFigure } from './page/page.js';

export interface WrittenReport {
  /** Path of the page. */
  readonly page: string;
  readonly figures: readonly string[];
  readonly missing: readonly MissingFigure[];
  readonly warnings: readonly string[];
}

/** Makes the folder, and removes an earlier report from it. */
export function clearFolder(out: string): void {
  withFile(out, () => {
    removeReport(out);
    makeFolder(join(out, FIGURES_FOLDER));
  });
}

export async function writeFigure(figure: Figure, out: string): Promise<DrawnFigure> {
  const svg = await drawSvg(figure);
  const contents: Record<string, string | Uint8Array> = {
    svg,
    png: await drawPng(svg),
    csv: tableOf(figure.rows),
    'vl.json': `${JSON.stringify(specificationFile(figure), null, 2)}\n`,
  };
  for (const ending of FIGURE_ENDINGS) {
    const path = join(out, FIGURES_FOLDER, `${figure.name}.${ending}`);
    withFile(path, () => writeFileSync(path, contents[ending]));
  }
  return { figure, svg, endings: FIGURE_ENDINGS };
}

/** @returns path of the page */
export function writePage(out: string, html: string): string {
  const page = join(out, REPORT_FILE);
  withFile(page, () => writeFileSync(page, html));
  return page;
}
