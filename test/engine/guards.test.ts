import { describe, expect, it } from 'vitest';
import { AGENT_KINDS } from '../../agents/index.js';
import type { AgentKind } from '../../src/agent-kind.js';
import { ClearingFailure, InvariantViolation, ModelError } from '../../src/engine/errors.js';
import { startWorld } from '../../src/engine/start.js';
import type { World } from '../../src/ledger/world.js';
import { run, smallConfiguration } from './economy.js';

const TICK = 3;

/** The kinds, one of which does something forbidden in one duty of the third tick. */
function withFault(
  name: string,
  duty: 'obligations' | 'schedule' | 'settle' | 'marks',
  fault: (world: World, row: number) => void,
): AgentKind[] {
  return AGENT_KINDS.map((kind) =>
    kind.name !== name
      ? kind
      : {
          ...kind,
          [duty]: (world: World) => {
            kind[duty]?.(world);
            if (world.tick === TICK) fault(world, world.rowsOf(name).first + 1);
          },
        },
  );
}

function errorOf(action: () => unknown): ModelError {
  try {
    action();
  } catch (error) {
    if (error instanceof ModelError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

interface Fault {
  readonly what: string;
  readonly duty: 'obligations' | 'schedule' | 'settle' | 'marks';
  readonly commit: (world: World, row: number) => void;
  /** What the books show, and what the replay with a journal finds. */
  readonly shows: RegExp;
  readonly finds: RegExp;
}

const at = (world: World, row: number, instrument: string): number =>
  row * world.ledger.width + world.instrument(instrument);

const FAULTS: readonly Fault[] = [
  {
    what: 'writes units directly',
    duty: 'marks',
    commit: (world, row) => {
      world.ledger.units[at(world, row, 'gold')] += 7;
    },
    shows: /gold of insurers: positions sum to \S+, postings to \S+/,
    finds:
      /no posting explains (7|6\.9999)\d*\.?\d* gold at insurers row \d+: the position was written directly/,
  },
  {
    what: 'writes units directly, and the count of postings with them',
    duty: 'marks',
    commit: (world, row) => {
      const { ledger } = world;
      ledger.units[at(world, row, 'deposits')] += 7;
      ledger.postedUnits[ledger.kindOf[row] * ledger.width + world.instrument('deposits')] += 7;
    },
    shows: /deposits: holdings and what is outstanding differ by (7|6\.9999)/,
    finds: /no posting explains (7|6\.9999)\d*\.?\d* deposits at insurers row \d+/,
  },
  {
    what: 'posts what is not a number',
    duty: 'marks',
    commit: (world, row) =>
      world.ledger.transfer(
        world.rowOf('treasury'),
        row,
        world.instrument('bills'),
        Number.NaN,
        world.flow('billIssue'),
      ),
    shows: /treasury row 1 holds NaN bills/,
    finds:
      /posting \d+ of \d+: NaN bills from treasury row \d+ to insurers row \d+ as billIssue is not a number/,
  },
  {
    what: 'sells what it does not have',
    duty: 'marks',
    commit(world, row) {
      const { ledger, payments } = world;
      const gold = world.instrument('gold');
      const amount = ledger.position(row, gold) + 5;
      const buyer = world.rowsOf('assetManagers').first;
      ledger.transfer(row, buyer, gold, amount, world.flow('trade'));
      payments.pay(buyer, row, amount * ledger.unitValue[gold], world.flow('trade'));
    },
    shows: /insurers row \d+ holds -5\S* gold, below zero/,
    finds: /gold from insurers row \d+ to assetManagers row \d+ as trade leaves -5/,
  },
  {
    what: 'takes and gives nothing back',
    duty: 'marks',
    commit: (world, row) =>
      world.ledger.transfer(
        world.rowsOf('retail').first,
        row,
        world.instrument('valueEquity'),
        0.1,
        world.flow('trade'),
      ),
    shows: /flow trade of (retail|insurers) is no exchange of equals: -?0\.\d+ \$bn net/,
    finds:
      /(retail|insurers) row \d+ gets -?0\.\d+ \$bn net as trade; posting \d+ of \d+: 0\.1 valueEquity from retail row \d+ to insurers row \d+ as trade/,
  },
  {
    what: 'books a flow that one side does not have',
    duty: 'marks',
    commit(world, row) {
      const { ledger } = world;
      const kind = ledger.kindOf[row];
      ledger.flows.add(world.flow('wages'), kind, world.instrument('deposits'), 3);
    },
    shows: /flow wages in deposits sums to 3\.?\d* over kinds/,
    finds:
      /no posting explains 3\.?\d* \$bn of deposits that insurers are counted to get as wages: the flow was written directly/,
  },
  {
    what: 'books a flow that nobody paid',
    duty: 'marks',
    commit(world, row) {
      const { ledger } = world;
      const deposits = world.instrument('deposits');
      ledger.flows.add(world.flow('firmSales'), ledger.kindOf[row], deposits, 3);
      ledger.flows.add(world.flow('firmSales'), ledger.kindOf[world.rowOf('realEconomy')], deposits, -3);
    },
    shows: /deposits of (realEconomy|insurers): postings come to \S+, flows to \S+/,
    finds:
      /no posting explains -3\.?\d* \$bn of deposits that realEconomy are counted to get as firmSales: the flow was written directly/,
  },
  {
    what: 'is paid by a bank as though it were an employer',
    duty: 'marks',
    commit: (world, row) =>
      world.payments.pay(world.rowsOf('banks').first, row, 3, world.flow('consumption')),
    shows:
      /banks pay (3|2\.9999)\d*\.?\d* \$bn net in flow consumption, which is no cause of a change in deposits/,
    finds:
      /banks row \d+ gets -3 \$bn net as consumption; posting \d+ of \d+: 3 deposits from banks row \d+ to insurers row \d+ as consumption/,
  },
  {
    what: 'is paid by the Treasury under the name of coupons of firms',
    duty: 'marks',
    commit: (world, row) => world.payments.pay(world.rowOf('treasury'), row, 3, world.flow('coupons')),
    shows:
      /treasury pay (3|2\.9999)\d*\.?\d* \$bn net in flow coupons, which is no cause of a change in deposits/,
    finds: /posting \d+ of \d+: 3 treasuryAccount from treasury row \d+ to fed row \d+ as coupons/,
  },
  {
    what: 'sells the Fed what it cannot hold',
    duty: 'marks',
    commit(world, row) {
      const fed = world.rowOf('fed');
      const equity = world.instrument('valueEquity');
      world.ledger.transfer(row, fed, equity, 0.5, world.flow('openMarket'));
      world.payments.pay(fed, row, 0.5 * world.ledger.unitValue[equity], world.flow('openMarket'));
    },
    shows: /reserves changed by \S+ \$bn, their causes by \S+/,
    finds:
      /posting \d+ of \d+: 0\.\d+ reserves from fed row \d+ to clearing row \d+ as openMarket is as large as what has no cause/,
  },
  {
    what: 'sells the Fed gold for reserves, which it cannot hold',
    duty: 'marks',
    commit(world, row) {
      const fed = world.rowOf('fed');
      const gold = world.instrument('gold');
      world.ledger.transfer(row, fed, gold, 0.5, world.flow('openMarket'));
      const paid = 0.5 * world.ledger.unitValue[gold];
      world.ledger.transfer(fed, row, world.instrument('reserves'), paid, world.flow('openMarket'));
    },
    shows: /deposits changed by \S+ \$bn, their causes by \S+/,
    finds:
      /posting \d+ of \d+: 0\.\d+ reserves from fed row \d+ to insurers row \d+ as openMarket is as large as what has no cause/,
  },
];

describe.each(FAULTS)('an insurer that $what', ({ duty, commit, shows, finds }) => {
  const error = errorOf(() => run(smallConfiguration({ ticks: 6 }), {}, withFault('insurers', duty, commit)));

  it('stops the run in that tick and is named by the replay', () => {
    expect(error).toBeInstanceOf(InvariantViolation);
    expect(error.tick).toBe(TICK);
    expect(error.message).toMatch(/^tick 3: the books do not balance: /);
    expect(error.message).toMatch(shows);
    expect(error.message).toContain(`\n  replay of tick ${TICK}: `);
    expect(error.message).toMatch(finds);
    expect(String(error.details.explanation)).toMatch(finds);
  });
});

describe('an order', () => {
  it('that is not a number is refused where it is placed', () => {
    const kinds = withFault('insurers', 'schedule', (world, row) =>
      world.orders.place(row, 0, Number.NaN, 'policy'),
    );
    expect(() => run(smallConfiguration({ ticks: 4 }), {}, kinds)).toThrow(
      /order of row \d+ for asset 0 is NaN/,
    );
  });

  it('larger than all the cash there is cannot be cleared, and the message says why', () => {
    const kinds = withFault('realEconomy', 'schedule', (world) =>
      world.orders.place(world.rowOf('realEconomy'), world.instrument('valueEquity'), -60_000, 'issuance'),
    );
    const error = errorOf(() => run(smallConfiguration({ ticks: 6 }), {}, kinds));
    expect(error).toBeInstanceOf(ClearingFailure);
    expect(error.tick).toBe(TICK);
    expect(error.message).toMatch(
      /^tick 3: no prices clear all markets; worst is .+ with relative excess demand \S+/,
    );
    expect(error.message).toContain('forced sales exceed the cash of possible buyers');
    expect(error.details.forcedSales).toBeGreaterThan(60_000 - 1);
    expect(error.details.buyersCash).toBeLessThan(60_000);
  });
});

describe('an opening', () => {
  const refused = (set: Record<string, number>): string =>
    errorOf(() => startWorld(smallConfiguration({ set }), AGENT_KINDS)).message;

  it('is anchored again by following the advice', () => {
    const followed = {
      'payoutPath.yieldPassThrough': 1,
      'market.attractivenessMultiplier.treasuryBonds': 50,
    };
    expect(() => startWorld(smallConfiguration({ set: followed }), AGENT_KINDS)).not.toThrow();
  });

  it('in which somebody owns what nobody owes is refused', () => {
    const held = smallConfiguration().parameters['opening.insurers.treasuryBonds'] as number;
    expect(refused({ 'opening.insurers.treasuryBonds': held + 10 })).toBe(
      "opening books: treasuryBonds does not sum to zero, -10.0000 $bn are left at the clearing account; check the parameters 'opening.*.treasuryBonds'",
    );
  });

  it('whose price level hangs on discounting alone is refused', () => {
    expect(
      refused({ 'payoutPath.yieldPassThrough': 1, 'market.attractivenessMultiplier.valueEquity': 20 }),
    ).toMatch(
      /^opening: discounting at cleared yields leaves -?\d+\.\d\d of the anchor of the price level, less than 0\.25; lower payoutPath\.yieldPassThrough or the durations, or raise market\.attractivenessMultiplier\.treasuryBonds$/,
    );
  });

  it('in which an investor wants to trade at once is refused', () => {
    const eager = AGENT_KINDS.map((kind) =>
      kind.name !== 'insurers'
        ? kind
        : {
            ...kind,
            endow(world: World) {
              kind.endow(world);
              const { first, last } = world.rowsOf('insurers');
              for (let row = first; row < last; row++)
                world.demand.ownTaste[row * world.assets.length] += 0.1;
            },
          },
    );
    expect(errorOf(() => startWorld(smallConfiguration(), eager)).message).toMatch(
      /^opening: relative excess demand for \w+ is \S+, not 0; the opening books of some kind are not what its demand wants$/,
    );
  });

  it('without a value for a parameter, or with two kinds of one name for it, is refused', () => {
    const { 'fed.policyRate': _, ...rest } = smallConfiguration().parameters;
    expect(() => startWorld({ ...smallConfiguration(), parameters: rest }, AGENT_KINDS)).toThrow(
      "parameter 'fed.policyRate' has no value",
    );
    expect(() => startWorld(smallConfiguration(), [...AGENT_KINDS, { ...AGENT_KINDS[0] }])).toThrow(
      /is declared twice/,
    );
  });
});

describe('a run', () => {
  it('ends after a complete tick when it is told to', () => {
    const signal = { aborted: false };
    const kept = run(smallConfiguration({ ticks: 9 }), {
      signal,
      onTick: (tick) => {
        signal.aborted = tick === 4;
      },
    });
    expect(kept.outcome).toEqual({ ticksDone: 4, interrupted: true });
    expect(kept.ticks).toEqual([1, 2, 3, 4]);
  });

  it('records no series that there is not', () => {
    expect(() => run(smallConfiguration({ ticks: 1, record: { series: ['price.cypto'] } }))).toThrow(
      "no series is named 'price.cypto'",
    );
  });
});
