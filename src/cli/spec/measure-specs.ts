import { BOOK_OPTION } from './global-options.ts';
import { FOOTPRINT_OPTIONS, ONLINE_OPTION } from './footprint-options.ts';
import type { CommandSpec, OptionSpec } from './spec.ts';

/** The project that a run belongs to. */
export const PROJECT_OPTION = {
  key: 'project',
  long: '--project',
  placeholder: 'NAME',
  kind: 'string',
  config: 'project',
  complete: 'project',
  description: 'Project of the run (default: name of the git root or folder)',
} as const satisfies OptionSpec;

/** Tags of a run. */
export const TAG_OPTION = {
  key: 'tags',
  long: '--tag',
  short: '-t',
  placeholder: 'TAG',
  kind: 'string',
  repeatable: true,
  description: 'Tag of the run',
} as const satisfies OptionSpec;

/** How often the meters are read. */
export const INTERVAL_OPTION = {
  key: 'interval',
  long: '--interval',
  placeholder: 'TIME',
  kind: 'duration',
  default: '1s',
  config: 'interval',
  min: 0.05,
  max: 3600,
  description: 'Time between two readings',
} as const satisfies OptionSpec;

export const MEASURE_OPTIONS = [
  {
    key: 'name',
    long: '--name',
    short: '-n',
    placeholder: 'NAME',
    kind: 'string',
    description: 'Name of the run (default: one is made, e.g. calm-otter-7f3k)',
  },
  PROJECT_OPTION,
  TAG_OPTION,
  {
    key: 'param',
    long: '--param',
    short: '-p',
    placeholder: 'K=V',
    kind: 'key=value',
    repeatable: true,
    description: 'A parameter to record',
  },
  {
    key: 'params',
    long: '--params',
    placeholder: 'FILE',
    kind: 'path',
    repeatable: true,
    complete: 'file',
    description: 'Record the parameters of a JSON, YAML or TOML file',
  },
  {
    key: 'metrics',
    long: '--metrics',
    placeholder: 'FILE',
    kind: 'path',
    repeatable: true,
    complete: 'file',
    description: 'Record the metrics that a JSON, YAML or TOML file holds at the end',
  },
  INTERVAL_OPTION,
  {
    key: 'scope',
    long: '--scope',
    placeholder: 'SCOPE',
    kind: 'enum',
    values: ['attributed', 'machine'],
    default: 'attributed',
    config: 'scope',
    description: 'What the headline counts: the run with its share of idle, or the whole machine',
  },
  BOOK_OPTION,
  {
    key: 'csv',
    long: '--csv',
    placeholder: 'PATH',
    kind: 'path',
    config: 'csv',
    complete: 'file',
    description: "Append a row with CodeCarbon's columns to this file too",
  },
  ...FOOTPRINT_OPTIONS,
  ONLINE_OPTION,
  {
    key: 'maxEnergy',
    long: '--max-energy',
    placeholder: 'ENERGY',
    kind: 'energy',
    config: 'max-energy',
    description: 'End the command when it has used this much, e.g. "2 kWh"',
  },
  {
    key: 'maxCo2',
    long: '--max-co2',
    placeholder: 'MASS',
    kind: 'mass',
    config: 'max-co2',
    description: 'End the command when it has caused this much, e.g. "100 g"',
  },
  {
    key: 'maxTime',
    long: '--max-time',
    placeholder: 'TIME',
    kind: 'duration',
    config: 'max-time',
    description: 'End the command after this time, e.g. 1h30m',
  },
  {
    key: 'card',
    long: '--card',
    placeholder: 'HOW',
    kind: 'enum',
    values: ['off', 'short', 'full'],
    default: 'full',
    config: 'card',
    description: 'The card at the end',
  },
  {
    key: 'live',
    long: '--live',
    kind: 'flag',
    config: 'live',
    description: 'A live line even where the command shares the terminal',
  },
  {
    key: 'strict',
    long: '--strict',
    kind: 'flag',
    config: 'strict',
    description: 'Exit with 1 if the tracker had trouble and the command had none',
  },
  {
    key: 'requireGrade',
    long: '--require-grade',
    placeholder: 'GRADE',
    kind: 'enum',
    values: ['A', 'B', 'C'],
    config: 'require-grade',
    description: 'Exit with 6 if the measurement is worse',
  },
] as const satisfies readonly OptionSpec[];

export const CAPTURE_OPTION = {
  key: 'capture',
  long: '--capture',
  placeholder: 'REGEX',
  kind: 'regex',
  repeatable: true,
  description: 'Read metrics from the output: named groups are metrics, e.g. "loss=(?<loss>[0-9.]+)"',
} as const satisfies OptionSpec;

const PID_OPTION = {
  key: 'pid',
  long: '--pid',
  placeholder: 'PID',
  kind: 'int',
  min: 1,
  description: 'Measure a process that already runs, with its children',
} as const satisfies OptionSpec;

const AS_OPTION = {
  key: 'as',
  long: '--as',
  placeholder: 'PROGRAM',
  kind: 'enum',
  values: ['codecarbon'],
  description: 'Let Python code that imports this find joulebook in its place',
} as const satisfies OptionSpec;

