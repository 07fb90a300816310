/**
 * One run of the reference market in a process of its own, as JSON on one line: `run.ts KERNEL TRADERS TICKS SEED
 * TOLERANCE MODULE`. CPU time is that of the second half, as in the C++ programs.
 */
import { typeScriptKernel, webAssemblyKernel } from './kernels.js';
import { ReferenceMarket } from './reference-market.js';
import { independentResidual } from './residual.js';

const [name, tradersText, ticksText, seedText, toleranceText, module] = process.argv.slice(2);
const [traders, ticks, seed, tolerance] = [tradersText, ticksText, seedText, toleranceText].map(Number);

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return 1e-6 * (user + system);
}

const kernel = name === 'typescript' ? typeScriptKernel(traders) : webAssemblyKernel(traders, module);
const market = new ReferenceMarket(kernel, traders, seed, tolerance);
const half = Math.floor(ticks / 2);
for (let t = 0; t < half; t++) market.tick();
const start = cpuSeconds();
for (let t = half; t < ticks; t++) market.tick();
const cpuTick = (cpuSeconds() - start) / (ticks - half);
const evalsPerTick = market.evaluations / ticks;
const rssMB = process.resourceUsage().maxRSS / 1024;
const q = Array.from(market.logPrice);
console.log(
  JSON.stringify({ cpuTick, evalsPerTick, rssMB, q, residual: independentResidual(market, kernel, seed) }),
);
