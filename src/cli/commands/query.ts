import { Option } from 'commander';
import type { RegisterCommand } from '../context.js';
import { jsonOption } from '../options.js';

export const query: RegisterCommand = (program, context) => {
  const command = program
    .command('query')
    .description('answer an SQL query over the tables of a result, with DuckDB')
    .argument('<result>', 'result folder')
    .argument(
      '[sql]',
      'query; tables have the names of the files: series, runs, … (default: list tables and columns)',
    );
  jsonOption(command)
    .addOption(new Option('--csv', 'print CSV instead of a table').conflicts('json'))
    .action(async (result: string, sql: string | undefined, options) => {
      const { printAnswer, printColumns } = await import('../query-output.js');
      if (sql === undefined) {
        const { readDataPackage } = await import('../../runner/data-package.js');
        printColumns(context, readDataPackage(result), options);
        return;
      }
      const { loadDuckDb } = await import('../../runner/duckdb.js');
      const { queryResult } = await import('../../runner/query.js');
      printAnswer(context, await queryResult(result, sql, await loadDuckDb()), options);
    });
};
