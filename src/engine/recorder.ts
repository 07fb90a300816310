/** Step 7: writes series, balances, flows, attribution and events to the sink. Recording draws nothing and changes nothing. */

import type { SeriesDeclaration } from '../agent-kind.js';
import { FLOWS } from '../ledger/flows.js';
import { CAUSES } from '../ledger/orders.js';
import { SCALARS } from '../ledger/scalars.js';
import { dateOfTick } from '../maths/calendar.js';
import { exp } from '../maths/elementary.js';
import type { RunConfiguration } from './configuration.js';
import {
  ASSETS,
  BONDS,
  DEPOSIT_CAUSES,
  EQUITIES,
  INSTITUTIONS,
  INVESTOR_KINDS,
  RESERVE_CAUSES,
  STOCKS,
  seriesDeclarations,
} from './declarations.js';
import { addDepositCauses, addReserveCauses, checkMoney } from './money-causes.js';
import type { RecordSink } from './recording.js';
import type { RunningWorld } from './running-world.js';

const SPREADS = BONDS.slice(1);
/** Assets of the price indices. */
const placesOf = (included: (name: string) => boolean): number[] =>
  ASSETS.flatMap((name, a) => (included(name) ? [a] : []));
const BROAD = placesOf((name) => EQUITIES.slice(2).includes(name));
const EQUITY = placesOf((name) => EQUITIES.includes(name));
const ALL = placesOf((name) => name !== 'gold');
const SCALAR_NAMES = SCALARS.map(({ name }) => name);

export class Recorder {
  private readonly values: Float64Array;
  private readonly index = new Map<string, number>();
  private readonly names: readonly string[];
  /** Series are written in the same order in every tick: the place that followed each one the last time. */
  private readonly next: Int32Array;
  private latest = 0;
  /** Places of the series with a common prefix. */
  private readonly places = new Map<string, Int32Array>();
  private readonly kept: number[];
  private readonly keptValues: Float64Array;
  private readonly watched: number[];
  private readonly watchedValues: Float64Array;
  /** Change of deposits and of reserves by cause: in this tick, and since the last row of the series. */
  private readonly tickDeposits = new Float64Array(DEPOSIT_CAUSES.length);
  private readonly tickReserves = new Float64Array(RESERVE_CAUSES.length);
  private readonly depositCauses: Float64Array;
  private readonly reserveCauses: Float64Array;
  private readonly weights: Float64Array;
  /** Places of the institutions among the kinds. */
  private readonly institutions: readonly number[];
  /** Places of `STOCKS`, looked up on the first day that they are recorded: a published model has none. */
  private stocks: readonly number[] | undefined;
  /** Largest unexplained share of a move over 1 % in the last tick. */
  remainderShare = 0;
  imbalance = 0;

  constructor(
    protected readonly world: RunningWorld,
    private readonly configuration: RunConfiguration,
    private readonly sink: RecordSink,
    declared: readonly SeriesDeclaration[] = seriesDeclarations(world.kinds),
  ) {
    this.depositCauses = world.column('recorder.depositCauses');
    this.reserveCauses = world.column('recorder.reserveCauses');
    this.names = declared.map(({ name }) => name);
    this.next = new Int32Array(declared.length);
    for (const [position, { name }] of declared.entries()) {
      if (this.index.has(name)) throw new Error(`series '${name}' is declared twice`);
      this.index.set(name, position);
    }
    // A kind may write a series only now and then: until it does, the value of before the snapshot stays.
    this.values = Float64Array.from(world.column('previousSeries').subarray(0, declared.length));
    const wanted = configuration.record.series;
    const names = wanted.length === 0 ? declared.map(({ name }) => name) : wanted;
    this.kept = names.map((name) => this.position(name));
    this.keptValues = new Float64Array(this.kept.length);
    this.watched = (sink.watched ?? []).map((name) => this.position(name));
    this.watchedValues = new Float64Array(this.watched.length);
    this.weights = Float64Array.from(world.demand.startFloat);
    this.institutions = INSTITUTIONS.map((name) => world.kindNames.indexOf(name));
    this.openBalance();
    sink.header(names);
  }

