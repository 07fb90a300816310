/** The WebAssembly kernel (assembly/layout.ts) in the memory that it shares with the state and the workspace. */
import { settled } from '../ledger/shapes.js';
import type { RandomStream } from '../maths/random.js';
import type { DemandKernel, KernelSource } from './demand-kernel.js';
import { reviseTastes, type TasteReview } from './investor-passes.js';
import type { WeightReach } from './move-weights.js';
import { PASS_ARRAYS, PASS_NUMBERS, type PassExports, WebAssemblyPasses } from './webassembly-passes.js';
import type { MarketWorkspace } from './workspace.js';

const PAGE_BYTES = 65_536;
/** The kernel's own constants lie in the first page. */
const OWN_BYTES = PAGE_BYTES;
const LARGEST_PAGES = 65_536;
const BYTES = 8;
const GIGABYTE = 1_073_741_824;
/** Arrays begin where a line of the cache does: rows of a power of two then lie in as few lines as they can. */
const ALIGNMENT = 64;

type Grow = (grown: number, from: number, rates: number, step: number, weights: number, sums: number) => void;

interface KernelExports {
  prepare(kind: number, first: number, end: number, spreadChange: number): void;
  growFull: Grow;
  growModerately: Grow;
  growSlightly: Grow;
  growBarely: Grow;
  sweep(spreadChange: number, withJacobian: number): void;
  addCashRebuilding(kind: number): void;
  addScarcityOfPaidCash(kind: number): void;
  traceShadowCosts(first: number, last: number, scale: number, speed: number): void;
  updateShadowCosts(first: number, last: number, scale: number, speed: number): void;
  sumInvestors(first: number, last: number): void;
  reviseTastes(
    first: number,
    last: number,
    from: number,
    step: number,
    tick: number,
    persistence: number,
    innovation: number,
    ...key: number[]
  ): void;
}

/** Memory that one world after the other may have; it belongs to the world that was made last. */
export interface KernelMemory {
  memory?: WebAssembly.Memory;
  /** The kernel in it: code compiled for a world calls these very functions. */
  instance?: WebAssembly.Instance;
}

/** Memory of so many pages, filled with zeros: that of the world before, if it is large enough. */
function memoryOf(pages: number, shared: KernelMemory): WebAssembly.Memory {
  const { memory } = shared;
  if (memory !== undefined && memory.buffer.byteLength >= pages * PAGE_BYTES) {
    new Uint8Array(memory.buffer, OWN_BYTES).fill(0);
    return memory;
  }
  shared.memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  delete shared.instance;
  return shared.memory;
}

/**
 * A kernel from its compiled module, with memory for `length` numbers in `arrays` arrays: what the state and the
 * workspace allocate. Throws if that is more than a WebAssembly memory can hold (4 GB).
 *
 * @param shared memory that worlds made one after the other use in turn; absent: the kernel has memory of its own
 */
export function webAssemblyKernel(
  module: WebAssembly.Module,
  length: number,
  arrays: number,
  shared: KernelMemory = {},
): KernelSource {
  const bytes = OWN_BYTES + BYTES * (length + PASS_NUMBERS) + ALIGNMENT * (arrays + PASS_ARRAYS);
  const pages = Math.ceil(bytes / PAGE_BYTES);
  if (pages > LARGEST_PAGES)
    throw new Error(
      `this population needs ${(bytes / GIGABYTE).toFixed(1)} GB, a WebAssembly memory has 4: use the TypeScript kernel`,
    );
  const memory = memoryOf(pages, shared);
  let free = OWN_BYTES;
  const allocate = (count: number): Float64Array => {
    const array = new Float64Array(memory.buffer, free, count);
    free += ALIGNMENT * Math.ceil((BYTES * count) / ALIGNMENT);
    return array;
  };
  shared.instance ??= new WebAssembly.Instance(module, { env: { memory, abort } });
  const { instance } = shared;
  const exported = instance.exports as unknown as PassExports;
  return {
    allocate,
    passes: new WebAssemblyPasses(exported, memory.buffer, allocate),
    create: (work) => connect(instance, work),
  };
}

function abort(): never {
  throw new Error('the WebAssembly kernel has stopped');
}

