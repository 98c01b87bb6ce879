import type { CommandSpec } from './spec.ts';

/** `joulebook config`. */
export const CONFIG = {
  name: 'config',
  group: 'Set up',
  summary: 'List, get or set settings, with where each comes from',
  description:
    'Settings rise from joulebook.yaml of the project, to that of the user, to the environment (JOULEBOOK_<KEY>), to options.',
  arguments: [
    {
      key: 'action',
      placeholder: 'list|get|set',
      values: ['list', 'get', 'set'],
      description: 'What to do (default: list)',
    },
    { key: 'key', placeholder: 'KEY', complete: 'config-key', description: 'A setting' },
    { key: 'value', placeholder: 'VALUE', description: 'Its new value; nothing to take it out of the file' },
  ],
  options: [
    {
      key: 'user',
      long: '--user',
      kind: 'flag',
      description: "set: in the user's file instead of the project's",
    },
  ],
  examples: [
    { line: 'joulebook config', does: 'every setting and where it comes from' },
    { line: 'joulebook config get region', does: 'one value' },
    { line: 'joulebook config set --user region FR', does: 'for all projects of this user' },
  ],
  exits: [['3', 'get: the setting has no value']],
  settings: 'none',
} as const satisfies CommandSpec;

/** `joulebook completion`. */
export const COMPLETION = {
  name: 'completion',
  group: 'Set up',
  summary: 'Print a completion script for the shell',
  arguments: [
    {
      key: 'shell',
      placeholder: 'bash|zsh|fish',
      values: ['bash', 'zsh', 'fish'],
      required: true,
      description: 'The shell',
    },
  ],
  options: [],
  examples: [
    {
      line: 'joulebook completion bash > ~/.local/share/bash-completion/completions/joulebook',
      does: 'bash',
    },
    { line: 'joulebook completion zsh > "${fpath[1]}/_joulebook"', does: 'zsh' },
    { line: 'joulebook completion fish > ~/.config/fish/completions/joulebook.fish', does: 'fish' },
  ],
  settings: 'none',
} as const satisfies CommandSpec;

/** `joulebook help`. */
export const HELP = {
  name: 'help',
  group: 'Set up',
  summary: 'Help on a command',
  arguments: [
    {
      key: 'words',
      placeholder: 'COMMAND',
      variadic: true,
      complete: 'command',
      description: 'A command, or the first word of some: help stage',
    },
  ],
  options: [],
  examples: [
    { line: 'joulebook help run', does: 'everything about run' },
    { line: 'joulebook help exp', does: 'the commands on experiments' },
  ],
  settings: 'none',
} as const satisfies CommandSpec;

/** `joulebook version`. */
export const VERSION = {
  name: 'version',
  group: 'Set up',
  summary: 'Print the version',
  options: [],
  examples: [{ line: 'joulebook version --json', does: 'version, Node and platform' }],
  settings: 'none',
} as const satisfies CommandSpec;

/** What `calibrate --gpu` starts. */
export const LOAD_GPUS = {
  name: '__load-gpus',
  group: 'Set up',
  summary: 'Keep all GPUs of CUDA busy until the parent process ends',
  options: [],
  examples: [],
  settings: 'none',
  hidden: true,
} as const satisfies CommandSpec;

/** What the completion scripts call. */
export const COMPLETE = {
  name: '__complete',
  group: 'Set up',
  summary: 'Candidates for the shell',
  arguments: [
    { key: 'kind', placeholder: 'KIND', required: true, description: 'What is completed' },
    { key: 'prefix', placeholder: 'PREFIX', description: 'What is typed so far' },
  ],
  options: [],
  examples: [],
  settings: 'none',
  hidden: true,
} as const satisfies CommandSpec;
