/** Firms of the AI build-out by name, in the order of their rows. */
export const AI_LABS = ['openai', 'anthropic', 'xai', 'others'] as const;
export const HYPERSCALERS = ['microsoft', 'alphabet', 'amazon', 'meta', 'oracle'] as const;
