import { join } from 'node:path';
import type { Book } from '../../book/book.io.ts';
import type { RunRecord } from '../../book/run-record.ts';
import { type Problem, problem } from '../../errors.ts';
import { writeFileAtomic } from '../../host/atomic-file.io.ts';
import { whyNot } from '../../host/file-failure.io.ts';
import { makeFolder } from '../../host/make-folder.io.ts';
import { type BoampsReport, boampsReport } from '../../report/export/boamps.ts';
import { writeMlflowRun } from '../../report/export/mlflow-files.io.ts';
import { mlflowRun } from '../../report/export/mlflow-run.ts';
import { readHistory } from '../../report/export/read-history.io.ts';
import { runScalars } from '../../report/export/run-scalars.ts';
import { runFolderName } from '../../report/export/safe-names.ts';
import { eventFile } from '../../report/export/tensorboard-events.ts';
import { wandbFiles } from '../../report/export/wandb-files.ts';
import { UPLOAD } from '../../report/export/wandb-upload.ts';
import type { CliContext } from '../context.ts';
import { boampsContext } from './boamps-context.io.ts';
import type { ExportOptions } from './export-format.ts';

/** Formats that are a folder of files. */
export type FolderFormat = 'mlflow' | 'wandb' | 'tensorboard' | 'boamps';

/** Writes runs into a folder, each whole; BoAmps reports without one go to stdout. Writing again replaces or leaves what is there. */
export function writeFolders(
  context: CliContext,
  format: FolderFormat,
  options: ExportOptions,
  runs: readonly RunRecord[],
  book: Book,
): number {
  if (format === 'boamps') return writeBoamps(context, options, runs);
  const folder = options.output ?? format;
  let written = 0;
  for (const run of runs) {
    const failed =
      format === 'mlflow' ? mlflow(context, folder, run, book) : files(format, folder, run, book);
    if (failed === 'there') continue;
    if (failed !== undefined) return context.fail(failed);
    written++;
  }
  if (format === 'wandb') {
    const failed = put(folder, 'upload.py', UPLOAD);
    if (failed !== undefined) return context.fail(failed);
  }
  return done(context, folder, format, written, runs.length);
}

function done(
  context: CliContext,
  folder: string,
  format: FolderFormat,
  written: number,
  total: number,
): number {
  const there = total - written;
  const also = there === 0 ? '' : `, ${there} ${there === 1 ? 'was' : 'were'} there already`;
  if (!context.json && !context.quiet)
    context.err(`wrote ${written} ${written === 1 ? 'run' : 'runs'} to ${folder}${also}\n`);
  return context.succeed({ folder, format, total, there });
}

function mlflow(
  { host }: CliContext,
  folder: string,
  run: RunRecord,
  book: Book,
): Problem | 'there' | undefined {
  const made = writeMlflowRun(folder, mlflowRun(run, readHistory(book.dir, run.id)), host.clock.wallMs());
  if (!made.ok) return made.error;
  return made.value === 'there' ? 'there' : undefined;
}

function files(
  format: 'wandb' | 'tensorboard',
  folder: string,
  run: RunRecord,
  book: Book,
): Problem | undefined {
  const history = readHistory(book.dir, run.id);
  const into = join(folder, runFolderName(run));
  if (format === 'tensorboard') {
    const startMs = Date.parse(run.startedAt);
    const name = `events.out.tfevents.${Math.floor(startMs / 1000)}.joulebook.${run.id.toLowerCase()}`;
    return put(into, name, eventFile(runScalars(run, history), startMs));
  }
  for (const [name, text] of Object.entries(wandbFiles(run, history))) {
    const failed = put(into, name, text);
    if (failed !== undefined) return failed;
  }
  return undefined;
}

function put(folder: string, name: string, content: string | Uint8Array): Problem | undefined {
  try {
    makeFolder(folder);
  } catch (error) {
    const { why, fix } = whyNot(error);
    return problem('E_OUTPUT', `cannot make the folder ${folder}`, why, fix);
  }
  return writeFileAtomic(join(folder, name), content);
}

function writeBoamps(context: CliContext, options: ExportOptions, runs: readonly RunRecord[]): number {
  const given = boampsContext(options.context);
  if (!given.ok) return context.fail(given.error);
  const reports: (BoampsReport & { readonly run: RunRecord })[] = [];
  for (const run of runs) {
    const report = boampsReport(run, given.value);
    if (report === undefined) context.warn(withoutEnergy(run));
    else reports.push({ ...report, run });
  }
  const [first] = reports;
  if (options.output === undefined && runs.length !== 1)
    return context.fail(runs.length === 0 ? noRun() : oneOnly(runs.length));
  if (first !== undefined && first.notStated.length > 0) context.warn(notStated(first.notStated));
  if (options.output === undefined) {
    if (first === undefined) return context.fail(noRun());
    if (context.json) return context.succeed(first.report);
    context.out(`${JSON.stringify(first.report, null, 2)}\n`);
    return 0;
  }
  for (const { run, report } of reports) {
    const name = `boamps_report_${run.id.toLowerCase()}.json`;
    const failed = put(options.output, name, `${JSON.stringify(report, null, 2)}\n`);
    if (failed !== undefined) return context.fail(failed);
  }
  return done(context, options.output, 'boamps', reports.length, reports.length);
}

function withoutEnergy({ name }: RunRecord): Problem {
  const why = 'Only bounds of its energy are known, and BoAmps has no place for them.';
  return problem(
    'E_METER',
    `${name} has no BoAmps report`,
    why,
    '`joulebook doctor` says what would be needed.',
  );
}

function notStated(keys: readonly string[]): Problem {
  return problem(
    'E_CONFIG',
    `BoAmps asks for what joulebook cannot know: ${keys.map((key) => `task.${key}`).join(', ')}`,
    'Placeholders stand there, and the report is a draft.',
    'Give them: --context FILE with { "task": { … } }.',
  );
}

function noRun(): Problem {
  return problem(
    'E_NOT_FOUND',
    'no run with an energy matches',
    undefined,
    'List the runs with `joulebook ls`.',
  );
}

function oneOnly(count: number): Problem {
  return problem(
    'E_USAGE',
    `--boamps without --output writes one report, not ${count}`,
    'Each run has a report of its own.',
    "Choose one run, e.g. 'id:7f3k2q', or name a folder: --output boamps",
  );
}