/** Tells the kernel the shape, the constants and where each array stands. */
function connect(instance: WebAssembly.Instance, work: MarketWorkspace): DemandKernel {
  const exported = instance.exports as Readonly<Record<string, WebAssembly.Global>> & KernelExports;
  const { shared, demand, ledger, products, constants, anchors } = work;
  const set = (name: string, value: number): void => {
    if (exported[name] === undefined) throw new Error(`the WebAssembly kernel has no '${name}'`);
    exported[name].value = value;
  };
  for (const array of [ledger.units, ledger.unitValue, demand.cash])
    if (array.buffer !== shared.terms.buffer)
      throw new Error('the WebAssembly kernel and the state must have one memory');
  for (const [name, array] of Object.entries(shared)) set(name, array.byteOffset);
  for (const [name, array] of Object.entries(demand))
    if (exported[name] !== undefined && !(name in shared)) set(name, array.byteOffset);
  set('units', ledger.units.byteOffset);
  set('unitValue', ledger.unitValue.byteOffset);
  set('unitsWidth', BYTES * ledger.width);
  set('stride', BYTES * work.stride);
  set('assets', BYTES * work.assets);
  set('rows', ledger.rows);
  set('kinds', work.kinds);
  set('productWidth', BYTES * products.stride);
  set('productCapacity', products.capacity);
  set('moverCount', anchors.movers.length);
  set('funded', work.funding === undefined ? 0 : 1);
  set('attractivenessClip', constants.attractivenessClip);
  set('kinkWidth', constants.kinkWidth);
  set('haircutWeight', constants.haircutWeight);
  set('forcedSaleCap', constants.forcedSaleCap);
  return new WebAssemblyKernel({ ...exported, ...unrolledFor(exported, work.assets) }, work);
}

/** Passes over rows that the module has for this very number of assets: `sweep12` for `sweep`, and so on. */
function unrolledFor(
  exported: Readonly<Record<string, WebAssembly.Global>> & KernelExports,
  assets: number,
): Partial<KernelExports> {
  const end = String(assets);
  return Object.fromEntries(
    Object.entries(exported)
      .filter(([name]) => name.endsWith(end) && name.slice(0, -end.length) in exported)
      .map(([name, pass]) => [name.slice(0, -end.length), pass]),
  );
}

/** What the kernel computes with, among all that it exports, in an object from which it is read fast. */
const passesOf = settled((kernel: KernelExports) => ({
  prepare: kernel.prepare,
  bare: kernel.growBarely,
  slight: kernel.growSlightly,
  moderate: kernel.growModerately,
  full: kernel.growFull,
  sweep: kernel.sweep,
  addCashRebuilding: kernel.addCashRebuilding,
  addScarcityOfPaidCash: kernel.addScarcityOfPaidCash,
  traceShadowCosts: kernel.traceShadowCosts,
  updateShadowCosts: kernel.updateShadowCosts,
  sumInvestors: kernel.sumInvestors,
  reviseTastes: kernel.reviseTastes,
}));

/** A class, not closures made for each world: what has been compiled for one world serves the next. */
class WebAssemblyKernel implements DemandKernel {
  private readonly passes: ReturnType<typeof passesOf>;
  private readonly kindStart: readonly number[];
  /** Address of the price ratios. */
  private readonly ratio: number;

  constructor(
    exported: KernelExports,
    private readonly work: MarketWorkspace,
  ) {
    this.passes = passesOf(exported);
    this.kindStart = work.ledger.kindStart;
    this.ratio = work.shared.perAsset.byteOffset + BYTES * work.stride;
  }

  prepareRows(kind: number, spreadChange: number): void {
    const { kindStart } = this;
    this.passes.prepare(kind, kindStart[kind], kindStart[kind + 1], spreadChange);
  }

  growWeights(reach: WeightReach, fromStart: boolean): void {
    const { shared } = this.work;
    const grow = this.passes[reach];
    const attraction = shared.attraction.byteOffset;
    const relative = shared.relative.byteOffset;
    grow(
      attraction,
      fromStart ? shared.startAttraction.byteOffset : attraction,
      shared.kappa.byteOffset,
      shared.attractionStep.byteOffset,
      shared.ones.byteOffset,
      shared.attractionSum.byteOffset,
    );
    grow(
      relative,
      fromStart ? shared.startRelative.byteOffset : relative,
      shared.epsilon.byteOffset,
      shared.relativeStep.byteOffset,
      this.ratio,
      shared.relativeSum.byteOffset,
    );
  }

  sweep(spreadChange: number, withJacobian: boolean): void {
    this.passes.sweep(spreadChange, withJacobian ? 1 : 0);
  }

  addCashRebuilding(kind: number): void {
    this.passes.addCashRebuilding(kind);
  }

  addScarcityOfPaidCash(kind: number): void {
    this.passes.addScarcityOfPaidCash(kind);
  }

  traceShadowCosts(first: number, last: number, scale: number, speed: number): void {
    this.passes.traceShadowCosts(first, last, scale, speed);
  }

  updateShadowCosts(first: number, last: number, scale: number, speed: number): void {
    this.passes.updateShadowCosts(first, last, scale, speed);
  }

  sumInvestors(first: number, last: number): void {
    this.passes.sumInvestors(first, last);
  }

  reviseTastes(review: TasteReview, draws: RandomStream): void {
    const { key } = draws;
    if (key === undefined) {
      reviseTastes(this.work, review, draws);
      return;
    }
    const { first, last, from, step, tick, persistence, innovation } = review;
    const [a, b, c, d] = key;
    this.passes.reviseTastes(first, last, from, step, tick, persistence, innovation, a, b, c, d);
  }
}
