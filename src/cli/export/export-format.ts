import { problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';
import type { EXPORT } from '../spec/export-specs.ts';
import type { InputOf } from '../spec/spec.ts';

/** The options of an export. */
export type ExportOptions = InputOf<typeof EXPORT>['options'];

const FLAGS = ['csv', 'parquet', 'prometheus', 'otlp', 'mlflow', 'wandb', 'tensorboard', 'boamps'] as const;

/** A format that runs can be written in. */
export type ExportFormat = (typeof FLAGS)[number] | 'json';

/** Formats that keep a run as it was when it came: one that is alive would stay as it was. */
export const KEEPING: readonly ExportFormat[] = ['mlflow', 'wandb', 'boamps'];

/** What each format can go to. `file`: a path, or stdout; `folder`: one for each run, or a store. */
const WAYS: Readonly<Record<ExportFormat, readonly ('stdout' | 'file' | 'folder' | 'send')[]>> = {
  csv: ['stdout', 'file'],
  json: ['stdout', 'file'],
  parquet: ['file'],
  prometheus: ['stdout', 'file', 'send'],
  otlp: ['stdout', 'file', 'send'],
  mlflow: ['folder', 'send'],
  wandb: ['folder'],
  tensorboard: ['folder'],
  boamps: ['stdout', 'folder'],
};

const ENDINGS: Readonly<Record<string, ExportFormat>> = {
  csv: 'csv',
  json: 'json',
  parquet: 'parquet',
  prom: 'prometheus',
};

/** The flag, else the ending of the file, else CSV (JSON under `--json`). What contradicts itself is refused. */
export function exportFormat(options: ExportOptions, json: boolean): Result<ExportFormat> {
  const flags = FLAGS.filter((name) => options[name]);
  const [flag, other] = flags;
  if (flag !== undefined && other !== undefined)
    return refuse(`--${flag} and --${other} together`, 'One export has one format.', 'Give one of them.');
  const ending = /\.([a-z]+)$/i.exec(options.output ?? '')?.[1]?.toLowerCase() ?? '';
  const isServed = options.serve !== undefined;
  if (isServed && flag !== undefined && flag !== 'prometheus')
    return refuse(
      `--serve and --${flag} together`,
      'What is served is Prometheus’ format.',
      'Give one of them.',
    );
  if (isServed && (options.to !== undefined || options.output !== undefined))
    return refuse('--serve with --to or --output', 'It serves until it is stopped.', 'Give one of them.');
  if (options.to !== undefined && options.output !== undefined)
    return refuse('--to and --output together', 'An export goes to one place.', 'Give one of them.');
  if (flag === undefined && ending !== '' && !(ending in ENDINGS) && ending !== 'txt')
    return refuse(
      `--output ${options.output ?? ''}: no such format`,
      `"${ending}" is none of ${Object.keys(ENDINGS).join(', ')}.`,
      'Use one of these endings, or say the format: --csv, --parquet, --prometheus, …',
    );
  const format = isServed ? 'prometheus' : (flag ?? ENDINGS[ending] ?? (json ? 'json' : 'csv'));
  if (options.context !== undefined && format !== 'boamps')
    return refuse('--context without --boamps', 'No other format has such parts.', 'Give both.');
  if (!isServed) {
    const wrong = wayProblem(format, options);
    if (wrong !== undefined) return wrong;
  }
  return ok(format);
}

function wayProblem(format: ExportFormat, { to, output }: ExportOptions): Result<never> | undefined {
  const ways = WAYS[format];
  if (to !== undefined && !ways.includes('send'))
    return refuse(
      `--to with --${format}`,
      'There is no server for this format.',
      'Write a file: --output PATH',
    );
  if (to !== undefined || output !== undefined || ways.includes('stdout')) return undefined;
  if (format === 'parquet')
    return refuse(
      '--parquet needs --output',
      'Parquet is binary and is not written to stdout.',
      'Name a file: --output runs.parquet',
    );
  const server = ways.includes('send') ? ', or a server: --to URL' : '';
  return refuse(
    `--${format} needs --output${ways.includes('send') ? ' or --to' : ''}`,
    'It is made of several files.',
    `Name a folder: --output ${format}${server}`,
  );
}

function refuse(what: string, why: string, fix: string): Result<never> {
  return err(problem('E_USAGE', what, why, fix));
}
