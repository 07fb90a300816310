/** The draws behind intervals, bands and p-values: a function of the configuration and the number of pairs alone. */
import { philox4x32 } from '../../maths/philox.js';
import { streamKey } from '../../maths/random.js';

/** Resamples of the bootstrap: so many are needed for the 2.5 % points. */
export const RESAMPLES = 2000;
/** Sign patterns of the permutation test when there are too many to enumerate: the smallest p is 1 in 100,000. */
export const SIGN_PATTERNS = 99_999;

const WORD = 4_294_967_296;

/** Bootstrap resamples of `count` pairs: resample b holds item items[e] times[e] times, starts[b] <= e < starts[b + 1]. */
export interface Resamples {
  readonly count: number;
  readonly starts: Uint32Array;
  readonly items: Uint16Array;
  readonly times: Uint16Array;
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

/** Times that each item stands in each resample, one resample after the other. */
function eachResample(
  seed: string,
  count: number,
  use: (resample: number, multiplicity: Uint16Array) => void,
): void {
  const draw = wordSource(seed, 'comparison: bootstrap');
  const words = new Uint32Array(count);
  const multiplicity = new Uint16Array(count);
  for (let resample = 0; resample < RESAMPLES; resample++) {
    draw(resample, words);
    multiplicity.fill(0);
    for (const word of words) multiplicity[Math.floor((word / WORD) * count)]++;
    use(resample, multiplicity);
  }
}

/** Draws twice, first to count: of thousands of pairs nothing is held but what is kept. */
function drawResamples(seed: string, count: number): Resamples {
  const starts = new Uint32Array(RESAMPLES + 1);
  eachResample(seed, count, (resample, multiplicity) => {
    let distinct = 0;
    for (const times of multiplicity) if (times > 0) distinct++;
    starts[resample + 1] = starts[resample] + distinct;
  });
  const items = new Uint16Array(starts[RESAMPLES]);
  const times = new Uint16Array(starts[RESAMPLES]);
  let at = 0;
  eachResample(seed, count, (_, multiplicity) => {
    for (let item = 0; item < count; item++)
      if (multiplicity[item] > 0) {
        items[at] = item;
        times[at++] = multiplicity[item];
      }
  });
  return { count, starts, items, times };
}

/** Bytes of sign patterns that are drawn at a time. */
const SIGN_BYTES = 1 << 21;

/** The sign patterns in blocks: all in one of up to 2 MB, else one block after the other. */
function* drawSigns(seed: string, count: number): Generator<Uint8Array> {
  const draw = wordSource(seed, 'comparison: signs');
  const words = new Uint32Array(Math.ceil(count / 32));
  const bytes = Math.ceil(count / 8);
  const patterns = Math.min(SIGN_PATTERNS, Math.floor(SIGN_BYTES / bytes));
  for (let first = 0; first < SIGN_PATTERNS; first += patterns) {
    const signs = new Uint8Array(Math.min(patterns, SIGN_PATTERNS - first) * bytes);
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

  /** {@link RESAMPLES} bootstrap resamples of at most 65,535 pairs. */
  resamples(count: number): Resamples {
    return remember(this.resamplesOf, count, () => drawResamples(this.seed, count));
  }

  /**
   * {@link SIGN_PATTERNS} patterns of ceil(count / 8) bytes, one bit a pair, lowest first, in blocks. Those of many pairs
   * are drawn anew each time: 100,000 patterns of thousands of pairs would fill the memory.
   */
  signs(count: number): Iterable<Uint8Array> {
    if (SIGN_PATTERNS * Math.ceil(count / 8) > SIGN_BYTES) return drawSigns(this.seed, count);
    return remember(this.signsOf, count, () => [...drawSigns(this.seed, count)]);
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
