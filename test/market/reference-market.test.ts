import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { HOT } from '../bench/reference/kernel-text.js';
import { type ReferenceKernel, typeScriptKernel, webAssemblyKernel } from '../bench/reference/kernels.js';
import { ReferenceMarket } from '../bench/reference/reference-market.js';
import { independentResidual } from '../bench/reference/residual.js';

const BUILD = fileURLToPath(new URL('../bench/reference/build-module.ts', import.meta.url));
const TRADERS = 501;
const SEED = 1;

let module = '';
beforeAll(() => {
  const command = ['--import', 'tsx', BUILD];
  module = execFileSync(process.execPath, command, { encoding: 'utf8' }).trim();
});

function run(kernel: ReferenceKernel, ticks: number, traders = TRADERS, tolerance = 1e-11): ReferenceMarket {
  const market = new ReferenceMarket(kernel, traders, SEED, tolerance);
  for (let t = 0; t < ticks; t++) market.tick();
  return market;
}

/** Counts sweeps that trade, those that are not accepted among them. */
function countingTrades(kernel: ReferenceKernel): ReferenceKernel & { trades: number } {
  const counted = { ...kernel, trades: 0 };
  const loops = Object.entries(kernel.loops).map(([name, loop]) => {
    const counting: typeof loop = (rows, unitsAt) => {
      counted.trades += 1;
      loop(rows, unitsAt);
    };
    return [name, name.startsWith('trade') ? counting : loop] as const;
  });
  return Object.assign(counted, { loops: Object.fromEntries(loops) });
}

describe('the reference market', () => {
  it.each([1e-8, 1e-11])('has the same bits in both languages, solved to %f', (tolerance) => {
    const one = typeScriptKernel(TRADERS);
    const other = webAssemblyKernel(TRADERS, module);
    const first = run(one, 40, TRADERS, tolerance);
    const second = run(other, 40, TRADERS, tolerance);
    expect(Array.from(first.logPrice)).toEqual(Array.from(second.logPrice));
    expect(Array.from(one.hot)).toEqual(Array.from(other.hot));
  });

  it('comes to the prices of the C++ program', () => {
    // test/bench/cpp/plain.cpp, built with -DTOLV=1e-11: 1000 traders, 60 ticks, seed 1
    const published = [
      2.2873432469819, 3.03049791104734, 3.47176023104033, 3.61904707655311, 3.94515150841613,
      4.19608116384716, 4.19265836042388, 4.29882242322028, 4.5506497815017, 4.67125541691535,
    ];
    const { logPrice } = run(typeScriptKernel(1000), 60, 1000);
    for (const [a, price] of published.entries()) expect(Math.abs(logPrice[a] - price)).toBeLessThan(1e-10);
  });

  it('leaves no excess demand that an independent sweep would find', () => {
    const kernel = typeScriptKernel(TRADERS);
    const market = run(kernel, 20);
    expect(independentResidual(market, kernel, SEED)).toBeLessThan(1e-11);
    market.logPrice[3] += 1e-6;
    expect(independentResidual(market, kernel, SEED)).toBeGreaterThan(1e-7);
  });

  it('trades with the evaluation that clears, and not with one that does not', () => {
    const kernel = countingTrades(typeScriptKernel(TRADERS));
    const market = new ReferenceMarket(kernel, TRADERS, SEED, 1e-8);
    const days = 150;
    for (let day = 0; day < days; day++) {
      market.tick();
      expect(market.residual).toBeLessThan(1e-8);
      expect(independentResidual(market, kernel, SEED)).toBeLessThan(1.001e-8);
    }
    expect(kernel.trades).toBeGreaterThan(days);
    expect(market.evaluations).toBeLessThan(5.5 * days);
  });

  it('trades what it has cleared: units stay what they are', () => {
    const kernel = typeScriptKernel(TRADERS);
    const market = run(kernel, 30);
    for (const [a, supply] of market.supply.entries()) {
      let held = 0;
      for (let i = 0; i < TRADERS; i++) held += kernel.hot[i * HOT.width + market.unitsAt + a];
      expect(Math.abs(held / supply - 1)).toBeLessThan(1e-9);
    }
  });
});
