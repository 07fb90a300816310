/** Which model a file is about: what its other names mean depends on it. */
import { readDocument } from './document.js';
import { candidates, type ReadFile } from './layer.js';

/** The published model that a file names, or what it extends; undefined for the economy. */
export function modelNameOf(file: string, readFile: ReadFile, library: string): string | undefined {
  const seen = new Set<string>();
  let path: string | undefined = file;
  while (path !== undefined && !seen.has(path)) {
    seen.add(path);
    const text = readFile(path);
    if (text === undefined) return undefined;
    const data = readDocument(path, text).data as { model?: unknown; extends?: unknown } | null;
    if (typeof data?.model === 'string') return data.model;
    if (typeof data?.extends !== 'string') return undefined;
    path = candidates(data.extends, path, library).find((place) => readFile(place) !== undefined);
  }
  return undefined;
}
