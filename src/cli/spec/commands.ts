import { COMPARE, LS, NOTE, RENAME, RM, SHOW, TAG } from './book-specs.ts';
import { BUDGET } from './budget-specs.ts';
import { CALC } from './calc-specs.ts';
import { CALIBRATE } from './calibrate-specs.ts';
import { CI } from './ci-specs.ts';
import { EXPERIMENT_COMMANDS } from './experiment-commands.ts';
import { EXPORT } from './export-specs.ts';
import { FRONTIER } from './frontier-specs.ts';
import { IMPORT } from './import-specs.ts';
import { AGENT, MARK, MONITOR, RUN } from './measure-specs.ts';
import { LEADERBOARD_COMMANDS } from './leaderboard-specs.ts';
import { MERGE } from './merge-specs.ts';
import { DOCTOR } from './meter-specs.ts';
import {
  DAG,
  DATA_STATUS,
  DIFF,
  METRICS_DIFF,
  METRICS_SHOW,
  PARAMS_DIFF,
  STAGE_ADD,
  STAGE_LIST,
} from './pipeline-reading-specs.ts';
import { REPRO, STATUS } from './pipeline-specs.ts';
import { PLOTS_DIFF, PLOTS_SHOW } from './plots-specs.ts';
import { REGIONS } from './regions-specs.ts';
import { LINT_CARD, REPORT } from './report-specs.ts';
import { REMOTE_COMMANDS } from './remote-commands.ts';
import { SEARCH } from './search-run-specs.ts';
import { SEARCH_CHECK } from './search-specs.ts';
import { COMPLETE, COMPLETION, CONFIG, HELP, LOAD_GPUS, VERSION } from './setup-specs.ts';
import type { CommandSpec } from './spec.ts';
import { STUDY_COMMANDS } from './study-commands.ts';
import { TOP } from './top-specs.ts';
import { CHECK_IGNORE, FREEZE, GC, INIT, MOVE, REMOVE, UNFREEZE, UNPROTECT } from './track-more-specs.ts';
import { ADD, CHECKOUT, COMMIT } from './track-specs.ts';
import { WASTE } from './waste-specs.ts';
import { UI } from './ui-specs.ts';
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
  INIT,
  ADD,
  CHECKOUT,
  COMMIT,
  REMOVE,
  MOVE,
  FREEZE,
  UNFREEZE,
  UNPROTECT,
  GC,
  CHECK_IGNORE,
  ...REMOTE_COMMANDS,
  DAG,
  STAGE_ADD,
  STAGE_LIST,
  PARAMS_DIFF,
  METRICS_SHOW,
  METRICS_DIFF,
  PLOTS_SHOW,
  PLOTS_DIFF,
  DIFF,
  DATA_STATUS,
  ...EXPERIMENT_COMMANDS,
  SEARCH,
  SEARCH_CHECK,
  ...STUDY_COMMANDS,
  LS,
  SHOW,
  COMPARE,
  WHY,
  FRONTIER,
  UI,
  WASTE,
  BUDGET,
  REPORT,
  LINT_CARD,
  ...LEADERBOARD_COMMANDS,
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
