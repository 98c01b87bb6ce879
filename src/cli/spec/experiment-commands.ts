import { EXP_LIST, EXP_RUN, EXP_SHOW, EXP_TASK, QUEUE_WORKER } from './exp-specs.ts';
import type { CommandSpec } from './spec.ts';

/** The commands on experiments and their queue, in the order of the command list. */
export const EXPERIMENT_COMMANDS = [
  EXP_RUN,
  EXP_SHOW,
  EXP_LIST,
  EXP_TASK,
  QUEUE_WORKER,
] as const satisfies readonly CommandSpec[];
