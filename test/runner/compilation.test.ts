import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { hasBudget } from '../../src/runner/compilation.js';

const options = execFileSync(process.execPath, ['--v8-options'], { encoding: 'utf8' });

describe('the flags of V8 that a run sets', () => {
  it.each(['parallel-scavenge', 'expose-gc'])('are known to this V8: %s', (name) => {
    expect(options).toContain(`\n  --${name} `);
  });
});

describe('the budget of V8', () => {
  it('is set where this V8 has it, and nowhere else', () => {
    expect(hasBudget(process.versions.v8)).toBe(options.includes('\n  --interrupt-budget '));
  });

  it.each([
    ['Node 20', '11.3.244.8-node.33', true],
    ['Node 22', '12.4.254.21-node.57', false],
    ['Node 24', '13.6.233.17-node.53', false],
  ])('%s', (_, version, has) => {
    expect(hasBudget(version)).toBe(has);
  });
});
