/** A day of a market of 2,000 investors (preparation, clearing, attribution) as the number of assets grows. */
import { leastCpu, type Part } from '../figures.js';
import { largeMarket } from '../large-market.js';

const INVESTORS = 2000;
const ASSETS = [4, 8, 12, 16, 24];
const DAYS = 15;
const TURNS = 4;

export const part: Part = () =>
  ASSETS.map((assets) => {
    const { tick } = largeMarket(INVESTORS, assets);
    const milliseconds = leastCpu(TURNS, () => {
      for (let day = 0; day < DAYS; day++) tick();
    });
    const name = `TypeScript kernel, day of ${assets} assets`;
    return { name, value: milliseconds / DAYS, unit: 'CPU ms', kind: 'time' as const };
  });
