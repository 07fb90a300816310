/** The hash of all that a run records, without any API of Node: the same in a browser. */
import { AGENT_KINDS } from '../../agents/index.js';
import type { RunConfiguration } from '../../src/engine/configuration.js';
import type { RecordSink } from '../../src/engine/recording.js';
import { simulate } from '../../src/engine/simulate.js';
import { sha256 } from '../../src/maths/sha256.js';

/** Numbers by their bits: 0 and -0 differ. */
function bits(values: Float64Array): string {
  return Array.from(new Uint32Array(values.slice().buffer), (word) => word.toString(16)).join();
}

/** @param kernel compiled WebAssembly kernel; absent: the TypeScript kernel */
export function runHash(configuration: RunConfiguration, kernel?: WebAssembly.Module): string {
  const parts: string[] = [];
  const keep =
    (table: string) =>
    (...row: unknown[]): void => {
      parts.push(table, JSON.stringify(row));
    };
  const sink: RecordSink = {
    header: keep('header'),
    series: (tick, date, values) => {
      parts.push(`${tick} ${date}`, bits(values));
    },
    balance: keep('balance'),
    flow: keep('flow'),
    contract: keep('contract'),
    attribution: keep('attribution'),
    event: keep('event'),
  };
  simulate(configuration, AGENT_KINDS, sink, kernel === undefined ? {} : { kernel });
  return sha256(parts.join('\n'));
}
