import { problem } from '../../errors.ts';
import { wasteRules } from '../../report/waste/rules.io.ts';
import type { WasteReport } from '../../report/waste/waste-report.ts';
import type { CliContext } from '../context.ts';
import { tellPage } from '../dashboard/tell-page.io.ts';
import { lookOf, openCliBook } from '../open-cli-book.io.ts';
import { leftOutNote } from '../sample/left-out-note.ts';
import type { WASTE } from '../spec/waste-specs.ts';
import type { InputOf } from '../spec/spec.ts';
import { isWasted, wasteView } from '../views/waste-view.ts';
import { loadWaste } from '../waste/load-waste.io.ts';
import { setAside } from '../waste/set-aside.io.ts';
import { wasteReader } from '../waste/read-waste.io.ts';
import { savingsIn } from '../waste/savings.io.ts';
import { wasteCsv } from '../waste/waste-csv.ts';
import { wasteJson } from '../waste/waste-json.ts';

const DEFAULT_LIMIT = 8;

/** `joulebook waste`: what energy came to nothing, why, and what to do about it. */
export async function run(context: CliContext, input: InputOf<typeof WASTE>): Promise<number> {
  const { options } = input;
  if (options.csv && context.json) {
    const why = 'each is a form of its own';
    return context.fail(problem('E_USAGE', '--csv and --json at once', why, 'leave one of them out'));
  }
  const book = openCliBook(context, options);
  if (!book.ok) return context.fail(book.error);
  const noted = setAside(book.value.dir, options, context.host.clock.wallMs());
  if (noted !== undefined) return context.fail(noted);
  const filter = [...options.filter, ...input.arguments.filters].join(' ');
  const rules = wasteRules();
  const loaded = loadWaste(book.value, filter, rules, wasteReader(book.value, rules));
  if (!loaded.ok) return context.fail(loaded.error);
  const leftOut = book.value.leftOut(filter);
  if (!leftOut.ok) return context.fail(leftOut.error);
  const { report } = loaded.value;
  // A cache and a study belong to no run that a filter could choose.
  const saved = filter === '' ? savingsIn(book.value.dir) : undefined;
  for (const wrong of [...loaded.value.problems, ...(saved?.problems ?? [])]) context.warn(wrong);
  if (context.json) return context.succeed(wasteJson(loaded.value, filter, saved?.savings ?? null));
  if (options.csv) {
    context.out(wasteCsv(report));
    return 0;
  }
  const limit = options.limit ?? DEFAULT_LIMIT;
  const look = lookOf(context, options);
  const shown = { report, savings: saved?.savings, limit: limit === 0 ? report.items.length : limit };
  if (report.runs > 0) context.out(`${wasteView(shown, look).join('\n')}\n`);
  if (!context.quiet)
    for (const line of [...notes(report, filter), ...leftOutNote(leftOut.value)])
      context.err(`${context.errStyle.dim(line)}\n`);
  if (report.runs > 0) tellPage(context, book.value.dir, 'waste', { q: filter });
  return 0;
}

function notes({ runs, unknown, causes, dismissed }: WasteReport, filter: string): readonly string[] {
  const unread =
    unknown.length === 0
      ? []
      : [
          `the energy of ${unknown.length === 1 ? '1 run is' : `${unknown.length} runs are`} not known: in no sum`,
        ];
  const aside =
    dismissed.length === 0
      ? []
      : [
          `${dismissed.length === 1 ? '1 recommendation is' : `${dismissed.length} recommendations are`} set aside`,
        ];
  if (runs > 0) return [...(isWasted(causes) ? [] : ['nothing was wasted']), ...unread, ...aside];
  const none =
    filter === ''
      ? 'no runs yet: joulebook run -- COMMAND measures the first one'
      : 'no run matches; `joulebook waste` looks at all';
  return [none, ...unread];
}
