import type { Report } from './trial.ts';

/**
 * Puts a report in its place: ascending by resource, each resource once. What a second report of a resource does not say stays as the first
 * one said it.
 *
 * @returns the report as it stands now.
 */
export function placeReport(reports: Report[], report: Report): Report {
  let at = reports.length;
  while (at > 0 && (reports[at - 1] as Report).resource > report.resource) at--;
  const same = reports[at - 1];
  if (same?.resource !== report.resource) {
    reports.splice(at, 0, report);
    return report;
  }
  const losses = report.losses.map((loss, i) => (Number.isNaN(loss) ? (same.losses[i] ?? loss) : loss));
  const merged = { ...report, losses, joules: Math.max(report.joules, same.joules) };
  reports[at - 1] = merged;
  return merged;
}
