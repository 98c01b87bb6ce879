import { readHistory } from '../../report/export/read-history.io.ts';
import { metricWindows } from '../../report/waste/metric-windows.ts';
import type { WasteRun } from '../../report/waste/waste-run.ts';

/** Journals are read of so many runs at most, those that took most. */
const MOST_JOURNALS = 200;
/** A journal with more samples takes seconds. */
const MOST_SAMPLES = 200_000;
const MOST_WINDOWS = 50;

/** The runs with stretches between reports in place of epochs, where a good run reports metrics but no epochs. */
export function withWindows(bookDir: string, runs: readonly WasteRun[]): readonly WasteRun[] {
  const chosen = new Set(
    runs
      .filter(
        ({ state, kind, epochs, hasMetrics, samples }) =>
          state === 'ok' &&
          kind !== 'trial' &&
          epochs.length === 0 &&
          hasMetrics &&
          samples > 0 &&
          samples <= MOST_SAMPLES,
      )
      .sort((a, b) => (b.energy.value ?? 0) - (a.energy.value ?? 0))
      .slice(0, MOST_JOURNALS),
  );
  return runs.map((run) =>
    chosen.has(run)
      ? { ...run, epochs: metricWindows(readHistory(bookDir, run.id), MOST_WINDOWS), areWindows: true }
      : run,
  );
}
