/** Exit codes of `rqe`; docs/command-line.md explains them. */
export const EXIT = {
  ok: 0,
  /** A run failed in the model, or a reproduction differs. */
  failed: 1,
  /** The command line or an experiment file is wrong. */
  usage: 2,
  /** A file or folder cannot be read or written, or holds something else. */
  files: 3,
  interrupted: 130,
} as const;
