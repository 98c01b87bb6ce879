import type { RunRecord } from '../../book/run-record.ts';
import { type Problem, problem } from '../../errors.ts';
import { readMetric } from '../../report/statement/chosen-metric.ts';
import type { Statement } from '../../report/statement/statement.ts';
import { didYouMeanText } from '../output/did-you-mean.ts';
import { metricSlip } from './metric-slip.ts';

/** What was asked for and is not there: a metric, runs that would be final, items to do without. Each would be missed silently otherwise. */
export function reportSlips(
  asked: { readonly metric: string | undefined; readonly final: string | undefined },
  statement: Statement,
  records: readonly RunRecord[],
): readonly Problem[] {
  const slips: Problem[] = [];
  const metric = asked.metric === undefined ? undefined : metricSlip(readMetric(asked.metric).name, records);
  if (metric !== undefined) slips.push(metric);
  if (asked.final !== undefined && !statement.runs.some(({ fate }) => fate === 'reported'))
    slips.push(
      problem(
        'E_NOT_FOUND',
        `none of these runs ended well and matches --final ${asked.final}`,
        'All that ended well is preliminary, and nothing is compared.',
        '`joulebook ls` with that filter lists what it matches.',
      ),
    );
  const ids = statement.items.map(({ id }) => id);
  for (const id of Object.keys(statement.context.waived ?? {})) {
    if (ids.includes(id)) continue;
    const near =
      didYouMeanText(id, ids) ?? 'Items are henderson.1 to henderson.24 and patterson.1 to patterson.12.';
    slips.push(problem('E_CONFIG', `waive: there is no item ${id}`, 'It waives nothing.', near));
  }
  return slips;
}
