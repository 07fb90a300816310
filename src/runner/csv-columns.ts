/**
 * Reads CSV files of this program column by column, block by block: a table of any length in little memory.
 */
import { type ColumnBuffer, type ColumnFormat, type ColumnValues, columnBuffer } from './csv-cells.js';
import { type Field, RecordReader } from './csv-records.js';
import { FileError } from './file-error.js';

export class CsvColumns {
  readonly names: readonly string[];
  private readonly records: RecordReader;
  private row = 0;

  /** @throws FileError if there is no such file, or no header in it */
  constructor(private readonly path: string) {
    this.records = new RecordReader(path);
    const names: string[] = [];
    const found = this.records.next((column, text, from, to) => {
      names[column] = text.slice(from, to);
    });
    if (!found) {
      this.close();
      throw new FileError(path, 'is empty');
    }
    this.names = names;
  }

  /**
   * All rows, at most `rows` at a time; closes the file at the end.
   * @param formats by column, in the order of `names`
   * @throws FileError if a row is incomplete or a cell is not of the format
   */
  *blocks(
    formats: readonly ColumnFormat[],
    rows: number,
  ): Generator<{ readonly rows: number; readonly columns: ColumnValues[] }> {
    const buffers = formats.map((format, column) => this.buffer(format, column, rows));
    try {
      let filled = 0;
      let fields = 0;
      const field: Field = (column, text, from, to) => {
        fields = column + 1;
        if (fields <= buffers.length) buffers[column].set(filled, text, from, to);
      };
      while (this.records.next(field)) {
        this.row++;
        if (fields !== buffers.length)
          throw new FileError(this.path, `row ${this.row} has ${fields} fields, not ${buffers.length}`);
        if (++filled < rows) continue;
        yield { rows, columns: buffers.map((buffer) => buffer.take(rows)) };
        filled = 0;
      }
      if (filled > 0) yield { rows: filled, columns: buffers.map((buffer) => buffer.take(filled)) };
    } finally {
      this.close();
    }
  }

  close(): void {
    this.records.close();
  }

  private buffer(format: ColumnFormat, column: number, rows: number): ColumnBuffer {
    return columnBuffer(format, rows, (text) => {
      const cell = text === '' ? 'empty' : `'${text}'`;
      return new FileError(this.path, `row ${this.row + 1}: ${this.names[column]} is ${cell}`);
    });
  }
}
