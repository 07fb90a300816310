/**
 * The transaction-flow matrix of a tick, flow × kind × instrument, $bn at the value of the transaction (model section 8).
 *
 * Of the pairs of a flow and an instrument one in twenty ever occurs. Only those have a block, one number a kind, in the
 * order in which they are first posted: what every tick clears, adds up and checks is some kilobytes, and does not
 * drive the market's rows out of the caches.
 */
import { FLOWS } from './flows.js';

const FLOW_COUNT = FLOWS.length;

export interface FlowStorage {
  /** 1 + where the block of a pair begins, 0 if it has none, `[flow × instrument]`; last the numbers in use. */
  readonly flowBlocks: Float64Array;
  /** The blocks, `[block × kind]`; room for all pairs. */
  readonly tickFlows: Float64Array;
}

export function flowStorageSizes(kinds: number, width: number): Record<keyof FlowStorage, number> {
  return { flowBlocks: FLOW_COUNT * width + 1, tickFlows: FLOW_COUNT * kinds * width };
}

export class TransactionFlows {
  private readonly blocks: Float64Array;
  /** The numbers in use come first. Sums over ticks have the same layout. */
  readonly values: Float64Array;

  constructor(
    private readonly kinds: number,
    private readonly width: number,
    { flowBlocks, tickFlows }: FlowStorage,
  ) {
    this.blocks = flowBlocks;
    this.values = tickFlows;
  }

  /** Numbers in use. */
  get used(): number {
    return this.blocks[FLOW_COUNT * this.width];
  }

  add(flow: number, kind: number, instrument: number, value: number): void {
    const pair = flow * this.width + instrument;
    const start = this.blocks[pair] || this.open(pair);
    this.values[start - 1 + kind] += value;
  }

  /** Where the number of a kind stands; negative if the flow has never been posted in the instrument. */
  place(flow: number, kind: number, instrument: number): number {
    const start = this.blocks[flow * this.width + instrument];
    return start === 0 ? -1 : start - 1 + kind;
  }

  /** What a kind received of an instrument in a flow of this tick, negative if it gave. */
  of(flow: number, kind: number, instrument: number): number {
    const start = this.blocks[flow * this.width + instrument];
    return start === 0 ? 0 : this.values[start - 1 + kind];
  }

  /** Writes the instruments in which a flow has ever been posted, in their order, to `out`; returns how many. */
  instrumentsOf(flow: number, out: Int32Array): number {
    const { blocks, width } = this;
    let count = 0;
    for (let i = 0, pair = flow * width; i < width; i++, pair++) if (blocks[pair] !== 0) out[count++] = i;
    return count;
  }

  /** The same, with the place in `values` of the first kind of each to `starts`. */
  blocksOf(flow: number, out: Int32Array, starts: Int32Array): number {
    const count = this.instrumentsOf(flow, out);
    for (let k = 0; k < count; k++) starts[k] = this.blocks[flow * this.width + out[k]] - 1;
    return count;
  }

  /** Begins a tick. */
  clear(): void {
    this.values.fill(0, 0, this.used);
  }

  private open(pair: number): number {
    const { used } = this;
    this.blocks[FLOW_COUNT * this.width] = used + this.kinds;
    this.blocks[pair] = used + 1;
    return used + 1;
  }
}
