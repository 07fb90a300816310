/** A tick of a published model: the steps of the economy's, without its news, policy and funding market. */
import type { PublishedModel } from '../agent-kind.js';
import { exp } from '../maths/elementary.js';
import type { RunConfiguration } from './configuration.js';
import { beginTick } from './news-step.js';
import { publishedParameters, publishedSeries, startPublished } from './published-world.js';
import { recordAndCheck } from './record-step.js';
import { Recorder } from './recorder.js';
import type { RecordSink } from './recording.js';
import type { RunningWorld } from './running-world.js';
import { Schedule } from './schedule.js';
import {
  type SimulationOptions,
  type SimulationOutcome,
  simulateWith,
  type WorldEngine,
} from './simulate.js';
import { fillOrders } from './trades.js';

/** Cash of every row: what it has with the lender, or owes it. */
function countCash(world: RunningWorld): void {
  const { ledger, demand } = world;
  const money = world.ledger.at.deposits;
  for (let row = 0; row < ledger.rows; row++) demand.cash[row] = ledger.position(row, money);
}

function clear(world: RunningWorld): void {
  const { market, orders } = world;
  market.listTradingRows();
  market.prepare(0);
  market.clear(world.tick, 0, orders.list, world.column('previousEarnings'));
}

function tick(world: RunningWorld, schedule: Schedule, recorder: Recorder): void {
  beginTick(world, schedule);
  for (const kind of world.kinds) kind.obligations?.(world);
  countCash(world);
  for (const kind of world.kinds) kind.schedule?.(world);
  clear(world);
  fillOrders(world, 0);
  for (const kind of world.kinds) kind.settle?.(world);
  for (const kind of world.kinds) kind.marks?.(world);
  recordAndCheck(world, recorder);
}

/** Records prices, the quality of the clearing and of the books, and what kinds write. */
class PublishedRecorder extends Recorder {
  protected override addMoneyCauses(): void {}

  protected override setMoneyCauses(): void {}

  /** Causes are those of the economy's demand. */
  protected override addAttribution(): void {}

  protected override collect(): void {
    const { world } = this;
    const { demand, market, assets } = world;
    this.setEach('price', assets, (a) => exp(demand.lnPrice[a]));
    this.set('clearing.residual', market.clearing.report.residual);
    this.set('clearing.evaluations', market.clearing.report.evaluations);
    this.set('books.imbalance', this.imbalance);
    const write = (name: string, value: number): void => this.set(name, value);
    for (const kind of world.kinds) kind.record?.(world, write);
    this.remember();
  }
}

/** The world of a published model. */
export function published(model: PublishedModel): WorldEngine {
  const series = publishedSeries(model);
  return {
    start: (configuration) => startPublished(configuration, model),
    schedule: (world, configuration) =>
      new Schedule(world, configuration, publishedParameters(model), series),
    recorder: (world, configuration, sink) => new PublishedRecorder(world, configuration, sink, series),
    tick,
  };
}

/** Runs a published model; the same as `simulate` in all but what its world is made of. */
export function simulatePublished(
  configuration: RunConfiguration,
  model: PublishedModel,
  sink: RecordSink,
  options: SimulationOptions = {},
): SimulationOutcome {
  return simulateWith(published(model), configuration, sink, options);
}
