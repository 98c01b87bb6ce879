import type { RunRecord } from '../../book/run-record.ts';
import { writeFileAtomic } from '../../host/atomic-file.io.ts';
import { VERSION } from '../../host/version.ts';
import { provDocument } from '../../report/why/prov.ts';
import type { CliContext } from '../context.ts';
import { lookOf, openCliBook } from '../open-cli-book.io.ts';
import type { InputOf } from '../spec/spec.ts';
import type { WHY } from '../spec/why-specs.ts';
import { askedOf, explainRun } from '../why/explain-run.io.ts';
import { whyJson } from '../why/why-json.ts';
import { runHeading } from '../why/run-heading.ts';
import { type Explained, whyView } from '../why/why-view.ts';

/** Shows where figures come from. */
export async function run(context: CliContext, input: InputOf<typeof WHY>): Promise<number> {
  if (input.options.calc) return runCalc(context, input);
  const book = openCliBook(context, input.options);
  if (!book.ok) return context.fail(book.error);
  const asked = askedOf(context.host, book.value, input.arguments.run, input.arguments.fields);
  if (!asked.ok) return context.fail(asked.error);
  const explained = explainRun(context.host, book.value, asked.value);
  if (!explained.ok) return context.fail(explained.error);
  return tell(context, input, explained.value, asked.value.record);
}

/** Of an estimate; the words before `--calc` are its lines. */
async function runCalc(context: CliContext, input: InputOf<typeof WHY>): Promise<number> {
  const { run: first, fields } = input.arguments;
  const { explainCalc } = await import('../why/explain-calc.io.ts');
  const explained = explainCalc(context, input.rest, first === undefined ? [] : [first, ...fields]);
  return explained.ok ? tell(context, input, explained.value, undefined) : context.fail(explained.error);
}

function tell(
  context: CliContext,
  { options }: InputOf<typeof WHY>,
  figures: readonly Explained[],
  record: RunRecord | undefined,
): number {
  if (options.prov !== undefined) {
    const text = `${JSON.stringify(provOf(figures, record), null, 2)}\n`;
    if (options.prov === '-') {
      context.out(text);
      return 0;
    }
    const failed = writeFileAtomic(options.prov, text);
    if (failed !== undefined) return context.fail(failed);
    if (!context.json && !context.quiet) context.err(`wrote the chain to ${options.prov}\n`);
  }
  if (context.json) return context.succeed(whyJson(figures, record));
  const look = {
    ...lookOf(context, options),
    ...(options.depth === undefined ? {} : { depth: options.depth }),
    verbose: context.verbose > 0,
  };
  const heading = record === undefined ? [] : [...runHeading(record, look), ''];
  context.out(`${[...heading, ...whyView(figures, look)].join('\n')}\n`);
  return 0;
}

function provOf(figures: readonly Explained[], record: RunRecord | undefined): object {
  const trees = figures.map(({ tree }) => tree);
  if (record === undefined) return provDocument(trees, { program: `joulebook ${VERSION}` });
  const { id, name, startedAt, endedAt, trackerVersion } = record;
  return provDocument(trees, {
    program: `joulebook ${VERSION}`,
    run: { id, name, startedAt, endedAt, tracker: `joulebook ${trackerVersion}` },
  });
}
