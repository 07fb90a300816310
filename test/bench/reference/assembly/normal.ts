// The draws of specification.ts and src/maths/inverse-normal.ts, operation by operation, for AssemblyScript.
import { logarithm } from '../../../../src/market/assembly/exponential';

const TAIL: f64 = 0.02425;

function tail(q: f64): f64 {
  return (
    (((((-7.784894002430293e-3 * q - 0.3223964580411365) * q - 2.400758277161838) * q - 2.549732539343734) *
      q +
      4.374664141464968) *
      q +
      2.938163982698783) /
    ((((7.784695709041462e-3 * q + 0.3224671290700398) * q + 2.445134137142996) * q + 3.754408661907416) * q +
      1)
  );
}

// @ts-expect-error: decorator
@inline
function outside(p: f64): f64 {
  return p < TAIL ? tail(Math.sqrt(-2 * logarithm(p))) : -tail(Math.sqrt(-2 * logarithm(1 - p)));
}

// @ts-expect-error: decorator
@inline
function horner(x: v128, sum: v128, constant: f64): v128 {
  return f64x2.add(f64x2.mul(sum, x), f64x2.splat(constant));
}

// @ts-expect-error: decorator
@inline
function pair(words: v128): v128 {
  const p = f64x2.mul(
    f64x2.add(f64x2.convert_low_i32x4_u(words), f64x2.splat(0.5)),
    f64x2.splat(2.3283064365386963e-10),
  );
  const q = f64x2.sub(p, f64x2.splat(0.5));
  const r = f64x2.mul(q, q);
  let above = f64x2.add(f64x2.mul(f64x2.splat(-39.69683028665376), r), f64x2.splat(220.9460984245205));
  above = horner(r, above, -275.9285104469687);
  above = horner(r, above, 138.357751867269);
  above = horner(r, above, -30.66479806614716);
  above = horner(r, above, 2.506628277459239);
  let below = f64x2.add(f64x2.mul(f64x2.splat(-54.47609879822406), r), f64x2.splat(161.5858368580409));
  below = horner(r, below, -155.6989798598866);
  below = horner(r, below, 66.80131188771972);
  below = horner(r, below, -13.28068155288572);
  below = horner(r, below, 1);
  let z = f64x2.div(f64x2.mul(above, q), below);
  const within = v128.and(f64x2.ge(p, f64x2.splat(TAIL)), f64x2.le(p, f64x2.splat(1 - TAIL)));
  if (!i64x2.all_true(within)) {
    const first = f64x2.extract_lane(p, 0);
    const second = f64x2.extract_lane(p, 1);
    if (first < TAIL || first > 1 - TAIL) z = f64x2.replace_lane(z, 0, outside(first));
    if (second < TAIL || second > 1 - TAIL) z = f64x2.replace_lane(z, 1, outside(second));
  }
  return z;
}

/** Standard normal numbers of a stream: four at a time, so that `out` must have room for a multiple of four. */
export function normals(out: usize, rows: i32, key: u32): void {
  let index = i32x4(0, 1, 2, 3);
  for (let i = 0; i < rows; i += 4) {
    let x = v128.xor(i32x4.mul(index, i32x4.splat(0x9e3779b9)), i32x4.splat(key));
    x = v128.xor(x, i32x4.shr_u(x, 16));
    x = i32x4.mul(x, i32x4.splat(0x7feb352d));
    x = v128.xor(x, i32x4.shr_u(x, 15));
    x = i32x4.mul(x, i32x4.splat(0x846ca68b));
    x = v128.xor(x, i32x4.shr_u(x, 16));
    v128.store(out, pair(x));
    v128.store(out, pair(v128.shuffle<i64>(x, x, 1, 1)), 16);
    out += 32;
    index = i32x4.add(index, i32x4.splat(4));
  }
}
