/** The comparison of its arms as a part of a result in the making. */
import type { Catalogue } from '../experiment/catalogue.js';
import { type Sampling, writeComparison } from './comparison-files.js';
import type { ResultInMaking } from './run-experiment.js';

/** @param sampling how the number of seeds came about, if the result does not say it itself */
export function comparisonAdder(catalogue: Catalogue, sampling?: Sampling) {
  return ({ experiment, folder, sequential }: ResultInMaking): Promise<Record<string, string>> => {
    const own = sequential === undefined ? 'fixed' : 'sequential';
    return writeComparison({ experiment, path: folder.path, sampling: sampling ?? own }, catalogue, folder);
  };
}
