/** Turns a result folder into pictures and one page. */
import type { AgentKind } from '../agent-kind.js';
import type { Manifest } from '../runner/manifest.js';
import { type FigureMaker, isLeftOut } from './figure.js';
import { FIGURES } from './figures/index.js';
import { KindNames } from './names.js';
import { type DrawnFigure, figureSection, type MissingFigure, pageHtml } from './page/page.js';
import {
  armsSection,
  headlineSection,
  introduction,
  manifestSection,
  methodSection,
  tableSection,
} from './page/text-sections.js';
import { clearFolder, type WrittenReport, writeFigure, writePage } from './report-files.js';
import { Result } from './result.js';
import { CHECKED_SERIES, warningsOf } from './warnings.js';

export interface ReportWish {
  /** Result folder. */
  readonly folder: string;
  readonly manifest: Manifest;
  readonly out: string;
  /** Names of the figures that are wanted; all without. */
  readonly figures?: readonly string[];
}

const ALL_CLEAR =
  'No warnings: all runs were completed, no pair is missing, and all files are as the manifest says.';

async function drawAll(result: Result, makers: readonly FigureMaker[], out: string) {
  const drawn: DrawnFigure[] = [];
  const missing: MissingFigure[] = [];
  for (const maker of makers) {
    const made = await maker.make(result);
    if (isLeftOut(made)) missing.push({ name: maker.name, reason: made.reason });
    else for (const figure of made) drawn.push(await writeFigure(figure, out));
  }
  return { drawn, missing };
}

function bodyOf(result: Result, drawn: readonly DrawnFigure[], missing: readonly MissingFigure[]): string {
  return [
    headlineSection(result),
    armsSection(result),
    figureSection(drawn, missing),
    tableSection(result),
    methodSection(result),
    manifestSection(result),
  ].join('');
}

/** @throws FileError if the result cannot be read, or the report not be written */
export async function writeReport(
  { folder, manifest, out, figures }: ReportWish,
  kinds: readonly AgentKind[],
): Promise<WrittenReport> {
  const makers = FIGURES.filter(({ name }) => figures === undefined || figures.includes(name));
  const result = new Result(folder, manifest, new KindNames(kinds));
  try {
    result.load([...CHECKED_SERIES, ...makers.flatMap((maker) => maker.series?.(result) ?? [])]);
    clearFolder(out);
    const { drawn, missing } = await drawAll(result, makers, out);
    const warnings = await warningsOf(result);
    const content = {
      title: result.description.title,
      introduction: introduction(result),
      warnings,
      allClear: ALL_CLEAR,
      body: bodyOf(result, drawn, missing),
    };
    const page = writePage(out, pageHtml(content));
    return { page, figures: drawn.map(({ figure }) => figure.name), missing, warnings };
  } finally {
    result.close();
  }
}

/** What the command line offers to choose from. */
export const FIGURE_NAMES: readonly { readonly name: string; readonly shows: string }[] = FIGURES;
