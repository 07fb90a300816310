/**
 * Who computes the demand of investors who want portfolio shares. There are two kernels of identical operations in
 * identical order: TypeScript, to be read, and WebAssembly, to be fast. Results are the same to the bit.
 */

import { type BookPasses, TYPESCRIPT_PASSES } from '../ledger/book-passes.js';
import type { RandomStream } from '../maths/random.js';
import { addCashRebuilding } from './cash-rebuilding.js';
import { reviseTastes, sumInvestors, type TasteReview, updateShadowCosts } from './investor-passes.js';
import { growWeights, type WeightReach } from './move-weights.js';
import { sweepPortfolioShares } from './portfolio-share-demand.js';
import { prepareRows } from './prepare-rows.js';
import { addScarcityOfPaidCash, traceShadowCosts } from './shadow-cost-causes.js';
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
  /** See cash-rebuilding.ts and shadow-cost-causes.ts. */
  addCashRebuilding(kind: number): void;
  addScarcityOfPaidCash(kind: number): void;
  traceShadowCosts(first: number, last: number, scale: number, speed: number): void;
  /** See investor-passes.ts. */
  updateShadowCosts(first: number, last: number, scale: number, speed: number): void;
  sumInvestors(first: number, last: number): void;
  reviseTastes(review: TasteReview, draws: RandomStream): void;
}

/** A kernel and the memory in which it works. */
export interface KernelSource {
  readonly allocate: Allocate;
  /** Passes over books that stand in this memory. */
  readonly passes: BookPasses;
  create(work: MarketWorkspace): DemandKernel;
}

export const TYPESCRIPT_KERNEL: KernelSource = {
  allocate: (length) => new Float64Array(length),
  passes: TYPESCRIPT_PASSES,
  create: (work) => ({
    prepareRows: (kind, spreadChange) => prepareRows(work, kind, spreadChange),
    growWeights: (reach, fromStart) => growWeights(work, reach, fromStart),
    sweep: (spreadChange, withJacobian) => sweepPortfolioShares(work, spreadChange, withJacobian),
    addCashRebuilding: (kind) => addCashRebuilding(work, kind),
    addScarcityOfPaidCash: (kind) => addScarcityOfPaidCash(work, kind),
    traceShadowCosts: (first, last, scale, speed) => traceShadowCosts(work, first, last, scale, speed),
    updateShadowCosts: (first, last, scale, speed) => updateShadowCosts(work, first, last, scale, speed),
    sumInvestors: (first, last) => sumInvestors(work, first, last),
    reviseTastes: (review, draws) => reviseTastes(work, review, draws),
  }),
};
