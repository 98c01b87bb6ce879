import type { RunRecord } from '../../book/run-record.ts';
import { type BoampsContext, type BoampsReport, boampsReport } from './boamps.ts';

/**
 * Several runs as one BoAmps report: a measure for each, in the order given. Undefined where the energy of one is known by bounds only, or where they ran on
 * different hardware, of which a report has one description.
 */
export function boampsReportOfSet(
  runs: readonly RunRecord[],
  context: BoampsContext = {},
): BoampsReport | undefined {
  const reports = runs.map((run) => boampsReport(run, context));
  const [first, ...others] = reports;
  if (first === undefined || others.some((other) => other === undefined)) return undefined;
  const hardware = new Set(
    runs.map(({ machine }) => JSON.stringify([machine?.cpu, machine?.gpus, machine?.ramBytes])),
  );
  if (hardware.size > 1) return undefined;
  const measures = reports.flatMap((each) => each?.report['measures'] ?? []);
  return { report: { ...first.report, measures }, notStated: first.notStated };
}
