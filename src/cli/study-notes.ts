/** What the studies of a file would run. */
import type { Resolution } from '../experiment/resolve.js';
import { sensitivityPoints } from '../experiment/sensitivity.js';

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

/** One line for each of the keys `sensitivity` and `calibration`. */
export function studyNotes({ experiment, sensitivity, calibration }: Resolution): string {
  const lines: string[] = [];
  if (sensitivity !== undefined) {
    const points = sensitivityPoints(sensitivity).rows.length;
    const runs = points * experiment.arms.length * experiment.seeds.length;
    const inputs = counted(sensitivity.inputs.length, 'parameter');
    lines.push(`Sensitivity (${sensitivity.method}): ${inputs}, ${points} points, ${runs} runs.`);
  }
  if (calibration !== undefined) {
    const { inputs, targets, population, generations } = calibration;
    const what = `${counted(inputs.length, 'parameter')} to ${counted(targets.length, 'target')}`;
    lines.push(`Calibration: ${what}, at most ${generations} generations of ${population} candidates.`);
  }
  return lines.map((line) => `${line}\n`).join('');
}
