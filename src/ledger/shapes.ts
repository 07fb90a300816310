/**
 * Shapes of objects that are made once in a world. The first time that a thread makes an object from a literal, V8 takes
 * the types of its properties for known, and compiled code relies on them; the second time, it gives that up and throws
 * such code away. What one world makes once would cost the second world of a thread most of the code compiled in the first.
 */

/** A maker whose first call makes two of what it makes, while nothing has been compiled that would have to go. */
export function settled<Arguments extends readonly unknown[], Made>(
  make: (...given: Arguments) => Made,
): (...given: Arguments) => Made {
  let isSettled = false;
  return (...given) => {
    if (!isSettled) make(...given);
    isSettled = true;
    return make(...given);
  };
}
