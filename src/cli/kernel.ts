/** The kernel that `--kernel` asks for. */
import { loadKernel } from '../runner/kernel-module.js';
import type { CliContext } from './context.js';

/** What the runner takes: the compiled module, or nothing for the TypeScript kernel. Throws if it is not there. */
export function chosenKernel(context: CliContext): { readonly kernel?: WebAssembly.Module } {
  return context.kernel === 'typescript' ? {} : { kernel: loadKernel(context.kernelFile) };
}
