/** What commands need from outside; `main.ts` gives the real thing, tests give small ones. */
import type { Command } from 'commander';
import type { RunConfiguration } from '../engine/configuration.js';
import type { EngineBuild } from '../engine/version.js';
import type { Catalogue } from '../experiment/catalogue.js';
import type { Manifest } from '../runner/manifest.js';
import type { KernelName } from '../runner/provenance.js';
import type { Simulation } from '../runner/run-job.js';

/** Sector × instrument in $bn. */
export interface BalanceMatrix {
  readonly kinds: readonly string[];
  readonly instruments: readonly string[];
  readonly values: readonly (readonly number[])[];
}

/** The engine with its agents. */
export interface Model extends EngineBuild {
  readonly catalogue: Catalogue;
  openingBalance(configuration: RunConfiguration): BalanceMatrix;
}

/** Draws figures; no command but `report` and `start` needs it. */
export interface Reporter {
  /** What there is to be drawn. */
  readonly figures: readonly { readonly name: string; readonly shows: string }[];
  write(wish: {
    readonly folder: string;
    readonly manifest: Manifest;
    readonly out: string;
    readonly figures?: readonly string[];
  }): Promise<DrawnReport>;
  /** The report of a test of claims. */
  writeClaims(folder: string, out: string): Promise<DrawnReport>;
}

export interface DrawnReport {
  /** Path of the page. */
  readonly page: string;
  readonly figures: readonly string[];
  readonly missing: readonly { readonly name: string; readonly reason: string }[];
  readonly warnings: readonly string[];
}

export interface CliContext {
  /** Of the engine, with the fingerprint of its code. */
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
  loadReporter(): Promise<Reporter>;
  /** The engine with its agents, for a run in this thread. */
  loadSimulation(): Promise<Simulation>;
  /** Tables and what else may be piped into a program. */
  stdout(text: string): void;
  /** Progress, notes and errors. */
  stderr(text: string): void;
  /** Exit code of the process, unless an error sets another. */
  setExitCode(code: number): void;
}

/** A file in commands/ adds one command to the program. Heavy modules are imported in its action. */
export type RegisterCommand = (program: Command, context: CliContext) => void;
