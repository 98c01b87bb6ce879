import { jobsOption } from './pipeline-options.ts';
import { PIPELINE_EXITS } from './pipeline-specs.ts';
import type { ArgumentSpec, CommandSpec } from './spec.ts';

const TASKS = {
  key: 'tasks',
  placeholder: 'TASK',
  variadic: true,
  description: 'Names of queued experiments, or the first digits of their tasks',
} as const satisfies ArgumentSpec;

/** `joulebook queue start`. */
export const QUEUE_START = {
  name: 'queue start',
  group: 'Pipeline',
  summary: 'Run the queued experiments in the background',
  options: [{ ...jobsOption('Experiments at once'), default: '1' }],
  examples: [{ line: 'joulebook queue start -j 2', does: 'two at once, until the queue is empty' }],
  exits: PIPELINE_EXITS,
} as const satisfies CommandSpec;

/** `joulebook queue status`. */
export const QUEUE_STATUS = {
  name: 'queue status',
  group: 'Pipeline',
  summary: 'List queued, running and finished experiments, and the workers',
  options: [],
  examples: [{ line: 'joulebook queue status', does: 'how far the queue is' }],
  exits: PIPELINE_EXITS,
} as const satisfies CommandSpec;

/** `joulebook queue logs`. */
export const QUEUE_LOGS = {
  name: 'queue logs',
  group: 'Pipeline',
  summary: 'Show what a queued experiment wrote',
  arguments: [
    {
      key: 'task',
      placeholder: 'TASK',
      required: true,
      description: 'Name of the experiment, or the first digits of its task',
    },
  ],
  options: [
    {
      key: 'follow',
      long: '--follow',
      short: '-f',
      kind: 'flag',
      description: 'Go on until it has ended',
    },
    {
      key: 'encoding',
      long: '--encoding',
      short: '-e',
      placeholder: 'NAME',
      kind: 'string',
      hidden: true,
      description: 'It is shown as it was written',
    },
  ],
  examples: [{ line: 'joulebook queue logs slow -f', does: 'follow one' }],
  exits: PIPELINE_EXITS,
} as const satisfies CommandSpec;

/** `joulebook queue stop`. */
export const QUEUE_STOP = {
  name: 'queue stop',
  group: 'Pipeline',
  summary: 'Let the workers end after what they do now',
  options: [{ key: 'kill', long: '--kill', kind: 'flag', description: 'Interrupt what runs, too' }],
  examples: [{ line: 'joulebook queue stop', does: 'no further experiment begins' }],
  exits: PIPELINE_EXITS,
} as const satisfies CommandSpec;

/** `joulebook queue remove`. */
export const QUEUE_REMOVE = {
  name: 'queue remove',
  group: 'Pipeline',
  summary: 'Take experiments out of the queue; the experiments themselves stay',
  arguments: [TASKS],
  options: [
    { key: 'all', long: '--all', kind: 'flag', description: 'All that do not run' },
    { key: 'queued', long: '--queued', kind: 'flag', description: 'All that wait' },
    { key: 'success', long: '--success', kind: 'flag', description: 'All that ended well' },
    { key: 'failed', long: '--failed', kind: 'flag', description: 'All that failed' },
  ],
  examples: [{ line: 'joulebook queue remove --failed', does: 'clear what failed' }],
  exits: PIPELINE_EXITS,
} as const satisfies CommandSpec;

/** `joulebook queue kill`. */
export const QUEUE_KILL = {
  name: 'queue kill',
  group: 'Pipeline',
  summary: 'Interrupt experiments of the queue that run',
  arguments: [TASKS],
  options: [
    {
      key: 'force',
      long: '--force',
      short: '-f',
      kind: 'flag',
      description: 'Kill them at once, with all that they started',
    },
  ],
  examples: [{ line: 'joulebook queue kill slow', does: 'as Ctrl-C would' }],
  exits: PIPELINE_EXITS,
} as const satisfies CommandSpec;
