/** Statistics of a series that a `summary` may ask for. */
export const METRICS = [
  { name: 'last', unit: 'as the series', meaning: 'value at the last recorded tick' },
  { name: 'first', unit: 'as the series', meaning: 'value at the first recorded tick' },
  { name: 'min', unit: 'as the series', meaning: 'smallest recorded value' },
  { name: 'max', unit: 'as the series', meaning: 'largest recorded value' },
  { name: 'mean', unit: 'as the series', meaning: 'mean of the recorded values' },
  {
    name: 'max drawdown',
    unit: 'ratio',
    meaning: 'deepest fall from an earlier peak, as a share of the peak; 0 or negative',
  },
] as const;
