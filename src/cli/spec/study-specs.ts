import { UNIT_OPTION } from './book-specs.ts';
import { BOOK_OPTION, WIDE_OPTION } from './global-options.ts';
import type { CommandSpec } from './spec.ts';
import { STUDY_ARGUMENT, STUDY_EXITS, STUDY_OPTION, TRIAL_ARGUMENT } from './study-options.ts';

/** `joulebook study ls`. */
export const STUDY_LS = {
  name: 'study ls',
  group: 'Search',
  summary: 'List the studies of the book',
  options: [UNIT_OPTION, WIDE_OPTION, BOOK_OPTION],
  examples: [
    { line: 'joulebook study ls', does: 'the studies, the last one worked on first' },
    { line: 'joulebook study ls --json', does: 'their summaries for a script' },
  ],
} as const satisfies CommandSpec;

/** `joulebook study show`. */
export const STUDY_SHOW = {
  name: 'study show',
  group: 'Search',
  summary: 'Show a study: what it has spent and found, and its trials',
  description:
    'Can be called while the search is at work. Energy is told by what became of the trials, and how much was used since something better was last found.',
  arguments: [STUDY_ARGUMENT],
  options: [
    {
      key: 'limit',
      long: '--limit',
      short: '-n',
      placeholder: 'N',
      kind: 'int',
      min: 0,
      default: '20',
      description: 'Most trials that are listed, the best first; 0: all',
    },
    {
      key: 'importance',
      long: '--importance',
      kind: 'flag',
      description: 'Which parameters matter, for the metric and for the energy',
    },
    UNIT_OPTION,
    WIDE_OPTION,
    BOOK_OPTION,
  ],
  examples: [
    { line: 'joulebook study show', does: 'the study last worked on' },
    { line: 'joulebook study show digits --importance', does: 'and which parameters matter' },
    { line: 'joulebook study show digits --json', does: 'all trials for a script' },
  ],
  exits: STUDY_EXITS,
} as const satisfies CommandSpec;

/** `joulebook study best`. */
export const STUDY_BEST = {
  name: 'study best',
  group: 'Search',
  summary: 'Print the recommended configuration as JSON',
  description:
    'The complete trial with the best value at its end that keeps all constraints; with several objectives, one for each point of the Pareto front, a line each.',
  arguments: [STUDY_ARGUMENT],
  options: [BOOK_OPTION],
  examples: [
    { line: 'joulebook study best digits > best.json', does: 'its parameters, for the training' },
    { line: 'joulebook study best --json', does: 'with its value and its joules' },
  ],
  exits: STUDY_EXITS,
} as const satisfies CommandSpec;

/** `joulebook study explain`. */
export const STUDY_EXPLAIN = {
  name: 'study explain',
  group: 'Search',
  summary: 'Say in words why a trial was tried, and why it ended',
  arguments: [TRIAL_ARGUMENT],
  options: [STUDY_OPTION, UNIT_OPTION, BOOK_OPTION],
  examples: [
    { line: 'joulebook study explain 14', does: 'why it was stopped, and what that has saved' },
    { line: 'joulebook study explain 3 --study digits', does: 'a trial of another study' },
  ],
  exits: STUDY_EXITS,
} as const satisfies CommandSpec;

/** `joulebook study plot`. */
export const STUDY_PLOT = {
  name: 'study plot',
  group: 'Search',
  summary: 'Draw a study as one HTML page',
  description:
    'How the best came about by joules, the curves of the trials, each parameter against the metric, parallel coordinates, importance, the Pareto front, and when each trial ran. The page needs nothing else.',
  arguments: [STUDY_ARGUMENT],
  options: [
    {
      key: 'output',
      long: '--output',
      short: '-o',
      placeholder: 'FILE',
      kind: 'path',
      complete: 'file',
      description: 'Where the page goes (default: STUDY.html)',
    },
    BOOK_OPTION,
  ],
  examples: [
    { line: 'joulebook study plot digits', does: 'writes digits.html' },
    { line: 'joulebook study plot -o /tmp/study.html', does: 'elsewhere' },
  ],
  exits: STUDY_EXITS,
} as const satisfies CommandSpec;

