import { Argument } from 'commander';
import type { RegisterCommand } from '../context.js';
import { jsonOption } from '../options.js';

const TOPICS = ['experiments', 'parameters', 'series', 'metrics'] as const;

export const list: RegisterCommand = (program, context) => {
  const command = program
    .command('list')
    .description('list experiments, parameters, series or metrics')
    .addArgument(new Argument('[what]', 'what to list').choices(TOPICS).default('experiments'))
    .argument('[text]', 'only names and meanings that contain this');
  jsonOption(command).action(async (what: (typeof TOPICS)[number], text: string | undefined, options) => {
    const { printTable } = await import('../table.js');
    const contains = (...texts: (string | undefined)[]) =>
      text === undefined || texts.some((other) => other?.toLowerCase().includes(text.toLowerCase()));
    if (what === 'experiments') {
      const { listExperiments } = await import('../experiment-list.js');
      const rows = listExperiments(context.library).filter((row) =>
        contains(row.name, row.title, row.question),
      );
      const columns = [
        { heading: 'name', text: (row: (typeof rows)[number]) => row.name },
        { heading: 'title', text: (row: (typeof rows)[number]) => row.title ?? '', width: 40 },
        { heading: 'question', text: (row: (typeof rows)[number]) => row.question ?? '', width: 50 },
      ];
      printTable(context, columns, rows, options.json);
      if (!options.json)
        context.stderr(`Also: rqe list ${TOPICS.slice(1).join(', rqe list ')}; rqe describe NAME.\n`);
      return;
    }
    const { METRICS } = await import('../metrics.js');
    const { catalogue } = await context.loadModel();
    const all = { parameters: catalogue.parameters, series: catalogue.series, metrics: METRICS }[what];
    const rows = [...all].filter(({ name, meaning }) => contains(name, meaning));
    const columns = [
      { heading: 'name', text: (row: (typeof rows)[number]) => row.name },
      { heading: 'unit', text: (row: (typeof rows)[number]) => row.unit },
      { heading: 'meaning', text: (row: (typeof rows)[number]) => row.meaning },
    ];
    printTable(context, columns, rows, options.json);
  });
};
