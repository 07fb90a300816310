/** The story of an explanation: each event by name, with the unit of its amount. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { folded } from '../../src/cli/explain-table.js';
import { printAnswer } from '../../src/cli/query-output.js';
import { STORY, storyOf } from '../../src/runner/explain-story.js';
import { ROOT } from '../engine/economy.js';

const folder = mkdtempSync(join(tmpdir(), 'rqe-story-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const HEADS = 'run,arm,seed,tick,date,type,kind,row,subject,amount,name,counterparty\n';
const event = (tick: number, rest: string): string => `1,a,1,${tick},2026-01-05,${rest}\n`;

describe('the story of an explanation', () => {
  it('names firms, and numbers rows without a name where a kind has several', async () => {
    writeFileSync(
      join(folder, 'events.csv'),
      HEADS +
        event(1, 'refinanced,privateBorrowers,54,privateCreditLoans,3,,') +
        event(2, 'default,privateBorrowers,53,privateCreditLoans,12.2,,') +
        event(2, 'loss,privateCreditFunds,101,privateCreditLoans,4,,privateBorrowers 53') +
        event(2, 'loss,privateCreditFunds,102,privateCreditLoans,5,,privateBorrowers 53') +
        event(2, 'loss,insurers,,privateCreditFundShares,5,,privateCreditFunds') +
        event(2, 'firm bought,realEconomy,23,firm,3,,privateBorrowers 53') +
        event(2, 'gate,privateCreditFunds,101,privateCreditFundShares,1,,') +
        event(2, 'buyback,chipVendor,28,megacapEquity,1,,') +
        event(2, 'default,neoclouds,38,aiInfrastructureDebt,6.7,coreweave,'),
    );
    const story = await storyOf(folder, 1, 1, 2);
    expect(story.map(({ type, who, row }) => [type, who, row])).toEqual([
      ['default', 'privateBorrowers 53', 53],
      ['loss', 'privateCreditFunds 101', 101],
      ['loss', 'privateCreditFunds 102', 102],
      ['loss', 'insurers', undefined],
      ['firm bought', 'realEconomy', 23],
      ['gate', 'privateCreditFunds 101', 101],
      ['default', 'coreweave', 38],
    ]);
    expect(new Set(story.map(({ unit }) => unit))).toEqual(new Set(['$bn']));
  });

  it('has every type in the data dictionary, with the unit that stands there', () => {
    const page = readFileSync(join(ROOT, 'docs/data-dictionary.md'), 'utf8');
    const words: Readonly<Record<string, RegExp>> = {
      $bn: /\$bn(?! a year| new)/,
      '$bn/yr': /\$bn a year/,
      '$bn for $bn new': /\$bn for one of \$bn new/,
      ticks: /amount is the ticks/,
      ratio: /the ratio|^share of/,
      NAV: /^NAV of/,
    };
    for (const [type, unit] of STORY) {
      const [, meaning] = new RegExp(`^\\| ${type} \\| (.*) \\|$`, 'm').exec(page) ?? [];
      // What rounds do to shares is told by two types that one call writes.
      if (type === 'down round') continue;
      expect(meaning, type).toMatch(words[unit]);
    }
  });
});

describe('what tables leave out', () => {
  const row = (lnPrice: number) => ({ kind: 'funds', cause: 'trend', lnPrice });

  it('puts contributions that show as zero into one row, with their sum', () => {
    const rows = [row(0.1), row(-3e-6), row(4e-6), row(5e-6)];
    const short = folded(rows);
    expect(short.map(({ kind }) => kind)).toEqual(['funds', 'funds', 'others']);
    expect(short[2].lnPrice).toBeCloseTo(1e-6, 18);
    expect(folded([row(0.1), row(1e-6)])).toHaveLength(2);
  });

  it('shows numbers below the rounding of the largest as zero, but in JSON and CSV as they are', () => {
    const answer = { columns: ['amount'], rows: [[2.5], [3.7e-47], [-1e-15], [null]] };
    const shown = (how: { json?: boolean; csv?: boolean }): string => {
      let text = '';
      const stdout = (more: string): void => {
        text += more;
      };
      printAnswer({ stdout, stderr: stdout } as Parameters<typeof printAnswer>[0], answer, how);
      return text;
    };
    expect(
      shown({})
        .split('\n')
        .slice(1, 4)
        .map((line) => line.trim()),
    ).toEqual(['2.5', '0', '-1e-15']);
    expect(shown({ csv: true })).toContain('3.7e-47');
    expect(shown({ json: true })).toContain('3.7e-47');
  });
});
