// Numbers as text: the shortest one that reads back to the same double, the nearest of those, as JavaScript writes it. After
// R. Giulietti, "The Schubfach way to render doubles" (2020). The host keeps a table of powers of ten (src/runner/number-text.ts).

const FIRST_POWER: i32 = -292;
const HIDDEN_BIT: u64 = 1 << 52;
const EXPONENT_BIAS: i32 = 1075;
/** What is left to JavaScript: subnormal numbers, infinities and what is no number. */
const UNUSUAL: i32 = -1;

/** The 192 bits of a product; `middle` and `high` count. */
let low: u64 = 0;
let middle: u64 = 0;
let high: u64 = 0;
/** The shortest decimal is `digits` times ten to the `exponent`. */
let digits: u64 = 0;
let exponent: i32 = 0;

// @ts-expect-error: decorator
@inline
function highOfProduct(a: u64, b: u64): u64 {
  const a0 = a & 0xffffffff;
  const a1 = a >> 32;
  const b0 = b & 0xffffffff;
  const b1 = b >> 32;
  const inner = a1 * b0 + ((a0 * b0) >> 32);
  const other = a0 * b1 + (inner & 0xffffffff);
  return a1 * b1 + (inner >> 32) + (other >> 32);
}

/** The upper third of a product of 192 bits; its last bit says whether anything lies below. */
// @ts-expect-error: decorator
@inline
function roundedToOdd(middle: u64, high: u64): u64 {
  return high | u64(middle > 1);
}

/** Finds the decimal of a normal number; false if the host has not put the power of ten that it needs into the table. */
function findDecimal(fraction: u64, biased: i32, powers: usize): bool {
  const c = fraction | HIDDEN_BIT;
  const q = biased - EXPONENT_BIAS;
  const closer = fraction === 0 && biased > 1;
  const k: i32 = (q * 1262611 - (closer ? 524031 : 0)) >> 22;
  const entry = powers + (<usize>(-k - FIRST_POWER) << 4);
  const powerHigh = load<u64>(entry);
  const powerLow = load<u64>(entry, 8);
  exponent = k;
  if (powerHigh === 0) return false;
  const h = q + ((-k * 1741647) >> 19) + 1;
  const scaled = (c << 2) << h;
  low = powerLow * scaled;
  const part = powerHigh * scaled;
  middle = part + highOfProduct(powerLow, scaled);
  high = highOfProduct(powerHigh, scaled) + u64(middle < part);
  const even = (c & 1) === 0;
  const vb = roundedToOdd(middle, high);
  // The ends of the interval lie half a unit of c away, or a quarter: the power of ten, shifted.
  const up = h + 1;
  const upLow = powerLow << up;
  const upMiddle = (powerHigh << up) | (powerLow >> (64 - up));
  const upHigh = powerHigh >> (64 - up);
  const down = closer ? h : up;
  const downLow = powerLow << down;
  const downMiddle = (powerHigh << down) | (powerLow >> (64 - down));
  const downHigh = powerHigh >> (64 - down);
  const carry = u64(low + upLow < low);
  const above = middle + upMiddle;
  const aboveAll = above + carry;
  const upper =
    roundedToOdd(aboveAll, high + upHigh + u64(above < middle) + u64(aboveAll < above)) - u64(!even);
  const borrow = u64(low < downLow);
  const below = middle - downMiddle;
  const belowAll = below - borrow;
  const lower =
    roundedToOdd(belowAll, high - downHigh - u64(middle < downMiddle) - u64(below < borrow)) + u64(!even);
  const s = vb >> 2;
  const tens = s / 10;
  const down10 = lower <= 40 * tens;
  const up10 = 40 * tens + 40 <= upper;
  if (down10 !== up10) {
    digits = tens + u64(up10);
    exponent = k + 1;
    return true;
  }
  const isDown = lower <= 4 * s;
  const isUp = 4 * s + 4 <= upper;
  const half = 4 * s + 2;
  const nearer = vb > half || (vb === half && (s & 1) !== 0);
  digits = s + u64(isDown !== isUp ? isUp : nearer);
  return true;
}

