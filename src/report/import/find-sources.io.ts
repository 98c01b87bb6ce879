import { type Dirent, readdirSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Problem, problem } from '../../errors.ts';
import { whyNot } from '../../host/file-failure.io.ts';
import { unreachable } from '../../result.ts';
import { readReport } from './boamps/read.io.ts';
import { isReport } from './boamps/report.ts';
import { logPair, readLogs } from './carbontracker/read.io.ts';
import { csvKind, csvSource } from './csv-source.io.ts';
import { isLiveFolder, readLive } from './dvclive/read.io.ts';
import type { ForeignFormat, ForeignStage } from './foreign-run.ts';
import { isSampleLine, readSamples } from './impact-tracker/read.io.ts';
import { isMlflowDatabase, readDatabase } from './mlflow/read-database.io.ts';
import { isRunFolder, readRunFolder } from './mlflow/read-files.io.ts';
import { isPackedRecord, packedAs } from './packed.ts';
import { pythonJson } from './python-json.ts';
import type { Source } from './source.ts';
import { readEvents } from './tensorboard/read.io.ts';
import { bytesHead, textHead } from './text-chunks.io.ts';
import { readHistoryJsonl } from './wandb/read-history.io.ts';
import { readRunLog } from './wandb/read-run.io.ts';
import { isRunLog } from './wandb/record-log.ts';

/** Folders that hold no records of runs but may hold a great many files. */
const NOT_ENTERED = new Set([
  'node_modules',
  '.git',
  '.venv',
  'venv',
  '__pycache__',
  '.joulebook',
  'artifacts',
]);
const HEAD_BYTES = 1 << 16;
const LONGEST_MAGIC = 8;
/** A report in JSON that is longer than this is none. */
const LONGEST_JSON = 1 << 24;

/** What was found, and what could not be looked at. */
export interface FoundSources {
  readonly sources: readonly Source[];
  readonly problems: readonly Problem[];
}

/**
 * All records at and below some paths, in the order of their names.
 *
 * @param format looks for this one only; a file that is named itself is then read as that, whatever it looks like.
 */
export function findSources(paths: readonly string[], format?: ForeignFormat): FoundSources {
  const search = new Search(format);
  for (const path of paths) search.at(path, 0);
  return search.found();
}

class Search {
  readonly #format: ForeignFormat | undefined;
  readonly #stages = new Map<string, readonly ForeignStage[]>();
  readonly #sources = new Map<string, Source>();
  readonly #problems: Problem[] = [];
  readonly #seen = new Set<string>();

  constructor(format: ForeignFormat | undefined) {
    this.#format = format;
  }