  private openBalance(): void {
    const opening = this.world.column('balance.opening');
    if (this.world.tick === 0) this.valueByKind(opening);
  }

  /** Value by kind and instrument. */
  private valueByKind(out: Float64Array): void {
    const { ledger } = this.world;
    for (let kind = 0; kind < ledger.kinds; kind++)
      for (let i = 0; i < ledger.width; i++)
        out[kind * ledger.width + i] = ledger.postedUnits[kind * ledger.width + i] * ledger.unitValue[i];
  }

  /** Records one tick. Sums what is a flow; emits rows at their strides. */
  record(): void {
    const { world, configuration, sink } = this;
    const { tick } = world;
    const last = tick === configuration.ticks;
    const date = dateOfTick(tick, configuration.start, configuration.ticksPerYear);
    this.addMoneyCauses();
    this.addFlows();
    this.addAttribution();
    this.collect();
    this.show();
    const { seriesEvery, balanceEvery, attributionEvery, events } = configuration.record;
    if (tick % seriesEvery === 0 || last) {
      this.takeKept();
      sink.series(tick, date, this.keptValues);
    }
    if (tick % balanceEvery === 0 || last) this.emitBalance();
    if (tick % attributionEvery === 0 || last) this.emitAttribution();
    if (events) for (const event of world.events.list) sink.event(event, date);
    world.events.list.length = 0;
  }

  protected addMoneyCauses(): void {
    const { world, tickDeposits, tickReserves } = this;
    tickDeposits.fill(0);
    tickReserves.fill(0);
    addDepositCauses(world, tickDeposits);
    addReserveCauses(world, tickReserves);
    checkMoney(world, tickDeposits, tickReserves);
    for (let i = 0; i < tickDeposits.length; i++) this.depositCauses[i] += tickDeposits[i];
    for (let i = 0; i < tickReserves.length; i++) this.reserveCauses[i] += tickReserves[i];
  }

  /**
   * The values of a row. Changes of money are those since the last row there, but those of the tick for metrics and
   * rules, which must not depend on how often rows are written.
   */
  private takeKept(): void {
    const { values, depositCauses, reserveCauses } = this;
    this.setMoneyCauses(depositCauses, reserveCauses);
    for (let i = 0; i < this.kept.length; i++) this.keptValues[i] = values[this.kept[i]];
    depositCauses.fill(0);
    reserveCauses.fill(0);
  }

  protected setMoneyCauses(deposits: Float64Array, reserves: Float64Array): void {
    this.setColumn('depositsChanged', DEPOSIT_CAUSES, deposits);
    this.setColumn('reservesChanged', RESERVE_CAUSES, reserves);
  }

  private show(): void {
    if (this.watched.length === 0) return;
    for (let i = 0; i < this.watched.length; i++) this.watchedValues[i] = this.values[this.watched[i]];
    this.sink.watch?.(this.world.tick, this.watchedValues);
  }

  private addFlows(): void {
    const { flows } = this.world.ledger;
    const sums = this.world.column('balance.flows');
    for (let at = 0; at < flows.used; at++) sums[at] += flows.values[at];
  }

  protected addAttribution(): void {
    const { world } = this;
    const { attribution } = world.market;
    const sums = world.column('attribution');
    const remainders = world.column('attribution.remainder');
    attribution.addTo(sums);
    let worst = 0;
    for (let a = 0; a < ASSETS.length; a++) {
      remainders[a] += attribution.remainder[a];
      const move = Math.abs(world.demand.lnPrice[a] - world.demand.previousLnPrice[a]);
      if (move > 0.01) worst = Math.max(worst, Math.abs(attribution.remainder[a]) / move);
    }
    this.remainderShare = worst;
  }

  private position(name: string): number {
    const expected = this.next[this.latest];
    if (this.names[expected] === name) {
      this.latest = expected;
      return expected;
    }
    const position = this.index.get(name);
    if (position === undefined) throw new Error(`no series is named '${name}'`);
    this.next[this.latest] = position;
    this.latest = position;
    return position;
  }

