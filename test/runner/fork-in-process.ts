/** Runs an experiment with a fork in a process of its own: `fork-in-process.ts OUT SET…`. */
import { forkedRun } from './forked-run.js';

const [out, ...set] = process.argv.slice(2);
await forkedRun(out, { set });
