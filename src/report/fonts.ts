/** Inter, the typeface of all pictures: its files, and how wide texts are in it. */
import { createRequire } from 'node:module';
import { FontWidths } from './font-file.js';

const require = createRequire(import.meta.url);

export const REGULAR_FONT = require.resolve('@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf');
export const BOLD_FONT = require.resolve('@expo-google-fonts/inter/700Bold/Inter_700Bold.ttf');
export const FONT_FAMILY = 'Inter, Helvetica, Arial, sans-serif';

const regular = new FontWidths(REGULAR_FONT);
const bold = new FontWidths(BOLD_FONT);

/** Width of a line of text in pixels. */
export function textWidth(text: string, size: number, isBold = false): number {
  return size * (isBold ? bold : regular).of(text);
}

/** A text in lines that are at most so many pixels wide; a word that is wider has a line of its own. */
export function wrapped(text: string, width: number, size: number, isBold = false): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = lines.length === 0 ? word : `${lines[lines.length - 1]} ${word}`;
    if (lines.length > 0 && textWidth(longer, size, isBold) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** A text that is at most so many pixels wide, its end cut off if it must be. */
export function shortened(text: string, width: number, size: number, isBold = false): string {
  if (textWidth(text, size, isBold) <= width) return text;
  let end = text.length;
  while (end > 1 && textWidth(`${text.slice(0, end)}…`, size, isBold) > width) end--;
  return `${text.slice(0, end).trimEnd()}…`;
}
