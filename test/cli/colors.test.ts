import { describe, expect, it } from 'vitest';
import { wantsColor } from '../../src/cli/colors.js';

describe('colours of the output', () => {
  it.each([
    ['a terminal', {}, true, true],
    ['a file or a pipe', {}, false, false],
    ['a file or a pipe under continuous integration', { CI: '1' }, false, false],
    ['a terminal that knows no colours', { TERM: 'dumb' }, true, false],
    ['NO_COLOR on a terminal', { NO_COLOR: '1' }, true, false],
    ['FORCE_COLOR in a pipe', { FORCE_COLOR: '1' }, false, true],
    ['FORCE_COLOR=0 on a terminal', { FORCE_COLOR: '0' }, true, false],
    ['both, NO_COLOR winning', { NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
  ])('%s', (_, environment, isTerminal, wanted) => {
    expect(wantsColor(environment, isTerminal)).toBe(wanted);
  });
});