  protected set(name: string, value: number): void {
    this.values[this.position(name)] = value;
  }

  /** Sets `prefix.name` of each name; the places are looked up once. */
  protected setEach(prefix: string, names: readonly string[], value: (index: number) => number): void {
    const places = this.placesWith(prefix, names);
    for (let i = 0; i < places.length; i++) this.values[places[i]] = value(i);
  }

  /** The same of values that stand in a column. */
  protected setColumn(prefix: string, names: readonly string[], values: Float64Array): void {
    const places = this.placesWith(prefix, names);
    for (let i = 0; i < places.length; i++) this.values[places[i]] = values[i];
  }

  private placesWith(prefix: string, names: readonly string[]): Int32Array {
    let places = this.places.get(prefix);
    if (places === undefined) {
      places = Int32Array.from(names, (name) => this.position(prefix === '' ? name : `${prefix}.${name}`));
      this.places.set(prefix, places);
    }
    return places;
  }

  protected collect(): void {
    const { world } = this;
    this.collectPrices();
    this.collectClearing();
    this.collectHoldings();
    this.setMoneyCauses(this.tickDeposits, this.tickReserves);
    this.setColumn('', SCALAR_NAMES, world.column('scalars'));
    const write = (name: string, value: number): void => this.set(name, value);
    for (const kind of world.kinds) kind.record?.(world, write);
    this.remember();
  }

  private collectPrices(): void {
    const { demand } = this.world;
    this.setEach('price', ASSETS, (a) => exp(demand.lnPrice[a]));
    this.setEach('fundamental', ASSETS, (a) => exp(demand.fundamental[a]));
    this.setColumn('volatility', ASSETS, demand.volatility);
    this.setColumn('float', ASSETS, demand.float);
    this.setColumn('yield', BONDS, demand.yield);
    this.setEach('spread', SPREADS, (a) => demand.yield[a + 1] - demand.yield[0]);
    this.set('index.broad', this.priceIndex(BROAD));
    this.set('index.equity', this.priceIndex(EQUITY));
    this.set('index.all', this.priceIndex(ALL));
  }

  private collectClearing(): void {
    const { scalars, market } = this.world;
    const { report } = market.clearing;
    this.set('depth', market.depth());
    this.set('clearing.iterations', report.iterations);
    this.set('clearing.evaluations', report.evaluations);
    this.set('clearing.residual', report.residual);
    this.set('clearing.smallestPivot', report.smallestPivot);
    this.set('clearing.homotopy', report.homotopy ? 1 : 0);
    this.set('attribution.remainder', this.remainderShare);
    this.set('fundingRate', scalars.get('policyRate') + scalars.get('fundingSpread'));
    this.set('books.imbalance', this.imbalance);
  }

  private collectHoldings(): void {
    const { idleCash, wealth } = this.world.investorSums;
    this.setColumn('idleCash', INVESTOR_KINDS, idleCash);
    this.setColumn('wealth', INVESTOR_KINDS, wealth);
    this.setEach('institutionalUnits', ASSETS, (a) => this.institutionalUnits(a));
    this.stocks ??= STOCKS.map((name) => this.world.instrument(name));
    const { stocks } = this;
    this.setEach('stock', STOCKS, (index) => this.outstanding(stocks[index]));
  }

  private institutionalUnits(asset: number): number {
    const { ledger } = this.world;
    let sum = 0;
    for (const kind of this.institutions) sum += ledger.postedUnits[kind * ledger.width + asset];
    return sum;
  }

  /** $bn that holders have of an instrument. */
  private outstanding(i: number): number {
    const { ledger } = this.world;
    let units = 0;
    for (let kind = 0; kind < ledger.kinds; kind++)
      units += Math.max(ledger.postedUnits[kind * ledger.width + i], 0);
    return units * ledger.unitValue[i];
  }

