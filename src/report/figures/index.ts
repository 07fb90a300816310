/** All figures, in the order of the page. */
import type { FigureMaker } from '../figure.js';
import { attribution } from './attribution.js';
import { balanceMatrix } from './balance-matrix.js';
import { bathtub } from './bathtub.js';
import { correlations } from './correlations.js';
import { creditEvents } from './credit-events.js';
import { drawdowns } from './drawdowns.js';
import { fan } from './fan.js';
import { flows } from './flows.js';
import { forest } from './forest.js';
import { phase } from './phase.js';
import { yields } from './yields.js';

export const FIGURES: readonly FigureMaker[] = [
  forest,
  phase,
  fan,
  bathtub,
  yields,
  attribution,
  drawdowns,
  correlations,
  creditEvents,
  balanceMatrix,
  flows,
];
