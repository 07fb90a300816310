// The WebAssembly form of src/market/investor-passes.ts: the same operations in the same order. Those files say what is
// computed and why; here stands only how.
import { logarithm } from './exponential';
import { assets, ownTaste } from './layout';
import { add, mul, splat, sub } from './vectors';

const WORDS = memory.data(16, 16);

/** See src/maths/philox.ts. Two words are stored as one: what is loaded together must have been stored together. */
function philox(c0: u32, c1: u32, c2: u32, c3: u32, k0: u32, k1: u32): void {
  for (let round = 0; round < 10; round++) {
    const product0 = u64(c0) * 0xd2511f53;
    const product1 = u64(c2) * 0xcd9e8d57;
    c0 = u32(product1 >> 32) ^ c1 ^ k0;
    c1 = u32(product1);
    c2 = u32(product0 >> 32) ^ c3 ^ k1;
    c3 = u32(product0);
    k0 += 0x9e3779b9;
    k1 += 0xbb67ae85;
  }
  store<u64>(WORDS, u64(c0) | (u64(c1) << 32));
  store<u64>(WORDS, u64(c2) | (u64(c3) << 32), 8);
}

const TAIL: f64 = 0.02425;
/** Numbers no farther than this from the middle are in neither tail. */
const MIDDLE: f64 = 0.4757;

function tail(q: f64): f64 {
  return (
    (((((-7.784894002430293e-3 * q - 0.3223964580411365) * q - 2.400758277161838) * q - 2.549732539343734) * q +
      4.374664141464968) *
      q +
      2.938163982698783) /
    ((((7.784695709041462e-3 * q + 0.3224671290700398) * q + 2.445134137142996) * q + 3.754408661907416) * q + 1)
  );
}

/** See src/maths/inverse-normal.ts; the probability is within (0, 1). */
function inverseNormal(probability: f64): f64 {
  if (probability < TAIL) return tail(sqrt(-2 * logarithm(probability)));
  if (probability > 1 - TAIL) return -tail(sqrt(-2 * logarithm(1 - probability)));
  const q = probability - 0.5;
  const r = q * q;
  return (
    ((((((-39.69683028665376 * r + 220.9460984245205) * r - 275.9285104469687) * r + 138.357751867269) * r -
      30.66479806614716) *
      r +
      2.506628277459239) *
      q) /
    (((((-54.47609879822406 * r + 161.5858368580409) * r - 155.6989798598866) * r + 66.80131188771972) * r -
      13.28068155288572) *
      r +
      1)
  );
}

/** The normal draw that a word gives. */
function normal(word: u32): f64 {
  return inverseNormal((f64(word) + 0.5) * 2.3283064365386963e-10);
}

// Both lanes of what `inverseNormal` computes with in the middle.
// biome-ignore format: a table
const CENTRAL = memory.data<f64>([
  -39.69683028665376, -39.69683028665376, 220.9460984245205, 220.9460984245205, 275.9285104469687, 275.9285104469687,
  138.357751867269, 138.357751867269, 30.66479806614716, 30.66479806614716, 2.506628277459239, 2.506628277459239,
  -54.47609879822406, -54.47609879822406, 161.5858368580409, 161.5858368580409, 155.6989798598866, 155.6989798598866,
  66.80131188771972, 66.80131188771972, 13.28068155288572, 13.28068155288572, 1, 1,
  0.5, 0.5, 2.3283064365386963e-10, 2.3283064365386963e-10, MIDDLE, MIDDLE,
], 16);

/** Draws of two words; in the middle of the distribution both at once. */
// @ts-expect-error: decorator
@inline
function normals(words: usize): v128 {
  const both = v128.load64_zero(words);
  const half = v128.load(CENTRAL, 192);
  const q = sub(mul(add(f64x2.convert_low_i32x4_u(both), half), v128.load(CENTRAL, 208)), half);
  if (!i64x2.all_true(f64x2.le(f64x2.abs(q), v128.load(CENTRAL, 224)))) {
    const first = splat(normal(i32x4.extract_lane(both, 0)));
    return f64x2.replace_lane(first, 1, normal(i32x4.extract_lane(both, 1)));
  }
  const r = mul(q, q);
  const up = sub(mul(add(mul(v128.load(CENTRAL), r), v128.load(CENTRAL, 16)), r), v128.load(CENTRAL, 32));
  const over = sub(mul(add(mul(up, r), v128.load(CENTRAL, 48)), r), v128.load(CENTRAL, 64));
  const down = sub(mul(add(mul(v128.load(CENTRAL, 96), r), v128.load(CENTRAL, 112)), r), v128.load(CENTRAL, 128));
  const under = sub(mul(add(mul(down, r), v128.load(CENTRAL, 144)), r), v128.load(CENTRAL, 160));
  const numerator = mul(add(mul(over, r), v128.load(CENTRAL, 80)), q);
  return f64x2.div(numerator, add(mul(under, r), v128.load(CENTRAL, 176)));
}

/** See `reviseTastes`; the key is that of an addressed stream. */
export function reviseTastes(
  first: i32,
  last: i32,
  from: i32,
  step: i32,
  tick: i32,
  persistence: f64,
  innovation: f64,
  key0: i32,
  key1: i32,
  key2: i32,
  key3: i32,
): void {
  for (let row = first + from; row < last; row += step) {
    const tastes = ownTaste + usize(row) * assets;
    for (let a: usize = 0; a < assets; a += 16) {
      const word = a >> 3;
      if ((word & 3) == 0) philox(row - first, tick, key2 + i32(word >> 2), key3, key0, key1);
      const words = WORDS + ((word & 3) << 2);
      if (a + 8 < assets) {
        const news = mul(splat(innovation), normals(words));
        v128.store(tastes + a, add(mul(splat(persistence), v128.load(tastes + a)), news));
      } else store<f64>(tastes + a, persistence * load<f64>(tastes + a) + innovation * normal(load<u32>(words)));
    }
  }
}
