/** A worker of a browser: runs a configuration with each kernel. Bundled by the test. */
import type { RunConfiguration } from '../../src/engine/configuration.js';
import { runHash } from './run-hash.js';

interface Scope {
  onmessage: (event: { data: { configuration: RunConfiguration; kernel: ArrayBuffer } }) => void;
  postMessage(hashes: readonly string[]): void;
}
const scope = globalThis as unknown as Scope;

scope.onmessage = ({ data: { configuration, kernel } }) => {
  const module = new WebAssembly.Module(new Uint8Array(kernel));
  scope.postMessage([runHash(configuration), runHash(configuration, module)]);
};
