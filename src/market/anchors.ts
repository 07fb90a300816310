/**
 * Fundamental values as data: how the log fundamental v of each market follows from its own earnings and from
 * the yields that clear in the same tick (model section 5), with the derivatives dv_a/d ln p_b.
 */

import type { DemandColumns } from '../ledger/demand-columns.js';
import { exp, ln } from '../maths/elementary.js';
import { bondPrice, bondYield } from '../mechanisms/bond-price.js';

/** v does not depend on cleared prices: the column `earnings` is the log fundamental. */
export interface ExogenousAnchor {
  readonly form: 'exogenous';
}

/**
 * v = ln P(y_reference + fairSpread) + news: a bond priced off another bond's cleared yield. Good news takes at most the
 * spread away, since nobody pays more for a promise than for a safe one.
 */
export interface CreditAnchor {
  readonly form: 'credit';
  readonly reference: number;
}

/** v = e - D ((1 - w)(y_first - start) + w (y_second - start)): a claim discounted at two cleared yields. */
export interface DiscountedAnchor {
  readonly form: 'discounted';
  readonly duration: number;
  readonly secondWeight: number;
  readonly first: number;
  readonly second: number;
}

export type Anchor = ExogenousAnchor | CreditAnchor | DiscountedAnchor;

/** News as it is where bad; room (1 - exp(-news/room)) where good, with the same slope at 0. */
function boundedNews(news: number, room: number): number {
  if (!(news > 0)) return news;
  return room > 0 ? room * (1 - exp(-news / room)) : 0;
}

/** Derivative of {@link boundedNews} by the room. */
function roomSlope(news: number, room: number): number {
  if (!(news > 0 && room > 0)) return 0;
  return 1 - exp(-news / room) * (1 + news / room);
}

/** Anchors of all markets, evaluated together. */
export class Anchors {
  private readonly yields: Float64Array;
  /** Non-zero derivatives dv_row/d ln p_column as parallel lists. */
  readonly derivativeRow: Int32Array;
  readonly derivativeColumn: Int32Array;
  readonly derivativeValue: Float64Array;
  readonly derivatives: number;
  /** The prices that move fundamentals, and the entries of each: `entries[first[c]] … entries[first[c + 1] - 1]`. */
  readonly movers: Int32Array;
  readonly firstEntry: Int32Array;
  readonly entries: Int32Array;

  constructor(
    private readonly anchors: readonly Anchor[],
    private readonly demand: Pick<
      DemandColumns,
      'coupon' | 'decay' | 'earnings' | 'fairSpread' | 'startYield'
    >,
  ) {
    const rows: number[] = [];
    const columns: number[] = [];
    for (const [asset, anchor] of anchors.entries()) {
      if (anchor.form === 'credit') {
        rows.push(asset);
        columns.push(anchor.reference);
      } else if (anchor.form === 'discounted') {
        rows.push(asset, asset);
        columns.push(anchor.first, anchor.second);
      }
    }
    this.yields = new Float64Array(anchors.length);
    this.derivativeRow = Int32Array.from(rows);
    this.derivativeColumn = Int32Array.from(columns);
    this.derivativeValue = new Float64Array(rows.length);
    this.derivatives = rows.length;
    this.movers = Int32Array.from(new Set(columns)).sort();
    const lists = Array.from(this.movers, (mover) =>
      columns.flatMap((column, entry) => (column === mover ? [entry] : [])),
    );
    this.entries = Int32Array.from(lists.flat());
    this.firstEntry = Int32Array.from([...lists, []], (_, c) => lists.slice(0, c).flat().length);
  }

  /** Yield of a bond at a price: y = (c + d)/P - d. */
  private yieldAt(bond: number, price: number): number {
    return bondYield(price, this.demand.coupon[bond], this.demand.decay[bond]);
  }

  /** Writes v at `price` into `fundamental` and the derivatives into `derivativeValue`. */
  evaluate(price: Float64Array, fundamental: Float64Array): void {
    const { coupon, decay, earnings, fairSpread, startYield } = this.demand;
    const { yields, derivativeValue } = this;
    for (let asset = 0; asset < this.anchors.length; asset++)
      yields[asset] = decay[asset] > 0 ? this.yieldAt(asset, price[asset]) : 0;
    let entry = 0;
    for (let asset = 0; asset < this.anchors.length; asset++) {
      const anchor = this.anchors[asset];
      if (anchor.form === 'exogenous') {
        fundamental[asset] = earnings[asset];
      } else if (anchor.form === 'credit') {
        const reference = anchor.reference;
        const fairYield = yields[reference] + fairSpread[asset];
        const total = fairYield + decay[asset];
        const safe = yields[reference] + decay[asset];
        // What the bond would gain if its spread went to zero.
        const room = ln(total / safe);
        const news = earnings[asset];
        fundamental[asset] = boundedNews(news, room) + ln(bondPrice(fairYield, coupon[asset], decay[asset]));
        // d ln P(y)/dy = -1/(y + d); dy_reference/d ln p = -(y_reference + d_reference)
        const slope = 1 / total + roomSlope(news, room) * (1 / safe - 1 / total);
        derivativeValue[entry++] = (yields[reference] + decay[reference]) * slope;
      } else {
        const { first, second, duration, secondWeight } = anchor;
        const change =
          (1 - secondWeight) * (yields[first] - startYield[first]) +
          secondWeight * (yields[second] - startYield[second]);
        fundamental[asset] = earnings[asset] - duration * change;
        derivativeValue[entry++] = duration * (1 - secondWeight) * (yields[first] + decay[first]);
        derivativeValue[entry++] = duration * secondWeight * (yields[second] + decay[second]);
      }
    }
  }
}
