/** Laws that every agent kind obeys, whatever it stands for. */
import { describe, expect, it } from 'vitest';
import type { AgentKind } from '../../src/agent-kind.js';
import { DEMAND_COLUMNS } from '../../src/ledger/demand-columns.js';
import { imbalance, type SmallWorld, tick } from './small-world.js';

/** Columns of the engine and the market: no kind writes them. */
const SHARED = new Set(['asset']);

/** Positions and demand rows of other kinds that a kind may change only through postings. */
function foreignDemand(world: SmallWorld, own: string): number[] {
  const { first, last } = world.rowsOf(own);
  const width = world.assets.length;
  const values: number[] = [];
  for (const { name, shape } of DEMAND_COLUMNS) {
    const column = world.demand[name as keyof typeof world.demand];
    const kind = world.ledger.kindOf[first];
    if (SHARED.has(shape)) values.push(...column);
    else if (shape === 'row')
      for (let r = 0; r < column.length; r++) if (r < first || r >= last) values.push(column[r]);
    if (shape === 'row×asset')
      for (let i = 0; i < column.length; i++)
        if (i < first * width || i >= last * width) values.push(column[i]);
    if (shape === 'kind×asset')
      for (let i = 0; i < column.length; i++)
        if (i < kind * width || i >= (kind + 1) * width) values.push(column[i]);
  }
  return values;
}

function allFinite(world: SmallWorld): string[] {
  const wrong: string[] = [];
  for (const { name } of world.columns.list())
    if (!world.columns.get(name).every(Number.isFinite)) wrong.push(name);
  return wrong;
}

/** Sum of positions posted, from the postings alone, against the positions themselves. */
function unposted(world: SmallWorld): number {
  const { ledger } = world;
  let worst = 0;
  for (let kind = 0; kind < ledger.kinds; kind++)
    for (let i = 0; i < ledger.width; i++) {
      let sum = 0;
      for (let row = ledger.kindStart[kind]; row < ledger.kindStart[kind + 1]; row++)
        sum += ledger.position(row, i);
      worst = Math.max(worst, Math.abs(sum - ledger.postedUnits[kind * ledger.width + i]));
    }
  return worst;
}

const DUTIES = ['obligations', 'schedule', 'settle', 'marks'] as const;

/**
 * Describes the laws for one kind.
 *
 * @param build a world in which the kind is one of `world.kinds`; called anew for every law
 * @param disturb what befalls the world before each of the ticks of a law (prices, shocks)
 */
export function describeLaws(
  kind: AgentKind,
  build: () => SmallWorld,
  disturb: (world: SmallWorld) => void = () => {},
): void {
  describe(`laws of ${kind.name}`, () => {
    it('names parameters, columns and series once, in its own name', () => {
      for (const list of [kind.parameters, kind.columns ?? [], kind.series ?? []]) {
        const names = list.map(({ name }) => name);
        expect(new Set(names).size).toBe(names.length);
        for (const name of names) expect(name.split('.').slice(0, 2)).toContain(kind.name);
      }
      for (const parameter of kind.parameters) expect(parameter.meaning.length).toBeGreaterThan(5);
    });

    it('writes only its own rows, kind entries and columns', () => {
      const world = build();
      for (let round = 0; round < 3; round++) {
        disturb(world);
        for (const duty of DUTIES) {
          const before = foreignDemand(world, kind.name);
          kind[duty]?.(world);
          expect(foreignDemand(world, kind.name), duty).toEqual(before);
        }
        tick(world);
      }
    });

    it('moves money and units by double entry alone', () => {
      const world = build();
      for (let round = 0; round < 5; round++) {
        tick(world, disturb);
        expect(imbalance(world)).toBeLessThan(1e-7);
        expect(unposted(world)).toBeLessThan(1e-7);
      }
    });

    it('is the same for the same seed', () => {
      const [first, second] = [build(), build()];
      for (let round = 0; round < 3; round++) for (const world of [first, second]) tick(world, disturb);
      expect(second.columns.all).toEqual(first.columns.all);
    });

    it('keeps every number finite', () => {
      const world = build();
      expect(allFinite(world)).toEqual([]);
      for (let round = 0; round < 20; round++) tick(world, disturb);
      expect(allFinite(world)).toEqual([]);
    });

    it('records exactly the series it declares', () => {
      const world = build();
      tick(world, disturb);
      const written = new Map<string, number>();
      kind.record?.(world, (name, value) => written.set(name, value));
      expect([...written.keys()].sort()).toEqual((kind.series ?? []).map(({ name }) => name).sort());
      for (const [name, value] of written) expect(value, name).toSatisfy(Number.isFinite);
    });
  });
}
