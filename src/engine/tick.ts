/** A tick in the words of the model (section 2). */

import { clearMarkets } from './clearing-step.js';
import { mark } from './marks-step.js';
import { setPolicyAndNews } from './news-step.js';
import { payIncomeAndObligations } from './obligations-step.js';
import { stateOrders } from './orders-step.js';
import { recordAndCheck } from './record-step.js';
import type { Recorder } from './recorder.js';
import type { RunningWorld } from './running-world.js';
import type { Schedule } from './schedule.js';
import { settle } from './settlement-step.js';

export function tick(world: RunningWorld, schedule: Schedule, recorder: Recorder): void {
  setPolicyAndNews(world, schedule);
  payIncomeAndObligations(world);
  stateOrders(world);
  clearMarkets(world);
  settle(world);
  mark(world);
  recordAndCheck(world, recorder);
}
