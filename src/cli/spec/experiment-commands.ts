import {
  EXP_APPLY,
  EXP_BRANCH,
  EXP_CLEAN,
  EXP_DIFF,
  EXP_PULL,
  EXP_PUSH,
  EXP_REMOVE,
  EXP_RENAME,
  EXP_SAVE,
} from './exp-manage-specs.ts';
import { EXP_LIST, EXP_RUN, EXP_SHOW, EXP_TASK, QUEUE_WORKER } from './exp-specs.ts';
import {
  QUEUE_KILL,
  QUEUE_LOGS,
  QUEUE_REMOVE,
  QUEUE_START,
  QUEUE_STATUS,
  QUEUE_STOP,
} from './queue-specs.ts';
import type { CommandSpec } from './spec.ts';

/** The commands on experiments and their queue, in the order of the command list. */
export const EXPERIMENT_COMMANDS = [
  EXP_RUN,
  EXP_SHOW,
  EXP_LIST,
  EXP_DIFF,
  EXP_APPLY,
  EXP_BRANCH,
  EXP_SAVE,
  EXP_PUSH,
  EXP_PULL,
  EXP_RENAME,
  EXP_REMOVE,
  EXP_CLEAN,
  QUEUE_START,
  QUEUE_STATUS,
  QUEUE_LOGS,
  QUEUE_STOP,
  QUEUE_KILL,
  QUEUE_REMOVE,
  EXP_TASK,
  QUEUE_WORKER,
] as const satisfies readonly CommandSpec[];
