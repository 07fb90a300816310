/** Statistics of a series that a metric may ask for. */
export const STATISTICS_OF_SERIES = [
  { name: 'last', unit: 'as the series', meaning: 'value at the last tick' },
  { name: 'first', unit: 'as the series', meaning: 'value at the first tick' },
  { name: 'min', unit: 'as the series', meaning: 'smallest value' },
  { name: 'max', unit: 'as the series', meaning: 'largest value' },
  { name: 'mean', unit: 'as the series', meaning: 'mean over all ticks' },
  { name: 'standard deviation', unit: 'as the series', meaning: 'standard deviation over all ticks' },
  {
    name: 'max drawdown',
    unit: 'ratio',
    meaning: 'deepest fall from an earlier peak, as a share of the peak; 0 or negative',
  },
] as const;
