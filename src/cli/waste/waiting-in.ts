import type { WasteRules } from '../../report/waste/rules.ts';
import type { WasteRun } from '../../report/waste/waste-run.ts';
import type { WasteReader } from './waste-reader.ts';

/** Power over time is read for so many runs at most, those that took most. */
const MOST_SERIES = 200;

/** Good runs that are long enough to have waited, those that took most. */
export function mayWait(roots: readonly WasteRun[], rules: WasteRules): readonly WasteRun[] {
  return roots
    .filter(
      ({ state, durationS, kind }) => state === 'ok' && kind !== 'imported' && durationS >= rules.shortestS,
    )
    .sort((a, b) => (b.energy.value ?? 0) - (a.energy.value ?? 0))
    .slice(0, MOST_SERIES);
}

/** The part of their energy that good runs took while they waited, by their ids, for those that took most and are long enough. */
export function waitingIn(
  roots: readonly WasteRun[],
  rules: WasteRules,
  waiting: WasteReader['waiting'],
): ReadonlyMap<string, number> {
  return new Map(
    mayWait(roots, rules).flatMap((run) => {
      const part = waiting(run);
      return part > 0 ? [[run.id, part] as const] : [];
    }),
  );
}
