/** The draws behind intervals, bands and p-values: a function of the configuration and the number of pairs alone. */
import { philox4x32 } from '../../maths/philox.js';
import { streamKey } from '../../maths/random.js';

/** Resamples of the bootstrap: so many are needed for the 2.5 % points. */
export const RESAMPLES = 2000;
/**
 * Sign patterns of the permutation test when there are too many to enumerate: the smallest p is 1 in 100,000. Large
 * families of tests draw more.
 */
export const SIGN_PATTERNS = 99_999;

const WORD = 4_294_967_296;

/** Bootstrap resamples of `count` pairs: resample b holds item i times[b * count + i] times. */
export interface Resamples {
  readonly count: number;
  /** A byte each: that one of n items is drawn more than 255 times in n draws does not happen for n > 255. */
  readonly times: Uint8Array;
}

/** 32-bit words addressed by (row, position), by Philox counters. */
function wordSource(seed: string, purpose: string): (row: number, out: Uint32Array) => void {
  const key = streamKey(seed, purpose);
  const block = new Uint32Array(4);
  return (row, out) => {
    for (let start = 0; start < out.length; start += 4) {
      philox4x32(row, start, key[2], key[3], key[0], key[1], block);
      out.set(block.subarray(0, Math.min(4, out.length - start)), start);
    }
  };
}

function drawResamples(seed: string, count: number): Resamples {
  const draw = wordSource(seed, 'comparison: bootstrap');
  const words = new Uint32Array(count);
  const times = new Uint8Array(RESAMPLES * count);
  for (let resample = 0; resample < RESAMPLES; resample++) {
    draw(resample, words);
    for (const word of words) times[resample * count + Math.floor((word / WORD) * count)]++;
  }
  return { count, times };
}

/** Bytes of sign patterns that are drawn at a time. */
const SIGN_BYTES = 1 << 21;

/** The sign patterns from `start` to `end` in blocks: one of up to 2 MB, else one after the other in the same memory. */
function* drawSigns(seed: string, count: number, start: number, end: number): Generator<Uint8Array> {
  const draw = wordSource(seed, 'comparison: signs');
  const words = new Uint32Array(Math.ceil(count / 32));
  const bytes = Math.ceil(count / 8);
  const patterns = Math.min(end - start, Math.floor(SIGN_BYTES / bytes));
  const block = new Uint8Array(patterns * bytes);
  for (let first = start; first < end; first += patterns) {
    const signs = block.subarray(0, Math.min(patterns, end - first) * bytes);
    for (let at = 0, pattern = first; at < signs.length; at += bytes, pattern++) {
      draw(pattern, words);
      for (let byte = 0; byte < bytes; byte++) signs[at + byte] = words[byte >> 2] >>> (8 * (byte & 3));
    }
    yield signs;
  }
}

/**
 * One resampling of the pairs for all metrics, series and ticks with the same number of pairs.
 *
 * @param seed text that keys the draws: the configuration hash of the experiment
 */
export class Resampling {
  private readonly resamplesOf = new Map<number, Resamples>();
  private readonly signsOf = new Map<number, Uint8Array[]>();

  constructor(private readonly seed: string) {}

  /** {@link RESAMPLES} bootstrap resamples. */
  resamples(count: number): Resamples {
    return remember(this.resamplesOf, count, () => drawResamples(this.seed, count));
  }

  /**
   * {@link SIGN_PATTERNS} patterns of ceil(count / 8) bytes, one bit a pair, lowest first, in blocks. Those of many pairs
   * are drawn anew each time: 100,000 patterns of thousands of pairs would fill the memory.
   */
  signs(count: number): Iterable<Uint8Array> {
    const draw = () => drawSigns(this.seed, count, 0, SIGN_PATTERNS);
    if (SIGN_PATTERNS * Math.ceil(count / 8) > SIGN_BYTES) return draw();
    return remember(this.signsOf, count, () => [...draw()]);
  }

  /** The patterns that follow those of {@link signs} up to so many in all, drawn anew each time. */
  furtherSigns(count: number, patterns: number): Iterable<Uint8Array> {
    return drawSigns(this.seed, count, SIGN_PATTERNS, patterns);
  }
}

/** Different numbers of missing pairs need different draws: only those used last are kept. */
const KEPT = 4;

function remember<T>(known: Map<number, T>, count: number, draw: () => T): T {
  const found = known.get(count) ?? draw();
  known.delete(count);
  known.set(count, found);
  for (const oldest of known.keys()) {
    if (known.size <= KEPT) break;
    known.delete(oldest);
  }
  return found;
}
