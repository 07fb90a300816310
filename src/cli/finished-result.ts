/** The experiment that a result folder was made from. */
import { resolveWithFormulas } from '../experiment/resolve.js';
import type { ResolvedExperiment } from '../experiment/resolved.js';
import type { Manifest } from '../runner/manifest.js';
import type { Model } from './context.js';

/** Published model of a result; undefined for the economy. */
export function modelNameIn({ configuration }: Manifest): string | undefined {
  return typeof configuration.model === 'string' ? configuration.model : undefined;
}

export async function experimentOf(
  path: string,
  manifest: Manifest,
  { catalogue }: Model,
): Promise<ResolvedExperiment> {
  const text = JSON.stringify(manifest.configuration);
  const readFile = (file: string) => (file === path ? text : undefined);
  return (await resolveWithFormulas({ file: path, library: '', readFile }, catalogue)).experiment;
}
