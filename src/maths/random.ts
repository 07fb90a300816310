import alea from 'seedrandom/lib/alea.js';
import tychei from 'seedrandom/lib/tychei.js';
import xor4096 from 'seedrandom/lib/xor4096.js';
import { ln } from './elementary.js';
import { inverseNormal } from './inverse-normal.js';
import { philox4x32 } from './philox.js';

/** The generators a run may choose; `philox` addresses draws, the others count them. */
export const GENERATORS = ['philox', 'alea', 'tychei', 'xor4096'] as const;
export type GeneratorName = (typeof GENERATORS)[number];

/**
 * Random numbers for one purpose.
 *
 * With philox every draw is a pure function of (seed, purpose, agent, tick), so one purpose asks one kind of number
 * once per agent and tick: a second question with the same address gets the same words. The sequential generators
 * ignore the address and return what comes next.
 */
export interface RandomStream {
  /** The 128-bit key of a stream of addressed draws (philox); absent: draws are counted. */
  readonly key?: Uint32Array | undefined;
  /** One number in (0, 1), never an end; multiples of 2^-32 shifted by half a step. */
  uniform(agent: number, tick: number): number;
  /** `count` numbers in (0, 1) into out[0 … count - 1]. */
  uniforms(agent: number, tick: number, out: Float64Array, count: number): void;
  /** One standard normal number, |z| < 6.4. */
  normal(agent: number, tick: number): number;
  /** `count` standard normal numbers into out[offset … offset + count - 1]. */
  normals(agent: number, tick: number, out: Float64Array, offset: number, count: number): void;
  /**
   * Student's t with a whole number of degrees of freedom (3 … 30), scaled to unit variance by sqrt((df - 2) / df)
   * and then clamped to ±truncation, in standard deviations (which lowers the variance a little).
   * @throws RangeError for other degrees of freedom
   */
  studentT(agent: number, tick: number, degreesOfFreedom: number, truncation: number): number;
  /** What must be saved to continue the stream; empty for philox, which has no memory. */
  state(): string;
  /** Continues from a saved {@link state}. */
  restore(saved: string): void;
}

function streamPath(seed: string, purpose: string): string {
  return `reverse-qe/1|seed=${seed}|purpose=${purpose}`;
}

/** The 128-bit key of a stream: the first four words that seedrandom's alea draws from the path of its name. */
export function streamKey(seed: string, purpose: string): Uint32Array {
  const generator = alea(streamPath(seed, purpose));
  return Uint32Array.from({ length: 4 }, () => generator.int32());
}

/** Where 32-bit words come from: fills words[0 … count - 1] and remembers what it must. */
interface WordSource {
  fill(agent: number, tick: number, words: Uint32Array, count: number): void;
  state(): string;
  restore(saved: string): void;
}

/** Counter (agent, tick, key word + block, key word), key (key word, key word). */
class AddressedWords implements WordSource {
  readonly key: Uint32Array;
  private readonly block = new Uint32Array(4);

  constructor(seed: string, purpose: string) {
    this.key = streamKey(seed, purpose);
  }

  fill(agent: number, tick: number, words: Uint32Array, count: number): void {
    const { key, block } = this;
    for (let start = 0; start < count; start += 4) {
      philox4x32(agent, tick, key[2] + (start >>> 2), key[3], key[0], key[1], block);
      const end = Math.min(4, count - start);
      for (let i = 0; i < end; i++) words[start + i] = block[i];
    }
  }

  state(): string {
    return '';
  }

  restore(saved: string): void {
    if (saved !== '') throw new Error('a saved state of another generator cannot be restored into philox');
  }
}

const SEQUENTIAL = { alea, tychei, xor4096 };

class SequentialWords implements WordSource {
  private readonly create: (typeof SEQUENTIAL)[keyof typeof SEQUENTIAL];
  private generator: ReturnType<typeof alea>;

  constructor(generator: keyof typeof SEQUENTIAL, seed: string, purpose: string) {
    this.create = SEQUENTIAL[generator];
    this.generator = this.create(streamPath(seed, purpose), { state: true });
  }

  fill(_agent: number, _tick: number, words: Uint32Array, count: number): void {
    for (let i = 0; i < count; i++) words[i] = this.generator.int32();
  }

  state(): string {
    return JSON.stringify(this.generator.state());
  }

  restore(saved: string): void {
    this.generator = this.create('', { state: JSON.parse(saved) as object });
  }
}

/** The middle of one of 2^32 equal parts of (0, 1). */
function toUniform(word: number): number {
  return (word + 0.5) * 2.3283064365386963e-10;
}

class WordStream implements RandomStream {
  private words = new Uint32Array(32);

  constructor(
    private readonly source: WordSource,
    readonly key?: Uint32Array | undefined,
  ) {}

  private draw(agent: number, tick: number, count: number): Uint32Array {
    if (this.words.length < count) this.words = new Uint32Array(count);
    this.source.fill(agent, tick, this.words, count);
    return this.words;
  }

  uniform(agent: number, tick: number): number {
    return toUniform(this.draw(agent, tick, 1)[0]);
  }

  uniforms(agent: number, tick: number, out: Float64Array, count: number): void {
    const words = this.draw(agent, tick, count);
    for (let i = 0; i < count; i++) out[i] = toUniform(words[i]);
  }

  normal(agent: number, tick: number): number {
    return inverseNormal(this.uniform(agent, tick));
  }

  normals(agent: number, tick: number, out: Float64Array, offset: number, count: number): void {
    const words = this.draw(agent, tick, count);
    for (let i = 0; i < count; i++) out[offset + i] = inverseNormal(toUniform(words[i]));
  }

  studentT(agent: number, tick: number, degreesOfFreedom: number, truncation: number): number {
    if (!Number.isInteger(degreesOfFreedom) || degreesOfFreedom < 3 || degreesOfFreedom > 30)
      throw new RangeError(
        `Student t with ${degreesOfFreedom} degrees of freedom, not a whole number in 3 … 30`,
      );
    const pairs = degreesOfFreedom >> 1;
    const words = this.draw(agent, tick, pairs + 2);
    const z = inverseNormal(toUniform(words[0]));
    // chi-square: two degrees of freedom are -2 ln u, an odd one is a squared normal
    let product = 1;
    for (let i = 1; i <= pairs; i++) product *= toUniform(words[i]);
    let chiSquare = -2 * ln(product);
    if (degreesOfFreedom % 2 === 1) {
      const extra = inverseNormal(toUniform(words[pairs + 1]));
      chiSquare += extra * extra;
    }
    const t = z * Math.sqrt((degreesOfFreedom - 2) / chiSquare);
    return Math.max(-truncation, Math.min(truncation, t));
  }

  state(): string {
    return this.source.state();
  }

  restore(saved: string): void {
    this.source.restore(saved);
  }
}

/** The stream of one purpose in the run with this seed; see {@link RandomStream}. */
export function randomStream(generator: GeneratorName, seed: string, purpose: string): RandomStream {
  if (generator !== 'philox') return new WordStream(new SequentialWords(generator, seed, purpose));
  const source = new AddressedWords(seed, purpose);
  return new WordStream(source, source.key);
}
