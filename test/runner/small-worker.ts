/** A worker thread with the small engine. */
import { serveRuns } from '../../src/runner/worker-loop.js';
import { simulation } from './small-simulation.js';

serveRuns(simulation);
