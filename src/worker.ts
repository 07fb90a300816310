/** Composition root of a worker thread: it serves runs of all worlds that there are. */
import { serveRuns } from './runner/worker-loop.js';
import { simulation } from './simulation.js';

serveRuns(simulation);
