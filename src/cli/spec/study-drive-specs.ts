import { FOOTPRINT_OPTIONS, ONLINE_OPTION } from './footprint-options.ts';
import { BOOK_OPTION } from './global-options.ts';
import { INTERVAL_OPTION, PROJECT_OPTION, TAG_OPTION } from './measure-specs.ts';
import type { CommandSpec, OptionSpec } from './spec.ts';
import { STUDY_EXITS, STUDY_OPTION, TRIAL_ARGUMENT } from './study-options.ts';

const ENERGY_OPTION = {
  key: 'energy',
  long: '--energy',
  placeholder: 'ENERGY',
  kind: 'energy',
  description: 'What the trial has used since it was started, e.g. 12kJ or 3Wh',
} as const satisfies OptionSpec;

const METRICS_ARGUMENT = {
  key: 'metrics',
  placeholder: 'METRIC=VALUE',
  variadic: true,
  description: 'What it says: val_acc=0.93',
} as const;

/** `joulebook study create`. */
export const STUDY_CREATE = {
  name: 'study create',
  group: 'Search',
  summary: 'Make a study that another program drives, by ask, report and tell',
  description:
    'The file is that of `joulebook search`; its command may be absent. `joulebook search FILE` does not need this: it makes its study itself.',
  arguments: [
    {
      key: 'file',
      placeholder: 'FILE',
      required: true,
      complete: 'file',
      description: 'What is searched: our YAML, or a W&B sweep',
    },
  ],
  options: [
    {
      key: 'name',
      long: '--name',
      placeholder: 'STUDY',
      kind: 'string',
      description: "Name of the study (default: the file's)",
    },
    { key: 'seed', long: '--seed', placeholder: 'N', kind: 'int', min: 0, description: 'Seed of the search' },
    BOOK_OPTION,
  ],
  examples: [{ line: 'joulebook study create search.yaml --name digits', does: 'then ask, report and tell' }],
  exits: STUDY_EXITS,
} as const satisfies CommandSpec;

/** `joulebook study ask`. */
export const STUDY_ASK = {
  name: 'study ask',
  group: 'Search',
  summary: 'Get the next trial of a study, as one line of JSON',
  description:
    'For drivers in any language. The line has trial, attempt, seed, resume, parameters and max_resource. What ask gave out runs until it is told.',
  options: [STUDY_OPTION, BOOK_OPTION],
  examples: [
    { line: 'joulebook study ask --study digits', does: '{"trial":0,"attempt":1,...,"parameters":{...}}' },
    { line: 'joulebook study ask > trial.json || exit', does: 'ends a loop when the search is over' },
  ],
  exits: [
    ...STUDY_EXITS,
    ['4', 'the search is over: a limit or its target is reached, or all was tried'],
    ['75', 'nothing now: running trials must end first; ask again'],
  ],
} as const satisfies CommandSpec;

/** `joulebook study report`. */
export const STUDY_REPORT = {
  name: 'study report',
  group: 'Search',
  summary: 'Report how a trial is doing; prints continue, stop or pause',
  arguments: [TRIAL_ARGUMENT, METRICS_ARGUMENT],
  options: [
    {
      key: 'at',
      long: '--at',
      placeholder: 'N',
      kind: 'number',
      min: 0,
      description: 'Epoch or step, from 1 (default: one more than at the last report)',
    },
    ENERGY_OPTION,
    STUDY_OPTION,
    BOOK_OPTION,
  ],
  examples: [
    { line: 'joulebook study report 0 val_acc=0.91 --at 3 --energy 12kJ', does: 'continue' },
    { line: 'joulebook study report 0 loss=0.2 | grep -qx stop && break', does: 'in a loop of a script' },
  ],
  exits: STUDY_EXITS,
} as const satisfies CommandSpec;

/** `joulebook study tell`. */
export const STUDY_TELL = {
  name: 'study tell',
  group: 'Search',
  summary: 'Tell how a trial has ended',
  arguments: [TRIAL_ARGUMENT, METRICS_ARGUMENT],
  options: [
    {
      key: 'state',
      long: '--state',
      placeholder: 'STATE',
      kind: 'enum',
      values: ['complete', 'stopped', 'failed', 'lost', 'paused'],
      default: 'complete',
      description: 'complete, stopped, failed, lost or paused',
    },
    {
      key: 'why',
      long: '--why',
      placeholder: 'TEXT',
      kind: 'string',
      description: 'Why it was stopped or has failed',
    },
    ENERGY_OPTION,
    STUDY_OPTION,
    BOOK_OPTION,
  ],
  examples: [
    { line: 'joulebook study tell 0 val_acc=0.93 --energy 40kJ', does: 'it is complete' },
    { line: "joulebook study tell 1 --state failed --why 'out of memory'", does: 'it has failed' },
  ],
  exits: STUDY_EXITS,
} as const satisfies CommandSpec;

/** `joulebook study enqueue`. */
export const STUDY_ENQUEUE = {
  name: 'study enqueue',
  group: 'Search',
  summary: 'Put a configuration in the queue of a study',
  description: 'It is tried before anything else is proposed, also by a search that is at work.',
  arguments: [
    {
      key: 'values',
      placeholder: 'PARAM=VALUE',
      required: true,
      variadic: true,
      description: 'A value for each active parameter; JSON where it is no number and no text',
    },
  ],
  options: [STUDY_OPTION, BOOK_OPTION],
  examples: [{ line: 'joulebook study enqueue lr=0.01 opt=adam layers=2', does: 'the one you would try' }],
  exits: STUDY_EXITS,
} as const satisfies CommandSpec;

/** `joulebook study drive`. */
export const STUDY_DRIVE = {
  name: 'study drive',
  group: 'Search',
  summary: 'Work on a study for one program, by lines of JSON on stdin and stdout',
  description:
    'What `joulebook.study()` of the Python and Node libraries starts. It makes or goes on with a study, gives out its trials, decides on what they report and measures the program that has started it, each trial as a run of the book. The lines are those of docs/reference/study-protocol.md. The end of input closes the study; trials in flight are given out again the next time.',
  options: [TAG_OPTION, PROJECT_OPTION, INTERVAL_OPTION, BOOK_OPTION, ...FOOTPRINT_OPTIONS, ONLINE_OPTION],
  examples: [
    {
      line: 'joulebook study drive < messages.jsonl',
      does: 'what a program has said, one JSON object a line',
    },
  ],
} as const satisfies CommandSpec;
