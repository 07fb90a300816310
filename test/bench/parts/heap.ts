/**
 * Whether a run keeps anything: what the heap holds after a full collection, late against early. 10,000 ticks of the
 * stationary economy, in which all flows are made every day: no seed of base comes so far, its economy breaks down within twenty
 * years. Base, with its defaults and contracts, over four.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { AGENT_KINDS } from '../../../agents/index.js';
import type { RunConfiguration } from '../../../src/engine/configuration.js';
import { NO_SINK, simulate } from '../../../src/engine/simulate.js';
import { runConfiguration } from '../../../src/experiment/runs.js';
import { resolved, SMALL_POPULATION } from '../../engine/economy.js';
import { KERNEL } from '../../market/compiled-kernel.js';
import type { Figure, Part } from '../figures.js';
import { baseConfiguration } from '../warm-run.js';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

function megabytes(): number {
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 1e6;
}

function stationary(ticks: number): RunConfiguration {
  const experiment = resolved('stationary');
  const configuration = runConfiguration(experiment, experiment.arms[0], '1');
  return { ...configuration, ticks, parameters: { ...configuration.parameters, ...SMALL_POPULATION } };
}

/** @param early some ticks into the run, when code is compiled and every series has been written */
function figuresOf(name: string, configuration: RunConfiguration, early: number): Figure[] {
  const { ticks: late } = configuration;
  const held = new Map<number, number>();
  simulate(configuration, AGENT_KINDS, NO_SINK, {
    kernel: KERNEL,
    onTick: (tick) => {
      if (tick === early || tick === late) held.set(tick, megabytes());
    },
  });
  const [before, after] = [held.get(early) as number, held.get(late) as number];
  const text = `${name}: heap after ${late} ticks`;
  return [
    { name: text, value: after, unit: 'MB', kind: 'cost' },
    {
      name: `${text} over that after ${early}`,
      value: after / before,
      unit: 'ratio',
      kind: 'cost',
      bar: 1.02,
    },
  ];
}

export const part: Part = () => [
  ...figuresOf('stationary', stationary(10_000), 2000),
  ...figuresOf('base', baseConfiguration(true, 1008), 504),
];
