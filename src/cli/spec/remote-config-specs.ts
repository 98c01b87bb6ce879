import { PIPELINE_EXITS } from './pipeline-specs.ts';
import type { CommandSpec, OptionSpec } from './spec.ts';

const NAME = {
  key: 'name',
  placeholder: 'NAME',
  required: true,
  description: 'Name of the remote, in lower case',
} as const;

const KNOWN_NAME = { ...NAME, complete: 'remote' } as const;

const LEVEL_OPTIONS = [
  { key: 'global', long: '--global', kind: 'flag', description: 'Your own file, for all projects' },
  { key: 'system', long: '--system', kind: 'flag', description: 'The file of this machine' },
  { key: 'project', long: '--project', kind: 'flag', description: '.dvc/config, which git keeps (default)' },
  {
    key: 'local',
    long: '--local',
    kind: 'flag',
    description: '.dvc/config.local, which git does not see: the place for secrets',
  },
] as const satisfies readonly OptionSpec[];

/** `joulebook remote add`. */
export const REMOTE_ADD = {
  name: 'remote add',
  group: 'Pipeline',
  summary: 'Name a place for the data of a DVC project',
  arguments: [
    NAME,
    {
      key: 'url',
      placeholder: 'URL',
      required: true,
      description: 'A folder, s3://BUCKET/FOLDER or ssh://USER@HOST:PORT/FOLDER',
    },
  ],
  options: [
    {
      key: 'default',
      long: '--default',
      short: '-d',
      kind: 'flag',
      description: 'Use it where none is named',
    },
    { key: 'force', long: '--force', short: '-f', kind: 'flag', description: 'Overwrite one of that name' },
    ...LEVEL_OPTIONS,
  ],
  examples: [
    { line: 'joulebook remote add -d storage /mnt/share/data', does: 'a folder that is mounted' },
    { line: 'joulebook remote add storage s3://bucket/project', does: 'a bucket' },
    { line: 'joulebook remote add server ssh://me@host/data', does: 'a folder of another machine' },
  ],
  exits: PIPELINE_EXITS,
} as const satisfies CommandSpec;

/** `joulebook remote list`. */
export const REMOTE_LIST = {
  name: 'remote list',
  group: 'Pipeline',
  summary: 'Show the remotes of a DVC project',
  options: [...LEVEL_OPTIONS],
  examples: [{ line: 'joulebook remote list', does: 'names and places' }],
  exits: PIPELINE_EXITS,
} as const satisfies CommandSpec;

/** `joulebook remote modify`. */
export const REMOTE_MODIFY = {
  name: 'remote modify',
  group: 'Pipeline',
  summary: 'Set an option of a remote',
  description: "DVC's own names of options. Secrets belong into --local.",
  arguments: [
    KNOWN_NAME,
    {
      key: 'option',
      placeholder: 'OPTION',
      required: true,
      description: 'E.g. endpointurl, profile, keyfile, jobs',
    },
    { key: 'value', placeholder: 'VALUE', description: 'Its value' },
  ],
  options: [
    { key: 'unset', long: '--unset', short: '-u', kind: 'flag', description: 'Take the option away' },
    ...LEVEL_OPTIONS,
  ],
  examples: [
    {
      line: 'joulebook remote modify storage endpointurl https://minio.example.org',
      does: 'another server than AWS',
    },
    {
      line: 'joulebook remote modify --local storage access_key_id KEY',
      does: 'a secret that git does not see',
    },
    { line: 'joulebook remote modify server keyfile ~/.ssh/lab', does: 'the key for a server' },
  ],
  exits: PIPELINE_EXITS,
} as const satisfies CommandSpec;

/** `joulebook remote remove`. */
export const REMOTE_REMOVE = {
  name: 'remote remove',
  group: 'Pipeline',
  summary: 'Forget a remote; what lies there stays',
  arguments: [KNOWN_NAME],
  options: [...LEVEL_OPTIONS],
  examples: [{ line: 'joulebook remote remove storage', does: 'forget it' }],
  exits: PIPELINE_EXITS,
} as const satisfies CommandSpec;

/** `joulebook remote default`. */
export const REMOTE_DEFAULT = {
  name: 'remote default',
  group: 'Pipeline',
  summary: 'Say or set which remote is used where none is named',
  arguments: [
    {
      key: 'name',
      placeholder: 'NAME',
      complete: 'remote',
      description: 'The remote to use from now on',
    },
  ],
  options: [
    { key: 'unset', long: '--unset', short: '-u', kind: 'flag', description: 'Have none' },
    ...LEVEL_OPTIONS,
  ],
  examples: [
    { line: 'joulebook remote default', does: 'say which it is' },
    { line: 'joulebook remote default storage', does: 'set it' },
  ],
  exits: [['1', 'there is none'], ...PIPELINE_EXITS],
} as const satisfies CommandSpec;

/** `joulebook remote rename`. */
export const REMOTE_RENAME = {
  name: 'remote rename',
  group: 'Pipeline',
  summary: 'Give a remote another name',
  arguments: [KNOWN_NAME, { key: 'new', placeholder: 'NEW', required: true, description: 'Its new name' }],
  options: [...LEVEL_OPTIONS],
  examples: [{ line: 'joulebook remote rename storage archive', does: 'also where it is the default' }],
  exits: PIPELINE_EXITS,
} as const satisfies CommandSpec;
