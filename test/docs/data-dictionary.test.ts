import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { AGENT_KINDS } from '../../agents/index.js';
import { COMMAND, DATA_DICTIONARY, dataDictionary, eventTypes } from '../../scripts/write-docs.mjs';
import { ASSETS, parameterDeclarations, seriesDeclarations } from '../../src/engine/declarations.js';
import { DEMAND_COLUMNS } from '../../src/ledger/demand-columns.js';
import { FLOWS } from '../../src/ledger/flows.js';
import { INSTRUMENTS } from '../../src/ledger/instruments.js';
import { CAUSES } from '../../src/ledger/orders.js';
import { RECORDED_COLUMNS, RESULT_TABLES } from '../../src/runner/table-columns.js';

const PARAMETERS = parameterDeclarations(AGENT_KINDS);
const SERIES = seriesDeclarations(AGENT_KINDS);

/** The page without the padding that a formatter of tables adds. */
function unpadded(page: string): string {
  return page.replace(/-{3,}/g, '---').replace(/[ \t]+/g, '');
}

describe('the data dictionary', () => {
  const page = dataDictionary({
    parameters: PARAMETERS,
    series: SERIES,
    assets: ASSETS,
    instruments: INSTRUMENTS,
    flows: FLOWS,
    causes: CAUSES,
    demandColumns: DEMAND_COLUMNS,
    kinds: AGENT_KINDS,
    tables: RESULT_TABLES,
    recordedColumns: RECORDED_COLUMNS,
    eventTypes: eventTypes(),
  });

  it('is what the code declares', () => {
    const written = readFileSync(DATA_DICTIONARY, 'utf8');
    expect(
      unpadded(written) === unpadded(page),
      `docs/data-dictionary.md is not current; run: ${COMMAND}`,
    ).toBe(true);
  });

  it('names every parameter and series', () => {
    const missing = [...PARAMETERS, ...SERIES]
      .map(({ name }) => name)
      .filter((name) => {
        const dot = name.lastIndexOf('.');
        return !page.includes(`\`${name}\``) && !page.includes(`\`${name.slice(0, dot)}.<asset>\``);
      });
    expect(missing).toEqual([]);
  });

  it('finds the events of the sources', () => {
    expect(eventTypes()).toEqual(expect.arrayContaining(['capital call', 'margin call', 'issue', 'rule']));
  });
});