  /** Keeps the values for rules and for a run that goes on from a snapshot. */
  protected remember(): void {
    const previous = this.world.column('previousSeries');
    for (let i = 0; i < this.values.length; i++) previous[i] = this.values[i];
  }

  private priceIndex(assets: readonly number[]): number {
    const { demand } = this.world;
    let value = 0;
    let start = 0;
    for (const a of assets) {
      value += this.weights[a] * exp(demand.lnPrice[a]);
      start += this.weights[a];
    }
    return value / start;
  }

  private emitBalance(): void {
    const { world, sink } = this;
    const { tick } = world;
    this.emitPositions();
    this.emitFlows();
    world.column('balance.flows').fill(0);
    for (const { contracts } of world.kinds) contracts?.(world, (edge) => sink.contract({ tick, ...edge }));
  }

  /** Revaluation is the rest; `checkBooks` holds units to their postings, and what stands at face to its flows. */
  private emitPositions(): void {
    const { world, sink } = this;
    const { ledger, tick, kindNames } = world;
    const opening = world.column('balance.opening');
    const closing = new Float64Array(opening.length);
    this.valueByKind(closing);
    const postings = this.postingsByKind();
    for (let entry = 0; entry < opening.length; entry++) {
      if (opening[entry] === 0 && closing[entry] === 0 && postings[entry] === 0) continue;
      sink.balance({
        tick,
        kind: kindNames[Math.floor(entry / ledger.width)],
        instrument: ledger.instruments[entry % ledger.width].name,
        opening: opening[entry],
        postings: postings[entry],
        revaluation: closing[entry] - opening[entry] - postings[entry],
        closing: closing[entry],
      });
    }
    opening.set(closing);
  }

  /** Sums over flows since the last rows, by kind and instrument. */
  private postingsByKind(): Float64Array {
    const { ledger } = this.world;
    const { flows, kinds, width } = ledger;
    const sums = this.world.column('balance.flows');
    const postings = new Float64Array(kinds * width);
    const instruments = new Int32Array(width);
    for (let flow = 0; flow < FLOWS.length; flow++) {
      const count = flows.instrumentsOf(flow, instruments);
      for (let k = 0; k < count; k++) {
        const first = flows.place(flow, 0, instruments[k]);
        for (let kind = 0; kind < kinds; kind++)
          postings[kind * width + instruments[k]] += sums[first + kind];
      }
    }
    return postings;
  }

  private emitFlows(): void {
    const { world, sink } = this;
    const { ledger, tick, kindNames } = world;
    const { flows } = ledger;
    const sums = world.column('balance.flows');
    const instruments = new Int32Array(ledger.width);
    for (let flow = 0; flow < FLOWS.length; flow++) {
      const count = flows.instrumentsOf(flow, instruments);
      for (let kind = 0; kind < ledger.kinds; kind++)
        for (let k = 0; k < count; k++) {
          const amount = sums[flows.place(flow, kind, instruments[k])];
          if (amount === 0) continue;
          const instrument = ledger.instruments[instruments[k]].name;
          sink.flow({ tick, flow: FLOWS[flow].name, kind: kindNames[kind], instrument, amount });
        }
    }
  }

  private emitAttribution(): void {
    const { world, sink } = this;
    const { tick, kindNames, assets } = world;
    const sums = world.column('attribution');
    const remainders = world.column('attribution.remainder');
    for (const [a, asset] of assets.entries()) {
      for (let kind = 0; kind < kindNames.length; kind++)
        for (let cause = 0; cause < CAUSES.length; cause++) {
          const lnPrice = sums[(kind * CAUSES.length + cause) * assets.length + a];
          if (lnPrice !== 0)
            sink.attribution({ tick, asset, kind: kindNames[kind], cause: CAUSES[cause], lnPrice });
        }
      if (remainders[a] !== 0)
        sink.attribution({ tick, asset, kind: 'all', cause: 'remainder', lnPrice: remainders[a] });
    }
    sums.fill(0);
    remainders.fill(0);
  }
}
