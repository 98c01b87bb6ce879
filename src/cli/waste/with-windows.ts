import type { WasteRun } from '../../report/waste/waste-run.ts';
import type { WasteReader } from './waste-reader.ts';

/** Journals are read of so many runs at most, those that took most. */
const MOST_JOURNALS = 200;
/** A journal with more samples takes seconds. */
const MOST_SAMPLES = 200_000;

/** Good runs that report metrics but no epochs, those that took most: their journals tell the stretches between reports. */
export function windowed(runs: readonly WasteRun[]): readonly WasteRun[] {
  return runs
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
    .slice(0, MOST_JOURNALS);
}

/** The runs with stretches between reports in place of epochs, where a good run reports metrics but no epochs. */
export function withWindows(runs: readonly WasteRun[], windows: WasteReader['windows']): readonly WasteRun[] {
  const chosen = new Set(windowed(runs));
  return runs.map((run) => (chosen.has(run) ? { ...run, epochs: windows(run), areWindows: true } : run));
}
