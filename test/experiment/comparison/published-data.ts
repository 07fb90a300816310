/** Data whose answers are published. */

/** Hours of sleep gained under two drugs by ten patients: the data set `sleep` of R (Student, 1908). */
export const SLEEP = {
  first: [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2],
  second: [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4],
} as const;

/** Darwin's fifteen pairs of maize, differences in height, in eighths of an inch (Fisher, 1935, section 21). */
export const MAIZE = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48];

/** Spatial test A of 26 children (Efron and Tibshirani, 1993, table 14.1). */
export const SPATIAL = [
  48, 36, 20, 29, 42, 42, 20, 42, 22, 41, 45, 14, 6, 0, 33, 28, 34, 4, 32, 24, 47, 41, 24, 26, 30, 41,
];