/** Writes a number below 10^17 at `out`; returns how many digits it has. */
function writeDigits(out: usize, value: u64): i32 {
  let count: i32 = 1;
  if (value >= 1000000000000000) {
    count = value >= 10000000000000000 ? 17 : 16;
  } else for (let power: u64 = 10; value >= power; power *= 10) count++;
  let end = out + count;
  if (value >= 100000000) {
    const rest = value / 100000000;
    end = writePairs(end, u32(value - rest * 100000000), 4);
    value = rest;
  }
  let left = u32(value);
  while (end > out + 1) {
    const next = left / 100;
    end = writePairs(end, left - next * 100, 1);
    left = next;
  }
  if (end > out) store<u8>(out, 48 + left);
  return count;
}

/** Writes so many pairs of digits, the last of which ends at `end`. */
// @ts-expect-error: decorator
@inline
function writePairs(end: usize, value: u32, pairs: i32): usize {
  for (let i = 0; i < pairs; i++) {
    const rest = value / 100;
    const pair = value - rest * 100;
    const ten = (pair * 103) >> 10;
    end -= 2;
    store<u16>(end, u16(12336 + ten + ((pair - 10 * ten) << 8)));
    value = rest;
  }
  return end;
}

// @ts-expect-error: decorator
@inline
function zeros(out: usize, count: i32): usize {
  for (let i = 0; i < count; i++) store<u8>(out + i, 48);
  return out + count;
}

/** Writes `.` after the first digits of those that stand one place further on than they shall. */
// @ts-expect-error: decorator
@inline
function setPoint(out: usize, whole: i32): void {
  for (let i = 0; i < whole; i++) store<u8>(out + i, load<u8>(out + i, 1));
  store<u8>(out + whole, 46);
}

/** Writes `digits`, the point `point` digits from their left, as JavaScript does; returns the end. */
function writeDecimal(out: usize, point: i32, count: i32): usize {
  if (point > 0 && point <= 21) {
    if (count <= point) {
      memory.copy(out, out + 1, count);
      return zeros(out + count, point - count);
    }
    setPoint(out, point);
    return out + count + 1;
  }
  if (point > -6 && point <= 0) {
    memory.copy(out + 2 - point, out + 1, count);
    store<u16>(out, 0x2e30);
    zeros(out + 2, -point);
    return out + 2 - point + count;
  }
  setPoint(out, 1);
  let end = out + (count === 1 ? 1 : count + 1);
  let scale = point - 1;
  store<u8>(end, 101);
  store<u8>(end + 1, scale < 0 ? 45 : 43);
  if (scale < 0) scale = -scale;
  end += 2;
  return end + writeDigits(end, scale);
}

/**
 * Writes a number at `out` and returns where it ends; there must be room for 32 bytes. What it cannot write it answers by a negative number:
 * -2 less the place in the table of a power of ten that stands there as zero, or UNUSUAL.
 */
export function writeNumber(value: f64, out: usize, powers: usize): i32 {
  const bits = reinterpret<u64>(value);
  const fraction = bits & (HIDDEN_BIT - 1);
  const biased = i32((bits >> 52) & 0x7ff);
  if ((bits << 1) === 0) {
    store<u8>(out, 48);
    return i32(out + 1);
  }
  if (biased === 0 || biased === 0x7ff) return UNUSUAL;
  let to = out;
  if (bits >> 63) store<u8>(to++, 45);
  const size = Math.abs(value);
  if (size < 9007199254740992 && size === Math.floor(size)) return i32(to + writeDigits(to, u64(size)));
  if (!findDecimal(fraction, biased, powers)) return -2 - (-exponent - FIRST_POWER);
  const all = writeDigits(to + 1, digits);
  let count = all;
  while (load<u8>(to + count) === 48) count--;
  return i32(writeDecimal(to, all + exponent, count));
}
