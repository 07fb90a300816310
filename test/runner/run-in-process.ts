/** Runs the small engine in a process of its own: `run-in-process.ts OUT TEXT SET…`. */
import { run } from './small-run.js';

const [out, text, ...set] = process.argv.slice(2);
await run(out, { text, set, workers: 2 });
