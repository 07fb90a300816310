// e^x and ln x of src/maths/elementary.ts, operation by operation: there the method and its source.

// biome-ignore format: a table
const TABLE = memory.data<f64>([
  1, 1.0108892860517005, 1.0218971486541166, 1.0330248790212284, 1.0442737824274138, 1.0556451783605572,
  1.0671404006768237, 1.0787607977571199, 1.0905077326652577, 1.102382583307841, 1.1143867425958924,
  1.1265216186082418, 1.1387886347566916, 1.1511892299529827, 1.1637248587775775, 1.1763969916502812,
  1.189207115002721, 1.202156731452703, 1.215247359980469, 1.22848053610687, 1.241857812073484,
  1.255380757024691, 1.2690509571917332, 1.2828700160787783, 1.2968395546510096, 1.3109612115247644,
  1.3252366431597413, 1.339667524053303, 1.3542555469368927, 1.3690024229745905, 1.383909881963832,
  1.3989796725383112, 1.4142135623730951, 1.42961333839197, 1.4451808069770467, 1.460917794180647,
  1.4768261459394993, 1.4929077282912648, 1.5091644275934228, 1.5255981507445384, 1.5422108254079407,
  1.559004400237837, 1.5759808451078865, 1.593142151342267, 1.6104903319492543, 1.6280274218573478,
  1.645755478153965, 1.6636765803267364, 1.681792830507429, 1.7001063537185235, 1.718619298122478,
  1.7373338352737062, 1.7562521603732995, 1.7753764925265212, 1.7947090750031072, 1.8142521755003989,
  1.8340080864093424, 1.8539791250833855, 1.8741676341103, 1.8945759815869656, 1.9152065613971474,
  1.9360617934922943, 1.9571441241754002, 1.978456026387951,
]);

const SCALE: f64 = 92.33248261689366;
const HIGH: f64 = 0.01083042469326756;
const LOW: f64 = 2.9815858269852933e-12;
const ROUND: f64 = 6755399441055744;
/** For |x| below it nothing needs to look whether a number on the way to e^x is a normal one. */
export const WITHIN: f64 = 600;

function extreme(x: f64): f64 {
  if (x < -746) return 0;
  if (x > 709.782712893384) return Infinity;
  const root = x < 0 || x > 0 ? exponential(x / 2) : NaN;
  return root * root;
}

export function exponential(x: f64): f64 {
  if (!(x > -708 && x < 709)) return extreme(x);
  const n = x * SCALE + ROUND - ROUND;
  const r = x - n * HIGH - n * LOW;
  const steps = i32(n);
  const base = load<f64>(TABLE + ((steps & 63) << 3));
  const tail = r + r * r * (0.5 + r * (1.0 / 6 + r * (1.0 / 24 + r * (1.0 / 120))));
  const power = reinterpret<f64>(i64((steps >> 6) + 1023) << 52);
  return (base + base * tail) * power;
}

/** Both lanes. */
// @ts-expect-error: decorator
@inline
export function exponentials(x: v128): v128 {
  const within = f64x2.lt(f64x2.abs(x), f64x2.splat(WITHIN));
  return i64x2.all_true(within) ? exponentialsWithin(x) : extremes(x);
}

// Both lanes of each constant. A load takes one instruction; a constant that stands in the code takes three.
// biome-ignore format: a table
export const LANES = memory.data<f64>([
  SCALE, SCALE, ROUND, ROUND, HIGH, HIGH, LOW, LOW, 1.0 / 24, 1.0 / 24, 1.0 / 120, 1.0 / 120, 1.0 / 6, 1.0 / 6, 0.5, 0.5,
], 16);
export const MASKS = memory.data<i64>([63, 63], 16);

/** The bits of 2^(j/64) less j at the place of n: those of n more give 2^(n/64). */
export const POWERS = memory.data(64 * 8, 16);
for (let j: usize = 0; j < 64; j++) store<i64>(POWERS + (j << 3), load<i64>(TABLE + (j << 3)) - (i64(j) << 46));

/** Both lanes, if |x| < WITHIN in each: nobody looks. That 2^k is taken in first changes no bit of a normal number. */
// @ts-expect-error: decorator
@inline
export function exponentialsWithin(x: v128): v128 {
  const round = v128.load(LANES, 16);
  // n stands in the low bits of this sum
  const shifted = f64x2.add(f64x2.mul(x, v128.load(LANES)), round);
  const place = i64x2.shl(v128.and(shifted, v128.load(MASKS)), 3);
  const bits = v128.load64_lane(
    POWERS + usize(i32x4.extract_lane(place, 2)),
    v128.load64_zero(POWERS + usize(i32x4.extract_lane(place, 0))),
    1,
  );
  const n = f64x2.sub(shifted, round);
  const r = f64x2.sub(f64x2.sub(x, f64x2.mul(n, v128.load(LANES, 32))), f64x2.mul(n, v128.load(LANES, 48)));
  const power = i64x2.add(bits, i64x2.shl(shifted, 46));
  const inner = f64x2.add(v128.load(LANES, 64), f64x2.mul(r, v128.load(LANES, 80)));
  const middle = f64x2.add(v128.load(LANES, 96), f64x2.mul(r, inner));
  const outer = f64x2.add(v128.load(LANES, 112), f64x2.mul(r, middle));
  const tail = f64x2.add(r, f64x2.mul(f64x2.mul(r, r), outer));
  return f64x2.add(power, f64x2.mul(power, tail));
}

function extremes(x: v128): v128 {
  const first = exponential(f64x2.extract_lane(x, 0));
  return f64x2.replace_lane(f64x2.splat(first), 1, exponential(f64x2.extract_lane(x, 1)));
}

export function logarithm(x: f64): f64 {
  if (!(x > 0)) return x == 0 ? -Infinity : NaN;
  if (x == Infinity) return x;
  const subnormal = x < 2.2250738585072014e-308;
  const normal = subnormal ? x * 18014398509481984 : x;
  const word = i32(reinterpret<i64>(normal) >> 32);
  const power = ((word + (0x3ff00000 - 0x3fe6a09e)) >> 20) - 1023;
  const k = f64(subnormal ? power - 54 : power);
  const f = normal * reinterpret<f64>(i64(1023 - power) << 52) - 1;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const odd = w * (0.3999999999940942 + w * (0.22222198432149784 + w * 0.15313837699209373));
  const even =
    z * (0.6666666666666735 + w * (0.2857142874366239 + w * (0.1818357216161805 + w * 0.14798198605116586)));
  const halfSquare = 0.5 * f * f;
  return (
    s * (halfSquare + (odd + even)) +
    k * 1.9082149292705877e-10 -
    halfSquare +
    f +
    k * 0.6931471803691238
  );
}
