/** Turns a result folder into pictures and one page. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AgentKind } from '../agent-kind.js';
import { withFile } from '../runner/file-error.js';
import type { Manifest } from '../runner/manifest.js';
import { FIGURE_ENDINGS, FIGURES_FOLDER, REPORT_FILE, removeReport } from '../runner/report-folder.js';
import { drawPng, drawSvg, specificationFile } from './draw.js';
import { type Figure, type FigureMaker, isLeftOut } from './figure.js';
import { tableOf } from './figure-table.js';
import { FIGURES } from './figures/index.js';
import { KindNames } from './names.js';
import { type DrawnFigure, type MissingFigure, pageHtml } from './page/page.js';
import { Result } from './result.js';
import { CHECKED_SERIES, warningsOf } from './warnings.js';

export interface ReportWish {
  /** Result folder. */
  readonly folder: string;
  readonly manifest: Manifest;
  readonly out: string;
  /** Names of the figures that are wanted; all without. */
  readonly figures?: readonly string[];
  readonly onFigure?: (name: string) => void;
}

export interface WrittenReport {
  readonly page: string;
  readonly figures: readonly string[];
  readonly missing: readonly MissingFigure[];
  readonly warnings: readonly string[];
}

async function writeFigure(figure: Figure, folder: string): Promise<DrawnFigure> {
  const svg = await drawSvg(figure);
  const contents: Record<string, string | Uint8Array> = {
    svg,
    png: await drawPng(svg),
    csv: tableOf(figure.rows),
    'vl.json': `${JSON.stringify(specificationFile(figure), null, 2)}\n`,
  };
  for (const ending of FIGURE_ENDINGS) {
    const path = join(folder, `${figure.name}.${ending}`);
    withFile(path, () => writeFileSync(path, contents[ending]));
  }
  return { figure, svg, endings: FIGURE_ENDINGS };
}

async function drawAll(result: Result, makers: readonly FigureMaker[], wish: ReportWish) {
  const drawn: DrawnFigure[] = [];
  const missing: MissingFigure[] = [];
  for (const maker of makers) {
    wish.onFigure?.(maker.name);
    const made = await maker.make(result);
    if (isLeftOut(made)) missing.push({ name: maker.name, reason: made.reason });
    else for (const figure of made) drawn.push(await writeFigure(figure, join(wish.out, FIGURES_FOLDER)));
  }
  return { drawn, missing };
}

/** @throws FileError if the result cannot be read, or the report not be written */
export async function writeReport(wish: ReportWish, kinds: readonly AgentKind[]): Promise<WrittenReport> {
  const { folder, manifest, out, figures } = wish;
  const makers = FIGURES.filter(({ name }) => figures === undefined || figures.includes(name));
  const result = new Result(folder, manifest, new KindNames(kinds));
  try {
    result.load([...CHECKED_SERIES, ...makers.flatMap((maker) => maker.series?.(result) ?? [])]);
    withFile(out, () => {
      removeReport(out);
      mkdirSync(join(out, FIGURES_FOLDER), { recursive: true });
    });
    const { drawn, missing } = await drawAll(result, makers, wish);
    const warnings = await warningsOf(result);
    const page = join(out, REPORT_FILE);
    const html = pageHtml({ result, drawn, missing, warnings, figures: FIGURES_FOLDER });
    withFile(page, () => writeFileSync(page, html));
    return { page, figures: drawn.map(({ figure }) => figure.name), missing, warnings };
  } finally {
    result.close();
  }
}

/** What the command line offers to choose from. */
export const FIGURE_NAMES: readonly { readonly name: string; readonly shows: string }[] = FIGURES;
