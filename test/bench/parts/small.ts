/** A run of some 200 agents, 756 ticks, default recording, in a warm worker. */
import type { Part } from '../figures.js';
import { baseConfiguration, recordedRun } from '../warm-run.js';

const TURNS = 6;

export const part: Part = () => {
  const configuration = baseConfiguration(true);
  const turns = Array.from({ length: TURNS }, () => recordedRun(configuration));
  return [
    { name: '200-agent run, first', value: turns[0], unit: 'CPU ms', kind: 'time' },
    { name: '200-agent run, warm', value: Math.min(...turns), unit: 'CPU ms', kind: 'time', bar: 120 },
  ];
};
