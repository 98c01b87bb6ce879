import { COMPARE, LS, NOTE, RENAME, RM, SHOW, TAG } from './book-specs.ts';
import { CALC } from './calc-specs.ts';
import { CALIBRATE } from './calibrate-specs.ts';
import { CI } from './ci-specs.ts';
import { EXPORT } from './export-specs.ts';
import { IMPORT } from './import-specs.ts';
import { AGENT, MARK, MONITOR, RUN } from './measure-specs.ts';
import { MERGE } from './merge-specs.ts';
import { DOCTOR } from './meter-specs.ts';
import { REPRO, STATUS } from './pipeline-specs.ts';
import { REGIONS } from './regions-specs.ts';
import {
  FETCH,
  PULL,
  PUSH,
  REMOTE_ADD,
  REMOTE_DEFAULT,
  REMOTE_LIST,
  REMOTE_MODIFY,
  REMOTE_REMOVE,
  REMOTE_RENAME,
} from './remote-specs.ts';
import { COMPLETE, COMPLETION, CONFIG, HELP, LOAD_GPUS, VERSION } from './setup-specs.ts';
import type { CommandSpec } from './spec.ts';
import { TOP } from './top-specs.ts';
import { WHY } from './why-specs.ts';

/** Every command, in the order of the command list. */
export const COMMANDS = [
  RUN,
  MONITOR,
  MARK,
  AGENT,
  CI,
  REPRO,
  STATUS,
  PUSH,
  PULL,
  FETCH,
  REMOTE_ADD,
  REMOTE_LIST,
  REMOTE_MODIFY,
  REMOTE_DEFAULT,
  REMOTE_RENAME,
  REMOTE_REMOVE,
  LS,
  SHOW,
  COMPARE,
  WHY,
  EXPORT,
  TOP,
  CALC,
  REGIONS,
  TAG,
  NOTE,
  RENAME,
  RM,
  MERGE,
  IMPORT,
  DOCTOR,
  CALIBRATE,
  CONFIG,
  COMPLETION,
  HELP,
  VERSION,
  LOAD_GPUS,
  COMPLETE,
] as const satisfies readonly CommandSpec[];

/** Name of a command. */
export type CommandName = (typeof COMMANDS)[number]['name'];

/** Looks a command up by its name. */
export function commandOf(name: string): CommandSpec | undefined {
  return COMMANDS.find((command) => command.name === name);
}

/** Names of the commands that are shown. */
export function commandNames(): string[] {
  return (COMMANDS as readonly CommandSpec[])
    .filter((command) => command.hidden !== true)
    .map(({ name }) => name);
}
