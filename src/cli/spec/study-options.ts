import type { ArgumentSpec, OptionSpec } from './spec.ts';

/** How a command takes a study that it looks at. */
export const STUDY_ARGUMENT = {
  key: 'study',
  placeholder: 'STUDY',
  complete: 'study',
  description: 'Name of the study (default: JOULEBOOK_STUDY, else the one last worked on)',
} as const satisfies ArgumentSpec;

/** The same where other words are the command's own. */
export const STUDY_OPTION = {
  key: 'study',
  long: '--study',
  short: '-s',
  placeholder: 'STUDY',
  kind: 'string',
  complete: 'study',
  description: STUDY_ARGUMENT.description,
} as const satisfies OptionSpec;

/** A trial of a study. */
export const TRIAL_ARGUMENT = {
  key: 'trial',
  placeholder: 'TRIAL',
  required: true,
  description: 'Number of the trial, from 0',
} as const satisfies ArgumentSpec;

/** Exit codes of commands that look for a study. */
export const STUDY_EXITS = [
  ['1', 'the study cannot be read or written, or another process works on it'],
  ['3', 'no such study or trial'],
] as const;
