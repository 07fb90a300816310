/** Kills a process that runs a batch, again and again at random moments, until one comes to its end. */
import { spawn } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';

/** Numbers from 0 to 1 that are the same each time. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

/** Whole parts of an unfinished result: the time of their last change by name. */
function partsOf(out: string): Map<string, number> {
  try {
    const names = readdirSync(join(out, '.parts')).filter((name) => /^\d+$/.test(name));
    return new Map(names.map((name) => [name, statSync(join(out, '.parts', name, 'outcome.json')).mtimeMs]));
  } catch {
    return new Map();
  }
}

export interface Killing {
  /** Command line of node. */
  readonly command: readonly string[];
  readonly out: string;
  readonly seed: number;
  /** Longest time that a process lives. */
  readonly milliseconds: number;
  /** After so many kills the next process is let live. */
  readonly kills: number;
}

/** Returns how many processes were killed before they ended. Finished runs must never be made again. */
export async function killUntilDone({ command, out, seed, milliseconds, kills }: Killing): Promise<number> {
  const draw = numbers(seed);
  let known = new Map<string, number>();
  for (let killed = 0; ; killed++) {
    const child = spawn(process.execPath, command, { stdio: 'ignore' });
    const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
    const timer =
      killed < kills && setTimeout(() => child.kill('SIGKILL'), milliseconds * (0.2 + 0.8 * draw()));
    const code = await ended;
    if (timer !== false) clearTimeout(timer);
    const now = partsOf(out);
    for (const [name, time] of now) expect(known.get(name) ?? time, `part ${name} was made again`).toBe(time);
    if (code !== null) {
      expect(code).toBe(0);
      return killed;
    }
    if (now.size >= known.size) known = now;
  }
}
