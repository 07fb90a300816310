/** The row loops of the reference market, ready to run in JavaScript or WebAssembly, and the memory they work in. */
import { readFileSync } from 'node:fs';
import { exponentials } from '../../../src/maths/elementary.js';
import { inverseNormal } from '../../../src/maths/inverse-normal.js';
import { COLD, HOT, javaScriptLoop, LOOPS, TERMS } from './kernel-text.js';
import { uniformOf } from './specification.js';

/** Over so many rows, units standing in the bank that begins there (HOT.banks). */
type Loop = (rows: number, unitsAt: number) => void;

export interface ReferenceKernel {
  readonly hot: Float64Array;
  readonly cold: Float64Array;
  readonly terms: Float64Array;
  /** Draws the standard normal numbers of a stream, one for each trader; the first evaluation reads them. */
  draw(rows: number, key: number): void;
  /** Loops by name (kernel-text.ts). */
  readonly loops: Readonly<Record<string, Loop>>;
}

function drawNormals(out: Float64Array, rows: number, key: number): void {
  for (let i = 0; i < rows; i++) out[i] = inverseNormal(uniformOf(key, i));
}

/** The loops written out in JavaScript. */
export function typeScriptKernel(rows: number): ReferenceKernel {
  const hot = new Float64Array(rows * HOT.width);
  const cold = new Float64Array(rows * COLD.width);
  const terms = new Float64Array(TERMS.width);
  const noises = new Float64Array(rows);
  const powers = new Float64Array(16);
  const entries = LOOPS.map((loop): [string, Loop] => {
    const run = new Function(
      ...['hot', 'cold', 'terms', 'noises', 'rows', 'unitsAt', 'exponentials', 'powers'],
      javaScriptLoop(loop),
    );
    return [
      loop.name,
      (count, unitsAt) => run(hot, cold, terms, noises, count, unitsAt, exponentials, powers),
    ];
  });
  const draw = (count: number, key: number): void => drawNormals(noises, count, key);
  return { hot, cold, terms, draw, loops: Object.fromEntries(entries) };
}

const PAGE_BYTES = 65_536;
const BYTES = 8;
const DRAWN_AT_ONCE = 4;

/** The loops in WebAssembly, from a module that `buildModule` has made. */
export function webAssemblyKernel(rows: number, path: string): ReferenceKernel {
  const hotAt = PAGE_BYTES;
  const coldAt = hotAt + BYTES * HOT.width * rows;
  const termsAt = coldAt + BYTES * COLD.width * rows;
  const noisesAt = termsAt + BYTES * TERMS.width;
  const pages = Math.ceil((noisesAt + BYTES * (rows + DRAWN_AT_ONCE)) / PAGE_BYTES);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const module = new WebAssembly.Module(readFileSync(path));
  const instance = new WebAssembly.Instance(module, { env: { memory, abort } });
  const entries = LOOPS.map(({ name }): [string, Loop] => {
    const run = instance.exports[name] as (...values: number[]) => void;
    return [name, (count, unitsAt) => run(hotAt, coldAt, termsAt, noisesAt, count, unitsAt)];
  });
  const normals = instance.exports.normals as (...values: number[]) => void;
  return {
    hot: new Float64Array(memory.buffer, hotAt, rows * HOT.width),
    cold: new Float64Array(memory.buffer, coldAt, rows * COLD.width),
    terms: new Float64Array(memory.buffer, termsAt, TERMS.width),
    draw: (count, key) => normals(noisesAt, count, key),
    loops: Object.fromEntries(entries),
  };
}

function abort(): never {
  throw new Error('the reference kernel has stopped');
}
