/** Composition root of a worker thread: the engine with its agents, serving runs. */
import { AGENT_KINDS } from '../agents/index.js';
import { PUBLISHED_MODELS } from '../agents/replications/index.js';
import { simulatePublished } from './engine/published-tick.js';
import { simulate } from './engine/simulate.js';
import { compileEarly } from './runner/compilation.js';
import { serveRuns } from './runner/worker-loop.js';

compileEarly();

/** A worker makes one run after the other: they use one memory. */
const memory = {};

serveRuns((configuration, sink, options) => {
  if (configuration.model === undefined)
    return simulate(configuration, AGENT_KINDS, sink, { ...options, memory });
  const model = PUBLISHED_MODELS.find(({ name }) => name === configuration.model);
  if (model === undefined) throw new Error(`no published model is named '${configuration.model}'`);
  return simulatePublished(configuration, model, sink, options);
});
