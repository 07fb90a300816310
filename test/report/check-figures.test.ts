/** The check of figures finds a panel that is there and empty. */
import { expect, it } from 'vitest';
import type { Figure } from '../../src/report/figure.js';
import { checkFigure } from './check-figures.js';

/** Two panels side by side, the second of points above a limit. */
function figure(above: number): Figure {
  const panel = (limit: number) => ({
    width: 200,
    height: 100,
    transform: [{ filter: `datum.y > ${limit}` }],
    mark: 'point',
    encoding: { x: { field: 'x', type: 'quantitative' }, y: { field: 'y', type: 'quantitative' } },
  });
  return {
    name: 'two-panels',
    title: 'Two panels',
    caption: '',
    specification: { hconcat: [panel(0), panel(above)] } as unknown as Figure['specification'],
    rows: [1, 2, 3].map((x) => ({ x, y: x })),
    panels: 2,
  };
}

it('counts marks panel by panel', async () => {
  await checkFigure(figure(1));
  await expect(checkFigure(figure(9))).rejects.toThrow(/greater than/);
});
