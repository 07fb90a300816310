import { describe, expect, it } from 'vitest';
import { INVESTOR_KINDS } from '../../src/engine/declarations.js';
import { investorFlow } from '../../src/report/figures/bathtub-flows.js';
import { deepestFall } from '../../src/report/figures/drawdowns.js';

describe('flows into the cash of investors', () => {
  it('count what issuers, the Fed and banks are paid, not what investors pay one another', () => {
    expect(investorFlow('trade', 'treasury', 'treasuryAccount')).toEqual(['Treasury bonds issued', -1]);
    expect(investorFlow('trade', 'hyperscalers', 'deposits')).toEqual(['AI bonds and shares issued', -1]);
    expect(investorFlow('trade', 'fed', 'reserves')).toEqual(['Fed and banks buy', -1]);
    expect(investorFlow('trade', 'retail', 'deposits')).toBeUndefined();
    expect(investorFlow('trade', 'treasury', 'treasuryBonds')).toBeUndefined();
  });

  it('leave out opening positions and what is no cash', () => {
    expect(investorFlow('opening', 'retail', 'deposits')).toBeUndefined();
    expect(investorFlow('capitalCalls', 'sovereignFunds', 'privateAiEquity')).toBeUndefined();
    expect(investorFlow('capitalCalls', 'sovereignFunds', 'deposits')).toEqual(['Capital calls', 1]);
    expect(INVESTOR_KINDS.map((kind) => investorFlow('consumption', kind, 'deposits')?.[0])).toEqual(
      INVESTOR_KINDS.map(() => 'Income less spending'),
    );
  });
});

describe('the deepest fall', () => {
  it('is measured from the highest price before it, in percent', () => {
    expect(deepestFall([1.1, 1.2, 0.9, 1.3, 1.17])).toBeCloseTo(25, 12);
    expect(deepestFall([0.8, 0.9])).toBeCloseTo(20, 12);
    expect(deepestFall([1, 1.1, 1.2])).toBe(0);
  });
});
