/**
 * Memory in which rows become bytes before they go to their files. With the kernel, numbers are written by WebAssembly
 * (market/assembly/number-text.ts); without, by JavaScript. Both give the shortest text that reads back to the same double.
 */

/** Bytes that wait to be written, by table. */
export const ROOM = 1 << 15;
/** No number is longer. */
export const LONGEST_NUMBER = 32;

export interface RowMemory {
  readonly kernel: WebAssembly.Module | undefined;
  readonly rooms: number;
  readonly bytes: Uint8Array;
  /** Where the rooms begin. */
  readonly start: number;
  /** Writes a number from a place in `bytes` on, where there is room for it; returns its end. */
  write(value: number, at: number): number;
}

function writeText(bytes: Uint8Array, text: string, at: number): number {
  for (let i = 0; i < text.length; i++) bytes[at + i] = text.charCodeAt(i);
  return at + text.length;
}

class PlainMemory implements RowMemory {
  readonly kernel = undefined;
  readonly bytes: Uint8Array;
  readonly start = 0;

  constructor(readonly rooms: number) {
    this.bytes = new Uint8Array(rooms * ROOM);
  }

  write(value: number, at: number): number {
    return writeText(this.bytes, String(value), at);
  }
}

const PAGE = 65_536;
/** The kernel's constants lie in the first page. */
const TABLE = PAGE;
const FIRST_POWER = -292;
const POWERS = 617;
const START = TABLE + 16 * POWERS;
/** What the kernel answers for numbers that it leaves to JavaScript; less means a power of ten that it lacks. */
const UNUSUAL = -1;

type WriteNumber = (value: number, at: number, powers: number) => number;

function bitsOf(value: bigint): bigint {
  return BigInt(value.toString(2).length);
}

/** 10^exponent times the power of two that makes it a number of 128 bits, rounded up. */
function powerOfTen(exponent: number): bigint {
  const power = 10n ** BigInt(Math.abs(exponent));
  const bits = bitsOf(power);
  if (exponent < 0) return ((1n << (127n + bits)) - 1n) / power + 1n;
  return bits <= 128n ? power << (128n - bits) : ((power - 1n) >> (bits - 128n)) + 1n;
}

class KernelMemory implements RowMemory {
  readonly bytes: Uint8Array;
  readonly start = START;
  /** Upper and lower half of each power; zero until it is needed. */
  private readonly powers: BigUint64Array;
  private readonly writeNumber: WriteNumber;

  constructor(
    readonly kernel: WebAssembly.Module,
    readonly rooms: number,
  ) {
    const pages = Math.ceil((START + rooms * ROOM) / PAGE);
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
    const abort = () => undefined;
    const { exports } = new WebAssembly.Instance(kernel, { env: { memory, abort } });
    this.writeNumber = exports.writeNumber as WriteNumber;
    this.bytes = new Uint8Array(memory.buffer);
    this.powers = new BigUint64Array(memory.buffer, TABLE, 2 * POWERS);
  }

  write(value: number, at: number): number {
    const end = this.writeNumber(value, at, TABLE);
    return end >= 0 ? end : this.writeOther(value, at, end);
  }

  private writeOther(value: number, at: number, answer: number): number {
    if (answer === UNUSUAL) return writeText(this.bytes, String(value), at);
    const place = UNUSUAL - 1 - answer;
    const power = powerOfTen(place + FIRST_POWER);
    this.powers[2 * place] = power >> 64n;
    this.powers[2 * place + 1] = power & 0xffff_ffff_ffff_ffffn;
    return this.write(value, at);
  }
}

/** Runs of a thread use one memory in turn: V8 would let those of hundreds of short runs lie. */
const spare: RowMemory[] = [];

/** Memory with so many rooms. */
export function takeRowMemory(rooms: number, kernel?: WebAssembly.Module): RowMemory {
  const place = spare.findIndex((one) => one.kernel === kernel && one.rooms === rooms);
  if (place >= 0) return spare.splice(place, 1)[0];
  return kernel === undefined ? new PlainMemory(rooms) : new KernelMemory(kernel, rooms);
}

/** Whoever comes next may have it. */
export function giveBackRowMemory(memory: RowMemory): void {
  spare.push(memory);
}
