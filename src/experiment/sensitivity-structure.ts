/** The key `sensitivity` of an experiment file. */
import * as z from 'zod';
import { inputSeed, inputsSchema } from './input-structure.js';

export const SENSITIVITY_METHODS = ['morris', 'sobol'] as const;

export const sensitivitySchema = z
  .strictObject({
    method: z
      .enum(SENSITIVITY_METHODS)
      .optional()
      .describe('morris (default): which parameters matter at all; sobol: shares of the variance'),
    parameters: inputsSchema,
    metrics: z.array(z.string()).min(1).optional().describe('metrics that are looked at; by default all'),
    trajectories: z
      .int()
      .min(2)
      .max(10_000)
      .optional()
      .describe('morris: number of trajectories; default 20'),
    levels: z
      .int()
      .min(2)
      .max(100)
      .multipleOf(2, 'expected an even number')
      .optional()
      .describe('morris: values of each parameter, an even number; default 4'),
    rows: z
      .int()
      .min(2)
      .max(1_048_576)
      .optional()
      .describe('sobol: rows of parameters + 2 points each, best a power of two; default 256'),
    seed: inputSeed,
  })
  .describe('which parameters the metrics hang on; `rqe sensitivity` runs it');

export type GivenSensitivity = z.infer<typeof sensitivitySchema>;
