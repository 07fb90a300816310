/** Start and length of an experiment, and of a tick. */
export interface Time {
  readonly start: string;
  readonly ticksPerYear: number;
  readonly ticks: number;
}
