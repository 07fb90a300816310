/** Puts the tables of a result together, large ones in two threads side by side: no run is in hand then, and a core would be idle. */
import { existsSync, statSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { FileError } from './file-error.js';
import { mergeTable, type TableToMerge } from './merge.js';
import type { FromWorker, ToWorker, WorkerSettings } from './messages.js';

/** A thread is ready after some 60 ms, in which so much is merged. */
const BYTES_WORTH_A_THREAD = 1 << 25;
/** Parts by which the size of a table is guessed: it decides who merges it, nothing else. */
const SAMPLE = 3;

export interface MergeThreads {
  /** Module that calls `serveRuns`. */
  readonly entry: URL;
  /** That may be busy at the same time, this one among them; more than two have nothing to do. */
  readonly threads: number;
}

/** Bytes that a table will have, about. */
function guessedBytes({ parts }: TableToMerge): number {
  const sample = parts.slice(0, SAMPLE).filter(({ path }) => existsSync(path));
  const bytes = sample.reduce((sum, { path }) => sum + statSync(path).size, 0);
  return (parts.length * bytes) / Math.max(1, sample.length);
}

/**
 * Numbers of the tables that another thread shall merge: the largest first, each to who has less to do.
 *
 * @param bytes of the tables
 */
export function tablesOfOther(bytes: readonly number[]): number[] {
  const bySize = bytes.map((_, t) => t).sort((a, b) => bytes[b] - bytes[a] || a - b);
  const others: number[] = [];
  let [own, other] = [0, 0];
  for (const t of bySize)
    if (own <= other) own += bytes[t];
    else {
      other += bytes[t];
      others.push(t);
    }
  return others;
}

/** A thread that merges tables while this one merges others; those of the runs have left. */
class MergeThread {
  /** SHA-256 of the tables; rejects with what went wrong there. */
  readonly hashes: Promise<readonly string[]>;
  private readonly worker: Worker;

  constructor(entry: URL, tables: readonly TableToMerge[]) {
    const workerData: WorkerSettings = { stop: new SharedArrayBuffer(4) };
    const worker = new Worker(entry, { workerData });
    this.worker = worker;
    this.hashes = new Promise((resolve, reject) => {
      worker.on('message', (message: FromWorker) => {
        if (message.type === 'merged') resolve(message.hashes);
        if (message.type === 'fileError')
          reject(new FileError(message.path, message.message.slice(message.path.length + 2)));
        if (message.type !== 'ready') this.say({ type: 'leave' });
      });
      worker.on('error', reject);
      worker.on('exit', (code) =>
        reject(new Error(`the thread that merges tables ended with exit code ${code}`)),
      );
    });
    this.say({ type: 'merge', tables });
  }

  /** Breaks off; what it was writing does not get its name. */
  async stop(): Promise<void> {
    this.hashes.catch(() => undefined);
    await this.worker.terminate();
  }

  private say(message: ToWorker): void {
    this.worker.postMessage(message);
  }
}

/** Writes tables, each whole or not at all; returns their SHA-256. Throws a `FileError` if one cannot be written. */
export async function mergeTables(
  tables: readonly TableToMerge[],
  { entry, threads }: MergeThreads,
): Promise<string[]> {
  const bytes = tables.map(guessedBytes);
  const isWorthIt = threads > 1 && bytes.reduce((sum, size) => sum + size, 0) >= BYTES_WORTH_A_THREAD;
  const others = isWorthIt ? tablesOfOther(bytes) : [];
  if (others.length === 0) return tables.map(mergeTable);
  const theirs = others.map((t) => tables[t]);
  const thread = new MergeThread(entry, theirs);
  try {
    const own = tables.filter((_, t) => !others.includes(t));
    const hashes = new Map(own.map((table) => [table, mergeTable(table)]));
    const found = await thread.hashes;
    return tables.map((table) => hashes.get(table) ?? found[theirs.indexOf(table)]);
  } catch (error) {
    await thread.stop();
    throw error;
  }
}
