/** How long the program takes until it does something: help, and a worker that is ready. Least of many: the rest is other work. */
import { Worker } from 'node:worker_threads';
import { compileLate } from '../../../src/runner/compilation.js';
import { timeProcess, WORKER, wallOf } from '../compiled.js';
import type { Figure, Part } from '../figures.js';

const TURNS = 15;

function readyWorker(): Promise<number> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    // As the program starts it: what loads TypeScript into this process is not for it.
    const worker = new Worker(WORKER, { workerData: { stop: new SharedArrayBuffer(4) }, execArgv: [] });
    worker.once('error', reject);
    worker.once('message', () => {
      const milliseconds = performance.now() - started;
      worker.terminate().then(() => resolve(milliseconds), reject);
    });
  });
}

export const part: Part = async () => {
  // As the program does before it starts a thread: byte code is for these options of V8.
  compileLate();
  const [help, cpu, ready]: number[][] = [[], [], []];
  for (let turn = 0; turn < TURNS; turn++) {
    help.push(wallOf(['--help']));
    cpu.push(timeProcess(['--help']).cpu);
    ready.push(await readyWorker());
  }
  const time = (name: string, values: number[], bar?: number): Figure => ({
    name,
    value: Math.min(...values),
    unit: 'ms',
    kind: 'time',
    ...(bar !== undefined && { bar }),
  });
  return [
    time('rqe --help', help, 120),
    time('rqe --help, CPU', cpu),
    time('worker until it is ready', ready, 60),
  ];
};
