/**
 * Version of the engine: with the configuration and the seed it decides every byte of a result. The build writes a
 * fingerprint of the compiled code behind the plus sign, see scripts/engine-identity.mjs.
 */
export const ENGINE_VERSION = '0.1.0+source';

/** What a result or a page was made by. */
export interface EngineBuild {
  readonly engineVersion: string;
  /** The commit it was built from; absent where that is not known. */
  readonly engineCommit?: string;
}

/** Nothing but the build, of something that holds more. */
export function buildOf({ engineVersion, engineCommit }: EngineBuild): EngineBuild {
  return { engineVersion, ...(engineCommit !== undefined && { engineCommit }) };
}

/**
 * The version without the fingerprint of the code: what stands in tables, so that the same rows are the same bytes
 * whichever build wrote them.
 */
export function releaseOf(engineVersion: string): string {
  return engineVersion.replace(/\+.*/, '');
}

export function engineText({ engineVersion, engineCommit }: EngineBuild): string {
  const commit = engineCommit?.replace(/^[0-9a-f]+/, (hash) => hash.slice(0, 12));
  return `engine ${engineVersion}${commit === undefined ? '' : `, commit ${commit}`}`;
}
