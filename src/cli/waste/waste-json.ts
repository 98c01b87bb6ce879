import type { Dismissal } from '../../book/dismissed.ts';
import { CAUSE_MEANINGS } from '../../report/waste/cause.ts';
import type { Amounts } from '../../report/waste/amounts.ts';
import type { WasteItem, WasteReport } from '../../report/waste/waste-report.ts';
import type { Savings } from '../../report/waste/savings.ts';

/**
 * The data of `joulebook.waste/1`.
 *
 * @param savings null where runs were chosen: a cache and a study belong to no run.
 * @param most items at most, the largest first.
 */
export function wasteJson(
  { report, dismissed }: { readonly report: WasteReport; readonly dismissed: ReadonlyMap<string, Dismissal> },
  filter: string,
  savings: Savings | null,
  most = Number.POSITIVE_INFINITY,
): unknown {
  const { total, useful, running, causes, items, recommendations, unknown } = report;
  return {
    filter: filter === '' ? null : filter,
    from: isoOf(report.fromMs),
    to: isoOf(report.toMs),
    runs: report.runs,
    total: amounts(total),
    useful: amounts(useful),
    running: { runs: running.runs, ...amounts(running) },
    causes: causes.map((sum) => ({
      cause: sum.cause,
      meaning: CAUSE_MEANINGS[sum.cause],
      runs: sum.runs,
      ...amounts(sum),
    })),
    itemsTotal: items.length,
    items: items.slice(0, most).map(itemJson),
    recommendations,
    dismissed: report.dismissed.map((one) => {
      const { at, reason } = dismissed.get(one.key) ?? { at: null, reason: '' };
      return { ...one, dismissedAt: at, reason };
    }),
    savings,
    unknownRuns: unknown.map(({ id }) => id),
  };
}

function itemJson(item: WasteItem): unknown {
  const { run, root, cause, part, evidence, because } = item.share;
  return {
    run: run.id,
    name: run.name,
    project: run.project,
    root: root.id,
    cause,
    part,
    ...amounts(item),
    evidence,
    because: because?.id ?? null,
  };
}

function amounts({ energy, carbon, cost }: Amounts): Amounts {
  return { energy, carbon, cost };
}

function isoOf(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
