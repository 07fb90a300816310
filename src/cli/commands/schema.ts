import type { RegisterCommand } from '../context.js';

export const schema: RegisterCommand = (program, context) => {
  program
    .command('schema')
    .description('print the JSON Schema of experiments')
    .action(async () => {
      const { experimentJsonSchema } = await import('../../experiment/json-schema.js');
      const { catalogue } = await context.loadModel();
      context.stdout(`${JSON.stringify(experimentJsonSchema(catalogue), null, 2)}\n`);
    });
};
