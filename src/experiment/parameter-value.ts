/** Value of a parameter: a number in its unit, a switch or a choice. */
import type { RunConfiguration } from '../engine/configuration.js';

export type ParameterValue = RunConfiguration['parameters'][string];
