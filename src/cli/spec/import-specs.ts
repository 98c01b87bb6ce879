import { BOOK_OPTION } from './global-options.ts';
import type { CommandSpec } from './spec.ts';

/** `joulebook import`. */
export const IMPORT = {
  name: 'import',
  group: 'Keep',
  summary: 'Take in the runs that other tools have recorded',
  description:
    'Reads CodeCarbon (emissions.csv of every version, task files), experiment-impact-tracker, carbontracker, BoAmps, MLflow (files, SQLite), W&B (offline runs, exported history), TensorBoard, DVCLive, and what joulebook export wrote. Without --yes it only says what would come in, line by line what is repaired or refused. Runs come in with grade D and an interval that holds what their tool may have missed. What is in the book already is left as it is.',
  arguments: [
    {
      key: 'paths',
      placeholder: 'PATH',
      required: true,
      variadic: true,
      complete: 'file',
      description: 'Files, or folders to look through',
    },
  ],
  options: [
    { key: 'yes', long: '--yes', short: '-y', kind: 'flag', description: 'Write the runs into the book' },
    {
      key: 'format',
      long: '--format',
      placeholder: 'FORMAT',
      kind: 'enum',
      values: [
        'codecarbon',
        'impact-tracker',
        'carbontracker',
        'boamps',
        'mlflow',
        'wandb',
        'tensorboard',
        'dvclive',
        'joulebook',
      ],
      description: 'Only this; a file that is named is read as it, whatever it looks like',
    },
    {
      key: 'project',
      long: '--project',
      short: '-p',
      placeholder: 'NAME',
      kind: 'string',
      complete: 'project',
      description: 'Project of all runs, instead of what the source says',
    },
    {
      key: 'tag',
      long: '--tag',
      short: '-t',
      placeholder: 'TAG',
      kind: 'string',
      repeatable: true,
      description: 'Give them a tag',
    },
    BOOK_OPTION,
  ],
  examples: [
    { line: 'joulebook import emissions.csv', does: 'what would come in' },
    { line: 'joulebook import emissions.csv --yes --tag 2023', does: 'take it in' },
    { line: 'joulebook import wandb/ mlruns/', does: 'all runs below two folders' },
  ],
  exits: [
    ['1', 'a run could not be written, or nothing could be read of what was found'],
    ['3', 'nothing was found that can be read'],
    ['130', 'interrupted; what was written is whole, and doing it again goes on'],
  ],
} as const satisfies CommandSpec;
