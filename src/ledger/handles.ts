/**
 * What code has found by name in a world, found once: views of columns, parameters, instruments, flows, rows. A tick would
 * need thousands of look-ups by name, which cost more than what is done with what they find.
 *
 * Handles are no state: all that they hold stays where it is while a world lives, whatever a snapshot or a scheduled change
 * writes into it.
 */
import { settled } from './shapes.js';
import type { World } from './world.js';

let makers = 0;

/** A function that looks up in a world what `look` says, at its first call for that world. */
export function handles<T>(look: (world: World) => T): (world: World) => T {
  const place = makers;
  const lookUp = settled(look);
  makers += 1;
  return (world) => {
    const found = world.handles[place];
    if (found !== undefined) return found as T;
    const handle = lookUp(world);
    world.handles[place] = handle;
    return handle;
  };
}