/** `joulebook study export`. */
export const STUDY_EXPORT = {
  name: 'study export',
  group: 'Search',
  summary: 'Write the trials of a study in another form',
  description:
    'optuna is a journal file of Optuna: load it with JournalStorage(JournalFileBackend(FILE)). Joules stand there as attributes of the trials.',
  arguments: [STUDY_ARGUMENT],
  options: [
    {
      key: 'as',
      long: '--as',
      placeholder: 'FORM',
      kind: 'enum',
      values: ['csv', 'json', 'optuna'],
      default: 'csv',
      description: 'csv: a row for each trial; json: with all reports; optuna: its journal',
    },
    {
      key: 'output',
      long: '--output',
      short: '-o',
      placeholder: 'FILE',
      kind: 'path',
      complete: 'file',
      description: 'Where it goes (default: stdout)',
    },
    BOOK_OPTION,
  ],
  examples: [
    { line: 'joulebook study export digits > digits.csv', does: 'a row for each trial' },
    { line: 'joulebook study export digits --as optuna -o digits.log', does: 'for Optuna and its dashboard' },
  ],
  exits: STUDY_EXITS,
} as const satisfies CommandSpec;

/** `joulebook study import`. */
export const STUDY_IMPORT = {
  name: 'study import',
  group: 'Search',
  summary: 'Take studies in from Optuna, or the runs of a W&B sweep',
  description:
    "Reads Optuna's SQLite storage and journal files, and tables of a sweep's runs (CSV or JSON). The trials cost the new study nothing; a search of the same parameters can begin with the best of them.",
  arguments: [
    { key: 'file', placeholder: 'FILE', required: true, complete: 'file', description: 'What to read' },
  ],
  options: [
    {
      key: 'name',
      long: '--name',
      placeholder: 'STUDY',
      kind: 'string',
      description: 'Name of the new study (default: as there, or as the file is called)',
    },
    {
      key: 'only',
      long: '--only',
      placeholder: 'STUDY',
      kind: 'string',
      description: 'Take this study only, where the file has several',
    },
    {
      key: 'metric',
      long: '--metric',
      placeholder: 'METRIC',
      kind: 'string',
      description: 'Of a table: the column that was sought; :min or :max behind it says which way',
    },
    {
      key: 'params',
      long: '--param',
      placeholder: 'COLUMN',
      kind: 'string',
      repeatable: true,
      description: 'Of a table: a column that is a parameter (default: those named config.…, param.…)',
    },
    BOOK_OPTION,
  ],
  examples: [
    { line: 'joulebook study import optuna.db', does: 'all studies of an SQLite storage' },
    {
      line: 'joulebook study import runs.csv --metric val_loss:min',
      does: 'the runs of a sweep, as exported',
    },
  ],
  exits: STUDY_EXITS,
} as const satisfies CommandSpec;

/** `joulebook study replay`. */
export const STUDY_REPLAY = {
  name: 'study replay',
  group: 'Search',
  summary: 'Decide everything in a study again, and compare',
  description:
    'Each proposal and each decision is made again from what was known at that moment, to the bit: for those who check results, and after an update.',
  arguments: [STUDY_ARGUMENT],
  options: [BOOK_OPTION],
  examples: [{ line: 'joulebook study replay digits', does: 'does the journal hold?' }],
  exits: [...STUDY_EXITS, ['5', 'something comes out otherwise']],
} as const satisfies CommandSpec;

/** `joulebook study rename`. */
export const STUDY_RENAME = {
  name: 'study rename',
  group: 'Search',
  summary: 'Give a study another name',
  description:
    'Its search goes on under the new name: with --name, or with that name in its file. Runs of its trials keep theirs.',
  arguments: [
    { ...STUDY_ARGUMENT, required: true, description: 'Name of the study' },
    { key: 'name', placeholder: 'NAME', required: true, description: 'Its new name' },
  ],
  options: [BOOK_OPTION],
  examples: [
    { line: 'joulebook study rename digits digits-wide', does: 'makes room for another search of digits' },
  ],
  exits: STUDY_EXITS,
} as const satisfies CommandSpec;

/** `joulebook study delete`. */
export const STUDY_DELETE = {
  name: 'study delete',
  group: 'Search',
  summary: 'Delete a study; the runs of its trials stay in the book',
  arguments: [{ ...STUDY_ARGUMENT, required: true, description: 'Name of the study' }],
  options: [{ key: 'yes', long: '--yes', short: '-y', kind: 'flag', description: 'Do not ask' }, BOOK_OPTION],
  examples: [{ line: 'joulebook study delete digits --yes', does: 'without asking' }],
  exits: STUDY_EXITS,
} as const satisfies CommandSpec;
