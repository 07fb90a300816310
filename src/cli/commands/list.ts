import { Argument } from 'commander';
import type { CliContext, RegisterCommand } from '../context.js';
import { jsonOption } from '../options.js';
import type { Column } from '../table.js';

const TOPICS = ['experiments', 'parameters', 'series', 'metrics', 'statistics'] as const;
type Topic = (typeof TOPICS)[number];
/** Texts and lists of texts by their names. */
type Row = Readonly<Record<string, string | readonly string[] | undefined>>;

const COLUMNS: Readonly<Record<Topic, readonly { key: string; width?: number }[]>> = {
  experiments: [{ key: 'name' }, { key: 'title', width: 40 }, { key: 'question', width: 50 }],
  parameters: [{ key: 'name' }, { key: 'unit' }, { key: 'meaning' }],
  series: [{ key: 'name' }, { key: 'unit' }, { key: 'meaning' }],
  metrics: [{ key: 'name' }, { key: 'is', width: 60 }, { key: 'unit' }, { key: 'experiments', width: 40 }],
  statistics: [{ key: 'name' }, { key: 'unit' }, { key: 'meaning' }],
};

async function rowsOf(what: Topic, context: CliContext): Promise<readonly object[]> {
  if (what === 'experiments') return (await import('../experiment-list.js')).listExperiments(context.library);
  if (what === 'statistics') return (await import('../statistics.js')).STATISTICS_OF_SERIES;
  const { catalogue } = await context.loadModel();
  if (what === 'metrics') return (await import('../metric-list.js')).listMetrics(context.library, catalogue);
  return catalogue[what];
}

function contains(row: Row, what: Topic, text: string): boolean {
  const texts = COLUMNS[what].filter(({ key }) => key !== 'unit').map(({ key }) => String(row[key] ?? ''));
  return texts.some((other) => other.toLowerCase().includes(text.toLowerCase()));
}

function columnsOf(what: Topic): Column<Row>[] {
  return COLUMNS[what].map(({ key, width }) => ({
    heading: key,
    text: (row) => [row[key] ?? ''].flat().join(', '),
    ...(width !== undefined && { width }),
  }));
}

export const list: RegisterCommand = (program, context) => {
  const command = program
    .command('list')
    .description('list experiments, parameters, series, metrics or statistics')
    .addArgument(new Argument('[what]', 'what to list').choices(TOPICS).default('experiments'))
    .argument('[text]', 'only names and meanings that contain this');
  jsonOption(command).action(async (what: Topic, text: string | undefined, options) => {
    const { printTable } = await import('../table.js');
    const all = (await rowsOf(what, context)) as readonly Row[];
    const rows = text === undefined ? all : all.filter((row) => contains(row, what, text));
    if (rows.length === 0 && text !== undefined) {
      const { UsageError } = await import('../usage-error.js');
      throw new UsageError(`no ${what} contain '${text}'`);
    }
    printTable(context, columnsOf(what), rows, options.json);
    if (what === 'experiments' && !options.json)
      context.stderr(`Also: rqe list ${TOPICS.slice(1).join(', rqe list ')}; rqe describe NAME.\n`);
  });
};
