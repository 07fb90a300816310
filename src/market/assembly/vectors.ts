// Two numbers in the lanes of a vector.

// @ts-expect-error: decorator
@inline
export function both(pair: v128): f64 {
  return f64x2.extract_lane(pair, 0) + f64x2.extract_lane(pair, 1);
}

// @ts-expect-error: decorator
@inline
export function splat(x: f64): v128 {
  return f64x2.splat(x);
}

// @ts-expect-error: decorator
@inline
export function add(a: v128, b: v128): v128 {
  return f64x2.add(a, b);
}

// @ts-expect-error: decorator
@inline
export function sub(a: v128, b: v128): v128 {
  return f64x2.sub(a, b);
}

// @ts-expect-error: decorator
@inline
export function mul(a: v128, b: v128): v128 {
  return f64x2.mul(a, b);
}

/** Two entries of a column without pad; behind the last one stands zero. */
// @ts-expect-error: decorator
@inline
export function loadPair(address: usize, whole: bool): v128 {
  return whole ? v128.load(address) : v128.load64_zero(address);
}

// @ts-expect-error: decorator
@inline
export function at(column: usize, row: usize): f64 {
  return load<f64>(column + (row << 3));
}

// @ts-expect-error: decorator
@inline
export function addTo(address: usize, amount: f64): void {
  store<f64>(address, load<f64>(address) + amount);
}

// @ts-expect-error: decorator
@inline
export function addPair(address: usize, amount: v128): void {
  v128.store(address, f64x2.add(v128.load(address), amount));
}

/** One number in both lanes. */
// @ts-expect-error: decorator
@inline
export function every(address: usize): v128 {
  return v128.load64_splat(address);
}
