/** Whether a run of 10,000 ticks keeps anything: what the heap holds after a full collection, late against early. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { AGENT_KINDS } from '../../../agents/index.js';
import { NO_SINK, simulate } from '../../../src/engine/simulate.js';
import { KERNEL } from '../../market/compiled-kernel.js';
import type { Part } from '../figures.js';
import { baseConfiguration } from '../warm-run.js';

/** Some ticks into the run code is compiled and every series has been written. */
const [EARLY, LATE] = [2000, 10_000];

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

function megabytes(): number {
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 1e6;
}

export const part: Part = () => {
  const held = new Map<number, number>();
  simulate(baseConfiguration(true, LATE), AGENT_KINDS, NO_SINK, {
    kernel: KERNEL,
    onTick: (tick) => {
      if (tick === EARLY || tick === LATE) held.set(tick, megabytes());
    },
  });
  const [early, late] = [held.get(EARLY) as number, held.get(LATE) as number];
  return [
    { name: `heap after ${LATE} ticks`, value: late, unit: 'MB', kind: 'cost' },
    {
      name: `heap after ${LATE} ticks over that after ${EARLY}`,
      value: late / early,
      unit: 'ratio',
      kind: 'cost',
      bar: 1.02,
    },
  ];
};
