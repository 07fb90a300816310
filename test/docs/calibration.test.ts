/** docs/calibration.md lists every check that docs/validation.md shows as missed. */
import { expect, it } from 'vitest';
import { calibrationPage, missedChecks } from '../../scripts/missed-checks.mjs';
import { COMMAND } from '../../scripts/write-docs.mjs';
import { pageOf } from './pages.js';

const VALIDATION = pageOf('docs/validation.md');

it('missed checks are found in the printed result', () => {
  const said = /(\d+) of (\d+) mandatory checks \(\*\) pass, (\d+) of (\d+) of the others/.exec(VALIDATION);
  if (said === null) throw new Error('docs/validation.md has no result');
  const [mandatory, passed, others, of] = [said[2], said[1], said[3], said[4]].map(Number);
  const missed = missedChecks(VALIDATION);
  expect(missed.length).toBe(mandatory - passed + of - others);
  for (const { block, band, model } of missed) {
    expect(block.length).toBeGreaterThan(5);
    expect(band).toMatch(/ to /);
    expect(model).toMatch(/^-?[\d.]+/);
  }
});

it('the page on calibration lists them all', () => {
  const page = pageOf('docs/calibration.md');
  const isCurrent = page === calibrationPage(page, VALIDATION);
  expect(isCurrent, `docs/calibration.md is not current; run: ${COMMAND}`).toBe(true);
});
