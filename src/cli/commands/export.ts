import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { RegisterCommand } from '../context.js';
import { jsonOption } from '../options.js';

export const exportResult: RegisterCommand = (program, context) => {
  const command = program
    .command('export')
    .description('copy the tables of a result into another format, with the same numbers')
    .argument('<result>', 'result folder')
    .requiredOption('--parquet', 'as Parquet: typed, smaller, read many times faster')
    .option('--out <folder>', 'folder of the copies (default: the result folder)');
  jsonOption(command).action(async (result: string, options) => {
    const { exportParquetFiles } = await import('../../runner/parquet-files.js');
    const { printTable } = await import('../table.js');
    const { requireTables } = await import('../../runner/fingerprints.js');
    const { readManifest } = await import('../../runner/read-result.js');
    requireTables(result, readManifest(result));
    const out = options.out ?? result;
    const files = exportParquetFiles(result, out);
    const rows = Object.entries(files).map(([file, sha256]) => ({
      file: join(out, file),
      bytes: statSync(join(out, file)).size,
      sha256,
    }));
    const columns = [
      { heading: 'file', text: (row: (typeof rows)[number]) => row.file },
      { heading: 'bytes', right: true, text: (row: (typeof rows)[number]) => String(row.bytes) },
      { heading: 'SHA-256', text: (row: (typeof rows)[number]) => row.sha256.slice(0, 16) },
    ];
    printTable(context, columns, rows, options.json);
  });
};
