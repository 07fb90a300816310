/**
 * When V8 compiles. Reading an experiment is over before optimised code of it would pay: left alone, V8 compiles some
 * hundred functions of the YAML library and of the command line for a third of a second of CPU, to throw them away.
 *
 * That is V8 11, of Node 20. Later versions have no such budget, complain on stderr of a flag that they do not know, and take
 * no notice of what has its place once they run; they keep their own timing.
 */
import { setFlagsFromString } from 'node:v8';

/** Bytes of byte code that a function runs until V8 looks whether to compile it: its default, and what means late. */
const DEFAULT_BUDGET = 67_584;
const LATE_BUDGET = 30 * DEFAULT_BUDGET;
/**
 * For a simulation: its long loops run in WebAssembly, and what is left of a tick runs once. Compiling it six times later
 * halves the work of the compiler and costs next to nothing.
 */
const TICK_BUDGET = 6 * DEFAULT_BUDGET;

/** Whether a version of V8 has the budget. */
export function hasBudget(version: string): boolean {
  return version.startsWith('11.');
}

function setBudget(bytes: number): void {
  if (hasBudget(process.versions.v8)) setFlagsFromString(`--interrupt-budget=${bytes}`);
}

/** For the thread that reads and writes. Only speed changes; what works for long is compiled all the same. */
export function compileLate(): void {
  setBudget(LATE_BUDGET);
}

/** For ticks, from the first one on: it holds for all threads of the process. */
export function compileEarly(): void {
  setBudget(TICK_BUDGET);
}
