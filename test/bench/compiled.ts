/** The program as `npm run build` leaves it. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The bundle, where there is one, or the compiled modules. */
function built(file: string): URL {
  const bundle = new URL(`../../dist/rqe/${file}`, import.meta.url);
  return existsSync(bundle) ? bundle : new URL(`../../dist/src/${file}`, import.meta.url);
}

export const WORKER = built('worker.js');
const MAIN = fileURLToPath(built('main.js'));
/** At its end the main thread of a process says on descriptor 3 what CPU time it took, and memory at its peak. */
const TELL = `
  import { writeSync } from 'node:fs';
  import { isMainThread } from 'node:worker_threads';
  const tell = () => { const { user, system } = process.cpuUsage(); writeSync(3, JSON.stringify([(user + system) / 1000, process.resourceUsage().maxRSS / 1024])); };
  if (isMainThread) process.on('exit', tell);
`;

interface WholeProcess {
  /** Milliseconds. */
  readonly wall: number;
  /** CPU milliseconds of all threads. */
  readonly cpu: number;
  /** Largest resident memory, MB. */
  readonly memory: number;
}

/** What a whole process takes. */
export function timeProcess(args: readonly string[]): WholeProcess {
  const command = ['--import', `data:text/javascript,${encodeURIComponent(TELL)}`, MAIN, ...args];
  const started = performance.now();
  const { status, output } = spawnSync(process.execPath, command, {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  if (status !== 0) throw new Error(`rqe ${args.join(' ')} failed: ${output[2]}`);
  const [cpu, memory] = JSON.parse(output[3] as string);
  return { wall: performance.now() - started, cpu, memory };
}

/** Wall milliseconds of the program alone, without what measures its CPU time. */
export function wallOf(args: readonly string[]): number {
  const started = performance.now();
  const { status } = spawnSync(process.execPath, [MAIN, ...args], { stdio: 'ignore' });
  if (status !== 0) throw new Error(`rqe ${args.join(' ')} failed`);
  return performance.now() - started;
}
