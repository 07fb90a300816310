/** `provenance.json`: all that may differ between two machines or two afternoons. No fingerprint covers it. */
import { arch, cpus, hostname, platform, release, totalmem } from 'node:os';
import type { EngineBuild } from '../engine/version.js';

export interface RunTiming {
  readonly run: number;
  readonly seconds: number;
  readonly attempt: number;
}

export type KernelName = 'webassembly' | 'typescript';

export interface Provenance {
  readonly engine: { readonly version: string; readonly commit?: string };
  readonly host: string;
  readonly system: string;
  readonly processor: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly node: string;
  readonly started: string;
  readonly ended: string;
  readonly seconds: number;
  readonly workers: number;
  /** Who computed demand: it makes a difference to the time taken only. */
  readonly kernel: KernelName;
  /** Runs that an earlier, interrupted start had finished. */
  readonly resumed: number;
  readonly runs: readonly RunTiming[];
}

export function makeProvenance(
  { engineVersion, engineCommit }: EngineBuild,
  started: Date,
  workers: number,
  kernel: KernelName,
  resumed: number,
  runs: readonly RunTiming[],
): Provenance {
  const ended = new Date();
  const processors = cpus();
  return {
    engine: { version: engineVersion, ...(engineCommit !== undefined && { commit: engineCommit }) },
    host: hostname(),
    system: `${platform()} ${release()} ${arch()}`,
    processor: processors[0]?.model ?? 'unknown',
    cores: processors.length,
    memoryBytes: totalmem(),
    node: process.version,
    started: started.toISOString(),
    ended: ended.toISOString(),
    seconds: (ended.getTime() - started.getTime()) / 1000,
    workers,
    kernel,
    resumed,
    runs: [...runs].sort((a, b) => a.run - b.run),
  };
}
