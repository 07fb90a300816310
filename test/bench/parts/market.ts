/** Passes over the demand of 2,000 investors with 12 assets by the TypeScript kernel, which is the readable one. */
import { excessDemand } from '../../../src/market/excess-demand.js';
import type { Figure, Part } from '../figures.js';
import { largeMarket } from '../large-market.js';

const INVESTORS = 2000;
const TURNS = 200;

/** Nanoseconds an agent of the fastest of many turns. */
function fastest(work: () => void): number {
  let least = Number.POSITIVE_INFINITY;
  for (let turn = 0; turn < TURNS; turn++) {
    const before = process.hrtime.bigint();
    work();
    least = Math.min(least, Number(process.hrtime.bigint() - before));
  }
  return least / INVESTORS;
}

export const part: Part = () => {
  const { market, point, tick } = largeMarket(INVESTORS, 12);
  const { work, scale, fixedOrders } = market;
  const out = new Float64Array(work.unknowns);
  let turn = 0;
  /** A new point every time, so that no branch is learnt by heart. */
  const nextPoint = () => {
    turn = (turn + 1) % 16;
    return point.fill((turn - 8) * 1e-4, 0, work.assets);
  };
  market.prepare(0);
  const time = (name: string, work: () => void): Figure => ({
    name: `TypeScript kernel, ${name}`,
    value: fastest(work),
    unit: 'ns an agent',
    kind: 'time',
  });
  return [
    time('evaluation', () => excessDemand(work, nextPoint(), fixedOrders, scale, out)),
    time('evaluation with Jacobian', () => excessDemand(work, nextPoint(), fixedOrders, scale, out, true)),
    time('preparation', () => market.prepare(0)),
    time('day: prepare, clear, attribute', tick),
  ];
};
