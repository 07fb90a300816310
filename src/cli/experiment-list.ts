/** The experiments that come with the program. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

export interface ListedExperiment {
  /** Name for `rqe run`. */
  readonly name: string;
  readonly title?: string;
  readonly question?: string;
}

function textOf(data: unknown, key: string): string | undefined {
  const value = (data as Record<string, unknown> | null)?.[key];
  return typeof value === 'string' ? value.trim() : undefined;
}

export function listExperiments(library: string): ListedExperiment[] {
  if (!existsSync(library)) return [];
  const files = readdirSync(library, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.yaml'),
  );
  return files.sort().map((file) => {
    const data: unknown = parse(readFileSync(join(library, file), 'utf8'), { logLevel: 'silent' });
    const [title, question] = [textOf(data, 'title'), textOf(data, 'question')];
    return {
      name: file.replaceAll('\\', '/').replace(/\.yaml$/, ''),
      ...(title !== undefined && { title }),
      ...(question !== undefined && { question }),
    };
  });
}
