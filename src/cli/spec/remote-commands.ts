import {
  REMOTE_ADD,
  REMOTE_DEFAULT,
  REMOTE_LIST,
  REMOTE_MODIFY,
  REMOTE_REMOVE,
  REMOTE_RENAME,
} from './remote-config-specs.ts';
import { FETCH, PULL, PUSH } from './remote-specs.ts';
import type { CommandSpec } from './spec.ts';

/** The commands about remotes, in the order of the command list. */
export const REMOTE_COMMANDS = [
  PUSH,
  PULL,
  FETCH,
  REMOTE_ADD,
  REMOTE_LIST,
  REMOTE_MODIFY,
  REMOTE_DEFAULT,
  REMOTE_RENAME,
  REMOTE_REMOVE,
] as const satisfies readonly CommandSpec[];
