/** `report.html`: one file that opens from disk, with everything in it. */

import { FIGURES_FOLDER } from '../../runner/report-folder.js';
import type { Figure } from '../figure.js';
import { BOLD_FONT, REGULAR_FONT } from '../fonts.js';
import { fontSubset } from './font-subset.js';
import { escaped, section } from './html.js';
import { STYLE } from './style.js';
import { warningsHtml } from './text-sections.js';

export interface DrawnFigure {
  readonly figure: Figure;
  readonly svg: string;
  /** Endings of the files beside the page. */
  readonly endings: readonly string[];
}

/** A figure that the result has no data for. */
export interface MissingFigure {
  readonly name: string;
  readonly reason: string;
}

export interface PageContent {
  readonly title: string;
  readonly introduction: string;
  readonly warnings: readonly string[];
  /** What stands there if there are none. */
  readonly allClear: string;
  /** Sections below the warnings. */
  readonly body: string;
}

/** Nothing may be fetched: the page holds all that it shows. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:";

/** Names within a picture are common to all pictures of a page: each gets its own. */
function inlined({ svg, figure }: DrawnFigure): string {
  return svg
    .replace(/\b(id="|url\(#|href="#)/g, `$1${figure.name}-`)
    .replace('<svg ', `<svg role="img" aria-label="${escaped(figure.title)}" `);
}

function figureHtml(drawn: DrawnFigure): string {
  const { figure, endings } = drawn;
  const links = endings
    .map((ending) => `<a href="${FIGURES_FOLDER}/${figure.name}.${ending}">${ending}</a>`)
    .join(' ');
  return `<figure id="figure-${figure.name}">${inlined(drawn)}
<figcaption>${escaped(figure.caption)} <span class="files">Files: ${links}</span></figcaption></figure>\n`;
}

export function figureSection(drawn: readonly DrawnFigure[], missing: readonly MissingFigure[]): string {
  const reasons = missing
    .map(({ name, reason }) => `<li>${escaped(name)}: ${escaped(reason)}</li>`)
    .join('\n');
  const list =
    missing.length === 0
      ? ''
      : `<p class="note">Left out, for want of data:</p><ul class="plain note">${reasons}</ul>`;
  return section('figures', 'Figures', drawn.map(figureHtml).join('') + list);
}

function fontFace(path: string, weight: number, text: string): string {
  const data = fontSubset(path, text).toString('base64');
  return `@font-face { font-family: Inter; font-weight: ${weight}; src: url(data:font/ttf;base64,${data}) format('truetype'); }`;
}

function navigation(body: string): string {
  const links = [...body.matchAll(/<section id="(\w+)"><h2>([^<]*)</g)].map(
    ([, id, title]) => `<a href="#${id}">${title}</a>`,
  );
  return `<nav>${links.join(' ')}</nav>\n`;
}

export function pageHtml({ title, introduction, warnings, allClear, body }: PageContent): string {
  const main = introduction + warningsHtml(warnings, allClear) + navigation(body) + body;
  const letters = [...new Set(main)].join('');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<title>${escaped(title)}</title>
<style>
${fontFace(REGULAR_FONT, 400, letters)}
${fontFace(BOLD_FONT, 700, letters)}
${STYLE}
</style>
</head>
<body><main>
${main}</main></body>
</html>
`;
}
