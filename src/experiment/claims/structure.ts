/** The key `claim` of an experiment file: what is claimed, and by what it is judged. */
import * as z from 'zod';

export const EXPECTATIONS = ['positive', 'negative', 'equivalent', 'either'] as const;

const contrast = z
  .string()
  .min(1)
  .describe('arms added and subtracted seed by seed, such as surge - plan; names and signs apart by spaces');

const ablation = z
  .union([
    contrast,
    z.strictObject({
      contrast,
      decides: z.boolean().describe('false: reported beside the verdict, which does not hang on it'),
    }),
  ])
  .describe('the same contrast with the mechanism switched off');

const effect = z
  .strictObject({
    metric: z.string().describe('metric of the file in whose unit the effect is measured'),
    contrast: contrast.optional(),
    crossing: z
      .strictObject({
        unit: z.string().min(1).describe('unit of the levels, for instance $bn'),
        at: z
          .record(z.string().regex(/^-?\d+(\.\d+)?$/, 'expected a level'), contrast)
          .refine((at) => Object.keys(at).length > 1, 'expected at least two levels')
          .describe('contrasts by level'),
      })
      .optional()
      .describe(
        'instead of a contrast: the level at which the mean of contrasts turns from negative to positive',
      ),
    decides: z.boolean().optional().describe('false: reported beside the verdict, which does not hang on it'),
    expected: z
      .enum(EXPECTATIONS)
      .describe('positive or negative; equivalent: smaller than the smallest effect; either: of any sign'),
    smallest: z.number().min(0).describe('smallest effect of interest, in the unit of the metric'),
    reason: z.string().min(1).describe('why a smaller effect would not be of interest'),
    ablations: z
      .record(z.string().min(1), ablation)
      .optional()
      .describe('mechanisms that, switched off, must take at least half of the effect away'),
  })
  .describe('an effect that the claim asserts');

export const claimSchema = z
  .strictObject({
    sentence: z.string().min(1).describe('the claim in a sentence'),
    missing: z
      .string()
      .min(1)
      .optional()
      .describe('what the engine lacks to test it; there are no effects then'),
    draws: z
      .boolean()
      .optional()
      .describe('true: every seed lives in a draw of its own of all parameters over their ranges'),
    effects: z
      .record(
        z.string().regex(/^[A-Za-z][A-Za-z0-9]*$/, 'the name of an effect has letters and digits'),
        effect,
      )
      .refine((effects) => Object.keys(effects).length > 0, 'expected at least one effect')
      .optional()
      .describe('what must hold, all of it, for the claim to be supported'),
    finding: z.string().min(1).optional().describe('what came out, in plain words, written after the run'),
  })
  .describe('a claim that `rqe claims` tests under fixed rules');

export type GivenClaim = z.infer<typeof claimSchema>;
