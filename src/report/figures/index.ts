/** All figures, in the order of the page. */
import type { FigureMaker } from '../figure.js';
import { attribution } from './attribution.js';
import { bathtub } from './bathtub.js';
import { drawdowns } from './drawdowns.js';
import { fan } from './fan.js';
import { forest } from './forest.js';
import { yields } from './yields.js';

export const FIGURES: readonly FigureMaker[] = [forest, fan, bathtub, yields, attribution, drawdowns];
