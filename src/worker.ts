/** Composition root of a worker thread: the engine with its agents, serving runs. */
import { AGENT_KINDS } from '../agents/index.js';
import { simulate } from './engine/simulate.js';
import { compileEarly } from './runner/compilation.js';
import { serveRuns } from './runner/worker-loop.js';

compileEarly();

/** A worker makes one run after the other: they use one memory. */
const memory = {};

serveRuns((configuration, sink, options) =>
  simulate(configuration, AGENT_KINDS, sink, { ...options, memory }),
);
