import type { CommandSpec } from './spec.ts';
import {
  STUDY_ASK,
  STUDY_CREATE,
  STUDY_DRIVE,
  STUDY_ENQUEUE,
  STUDY_REPORT,
  STUDY_TELL,
} from './study-drive-specs.ts';
import {
  STUDY_BEST,
  STUDY_DELETE,
  STUDY_EXPLAIN,
  STUDY_EXPORT,
  STUDY_IMPORT,
  STUDY_LS,
  STUDY_PLOT,
  STUDY_RENAME,
  STUDY_REPLAY,
  STUDY_SHOW,
} from './study-specs.ts';

/** The commands on studies, in the order of the command list. */
export const STUDY_COMMANDS = [
  STUDY_LS,
  STUDY_SHOW,
  STUDY_BEST,
  STUDY_EXPLAIN,
  STUDY_PLOT,
  STUDY_EXPORT,
  STUDY_IMPORT,
  STUDY_REPLAY,
  STUDY_RENAME,
  STUDY_DELETE,
  STUDY_CREATE,
  STUDY_ASK,
  STUDY_REPORT,
  STUDY_TELL,
  STUDY_ENQUEUE,
  STUDY_DRIVE,
] as const satisfies readonly CommandSpec[];
