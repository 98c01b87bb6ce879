import { EXP_LIST, EXP_RUN, EXP_SHOW } from './exp-specs.ts';
import type { CommandSpec } from './spec.ts';

/** The commands on experiments and their queue, in the order of the command list. */
export const EXPERIMENT_COMMANDS = [EXP_RUN, EXP_SHOW, EXP_LIST] as const satisfies readonly CommandSpec[];
