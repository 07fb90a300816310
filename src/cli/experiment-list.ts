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

/** Names of the experiments in a folder and below it, for `rqe run`. */
export function experimentNames(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.replaceAll('\\', '/').replace(/\.yaml$/, ''))
    .sort();
}

/** What stands in the file of an experiment, unread. */
export function experimentData(library: string, name: string): unknown {
  return parse(readFileSync(join(library, `${name}.yaml`), 'utf8'), { logLevel: 'silent' });
}

export function listExperiments(library: string): ListedExperiment[] {
  return experimentNames(library).map((name) => {
    const data = experimentData(library, name);
    const [title, question] = [textOf(data, 'title'), textOf(data, 'question')];
    return {
      name,
      ...(title !== undefined && { title }),
      ...(question !== undefined && { question }),
    };
  });
}
