/** A table of a part: cells become bytes in a room of their own, which goes to the file whenever it is full. */
import { closeSync, openSync } from 'node:fs';
import { csvField } from './csv.js';
import { withFile } from './file-error.js';
import { LONGEST_NUMBER, ROOM, type RowMemory } from './row-memory.js';
import { writeWhole } from './text-file.js';

const COMMA = 44;
const LINE_FEED = 10;
/** 1 for characters that stand in a cell as they are, in one byte. */
const IS_PLAIN = Uint8Array.from({ length: 128 }, (_, code) =>
  ',"\n\r'.includes(String.fromCharCode(code)) ? 0 : 1,
);
/** The same for cells that have been put together. */
const IS_ASCII = new Uint8Array(128).fill(1);

export class RowFile {
  private descriptor = -1;
  private readonly bytes: Uint8Array;
  private readonly first: number;
  private readonly limit: number;
  private end: number;

  /** @param room its room in the memory; the file is made when it is full for the first time */
  constructor(
    private readonly path: string,
    private readonly memory: RowMemory,
    room: number,
  ) {
    this.bytes = memory.bytes;
    this.first = memory.start + room * ROOM;
    this.limit = this.first + ROOM;
    this.end = this.first;
  }

  /** Begins a row with cells that have been put together. */
  begin(cells: string): this {
    if (!this.copyEach(cells, IS_ASCII)) this.copy(cells);
    return this;
  }

  text(value: string): this {
    this.comma();
    if (!this.copyEach(value, IS_PLAIN)) this.copy(csvField(value));
    return this;
  }

  number(value: number): this {
    this.comma();
    if (this.end + LONGEST_NUMBER > this.limit) this.flush();
    this.end = this.memory.write(value, this.end);
    return this;
  }

  endRow(): void {
    this.put(LINE_FEED);
  }

  close(): void {
    if (this.end > this.first) this.flush();
    if (this.descriptor >= 0) closeSync(this.descriptor);
  }

  private comma(): void {
    this.put(COMMA);
  }

  private put(code: number): void {
    if (this.end === this.limit) this.flush();
    this.bytes[this.end++] = code;
  }

  /** Copies a text of characters that are allowed; false if it has another one, or finds no room. */
  private copyEach(text: string, allowed: Uint8Array): boolean {
    const { bytes, end } = this;
    const { length } = text;
    if (end + length > this.limit) return false;
    for (let i = 0; i < length; i++) {
      const code = text.charCodeAt(i);
      if (allowed[code] !== 1) return false;
      bytes[end + i] = code;
    }
    this.end = end + length;
    return true;
  }

  /** Copies any text as it is. */
  private copy(text: string): void {
    const encoded = Buffer.from(text);
    if (this.end + encoded.length > this.limit) this.flush();
    if (encoded.length > ROOM) {
      this.append(encoded);
      return;
    }
    this.bytes.set(encoded, this.end);
    this.end += encoded.length;
  }

  private flush(): void {
    this.append(this.bytes.subarray(this.first, this.end));
    this.end = this.first;
  }

  private append(bytes: Uint8Array): void {
    withFile(this.path, () => {
      if (this.descriptor < 0) this.descriptor = openSync(this.path, 'a');
      writeWhole(this.descriptor, bytes);
    });
  }
}
