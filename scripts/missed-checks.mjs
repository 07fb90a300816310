// The checks of docs/validation.md that the model misses, as docs/calibration.md lists them.
import { table, withPart } from './parts.mjs';

/** Rows of the printed result whose verdict is `outside`, with the heading of their block. */
export function missedChecks(validation) {
  const lines = validation.split('\n');
  return lines.flatMap((line, index) => {
    const [name, ...cells] = line.trim().split(/ {2,}/);
    const at = cells.indexOf('outside');
    if (at < 0) return [];
    const head = lines.findLastIndex((other, before) => before < index && other.startsWith('check '));
    const isReferred = cells.length > at + 1;
    return [
      {
        block: lines[head - 1],
        check: name.replace(/^\* /, ''),
        reference: isReferred ? cells[0] : '–',
        model: cells[1],
        band: cells[at - 2],
      },
    ];
  });
}

/** docs/calibration.md with the list of what is missed made anew. */
export function calibrationPage(page, validation) {
  const rows = missedChecks(validation).map((one) => [
    one.block,
    one.check,
    one.reference,
    one.model,
    one.band,
  ]);
  return withPart(page, 'misses', table(['check', 'of', 'reference', 'model', 'band'], rows));
}
