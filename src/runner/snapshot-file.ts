/**
 * A run as it stood after a tick, in a file: a line of JSON that says what follows, then float64 numbers,
 * little-endian: the state, then the history of series, tick by tick from 1 on.
 */
import { createHash } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { endianness } from 'node:os';
import type { RunConfiguration } from '../engine/configuration.js';
import type { WorldSnapshot } from '../engine/snapshot.js';
import { FileError, withFile } from './file-error.js';

/** Values of series in every tick so far, whatever was recorded: what metrics of the whole run need. */
export interface SeriesHistory {
  readonly series: readonly string[];
  /** [tick × series], from tick 1. */
  readonly rows: Float64Array;
}

export interface SavedRun {
  readonly configuration: RunConfiguration;
  readonly world: WorldSnapshot;
  readonly history: SeriesHistory;
}

interface Header {
  readonly format: typeof FORMAT;
  readonly engineVersion: string;
  readonly tick: number;
  readonly columns: WorldSnapshot['state']['header']['columns'];
  /** More than the columns have: they stand at even places. */
  readonly stateBytes: number;
  readonly streams: WorldSnapshot['streams'];
  readonly history: readonly string[];
  readonly configuration: RunConfiguration;
  /** SHA-256 of the numbers. */
  readonly numbers: string;
}

const FORMAT = 'reverse-qe snapshot 1';
const LINE_FEED = 10;

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function requireLittleEndian(path: string): void {
  if (endianness() !== 'LE') throw new FileError(path, 'snapshots need a little-endian machine');
}

/** Writes the file as a whole or not at all. */
export function writeSnapshot(path: string, { configuration, world, history }: SavedRun): void {
  requireLittleEndian(path);
  const { buffer, byteOffset, byteLength } = history.rows;
  const past = new Uint8Array(buffer, byteOffset, byteLength);
  const numbers = Buffer.concat([new Uint8Array(world.state.bytes), past]);
  const header: Header = {
    format: FORMAT,
    engineVersion: world.engine,
    tick: world.tick,
    columns: world.state.header.columns,
    stateBytes: world.state.bytes.byteLength,
    streams: world.streams,
    history: history.series,
    configuration,
    numbers: sha256(numbers),
  };
  withFile(path, () => {
    writeFileSync(`${path}.unfinished`, Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), numbers]));
    renameSync(`${path}.unfinished`, path);
  });
}

function parseHeader(path: string, bytes: Buffer, end: number): Header {
  try {
    const header = JSON.parse(bytes.toString('utf8', 0, end)) as Header;
    if (header.format === FORMAT) return header;
  } catch {
    // Said below.
  }
  throw new FileError(path, 'is no snapshot of this program');
}

/** Reads a snapshot; throws a `FileError` if it is none, or not whole. */
export function readSnapshot(path: string): SavedRun {
  requireLittleEndian(path);
  const bytes = withFile(path, () => readFileSync(path));
  const end = bytes.indexOf(LINE_FEED);
  const header = parseHeader(path, bytes, Math.max(end, 0));
  const { engineVersion, tick, columns, stateBytes, streams, configuration } = header;
  // A copy, because float64 views must begin at a multiple of eight bytes.
  const numbers = Uint8Array.from(bytes.subarray(end + 1));
  if (sha256(numbers) !== header.numbers) throw new FileError(path, 'is damaged or not whole');
  const history = { series: header.history, rows: new Float64Array(numbers.buffer, stateBytes) };
  const state = { header: { columns }, bytes: numbers.buffer.slice(0, stateBytes) };
  return { configuration, world: { engine: engineVersion, tick, state, streams }, history };
}
