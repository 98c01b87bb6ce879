import type { RunHistory } from '../export/history.ts';
import type { WasteEpoch } from './waste-run.ts';

/**
 * Stretches of a run that reports metrics but no epochs: as many reports in each, the mean of each metric in it, and the energy until its last report.
 *
 * @param most how many stretches at most.
 */
export function metricWindows({ reported, power }: RunHistory, most: number): readonly WasteEpoch[] {
  const moments = [...new Set(reported.map(({ atS }) => atS))].sort((a, b) => a - b);
  const count = Math.min(most, moments.length);
  const ends = Array.from(
    { length: count },
    (_, i) => moments[Math.ceil(((i + 1) * moments.length) / count) - 1] ?? 0,
  );
  let [sample, report, readS] = [0, 0, 0];
  return ends.map((endS) => {
    let joules = 0;
    for (
      let reading = power[sample];
      reading !== undefined && reading.atS <= endS;
      reading = power[++sample]
    ) {
      joules += (reading.watts['attributed'] ?? 0) * (reading.atS - readS);
      readS = reading.atS;
    }
    const sums = new Map<string, { total: number; count: number }>();
    for (let one = reported[report]; one !== undefined && one.atS <= endS; one = reported[++report]) {
      const sum = sums.get(one.name) ?? { total: 0, count: 0 };
      sums.set(one.name, { total: sum.total + one.value, count: sum.count + 1 });
    }
    const means = [...sums].map(([name, { total, count: of }]) => [name, total / of] as const);
    return { joules, metrics: Object.fromEntries(means) };
  });
}
