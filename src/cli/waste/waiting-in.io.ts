import type { Book } from '../../book/book.io.ts';
import type { WasteRules } from '../../report/waste/rules.ts';
import { waitingPart } from '../../report/waste/waiting.ts';
import type { WasteRun } from '../../report/waste/waste-run.ts';

/** Power over time is read for so many runs at most, those that took most. */
const MOST_SERIES = 200;
const BUCKETS = 256;

/** The part of their energy that good runs took while they waited, by their ids, for those that took most and are long enough. */
export function waitingIn(
  book: Book,
  roots: readonly WasteRun[],
  rules: WasteRules,
): ReadonlyMap<string, number> {
  const long = roots
    .filter(
      ({ state, durationS, kind }) => state === 'ok' && kind !== 'imported' && durationS >= rules.shortestS,
    )
    .sort((a, b) => (b.energy.value ?? 0) - (a.energy.value ?? 0))
    .slice(0, MOST_SERIES);
  return new Map(
    long.flatMap((run) => {
      const part = waitingOf(book, run, rules);
      return part > 0 ? [[run.id, part] as const] : [];
    }),
  );
}

function waitingOf(book: Book, { id, energy, active, durationS }: WasteRun, rules: WasteRules): number {
  if (energy.value === null || active.value === null) return 0;
  const series = book.power(id, { buckets: BUCKETS });
  if (!series.ok) return 0;
  const channel = series.value.channels.indexOf('attributed');
  const power = series.value.buckets.map(({ fromS, toS, mean }) => ({
    seconds: toS - fromS,
    watts: mean[channel] ?? Number.NaN,
  }));
  return waitingPart(power, Math.max(0, energy.value - active.value) / durationS, rules);
}
