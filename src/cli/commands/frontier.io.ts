import { costAxis } from '../../report/frontier/cost-axis.ts';
import { mostCommonCurrency } from '../../report/frontier/cost-columns.ts';
import { frontierOfRuns } from '../../report/frontier/frontier-of-runs.ts';
import { frontierRunOf } from '../../report/frontier/run-of-row.ts';
import { chosenMetric } from '../../report/statement/chosen-metric.ts';
import type { CliContext } from '../context.ts';
import { tellPage } from '../dashboard/tell-page.io.ts';
import { frontierJson } from '../frontier/frontier-json.ts';
import { frontierView, frontierViewNotes } from '../frontier/frontier-view.ts';
import { lookOf, openCliBook } from '../open-cli-book.io.ts';
import { metricSlip } from '../report/metric-slip.ts';
import type { FRONTIER } from '../spec/frontier-specs.ts';
import type { InputOf } from '../spec/spec.ts';
import { printOptions } from '../views/look.ts';

const BASE_UNITS = { energy: 'J', co2: 'g', time: 's' } as const;

/** `joulebook frontier`: quality against cost, and which runs no other beats in both. */
export async function run(context: CliContext, input: InputOf<typeof FRONTIER>): Promise<number> {
  const { options } = input;
  const book = openCliBook(context, options);
  if (!book.ok) return context.fail(book.error);
  const filter = [...options.filter, ...input.arguments.filters].join(' ');
  const listing = book.value.list(filter === '' ? {} : { filter });
  if (!listing.ok) return context.fail(listing.error);
  const { rows, problems } = listing.value;
  for (const wrong of problems) context.warn(wrong);
  const look = lookOf(context, options);
  const [key, seeds] = [options.against ?? 'energy', options.seeds ?? 'each'];
  const currency = mostCommonCurrency(rows.map((row) => row.currency));
  const axis = costAxis(key, currency, printOptions(look));
  const metric = chosenMetric(rows, options.metric);
  const slip =
    metric === undefined || options.metric === undefined || rows.length === 0
      ? undefined
      : metricSlip(metric.name, rows);
  if (slip !== undefined) context.warn(slip);
  const isLog = !options.linear;
  const found = frontierOfRuns(
    metric === undefined ? [] : rows.map((row) => frontierRunOf(row, metric.name, key, seeds === 'together')),
    {
      goal: metric?.goal ?? 'maximize',
      isLog,
      withUnfinished: options.unfinished,
      oneSort: key === 'cost',
      together: seeds === 'together',
    },
  );
  const asked = { total: rows.length, filter, metric, axis, seeds };
  if (context.json)
    return context.succeed(frontierJson(asked, found, key === 'cost' ? currency : BASE_UNITS[key]));
  if (metric === undefined) {
    if (!context.quiet) context.err(`${context.errStyle.dim(noMetric(rows.length, filter))}\n`);
    return 0;
  }
  const told = { ...asked, metric };
  context.out(`${frontierView(told, found, { isAll: options.all }, look).join('\n')}\n`);
  if (!context.quiet)
    for (const note of frontierViewNotes(told, found, isLog, look))
      context.err(`${context.errStyle.dim(note)}\n`);
  tellPage(context, book.value.dir, 'frontier', {
    q: filter,
    y: options.metric,
    x: key === 'energy' ? undefined : key,
    seeds: seeds === 'together' ? seeds : undefined,
    unfinished: options.unfinished ? '1' : undefined,
    log: isLog ? undefined : '0',
  });
  return 0;
}

function noMetric(runs: number, filter: string): string {
  if (runs === 0)
    return filter === ''
      ? 'no runs yet: joulebook run -- COMMAND measures the first one'
      : 'no run matches; `joulebook frontier` looks at all';
  return 'no run here has logged a metric: joulebook.log(accuracy=0.93) in Python, or a line of JSON in $JOULEBOOK_REPORT_FILE';
}