export const MEASURE_EXITS = [
  ['4', 'a limit was passed and the command was ended'],
  ["the command's", 'its own code, 128+n for a signal, 126/127 as a shell'],
  ['6', '--require-grade is missed'],
  ['1', '--strict: the tracker had trouble'],
] as const;

/** `joulebook run`. */
export const RUN = {
  name: 'run',
  group: 'Measure',
  summary: 'Run a command and measure it',
  description:
    'The command keeps its terminal, its input and output, its signals and its exit code. What joulebook has to say goes to stderr. Energy in joules or watt-hours, e.g. 500 kJ, 2 kWh.',
  rest: { placeholder: 'COMMAND', description: 'The command and its arguments, untouched' },
  options: [...MEASURE_OPTIONS, CAPTURE_OPTION, AS_OPTION, PID_OPTION],
  examples: [
    { line: 'joulebook run -- python train.py --lr 0.1', does: 'measure a training' },
    {
      line: 'joulebook run --name baseline --tag paper --param lr=0.1 python train.py',
      does: 'name, tag and parameters',
    },
    {
      line: 'joulebook run --max-energy "2 kWh" --max-time 8h -- ./train.sh',
      does: 'end it when it is not worth more',
    },
    {
      line: "joulebook run --capture 'acc=(?<accuracy>[0-9.]+)' -- node train.mjs",
      does: 'read a metric from the output',
    },
    {
      line: 'joulebook run --as codecarbon -- python train.py',
      does: 'CodeCarbon code as it is, measured by joulebook',
    },
    { line: 'joulebook run --pid 4242', does: 'measure what already runs' },
  ],
  exits: MEASURE_EXITS,
} as const satisfies CommandSpec;

/** `joulebook monitor`. */
export const MONITOR = {
  name: 'monitor',
  group: 'Measure',
  summary: 'Measure a process that already runs, or the whole machine until Ctrl-C',
  description: 'With a command it does what `run` does.',
  rest: { placeholder: 'COMMAND', description: 'A command to run and measure' },
  options: [...MEASURE_OPTIONS, PID_OPTION],
  examples: [
    { line: 'joulebook monitor --pid 4242', does: 'until process 4242 ends' },
    { line: 'joulebook monitor --max-time 10m --name idle', does: 'the whole machine, ten minutes' },
  ],
  exits: MEASURE_EXITS,
} as const satisfies CommandSpec;

/** `joulebook mark`. */
export const MARK = {
  name: 'mark',
  group: 'Measure',
  summary: 'From inside a run: name this moment, a stage or an epoch',
  description:
    'Talks to the run that the shell stands in (JOULEBOOK_REPORT_FILE). Outside of a run it says so and does nothing.',
  arguments: [
    { key: 'name', placeholder: 'NAME', description: 'Name of the moment, or of the stage with --stage' },
  ],
  options: [
    {
      key: 'stage',
      long: '--stage',
      kind: 'flag',
      description: 'NAME is a stage that begins now; the one before ends',
    },
    { key: 'endStage', long: '--end-stage', kind: 'flag', description: 'The stage ends' },
    {
      key: 'epoch',
      long: '--epoch',
      placeholder: 'N',
      kind: 'int',
      min: 0,
      description: 'Epoch N has ended',
    },
    {
      key: 'epochs',
      long: '--epochs',
      placeholder: 'N',
      kind: 'int',
      min: 1,
      description: 'How many epochs are planned',
    },
    {
      key: 'step',
      long: '--step',
      placeholder: 'N',
      kind: 'int',
      min: 0,
      description: 'Step that the metrics belong to',
    },
    {
      key: 'metric',
      long: '--metric',
      short: '-m',
      placeholder: 'K=V',
      kind: 'key=value',
      repeatable: true,
      description: 'A metric to report',
    },
    {
      key: 'done',
      long: '--done',
      placeholder: 'UNIT=N',
      kind: 'key=value',
      repeatable: true,
      description: 'Work done since the last time: samples, tokens, requests or steps',
    },
  ],
  examples: [
    { line: 'joulebook mark data-ready', does: 'a named moment' },
    { line: 'joulebook mark --stage train', does: 'a stage begins' },
    { line: 'joulebook mark --epoch 3 --epochs 20 --metric loss=0.41', does: 'an epoch has ended' },
    { line: 'joulebook mark --done samples=60000', does: 'so much work was done: energy per 1,000 samples' },
  ],
  exits: [['3', 'not inside a run']],
  settings: 'none',
} as const satisfies CommandSpec;

/** `joulebook agent`. */
export const AGENT = {
  name: 'agent',
  group: 'Measure',
  summary: 'Measure the process that started it, by JSON lines (for client libraries)',
  description: 'The protocol is written down in docs/reference/agent-protocol.md.',
  options: [BOOK_OPTION],
  examples: [{ line: 'joulebook agent', does: 'speak joulebook.agent/1 over stdin and stdout' }],
  settings: 'lenient',
} as const satisfies CommandSpec;
