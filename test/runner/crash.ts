/** A computer that dies at a chosen file operation: of that one a half may be done, of the later ones nothing is. */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const CHANGING = [
  'mkdirSync',
  'renameSync',
  'rmSync',
  'writeFileSync',
  'writeSync',
  'openSync',
  'copyFileSync',
] as const;
type Operation = (typeof CHANGING)[number];

export class Crash extends Error {}

interface Dying {
  /** Operations that changed something, or were to. */
  readonly operations: () => number;
  restore(): void;
}

/** Half of what was to be written, as far as that can be. */
function half(name: Operation, original: (...args: unknown[]) => unknown, args: unknown[]): void {
  const [target, content] = args;
  if (name === 'writeFileSync') original(target, String(content).slice(0, String(content).length >> 1));
  if (name === 'writeSync') original(target, content, 0, (content as Uint8Array).length >> 1);
}

/** Dies at the operation with this number, from 1; 0: never. */
export function dieAt(fatal: number): Dying {
  const originals = new Map<Operation, unknown>();
  let count = 0;
  for (const name of CHANGING) {
    const original = fs[name] as (...args: unknown[]) => unknown;
    originals.set(name, original);
    Object.assign(fs, {
      [name]: (...args: unknown[]) => {
        // Opening for reading changes nothing.
        if (name === 'openSync' && args[1] === 'r') return original(...args);
        count++;
        if (fatal > 0 && count >= fatal) {
          if (count === fatal) half(name, original, args);
          throw new Crash(`died at operation ${fatal}`);
        }
        return original(...args);
      },
    });
  }
  syncBuiltinESMExports();
  return {
    operations: () => count,
    restore() {
      for (const [name, original] of originals) Object.assign(fs, { [name]: original });
      syncBuiltinESMExports();
    },
  };
}
