/**
 * A lead time as a chain of stages: what enters the first leaves the last after the lead time on average (gamma
 * distribution; "linear chain trick", MacDonald 1978, Time Lags in Biological Models). Nothing is lost on the way.
 */

export interface PipelineStep {
  /** Units in each stage after the tick. */
  readonly stages: readonly number[];
  /** Units that came on line in the tick. */
  readonly completed: number;
}

/**
 * Each stage passes on the share dt × stages/lead time of what it holds.
 * @param started units begun in the tick
 * @param leadTime years, more than dt × stages
 * @param dt years
 */
export function pipelineStep(
  stages: readonly number[],
  started: number,
  leadTime: number,
  dt: number,
): PipelineStep {
  const share = Math.min((dt * stages.length) / leadTime, 1);
  let entering = started;
  const after = stages.map((held) => {
    const leaving = share * held;
    const next = held + entering - leaving;
    entering = leaving;
    return next;
  });
  return { stages: after, completed: entering };
}
