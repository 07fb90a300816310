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

function drawResamples(seed: string, count: number): Resamples {
  const draw = wordSource(seed, 'comparison: bootstrap');
  const words = new Uint32Array(count);
  const multiplicity = new Uint16Array(count);
  const starts = new Uint32Array(RESAMPLES + 1);
  const items: number[] = [];
  const times: number[] = [];
  for (let resample = 0; resample < RESAMPLES; resample++) {
    draw(resample, words);
    multiplicity.fill(0);
    for (const word of words) multiplicity[Math.floor((word / WORD) * count)]++;
    for (let item = 0; item < count; item++)
      if (multiplicity[item] > 0) {
        items.push(item);
        times.push(multiplicity[item]);
      }
    starts[resample + 1] = items.length;
  }
  return { count, starts, items: Uint16Array.from(items), times: Uint16Array.from(times) };
}

function drawSigns(seed: string, count: number): Uint8Array {
  const draw = wordSource(seed, 'comparison: signs');
  const words = new Uint32Array(Math.ceil(count / 32));
  const bytes = Math.ceil(count / 8);
  const signs = new Uint8Array(SIGN_PATTERNS * bytes);
  for (let pattern = 0; pattern < SIGN_PATTERNS; pattern++) {
    draw(pattern, words);
    for (let byte = 0; byte < bytes; byte++)
      signs[pattern * bytes + byte] = words[byte >> 2] >>> (8 * (byte & 3));
  }
  return signs;
}

/**
 * One resampling of the pairs for all metrics, series and ticks with the same number of pairs.
 *
 * @param seed text that keys the draws: the configuration hash of the experiment
 */
export class Resampling {
  private readonly resamplesOf = new Map<number, Resamples>();
  private readonly signsOf = new Map<number, Uint8Array>();

  constructor(private readonly seed: string) {}

  /** {@link RESAMPLES} bootstrap resamples of at most 65,535 pairs. */
  resamples(count: number): Resamples {
    return remember(this.resamplesOf, count, () => drawResamples(this.seed, count));
  }

  /** {@link SIGN_PATTERNS} patterns of ceil(count / 8) bytes, one bit a pair, lowest first. */
  signs(count: number): Uint8Array {
    return remember(this.signsOf, count, () => drawSigns(this.seed, count));
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
