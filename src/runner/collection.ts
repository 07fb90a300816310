/**
 * When heaps are swept, and by whom. Left alone, V8 lets the heap of a thread grow before it looks for garbage, the more the more it has
 * seen: ten thousand short runs took a third more memory than a hundred, though nothing was kept.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Has each thread collect its young garbage by itself. V8 shares that out to the threads of its pool, a hundred times in a
 * base run; where every core has a run already, waking and awaiting them costs more than they do: a twentieth to a tenth of a batch.
 */
export function collectAlone(): void {
  setFlagsFromString('--no-parallel-scavenge');
}

/** Counts what a thread has finished, and has its heap collected after every so many. Nothing else changes. */
export function collectEvery(count: number): () => void {
  let finished = 0;
  let collect: (() => void) | undefined;
  return () => {
    finished++;
    if (finished % count !== 0) return;
    if (collect === undefined) {
      setFlagsFromString('--expose-gc');
      collect = runInNewContext('gc') as () => void;
    }
    collect();
  };
}
