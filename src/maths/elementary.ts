/*
 * Exponential, logarithm and power built only from + - * / and the bits of a double.
 *
 * The functions of the same name in `Math` differ in the last bit between JavaScript engines (6-10 % of all results
 * between Node 20 and Chromium), which would make one run two different runs. IEEE 754 fixes the four operations.
 */

// biome-ignore-start lint/suspicious/noApproximativeNumericConstant: a table reads best in one notation
/** 2^(j/64), j = 0 … 63, each rounded to the nearest double. */
const EXP_TABLE = new Float64Array([
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
// biome-ignore-end lint/suspicious/noApproximativeNumericConstant: end of the table

const SMALLEST_POWER = -1024;
/** 2^k for k = -1024 … 1023, all exact. */
const POWER_OF_TWO = powersOfTwo();

function powersOfTwo(): Float64Array {
  const powers = new Float64Array(1024 - SMALLEST_POWER);
  powers[-SMALLEST_POWER] = 1;
  for (let k = 1; k < 1024; k++) powers[k - SMALLEST_POWER] = 2 * powers[k - 1 - SMALLEST_POWER];
  for (let k = -1; k >= SMALLEST_POWER; k--) powers[k - SMALLEST_POWER] = powers[k + 1 - SMALLEST_POWER] / 2;
  return powers;
}

const STEPS_PER_UNIT = 92.33248261689366; // 64 / ln 2
const STEP_HIGH = 0.01083042469326756; // ln 2 / 64 in 32 bits, so that n * STEP_HIGH is exact
const STEP_LOW = 2.9815858269852933e-12; // the rest of ln 2 / 64
const ROUND_TO_INTEGER = 6755399441055744; // 1.5 * 2^52: adding and subtracting it rounds to the nearest integer

/**
 * e^x, relative error below 4e-16, the same bits on every machine; exp(0) is exactly 1.
 *
 * x = n ln2/64 + r with |r| <= ln2/128, so e^x = 2^floor(n/64) 2^((n mod 64)/64) e^r, the last factor by a polynomial
 * of degree 5. Overflows to Infinity above 709.78, to 0 below -745.13; NaN gives NaN. Below -708.39 results are
 * subnormal and carry fewer bits.
 *
 * Source: P. T. P. Tang, Table-driven implementation of the exponential function, ACM TOMS 15 (1989).
 */
export function exp(x: number): number {
  if (!(x > -708 && x < 709)) return extremeExp(x);
  const n = x * STEPS_PER_UNIT + ROUND_TO_INTEGER - ROUND_TO_INTEGER;
  const r = x - n * STEP_HIGH - n * STEP_LOW;
  const steps = n | 0;
  const base = EXP_TABLE[steps & 63];
  const tail = r + r * r * (0.5 + r * (1 / 6 + r * (1 / 24 + r * (1 / 120))));
  return (base + base * tail) * POWER_OF_TWO[(steps >> 6) - SMALLEST_POWER];
}

/**
 * Replaces values[0 … count - 1] by their exponentials, bit for bit those of {@link exp}; a loop of its own, so
 * that tables and constants stay in registers (2-3 times as fast as calls from a long loop).
 */
export function exponentials(values: Float64Array, count: number): void {
  const table = EXP_TABLE;
  const powers = POWER_OF_TWO;
  const scale = STEPS_PER_UNIT;
  const round = ROUND_TO_INTEGER;
  const high = STEP_HIGH;
  const low = STEP_LOW;
  for (let i = 0; i < count; i++) {
    const x = values[i];
    if (!(x > -708 && x < 709)) {
      values[i] = extremeExp(x);
      continue;
    }
    const n = x * scale + round - round;
    const r = x - n * high - n * low;
    const steps = n | 0;
    const base = table[steps & 63];
    const tail = r + r * r * (0.5 + r * (1 / 6 + r * (1 / 24 + r * (1 / 120))));
    values[i] = (base + base * tail) * powers[(steps >> 6) - SMALLEST_POWER];
  }
}

/** Largest |argument| of {@link growModerately}, {@link growSlightly} and {@link growBarely}: exact to the last bit. */
export const MODERATE = 0.1;
export const SLIGHT = 0.012;
export const BARE = 1e-4;

/**
 * grown_ij = from_ij e^(rate_i step_j), and sums_i = sum_j weight_j grown_ij: the attractiveness of all assets to
 * all investors after a step of prices. Rows of `step.length` entries each, an even number; `grown` may be `from`.
 * Sums run over even j, then over odd j: the lanes of vector instructions.
 */
export function grow(
  grown: Float64Array,
  from: Float64Array,
  rates: Float64Array,
  step: Float64Array,
  weights: Float64Array,
  sums: Float64Array,
): void {
  const columns = step.length;
  const powers = new Float64Array(columns);
  let entry = 0;
  for (let row = 0; row < rates.length; row++) {
    const rate = rates[row];
    for (let j = 0; j < columns; j++) powers[j] = rate * step[j];
    exponentials(powers, columns);
    let even = 0;
    let odd = 0;
    for (let j = 0; j < columns; j += 2) {
      const first = from[entry + j] * powers[j];
      const second = from[entry + j + 1] * powers[j + 1];
      grown[entry + j] = first;
      grown[entry + j + 1] = second;
      even += weights[j] * first;
      odd += weights[j + 1] * second;
    }
    sums[row] = even + odd;
    entry += columns;
  }
}

/** {@link grow} for arguments up to {@link MODERATE}: a polynomial of degree 9. */
export function growModerately(
  grown: Float64Array,
  from: Float64Array,
  rates: Float64Array,
  step: Float64Array,
  weights: Float64Array,
  sums: Float64Array,
): void {
  const columns = step.length;
  let entry = 0;
  for (let row = 0; row < rates.length; row++) {
    const rate = rates[row];
    let even = 0;
    let odd = 0;
    for (let j = 0; j < columns; j += 2) {
      const first = from[entry] + from[entry] * moderateTail(rate * step[j]);
      const second = from[entry + 1] + from[entry + 1] * moderateTail(rate * step[j + 1]);
      grown[entry++] = first;
      grown[entry++] = second;
      even += weights[j] * first;
      odd += weights[j + 1] * second;
    }
    sums[row] = even + odd;
  }
}

/** e^x - 1 by its series up to x^9. */
function moderateTail(x: number): number {
  const high = 1 / 120 + x * (1 / 720 + x * (1 / 5040 + x * (1 / 40320 + x * (1 / 362880))));
  return x * (1 + x * (0.5 + x * (1 / 6 + x * (1 / 24 + x * high))));
}

/** {@link grow} for arguments up to {@link SLIGHT}, twice as fast: a polynomial of degree 6. */
export function growSlightly(
  grown: Float64Array,
  from: Float64Array,
  rates: Float64Array,
  step: Float64Array,
  weights: Float64Array,
  sums: Float64Array,
): void {
  const columns = step.length;
  let entry = 0;
  for (let row = 0; row < rates.length; row++) {
    const rate = rates[row];
    let even = 0;
    let odd = 0;
    for (let j = 0; j < columns; j += 2) {
      const x = rate * step[j];
      const y = rate * step[j + 1];
      const xTail = x * (1 + x * (0.5 + x * (1 / 6 + x * (1 / 24 + x * (1 / 120 + x * (1 / 720))))));
      const yTail = y * (1 + y * (0.5 + y * (1 / 6 + y * (1 / 24 + y * (1 / 120 + y * (1 / 720))))));
      const first = from[entry] + from[entry] * xTail;
      const second = from[entry + 1] + from[entry + 1] * yTail;
      grown[entry++] = first;
      grown[entry++] = second;
      even += weights[j] * first;
      odd += weights[j + 1] * second;
    }
    sums[row] = even + odd;
  }
}

/** {@link grow} for arguments up to {@link BARE}: a polynomial of degree 3. */
export function growBarely(
  grown: Float64Array,
  from: Float64Array,
  rates: Float64Array,
  step: Float64Array,
  weights: Float64Array,
  sums: Float64Array,
): void {
  const columns = step.length;
  let entry = 0;
  for (let row = 0; row < rates.length; row++) {
    const rate = rates[row];
    let even = 0;
    let odd = 0;
    for (let j = 0; j < columns; j += 2) {
      const x = rate * step[j];
      const y = rate * step[j + 1];
      const first = from[entry] + from[entry] * (x * (1 + x * (0.5 + x * (1 / 6))));
      const second = from[entry + 1] + from[entry + 1] * (y * (1 + y * (0.5 + y * (1 / 6))));
      grown[entry++] = first;
      grown[entry++] = second;
      even += weights[j] * first;
      odd += weights[j + 1] * second;
    }
    sums[row] = even + odd;
  }
}

/** Near the ends of the range 2^floor(n/64) is no normal double, but half the argument is far from there. */
function extremeExp(x: number): number {
  if (x < -746) return 0;
  if (x > 709.782712893384) return Number.POSITIVE_INFINITY;
  const root = x < 0 || x > 0 ? exp(x / 2) : Number.NaN;
  return root * root;
}

const DOUBLE = new Float64Array(1);
const WORDS = new Int32Array(DOUBLE.buffer);
/** Which of the two words holds sign and exponent: 1 on little-endian machines. */
const HIGH = highWord();

function highWord(): 0 | 1 {
  DOUBLE[0] = 1;
  return WORDS[1] === 0x3ff00000 ? 1 : 0;
}

const LN2_HIGH = 0.6931471803691238; // ln 2 in 32 bits, so that k * LN2_HIGH is exact
const LN2_LOW = 1.9082149292705877e-10;
const SQRT_HALF_WORD = 0x3fe6a09e; // high word of sqrt(1/2)

/**
 * Natural logarithm, error below 1 unit in the last place, the same bits on every machine; ln(1) is exactly 0.
 *
 * x = 2^k (1 + f) with sqrt(1/2) <= 1 + f < sqrt 2, and ln(1 + f) = 2 artanh(s) with s = f / (2 + f), by a minimax
 * polynomial in s^2. ln(0) is -Infinity, a negative x gives NaN.
 *
 * Source: the method and coefficients of fdlibm's e_log.c (Sun Microsystems, 1993, freely usable with this notice).
 */
export function ln(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  const subnormal = x < 2.2250738585072014e-308;
  const normal = subnormal ? x * 18014398509481984 : x; // times 2^54
  DOUBLE[0] = normal;
  const power = ((WORDS[HIGH] + (0x3ff00000 - SQRT_HALF_WORD)) >> 20) - 1023;
  const k = subnormal ? power - 54 : power;
  const f = normal * POWER_OF_TWO[-power - SMALLEST_POWER] - 1;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const odd = w * (0.3999999999940942 + w * (0.22222198432149784 + w * 0.15313837699209373));
  const even =
    z * (0.6666666666666735 + w * (0.2857142874366239 + w * (0.1818357216161805 + w * 0.14798198605116586)));
  const halfSquare = 0.5 * f * f;
  return s * (halfSquare + (odd + even)) + k * LN2_LOW - halfSquare + f + k * LN2_HIGH;
}

const MOST_MULTIPLICATIONS = 64;

/**
 * x^y, the same bits on every machine.
 *
 * Whole |y| <= 64 by repeated squaring (relative error about |y| times 1e-16; x^0 = 1, x^1 and x^2 exact as a
 * product), else e^(y ln x) with relative error about (1 + |y ln x|) times 2e-16. A negative x with a fractional or
 * larger y gives NaN; 0^y is 0 for y > 0 and Infinity for y < 0.
 */
export function pow(x: number, y: number): number {
  if (Math.abs(y) <= MOST_MULTIPLICATIONS && Math.floor(y) === y) {
    const power = wholePower(x, Math.abs(y));
    return y < 0 ? 1 / power : power;
  }
  return exp(y * ln(x));
}

function wholePower(x: number, exponent: number): number {
  let power = 1;
  let square = x;
  for (let rest = exponent; rest > 0; rest >>= 1) {
    if ((rest & 1) === 1) power *= square;
    square *= square;
  }
  return power;
}
