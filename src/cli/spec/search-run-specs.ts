import { SAMPLERS, STOPPERS } from '../../search/file/engine-choice.ts';
import { FOOTPRINT_OPTIONS, ONLINE_OPTION } from './footprint-options.ts';
import { BOOK_OPTION } from './global-options.ts';
import { CAPTURE_OPTION, INTERVAL_OPTION, PROJECT_OPTION, TAG_OPTION } from './measure-specs.ts';
import { SEARCH_FILE, SEARCH_OPTIONS, SEARCH_REST } from './search-options.ts';
import type { CommandSpec } from './spec.ts';

/** `joulebook search`. */
export const SEARCH = {
  name: 'search',
  group: 'Search',
  summary: 'Find the best parameters of a training within a budget of energy',
  description:
    'Runs the command with one configuration after the other, listens to what it reports or prints, ends weak trials early and goes on until the budget is spent. The same command goes on with a study that was left. Every trial is a run of the book. Ctrl-C ends the trials that run and keeps the study; twice, at once. `joulebook search check FILE` shows what a file means.',
  arguments: [SEARCH_FILE],
  rest: SEARCH_REST,
  options: [
    ...SEARCH_OPTIONS,
    {
      key: 'name',
      long: '--name',
      short: '-n',
      placeholder: 'STUDY',
      kind: 'string',
      description: "Name of the study (default: the file's own, or its name)",
    },
    {
      key: 'resource',
      long: '--resource',
      placeholder: 'KEY',
      kind: 'string',
      description: 'What reports count, e.g. epoch (default: found in what the training says)',
    },
    {
      key: 'maxResource',
      long: '--max-resource',
      placeholder: 'N',
      kind: 'number',
      min: 0,
      description: 'How long a full training is, e.g. 50 epochs',
    },
    {
      key: 'workers',
      long: '--workers',
      short: '-j',
      placeholder: 'N',
      kind: 'int',
      min: 1,
      max: 1024,
      description: 'Trials at once on this machine (default: 1)',
      elsewhere: { '--n-jobs': '--workers', '--jobs': '--workers', '--parallel': '--workers' },
    },
    {
      key: 'sampler',
      long: '--sampler',
      placeholder: 'NAME',
      kind: 'enum',
      values: SAMPLERS,
      description: "How configurations are chosen (default: the file's, else auto)",
    },
    {
      key: 'stopper',
      long: '--stopper',
      placeholder: 'NAME',
      kind: 'enum',
      values: STOPPERS,
      description: "How weak trials are ended (default: the file's, else auto)",
    },
    { key: 'seed', long: '--seed', placeholder: 'N', kind: 'int', min: 0, description: 'Seed of the search' },
    {
      key: 'deterministic',
      long: '--deterministic',
      kind: 'flag',
      description: 'Decide by what earlier batches said alone, so that timing changes nothing',
    },
    {
      key: 'maxSilence',
      long: '--max-silence',
      placeholder: 'TIME',
      kind: 'duration',
      min: 1,
      description:
        'End a trial that neither prints nor reports for so long (default: by the trials before it)',
    },
    CAPTURE_OPTION,
    {
      key: 'dryRun',
      long: '--dry-run',
      kind: 'flag',
      description: 'Only show the commands of the first trials',
    },
    TAG_OPTION,
    PROJECT_OPTION,
    INTERVAL_OPTION,
    BOOK_OPTION,
    ...FOOTPRINT_OPTIONS,
    ONLINE_OPTION,
  ],
  examples: [
    { line: 'joulebook search search.yaml', does: 'begin, or go on with, the study of a file' },
    {
      line: 'joulebook search --budget 2kWh --metric acc --param lr=1e-5..1e-1:log --param opt=adam,sgd -- python train.py --lr {lr} --opt {opt}',
      does: 'without a file',
    },
    {
      line: 'joulebook search sweep.yaml --budget 500kJ -j 2',
      does: 'a W&B sweep as it is, within a budget',
    },
    { line: 'joulebook search search.yaml --dry-run', does: 'the commands of the first trials' },
  ],
  exits: [
    ['1', 'trials come to nothing, or the study cannot be written'],
    ['4', 'a limit was reached before any trial had a result'],
    ['130', 'Ctrl-C; the same command goes on'],
  ],
} as const satisfies CommandSpec;
