import { createBook, locateBook } from '../../book/locate.io.ts';
import { type Problem, problem } from '../../errors.ts';
import { whyNot } from '../../host/file-failure.io.ts';
import { importAccuracy } from '../../report/import/accuracy.io.ts';
import { findSources } from '../../report/import/find-sources.io.ts';
import { Intake } from '../../report/import/intake.io.ts';
import type { ImportItem } from '../../report/import/item.ts';
import type { Outcome } from '../../report/import/outcome.ts';
import type { Source } from '../../report/import/source.ts';
import { ok, type Result } from '../../result.ts';
import type { CliContext } from '../context.ts';
import { Interrupt } from '../import/interrupt.io.ts';
import { ImportProgress } from '../import/progress.ts';
import { jsonReport, textReport } from '../import/report.ts';
import { Tally } from '../import/tally.ts';
import type { IMPORT } from '../spec/import-specs.ts';
import type { InputOf } from '../spec/spec.ts';

type Input = InputOf<typeof IMPORT>;

/** Takes in the runs that other tools have recorded; without --yes only says what would come in. */
export async function run(context: CliContext, input: Input): Promise<number> {
  const { options, arguments: words } = input;
  const { sources, problems } = findSources(words.paths, options.format);
  if (sources.length === 0) return context.fail(nothingFound(words.paths, options.format, problems));
  for (const one of problems) context.warn(one);
  const book = bookFor(context, input);
  if (!book.ok) return context.fail(book.error);
  const accuracy = importAccuracy();
  const intake = new Intake({
    book: book.value,
    wishes: { project: options.project, tags: options.tag, pid: context.host.pid },
    accuracy,
    isDry: !options.yes,
    nowMs: context.host.clock.wallMs(),
  });
  const progress = new ImportProgress(
    context,
    sources.reduce((sum, { bytes }) => sum + bytes, 0),
  );
  const work: Work = {
    context,
    intake,
    progress,
    tally: new Tally(),
    longestGapS: accuracy.longestGapS.value,
    isDry: !options.yes,
  };
  const interrupt = new Interrupt();
  try {
    return await through(sources, work, interrupt);
  } finally {
    interrupt.end();
    progress.clear();
  }
}

interface Work {
  readonly context: CliContext;
  readonly intake: Intake;
  readonly progress: ImportProgress;
  readonly tally: Tally;
  readonly longestGapS: number;
  readonly isDry: boolean;
}

async function through(sources: readonly Source[], work: Work, interrupt: Interrupt): Promise<number> {
  const { context, tally, progress } = work;
  const report = context.json ? jsonReport(context) : textReport(context);
  let failed: Problem | undefined;
  let signal: number | undefined;
  report.begin();
  for (const source of sources) {
    report.source(source);
    for (const item of itemsOf(source, work)) {
      progress.tick(tally.count('new'));
      signal = await interrupt.pending();
      if (signal !== undefined) break;
      if (item.kind === 'reading') continue;
      const outcome = work.intake.take(item);
      if (isProblem(outcome)) {
        failed = outcome;
        break;
      }
      tally.add(outcome);
      if (report.isOf(outcome)) {
        progress.clear();
        report.outcome(source, outcome);
      }
    }
    if (failed !== undefined || signal !== undefined) break;
  }
  progress.clear();
  failed ??= signal === undefined ? nothingRead(tally) : undefined;
  report.end(tally, work.isDry, failed ?? (signal !== undefined && context.json ? INTERRUPTED : undefined));
  if (signal !== undefined) {
    if (!context.quiet && !context.json) context.err('joulebook: interrupted; what came in is whole\n');
    return signal;
  }
  return failed === undefined ? 0 : 1;
}

const INTERRUPTED = problem(
  'E_IMPORT',
  'the import was interrupted',
  'A signal came while it was at work.',
  'Do it again: what came in is whole, and only the rest is added.',
);

/** Where all that was found was refused. */
function nothingRead(tally: Tally): Problem | undefined {
  const isAnyRead = tally.count('new') + tally.count('known') + tally.count('changed') > 0;
  if (isAnyRead || tally.count('refused') === 0) return undefined;
  return problem(
    'E_IMPORT',
    'nothing of what was found can be read',
    `All of it is refused: ${tally.count('refused')} in number, each with its reason.`,
    'Look at the reasons; a copy of the files from before they were damaged may be better.',
  );
}

/** A file that cannot be read any further is refused from there on; others are still read. */
function* itemsOf(source: Source, { progress, longestGapS }: Work): Generator<ImportItem> {
  try {
    yield* source.read({ onBytes: (bytes) => progress.read(bytes), longestGapS });
  } catch (error) {
    yield { kind: 'refused', file: source.path, why: `it cannot be read: ${whyNot(error).why}` };
  }
}

function isProblem(outcome: Outcome | Problem): outcome is Problem {
  return 'code' in outcome;
}

/** The book; one that is not there yet is made only to write into it. */
function bookFor(context: CliContext, { options }: Input): Result<string | undefined> {
  const place = locateBook(context.host, options.book === undefined ? {} : { book: options.book });
  if (!place.ok) return place;
  const { dir, exists } = place.value;
  if (!exists && !options.yes) return ok(undefined);
  const failed = exists ? undefined : createBook(dir);
  return failed === undefined ? ok(dir) : { ok: false, error: failed };
}

function nothingFound(
  paths: readonly string[],
  format: string | undefined,
  problems: readonly Problem[],
): Problem {
  const named = problems.find(({ what }) => paths.some((path) => what.endsWith(` ${path}`)));
  if (named !== undefined) return { ...named, code: 'E_NOT_FOUND' };
  return problem(
    'E_NOT_FOUND',
    `there is nothing to import in ${paths.join(', ')}`,
    format === undefined
      ? 'No file there is of a format that is read.'
      : `No file there is of the format ${format}.`,
    'Name the file, and its --format if it has an unusual name; `joulebook import -h` has the formats.',
  );
}
