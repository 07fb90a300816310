/** What commands need from outside; `main.ts` gives the real thing, tests give small ones. */
import type { Command } from 'commander';
import type { RunConfiguration } from '../engine/configuration.js';
import type { Catalogue } from '../experiment/catalogue.js';
import type { KernelName } from '../runner/provenance.js';

/** Sector × instrument in $bn. */
export interface BalanceMatrix {
  readonly kinds: readonly string[];
  readonly instruments: readonly string[];
  readonly values: readonly (readonly number[])[];
}

/** The engine with its agents. */
export interface Model {
  readonly catalogue: Catalogue;
  readonly engineVersion: string;
  openingBalance(configuration: RunConfiguration): BalanceMatrix;
}

export interface CliContext {
  readonly version: string;
  /** Folder of the experiments that come with the program. */
  readonly library: string;
  /** Module of the worker threads. */
  readonly workerEntry: URL;
  /** Compiled WebAssembly kernel. */
  readonly kernelFile: URL;
  /** Who computes demand, as `--kernel` says. */
  kernel: KernelName;
  /** The economy, or a published model; loaded only by the commands that need it. */
  loadModel(name?: string): Promise<Model>;
  /** Tables and what else may be piped into a program. */
  stdout(text: string): void;
  /** Progress, notes and errors. */
  stderr(text: string): void;
  /** Exit code of the process, unless an error sets another. */
  setExitCode(code: number): void;
}

/** A file in commands/ adds one command to the program. Heavy modules are imported in its action. */
export type RegisterCommand = (program: Command, context: CliContext) => void;
