/** Draws figures: Vega-Lite to SVG, laid out by the widths of the letters that will be drawn, and SVG to PNG. */
import type { View } from 'vega';
import type { TopLevelSpec } from 'vega-lite';
import type { Figure } from './figure.js';
import { BOLD_FONT, REGULAR_FONT, textWidth } from './fonts.js';
import { CONFIG } from './theme.js';

interface TextItem {
  readonly fontSize?: number;
  readonly fontWeight?: string | number;
}

const USUAL_SIZE = 11;
const SCHEMA = 'https://vega.github.io/schema/vega-lite/v6.json';
/** Dots a pixel: 288 dots an inch at 180 mm. */
const PNG_ZOOM = 3;

function isBold(weight: string | number | undefined): boolean {
  return weight === 'bold' || Number(weight) >= 600;
}

/** Exported by Vega, though not in its types. */
interface Measuring {
  readonly textMetrics: { width(item: TextItem, text: unknown): number };
}

/** Vega, which measures text by our fonts. */
async function loadVega() {
  const vega = await import('vega');
  const { textMetrics } = vega as unknown as Measuring;
  // Without a canvas Vega guesses 0.8 em a letter. A process that draws has no canvas, whatever else is installed.
  textMetrics.width = (item, text) =>
    textWidth(String(text ?? ''), item.fontSize ?? USUAL_SIZE, isBold(item.fontWeight));
  return vega;
}

/** The specification as a file that a researcher can change: it reads the table beside it. */
export function specificationFile({ specification, name }: Figure): Record<string, unknown> {
  return { $schema: SCHEMA, data: { url: `${name}.csv` }, config: CONFIG, ...specification };
}

/** The scene of a figure, laid out. */
export async function scene(figure: Figure): Promise<View> {
  const vega = await loadVega();
  const { compile } = await import('vega-lite');
  const complete = { ...specificationFile(figure), data: { values: figure.rows } };
  const { spec } = compile(complete as unknown as TopLevelSpec);
  const view = new vega.View(vega.parse(spec), { renderer: 'none' });
  return view.runAsync();
}

/** Coordinates to a thousandth of a pixel: what no eye can see is not written. */
function rounded(svg: string): string {
  return svg.replace(/-?\d+\.\d{4,}(?:e-?\d+)?/g, (number) => String(Number(Number(number).toFixed(3))));
}

export async function drawSvg(figure: Figure): Promise<string> {
  const view = await scene(figure);
  try {
    return rounded(await view.toSVG());
  } finally {
    view.finalize();
  }
}

/** The picture as PNG, with the fonts that come with the program: the same on every machine. */
export async function drawPng(svg: string): Promise<Uint8Array> {
  const { Resvg } = await import('@resvg/resvg-js');
  const picture = new Resvg(svg, {
    font: { loadSystemFonts: false, fontFiles: [REGULAR_FONT, BOLD_FONT], defaultFontFamily: 'Inter' },
    fitTo: { mode: 'zoom', value: PNG_ZOOM },
  });
  return picture.render().asPng();
}
