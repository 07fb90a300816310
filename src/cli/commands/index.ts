/** All commands, in the order of the help. */
import type { RegisterCommand } from '../context.js';
import { balance } from './balance.js';
import { batch } from './batch.js';
import { calibrate } from './calibrate.js';
import { check } from './check.js';
import { claims } from './claims.js';
import { compare } from './compare.js';
import { describe } from './describe.js';
import { explain } from './explain.js';
import { exportResult } from './export.js';
import { list } from './list.js';
import { newExperiment } from './new.js';
import { query } from './query.js';
import { replicate } from './replicate.js';
import { report } from './report.js';
import { reproduce } from './reproduce.js';
import { run } from './run.js';
import { schema } from './schema.js';
import { sensitivity } from './sensitivity.js';
import { start } from './start.js';
import { validate } from './validate.js';

export const COMMANDS: readonly RegisterCommand[] = [
  run,
  batch,
  compare,
  check,
  list,
  describe,
  newExperiment,
  balance,
  explain,
  report,
  query,
  exportResult,
  sensitivity,
  calibrate,
  claims,
  validate,
  replicate,
  reproduce,
  schema,
  start,
];
