/** The key `design` of an experiment file. */
import * as z from 'zod';

export const DESIGN_TYPES = ['grid', 'latinHypercube', 'sobol', 'list'] as const;
const MAXIMUM_POINTS = 1_000_000;

const value = z.union([z.number(), z.string(), z.boolean()]);
const range = z
  .strictObject({
    from: z.union([z.number(), z.string()]),
    to: z.union([z.number(), z.string()]),
    steps: z.int().min(2).max(MAXIMUM_POINTS).optional().describe('values of a grid, both ends included'),
    scale: z.enum(['linear', 'log']).optional().describe('equal steps, or equal ratios'),
  })
  .describe('a range of values');

export const designStructure = z
  .strictObject({
    type: z.enum(DESIGN_TYPES),
    points: z.int().min(1).max(MAXIMUM_POINTS).optional().describe('points of a Latin hypercube or of Sobol'),
    seed: z
      .union([z.string().min(1), z.int()])
      .optional()
      .describe('another one, another Latin hypercube'),
    parameters: z
      .record(z.string(), z.union([z.array(value).min(1), range]))
      .optional()
      .describe('parameters by full name, with a list of values or a range'),
    rows: z
      .array(
        z
          .record(z.string(), value)
          .refine((row) => Object.keys(row).length > 0, 'expected at least one value'),
      )
      .min(1)
      .optional()
      .describe('the points of a list: values by the full names of the parameters'),
  })
  .describe('points at which every arm runs');

export type GivenDesign = z.infer<typeof designStructure>;
