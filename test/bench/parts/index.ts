/** The parts of `npm run bench`, in the order of the table. Long ones run only if they are named. */
import type { Part } from '../figures.js';

interface Entry {
  readonly about: string;
  readonly isLong?: true;
  load(): Promise<{ readonly part: Part }>;
}

export const PARTS: Readonly<Record<string, Entry>> = {
  start: { about: '`rqe --help`, start of a worker', load: () => import('./start.js') },
  base: { about: 'the base run, as a process and in a warm worker', load: () => import('./base.js') },
  small: { about: 'a run of 200 agents in a warm worker', load: () => import('./small.js') },
  recording: { about: 'share of recording in a run', load: () => import('./recording.js') },
  output: { about: 'rows of CSV and Parquet a second', load: () => import('./output.js') },
  steps: { about: 'where the time of a tick goes', load: () => import('./steps.js') },
  lengths: { about: 'CPU by ticks and by runs', load: () => import('./lengths.js') },
  limits: { about: 'exponentials and bytes that the machine gives', load: () => import('./limits.js') },
  market: { about: 'passes over the demand of 2,000 investors', load: () => import('./market.js') },
  assets: { about: 'a tick of the market by number of assets', load: () => import('./assets.js') },
  population: {
    about: 'a tick by number of agents, to 200,000',
    isLong: true,
    load: () => import('./population.js'),
  },
  batch: { about: 'two workers against one, and overhead', isLong: true, load: () => import('./batch.js') },
  memory: { about: '10,000 short runs against 100', isLong: true, load: () => import('./memory.js') },
  heap: { about: 'heap over 10,000 ticks', isLong: true, load: () => import('./heap.js') },
  fork: { about: 'arms that share a trunk', isLong: true, load: () => import('./fork.js') },
  reference: {
    about: 'the reference market beside C++',
    isLong: true,
    load: () => import('./reference.js'),
  },
};