  /** Those of one rank in the order in which they were found. */
  found(): FoundSources {
    const sources = [...this.#sources.values()].sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0));
    return { sources, problems: this.#problems };
  }

  at(path: string, depth: number): void {
    try {
      const stat = statSync(path);
      if (stat.isFile()) {
        if (this.#isSeen(stat)) return; // by another name
        const forced =
          depth === 0 && this.#format !== undefined
            ? forcedSource(path, stat.size, this.#format, this.#stages)
            : undefined;
        const found = forced ?? [...fileSources(path, stat.size, this.#stages)];
        for (const one of found) this.#add(one);
        if (found.length === 0 && (depth === 0 || isPackedRecord(path))) this.#unread(path, stat.size);
      } else if (stat.isDirectory() && !this.#isSeen(stat)) this.#folder(path, depth);
      else if (!stat.isDirectory())
        this.#problems.push(
          problem(
            'E_IMPORT',
            `${path} is neither a file nor a folder`,
            undefined,
            'Name a file or a folder.',
          ),
        );
    } catch (error) {
      const { why } = whyNot(error);
      this.#problems.push(
        problem('E_IMPORT', `cannot read ${path}`, why, 'Look at the path and its permissions.'),
      );
    }
  }

  /** Whether it was come by before: by a link, or because it was named twice. */
  #isSeen({ dev, ino }: Stats): boolean {
    const inode = `${dev}:${ino}`;
    if (ino !== 0 && this.#seen.has(inode)) return true;
    this.#seen.add(inode);
    return false;
  }

  /** Says why nothing in a file is read, where that can be told. */
  #unread(path: string, size: number): void {
    const reason =
      size === 0
        ? { why: 'it is empty', fix: 'Name a file with records.' }
        : packedAs(bytesHead(path, LONGEST_MAGIC));
    if (reason !== undefined)
      this.#problems.push(problem('E_IMPORT', `cannot read ${path}`, reason.why, reason.fix));
  }

  #folder(path: string, depth: number): void {
    if (isLiveFolder(path)) this.#add(source('dvclive', path, 0, (context) => readLive(path, context)));
    else if (isRunFolder(path))
      this.#add(source('mlflow', path, 0, (context) => readRunFolder(path, context)));
    else {
      for (const entry of entriesOf(path)) {
        if (entry.isDirectory() && NOT_ENTERED.has(entry.name)) continue;
        if (entry.isDirectory() || entry.isFile() || entry.isSymbolicLink())
          this.at(join(path, entry.name), depth + 1);
      }
    }
  }

  #add(one: Source): void {
    if (this.#format === undefined || one.format === this.#format) this.#sources.set(one.path, one);
  }
}

function* fileSources(
  path: string,
  size: number,
  stages: Map<string, readonly ForeignStage[]>,
): Generator<Source> {
  const name = basename(path);
  const pair = logPair(path);
  if (pair !== undefined) {
    yield source('carbontracker', pair.standard, size, (context) => readLogs(path, context));
    return;
  }
  if (size === 0) return;
  const head = bytesHead(path, 1 << 10);
  if (isRunLog(head)) yield source('wandb', path, size, (context) => readRunLog(path, context));
  else if (/\.tfevents\b/.test(name)) yield eventsSource(dirname(path));
  else if (startsWith(head, 'SQLite format 3\0')) {
    if (isMlflowDatabase(path)) yield source('mlflow', path, size, (context) => readDatabase(path, context));
  } else if (/\.(csv|tsv|txt|bak)$/i.test(name)) {
    const kind = csvKind(path);
    if (kind !== undefined) yield csvSource(path, kind, size, stages);
  } else if (/\.jsonl?$/i.test(name)) yield* jsonSource(path, size);
}

function* jsonSource(path: string, size: number): Generator<Source> {
  const first = textHead(path, HEAD_BYTES).trimStart();
  const line = first.split('\n')[0] ?? '';
  if (isSampleLine(line)) yield source('impact-tracker', path, size, (context) => readSamples(path, context));
  else if (/"_(step|runtime|timestamp)"/.test(line))
    yield source('wandb', path, size, (context) => readHistoryJsonl(path, context));
  else if (size < LONGEST_JSON && first.includes('"header"') && isReport(parsed(textHead(path, size)))) {
    // CodeCarbon's reports are of runs that its CSV has with more.
    yield { ...source('boamps', path, size, (context) => readReport(path, context)), rank: 2 };
  }
}

/** The event files of one folder are one run. */
function eventsSource(folder: string): Source {
  const files = entriesOf(folder)
    .filter((entry) => entry.isFile() && entry.name.includes('tfevents'))
    .map((entry) => join(folder, entry.name));
  const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
  return source('tensorboard', folder, bytes, (context) => readEvents(folder, files, context));
}

/** A file as what the user says that it is; undefined where a format is a folder and the file may name it. */
function forcedSource(
  path: string,
  size: number,
  format: ForeignFormat,
  stages: Map<string, readonly ForeignStage[]>,
): readonly Source[] | undefined {
  switch (format) {
    case 'codecarbon':
      return [csvSource(path, csvKind(path) === 'tasks' ? 'tasks' : 'emissions', size, stages)];
    case 'joulebook':
      return [csvSource(path, 'export', size, stages)];
    case 'impact-tracker':
      return [source(format, path, size, (context) => readSamples(path, context))];
    case 'carbontracker':
      return [source(format, path, size, (context) => readLogs(path, context))];
    case 'boamps':
      return [source(format, path, size, (context) => readReport(path, context))];
    case 'wandb':
      if (/\.jsonl?$/i.test(path))
        return [source(format, path, size, (context) => readHistoryJsonl(path, context))];
      if (/\.(csv|tsv)$/i.test(path)) return [csvSource(path, 'history', size, stages)];
      return [source(format, path, size, (context) => readRunLog(path, context))];
    case 'tensorboard':
      return [source(format, path, size, (context) => readEvents(dirname(path), [path], context))];
    case 'mlflow':
      return [source(format, path, size, (context) => readDatabase(path, context))];
    case 'dvclive':
      return undefined;
    default:
      return unreachable(format);
  }
}

function source(format: ForeignFormat, path: string, bytes: number, read: Source['read']): Source {
  return { format, path, bytes, read };
}

/** By name, links last: what a link leads to is known by its own name. */
function entriesOf(folder: string): readonly Dirent[] {
  const rank = (entry: Dirent): number => (entry.isSymbolicLink() ? 1 : 0);
  return readdirSync(folder, { withFileTypes: true }).sort(
    (a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1),
  );
}

function startsWith(bytes: Uint8Array, text: string): boolean {
  return new TextDecoder('latin1').decode(bytes.subarray(0, text.length)) === text;
}

function parsed(text: string): unknown {
  try {
    return pythonJson(text);
  } catch {
    return undefined; // it only looked like a report
  }
}
