import { describe, expect, it } from 'vitest';
import { grouped, printStory } from '../../src/cli/story-table.js';

const line = (tick: number, type: string, who: string, amount: number, kind = 'privateBorrowers') => ({
  tick,
  type,
  kind,
  who,
  subject: 'privateLoans',
  amount,
  unit: '$bn',
  counterparty: '',
});

/** What a terminal is shown. */
function printed(story: readonly ReturnType<typeof line>[], all: boolean): string {
  let text = '';
  printStory({ stdout: (more: string) => (text += more) } as never, story, all);
  return text;
}

describe('the story of contracts', () => {
  it('tells routine events of a kind in one line, with their number and dollars', () => {
    const story = [
      line(3, 'refinanced', 'software 1', 1.5),
      line(4, 'default', 'software 2', 2),
      line(5, 'refinanced', 'coreweave', 8, 'neoclouds'),
      line(9, 'refinanced', 'other 7', 0.5),
      line(9, 'default', 'other 8', 1),
    ];
    expect(grouped(story).map(({ ticks, who, type, amount }) => [ticks, who, type, amount])).toEqual([
      ['3 to 9', 'privateBorrowers, 2 times', 'refinanced', 2],
      ['4', 'software 2', 'default', 2],
      ['5', 'coreweave', 'refinanced', 8],
      ['9', 'other 8', 'default', 1],
    ]);
  });

  it('tells what the buyers of a kind paid a failed firm in one line, each firm apart', () => {
    const bought = (who: string, amount: number, kind: string, counterparty: string) => ({
      ...line(9, 'chips bought', who, amount, kind),
      counterparty,
    });
    const story = [
      bought('crusoe', 1, 'neoclouds', 'coreweave'),
      bought('nebius', 2, 'neoclouds', 'coreweave'),
      bought('hut8', 4, 'cryptoMiners', 'coreweave'),
      bought('crusoe', 8, 'neoclouds', 'lambda'),
    ];
    expect(grouped(story).map(({ who, amount, counterparty }) => [who, amount, counterparty])).toEqual([
      ['neoclouds, 2 times', 3, 'coreweave'],
      ['hut8', 4, 'coreweave'],
      ['crusoe', 8, 'lambda'],
    ]);
  });

  it('shows 40 lines, and every event if all are asked for', () => {
    const story = Array.from({ length: 50 }, (_, tick) => [
      line(tick, 'default', `firm ${tick}`, 1),
      line(tick, 'refinanced', 'x', 2),
    ]).flat();
    const rows = (text: string) => text.match(/^ *\d+ .*privateLoans/gm) ?? [];
    expect(rows(printed(story, false))).toHaveLength(40);
    expect(printed(story, false)).toMatch(
      /privateBorrowers, 50 times +refinanced +privateLoans +100 +\$bn\n/,
    );
    expect(printed(story, false)).toMatch(/and 11 more; --all lists each\n$/);
    expect(rows(printed(story, true))).toHaveLength(100);
    expect(printed(story, true)).not.toMatch(/more;/);
  });

  it('is silent where nothing happened', () => {
    expect(printed([], false)).toBe('');
  });
});
