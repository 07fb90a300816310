/** Composition root of whoever simulates: the engines of all worlds that there are, with their agents. */
import { AGENT_KINDS } from '../agents/index.js';
import { PUBLISHED_MODELS } from '../agents/replications/index.js';
import type { RunConfiguration } from './engine/configuration.js';
import { published } from './engine/published-tick.js';
import { economy, simulateInSteps, type WorldEngine } from './engine/simulate.js';
import type { Simulation } from './runner/run-job.js';

/** A thread makes one run after the other: they use one memory. */
const memory = {};

function engineOf({ model: name }: RunConfiguration): WorldEngine {
  if (name === undefined) return economy(AGENT_KINDS);
  const model = PUBLISHED_MODELS.find((one) => one.name === name);
  if (model === undefined) throw new Error(`no published model is named '${name}'`);
  return published(model);
}

export const simulation: Simulation = (configuration, sink, options) =>
  simulateInSteps(engineOf(configuration), configuration, sink, { ...options, memory });
