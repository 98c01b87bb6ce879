import type { Problem } from '../../errors.ts';
import { VERSION } from '../../host/version.ts';
import { writeOutput } from '../../host/write-output.io.ts';
import { makeStatement } from '../../report/statement/make-statement.ts';
import { runsText, saidEnergy, saidOperational } from '../../report/statement/said.ts';
import type { Statement } from '../../report/statement/statement.ts';
import { ok, type Result } from '../../result.ts';
import type { CliContext } from '../context.ts';
import { lookOf, openCliBook } from '../open-cli-book.io.ts';
import { checkView } from '../report/check-view.ts';
import { reportContext } from '../report/read-context.io.ts';
import { besideWhatIsThere } from '../report/beside-what-is-there.io.ts';
import { type Rendered, renderReport } from '../report/render-report.io.ts';
import { type ReportTarget, reportTargets } from '../report/report-formats.ts';
import { reportSlips } from '../report/report-slips.ts';
import { reportRuns } from '../report/report-runs.io.ts';
import type { REPORT } from '../spec/report-specs.ts';
import { leftOutNote } from '../sample/left-out-note.ts';
import type { InputOf } from '../spec/spec.ts';

type Input = InputOf<typeof REPORT>;

/** `joulebook report`. */
export async function run(context: CliContext, input: Input): Promise<number> {
  const { options } = input;
  const targets = reportTargets(options);
  if (!targets.ok) return context.fail(targets.error);
  const made = await makeReport(context, input);
  if (!made.ok) return context.fail(made.error);
  if (options.check) return check(context, made.value.statement);
  const isFiles = targets.value.some(({ path }) => path !== undefined);
  const hasFlag = targets.value.some(({ format }) => format !== 'markdown') || options.markdown;
  if (context.json && !isFiles && !hasFlag) return context.succeed(made.value.statement);
  return write(context, targets.value, made.value);
}

async function makeReport(
  context: CliContext,
  { options, arguments: words }: Input,
): Promise<Result<Rendered>> {
  const said = reportContext(options);
  if (!said.ok) return said;
  const book = openCliBook(context, options);
  if (!book.ok) return book;
  const chosen = reportRuns(book.value, [...options.filter, ...words.filters]);
  if (!chosen.ok) return chosen;
  for (const wrong of chosen.value.problems) context.warn(wrong);
  if (!context.json && !context.quiet)
    for (const note of leftOutNote(chosen.value.leftOut)) context.err(`${context.errStyle.dim(note)}\n`);
  const final = options.final === undefined ? undefined : book.value.list({ filter: options.final });
  if (final !== undefined && !final.ok) return final;
  const bestMetric = context.config.get('best-metric').value;
  const metric = options.metric ?? (typeof bestMetric === 'string' ? bestMetric : undefined);
  const { records, filter } = chosen.value;
  const statement = makeStatement({
    records,
    filter,
    context: said.value,
    version: VERSION,
    ...(final === undefined ? {} : { final: new Set(final.value.rows.map(({ id }) => id)) }),
    ...(metric === undefined ? {} : { metric }),
    unread: chosen.value.problems.length,
    ...(options.stamp ? { madeAt: new Date(context.host.clock.wallMs()).toISOString() } : {}),
  });
  for (const slip of reportSlips(options, statement, records)) context.warn(slip);
  return ok({ host: context.host, book: book.value, statement, records });
}

function check(context: CliContext, statement: Statement): number {
  const missing = statement.items.filter(({ state }) => state === 'missing');
  const code = missing.length > 0 ? 5 : 0;
  if (context.json) {
    context.succeed({ items: statement.items, missing: missing.map(({ id }) => id) });
    return code;
  }
  const look = lookOf(context, {});
  context.out(`${checkView(statement.items, look).join('\n')}\n`);
  return code;
}

function write(context: CliContext, targets: readonly ReportTarget[], of: Rendered): number {
  // All are made before the first is written: a half of them would look like the whole.
  const texts: { readonly path?: string; readonly text: string | Uint8Array }[] = [];
  for (const { format, path } of targets) {
    const made = renderReport(format, of);
    const text = made.ok && path !== undefined ? besideWhatIsThere(format, path, made.value) : made;
    if (!text.ok) return context.fail(text.error);
    texts.push({ text: text.value, ...(path === undefined ? {} : { path }) });
  }
  const files: { readonly file: string; readonly bytes: number }[] = [];
  for (const { path, text } of texts) {
    const bytes = typeof text === 'string' ? Buffer.from(text) : text;
    const failed: Problem | undefined = path === undefined ? undefined : writeOutput(path, bytes);
    if (failed !== undefined) return context.fail(failed, { files });
    if (path !== undefined) files.push({ file: path, bytes: bytes.length });
  }
  const printed = texts.flatMap(({ path, text }) => (path === undefined ? [text] : [])).join('\n');
  if (context.json && files.length === 0) return context.succeed({ text: printed });
  if (printed !== '' && !context.json) context.out(printed);
  return files.length > 0 ? told(context, files, of.statement) : 0;
}

function told(
  context: CliContext,
  files: readonly { readonly file: string; readonly bytes: number }[],
  statement: Statement,
): number {
  if (context.json) return context.succeed({ files, runs: statement.totals.runs, totals: statement.totals });
  if (context.quiet) return 0;
  const dot = context.unicode ? ' · ' : ', ';
  const { totals, items, notes } = statement;
  const missing = items.filter(({ state }) => state === 'missing').length;
  const names = files.map(({ file, bytes }) => `${file} (${Math.ceil(bytes / 1000)} kB)`).join(', ');
  context.err(`wrote ${names}\n`);
  context.err(
    `${[runsText(totals.runs), saidEnergy(totals.energy.wall), saidOperational(totals)].join(dot)}\n`,
  );
  const rest = [
    ...(notes.length > 0 ? [`${notes.length} ${notes.length === 1 ? 'note' : 'notes'} in it`] : []),
    `${missing} of ${items.length} items missing: --check lists them`,
  ];
  context.err(`${context.errStyle.dim(rest.join(dot))}\n`);
  return 0;
}
