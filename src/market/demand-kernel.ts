/**
 * Who computes the demand of investors who want portfolio shares. There are two kernels of identical operations in
 * identical order: TypeScript, to be read, and WebAssembly, to be fast. Results are the same to the bit.
 */

import { growWeights, type WeightReach } from './move-weights.js';
import { sweepPortfolioShares } from './portfolio-share-demand.js';
import { prepareRows } from './prepare-rows.js';
import type { Allocate, MarketWorkspace } from './workspace.js';

export interface DemandKernel {
  /** Prepares the rows of a kind at yesterday's prices; `spreadChange` is since the start. */
  prepareRows(kind: number, spreadChange: number): void;
  /**
   * Multiplies the weights of all rows, yesterday's or those evaluated last, by the exponential of the steps of the
   * workspace.
   */
  growWeights(reach: WeightReach, fromStart: boolean): void;
  /** Adds the orders of all rows, and their derivatives if asked. */
  sweep(spreadChange: number, withJacobian: boolean): void;
}

/** A kernel and the memory in which it works. */
export interface KernelSource {
  readonly allocate: Allocate;
  create(work: MarketWorkspace): DemandKernel;
}

export const TYPESCRIPT_KERNEL: KernelSource = {
  allocate: (length) => new Float64Array(length),
  create: (work) => ({
    prepareRows: (kind, spreadChange) => prepareRows(work, kind, spreadChange),
    growWeights: (reach, fromStart) => growWeights(work, reach, fromStart),
    sweep: (spreadChange, withJacobian) => sweepPortfolioShares(work, spreadChange, withJacobian),
  }),
};
