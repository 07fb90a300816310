/** Firms of the AI build-out by name, in the order of their rows. */
export const AI_LABS = ['openai', 'anthropic', 'xai', 'others'] as const;
export const NEOCLOUDS = ['coreweave', 'crusoe', 'nebius', 'lambda', 'iren', 'nscale', 'fluidstack'] as const;
export const HYPERSCALERS = ['microsoft', 'alphabet', 'amazon', 'meta', 'oracle'] as const;
