import { CAUSE_MEANINGS } from '../../report/waste/cause.ts';
import type { Amounts } from '../../report/waste/amounts.ts';
import type { WasteItem, WasteReport } from '../../report/waste/waste-report.ts';
import type { Savings } from '../../report/waste/savings.ts';

/** The data of `joulebook.waste/1`. */
export function wasteJson(report: WasteReport, filter: string, savings: Savings | null): unknown {
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
    items: items.map(itemJson),
    recommendations,
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
