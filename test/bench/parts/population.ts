/**
 * What a tick costs as the population grows: CPU time, evaluations of excess demand, memory. Sizes run one after the
 * other in one process, the smallest first; a few ticks warm up the compiler.
 */
import { AGENT_KINDS } from '../../../agents/index.js';
import { INVESTOR_KINDS } from '../../../src/engine/declarations.js';
import type { RunningWorld } from '../../../src/engine/running-world.js';
import { NO_SINK, simulate } from '../../../src/engine/simulate.js';
import { excessDemand } from '../../../src/market/excess-demand.js';
import { KERNEL } from '../../market/compiled-kernel.js';
import { economyConfiguration } from '../../model/small-economy.js';
import { cpuMilliseconds, type Figure, type Part } from '../figures.js';

/** Agents, ticks to warm up, ticks measured. */
const SIZES = [
  [200, 100, 300],
  [2_000, 60, 150],
  [20_000, 5, 30],
  [200_000, 2, 6],
] as const;

/** Shares of the investor kinds in the base population. */
const SHARES: Readonly<Record<string, number>> = {
  sovereignFunds: 0.02,
  hedgeFunds: 0.12,
  retail: 0.61,
  assetManagers: 0.14,
  insurers: 0.11,
};

interface Cost {
  readonly agents: number;
  readonly millisecondsPerTick: number;
  readonly evaluationsPerTick: number;
  readonly nanosecondsPerEvaluation: number;
  readonly setUpSeconds: number;
  readonly megabytes: number;
}

/** Shortest of a few evaluations, by agent: nanoseconds of one pass over one agent after a step of prices. */
function evaluationCost(world: RunningWorld): number {
  const { market, ledger } = world;
  const { work } = market;
  const point = Float64Array.from(market.clearing.unknowns);
  const out = new Float64Array(work.unknowns);
  let best = Number.POSITIVE_INFINITY;
  for (let turn = 0; turn < 20; turn++) {
    for (let a = 0; a < work.assets; a++) point[a] += turn % 2 === 0 ? 1e-4 : -1e-4;
    const before = process.hrtime.bigint();
    excessDemand(work, point, market.fixedOrders, market.scale, out);
    best = Math.min(best, Number(process.hrtime.bigint() - before));
  }
  return best / ledger.rows;
}

function measure(agents: number, warmUp: number, ticks: number): Cost {
  const set = Object.fromEntries(
    INVESTOR_KINDS.map((kind) => [`population.${kind}`, Math.round(agents * SHARES[kind])]),
  );
  const configuration = economyConfiguration(warmUp + ticks, { set, news: true });
  let evaluations = 0;
  let position = -1;
  let from = 0;
  let to = 0;
  let setUp = 0;
  let nanosecondsPerEvaluation = 0;
  const start = cpuMilliseconds();
  const sink = {
    ...NO_SINK,
    header: (series: readonly string[]) => {
      position = series.indexOf('clearing.evaluations');
      setUp = cpuMilliseconds() - start;
    },
    series: (tick: number, _date: string, values: Float64Array) => {
      if (tick > warmUp) evaluations += values[position];
    },
  };
  simulate(configuration, AGENT_KINDS, sink, {
    kernel: KERNEL,
    onTick: (tick) => {
      if (tick === warmUp) from = cpuMilliseconds();
      if (tick === warmUp + ticks) to = cpuMilliseconds();
    },
    atEnd: (world) => {
      nanosecondsPerEvaluation = evaluationCost(world);
    },
  });
  return {
    agents,
    millisecondsPerTick: (to - from) / ticks,
    evaluationsPerTick: evaluations / ticks,
    nanosecondsPerEvaluation,
    setUpSeconds: setUp / 1000,
    megabytes: process.memoryUsage().rss / 1e6,
  };
}

function figuresOf({
  agents,
  millisecondsPerTick,
  evaluationsPerTick,
  nanosecondsPerEvaluation,
}: Cost): Figure[] {
  const name = `${agents.toLocaleString('en')} agents`;
  return [
    { name: `${name}, tick`, value: millisecondsPerTick, unit: 'CPU ms', kind: 'time' },
    { name: `${name}, evaluations a tick`, value: evaluationsPerTick, unit: 'count', kind: 'cost' },
    { name: `${name}, evaluation`, value: nanosecondsPerEvaluation, unit: 'ns an agent', kind: 'time' },
  ];
}

/** What one more agent costs, between the two largest sizes. */
function slope(few: Cost, many: Cost): Figure[] {
  const agents = many.agents - few.agents;
  const milliseconds = many.millisecondsPerTick - few.millisecondsPerTick;
  const bytes = 1e6 * (many.megabytes - few.megabytes);
  const [ticks, seconds] = [252, many.setUpSeconds + 0.252 * many.millisecondsPerTick];
  const whole = `${many.agents.toLocaleString('en')} agents, ${ticks} ticks`;
  return [
    { name: 'one more agent, tick', value: (1000 * milliseconds) / agents, unit: 'CPU µs', kind: 'time' },
    { name: 'one more agent, memory', value: bytes / agents, unit: 'bytes', kind: 'cost', bar: 2000 },
    { name: whole, value: seconds, unit: 'CPU s', kind: 'time', bar: 30 },
  ];
}

export const part: Part = () => {
  const costs = SIZES.map(([agents, warmUp, ticks]) => measure(agents, warmUp, ticks));
  return [...costs.flatMap(figuresOf), ...slope(costs[2], costs[3])];
};
