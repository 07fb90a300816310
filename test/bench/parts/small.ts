/** A run of some 200 agents, 756 ticks, default recording, in a warm worker. */
import type { Part } from '../figures.js';
import { baseConfiguration, WarmWorker } from '../warm-run.js';

/** So many until all that pays is compiled. */
const TURNS = 16;

export const part: Part = async () => {
  const worker = new WarmWorker();
  const turns = await worker.runs(baseConfiguration(true), TURNS);
  await worker.close();
  return [
    { name: '200-agent run, first', value: turns[0], unit: 'CPU ms', kind: 'time' },
    { name: '200-agent run, warm', value: Math.min(...turns), unit: 'CPU ms', kind: 'time', bar: 120 },
  ];
};
