/** Inputs that a sensitivity study or a calibration varies, as written in a file. */
import * as z from 'zod';

const quantity = z.union([z.number(), z.string()], 'expected a number, such as 0.04, 4 % or 300 $bn');

const range = z
  .strictObject({
    from: quantity.describe('smallest value'),
    to: quantity.describe('largest value'),
    scale: z.enum(['linear', 'log']).optional().describe('equal steps (default), or equal ratios'),
  })
  .nullable()
  .describe('empty: the range that stands beside the value of the parameter');

export const inputsSchema = z
  .record(z.string(), range)
  .refine((inputs) => Object.keys(inputs).length > 0, 'expected at least one parameter')
  .describe('parameters, or groups of them, that are varied');

export type GivenInputs = z.infer<typeof inputsSchema>;

export const inputSeed = z
  .union([z.string().min(1), z.int()])
  .optional()
  .describe('seed of the points, apart from the seeds of the runs');
