import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { collectEvery } from '../../src/runner/collection.js';

function dropped(): WeakRef<object> {
  return new WeakRef({ text: 'nobody keeps this' });
}

describe('collection of the heap', () => {
  test('comes after so many finished runs, not before', async () => {
    const finish = collectEvery(3);
    const garbage = dropped();
    await setImmediate();
    finish();
    finish();
    expect(garbage.deref()).toBeDefined();
    await setImmediate();
    finish();
    await setImmediate();
    expect(garbage.deref()).toBeUndefined();
  });
});
