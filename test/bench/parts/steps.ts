/**
 * Where the time of a tick goes: the steps of the model's tick, and of the market's its parts, in a thread that has compiled them.
 * Medians over ticks, in wall time of one thread; `NO_SINK` takes rows without writing them, so that text and files are not in it.
 */
import { AGENT_KINDS } from '../../../agents/index.js';
import { clearMarkets } from '../../../src/engine/clearing-step.js';
import { mark } from '../../../src/engine/marks-step.js';
import { setPolicyAndNews } from '../../../src/engine/news-step.js';
import { payIncomeAndObligations } from '../../../src/engine/obligations-step.js';
import { stateOrders } from '../../../src/engine/orders-step.js';
import { recordAndCheck } from '../../../src/engine/record-step.js';
import { Recorder } from '../../../src/engine/recorder.js';
import type { RunningWorld } from '../../../src/engine/running-world.js';
import { settle } from '../../../src/engine/settlement-step.js';
import { economy, NO_SINK, simulateWith, type WorldEngine } from '../../../src/engine/simulate.js';
import { Attribution } from '../../../src/market/attribution.js';
import { Market } from '../../../src/market/market.js';
import { KERNEL } from '../../market/compiled-kernel.js';
import type { Figure, Part } from '../figures.js';
import { baseConfiguration } from '../warm-run.js';

/** Ticks that compile, and those that are measured. */
const [EARLY, TICKS] = [400, 1000];

class Stopwatch {
  readonly micros = new Map<string, number[]>();
  private tick = new Map<string, number>();

  time<T>(name: string, work: () => T): T {
    const started = performance.now();
    const result = work();
    const micros = 1000 * (performance.now() - started);
    this.tick.set(name, (this.tick.get(name) ?? 0) + micros);
    return result;
  }

  endTick(isKept: boolean): void {
    if (isKept)
      for (const [name, micros] of this.tick) {
        const all = this.micros.get(name) ?? [];
        all.push(micros);
        this.micros.set(name, all);
      }
    this.tick = new Map();
  }

  median(name: string): number {
    const sorted = Float64Array.from(this.micros.get(name) ?? []).sort();
    return sorted[sorted.length >> 1];
  }
}

let watch = new Stopwatch();

/** Has a method timed, whoever calls it. */
function timed<K extends string>(
  owner: Record<K, (...args: never[]) => unknown>,
  method: K,
  name: string,
): void {
  const original = owner[method];
  owner[method] = function (this: unknown, ...args: never[]): unknown {
    return watch.time(name, () => original.apply(this, args));
  };
}

timed(Market.prototype, 'prepare', 'preparation of demand');
timed(Market.prototype, 'clear', 'solver and attribution');
timed(Attribution.prototype, 'split', 'attribution');
timed(Recorder.prototype, 'record', 'recorder');

const STEPS: readonly (readonly [string, (world: RunningWorld) => void])[] = [
  ['marks', mark],
  ['settlement', settle],
  ['orders', stateOrders],
  ['income and obligations', payIncomeAndObligations],
];

function engine(): WorldEngine {
  const run = (name: string, work: () => void) => watch.time(name, work);
  const step = (name: string) => STEPS.find(([of]) => of === name)?.[1] as (world: RunningWorld) => void;
  return {
    ...economy(AGENT_KINDS),
    tick: (world, schedule, recorder) => {
      watch.time('tick', () => {
        run('policy and news', () => setPolicyAndNews(world, schedule));
        for (const name of ['income and obligations', 'orders']) run(name, () => step(name)(world));
        run('market', () => clearMarkets(world));
        for (const name of ['settlement', 'marks']) run(name, () => step(name)(world));
        run('record and check', () => recordAndCheck(world, recorder));
      });
      watch.endTick(world.tick > EARLY);
    },
  };
}

function figuresOf(name: string, isSmall: boolean): Figure[] {
  watch = new Stopwatch();
  simulateWith(engine(), baseConfiguration(isSmall, TICKS), NO_SINK, { kernel: KERNEL });
  const of = (step: string) => watch.median(step);
  const parts: Record<string, number> = {
    tick: of('tick'),
    'policy and news': of('policy and news'),
    'income and obligations': of('income and obligations'),
    orders: of('orders'),
    'preparation of demand': of('preparation of demand'),
    'prices: solver and demand': of('solver and attribution') - of('attribution'),
    attribution: of('attribution'),
    settlement: of('settlement'),
    marks: of('marks'),
    'checks of the books': of('record and check') - of('recorder'),
    'recorder, without text': of('recorder'),
  };
  return Object.entries(parts).map(([step, value]) => ({
    name: `${name}, ${step}`,
    value,
    unit: 'µs a tick',
    kind: 'time',
  }));
}

export const part: Part = () => [...figuresOf('base run', false), ...figuresOf('200-agent run', true)];
