/**
 * When heaps are swept. Left alone, V8 lets the heap of a thread grow before it looks for garbage, the more the more it has
 * seen: ten thousand short runs took a third more memory than a hundred, though nothing was kept.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

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
