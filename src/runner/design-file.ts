/** `design.csv`: which point and arm of the experiment file each arm of a result stands for. */
import { designTable } from '../experiment/design-reader.js';
import type { ParameterValue } from '../experiment/parameter-value.js';
import type { ResolvedExperiment } from '../experiment/resolved.js';
import { csvRow } from './csv.js';
import { DESIGN_FILE } from './layout.js';
import type { ResultFolder } from './result-folder.js';

function cell(value: ParameterValue): string | number {
  return typeof value === 'boolean' ? String(value) : value;
}

/** Writes the file if there is a design; returns its SHA-256 by name. */
export function writeDesign({ design }: ResolvedExperiment, folder: ResultFolder): Record<string, string> {
  if (design === undefined) return {};
  const { columns, rows } = designTable(design);
  const text = [columns, ...rows.map((row) => row.map(cell))].map(csvRow).join('');
  return { [DESIGN_FILE]: folder.writeText(DESIGN_FILE, text) };
}
