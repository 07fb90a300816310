/** What is wrong in what somebody wrote, and where. */

export interface Position {
  /** File as the person named it, or the option (`--set`). */
  readonly file: string;
  /** 1-based; 0 if the place is not in a file. */
  readonly line: number;
  readonly column: number;
}

export interface Problem extends Position {
  readonly message: string;
}

/** `file:line:column: message`, the form that editors turn into a link. */
export function formatProblem(problem: Problem): string {
  const place = problem.line > 0 ? `${problem.file}:${problem.line}:${problem.column}` : problem.file;
  return `${place}: ${problem.message}`;
}

/** One or more problems in an experiment; exit code 2 on the command line. */
export class ExperimentError extends Error {
  constructor(readonly problems: readonly Problem[]) {
    super(problems.map(formatProblem).join('\n'));
    this.name = 'ExperimentError';
  }
}

/** Collects problems, so that one reading reports all of them. */
export class Problems {
  readonly list: Problem[] = [];

  add(at: Position, message: string): void {
    this.list.push({ file: at.file, line: at.line, column: at.column, message });
  }

  /** Throws all problems in the order of the files, if there are any. */
  throwIfAny(): void {
    if (this.list.length > 0) throw new ExperimentError(this.list);
  }
}
