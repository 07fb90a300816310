/** The WebAssembly kernel as `npm run build` leaves it. */
import { loadKernel } from '../../src/runner/kernel-module.js';

export const KERNEL = loadKernel(new URL('../../dist/src/market/market-kernel.wasm', import.meta.url));
