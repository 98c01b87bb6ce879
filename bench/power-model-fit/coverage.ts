import { errorsAtLevel, type WallErrors } from '../../src/meters/model/wall-errors.ts';
import { estimate, interval } from '../../src/units/estimate.ts';
import type { FoldOf, HeldOut } from './cross-validate.ts';
import { errorsFrom, logErrors } from './fit-errors.ts';
import { median } from './quantile.ts';
import type { ServerRow } from './server-rows.ts';

/** How often the 90 % interval holds what was measured, and how wide it is. */
export interface Coverage {
  readonly pooled: number;
  readonly idle: number;
  readonly full: number;
  /** Median of (high − low) / value over all levels, and at idle. */
  readonly width: number;
  readonly idleWidth: number;
}

/** Coverage where the spreads of each part come from the held-out errors of the other parts: no server judges itself. */
export function nestedCoverage(
  rows: readonly ServerRow[],
  predicted: HeldOut,
  foldOf: FoldOf,
  use: (row: ServerRow) => boolean,
): Coverage {
  const byFold = new Map<string, WallErrors>();
  for (const fold of new Set(rows.map(foldOf))) {
    byFold.set(fold, errorsFrom(logErrors(rows, [predicted], (row) => foldOf(row) !== fold)));
  }
  return coverage(rows, predicted, (row) => byFold.get(foldOf(row)), use);
}

/** Coverage by given spreads. */
export function coverage(
  rows: readonly ServerRow[],
  predicted: HeldOut,
  errorsOf: (row: ServerRow) => WallErrors | undefined,
  use: (row: ServerRow) => boolean = () => true,
): Coverage {
  const seen = rows.flatMap((row, i) => {
    const own = errorsOf(row);
    if (!use(row) || own === undefined) return [];
    return row.watts.flatMap((watts, level) => {
      if (!(watts > 0)) return [];
      const value = predicted[i]?.[level] ?? Number.NaN;
      const { low, high } = interval(estimate(value, errorsAtLevel(own, level / 10, 'x')));
      const inside = (low ?? 0) <= watts && watts <= (high ?? Number.POSITIVE_INFINITY);
      return [{ level, inside, width: ((high ?? 0) - (low ?? 0)) / value }];
    });
  });
  const at = (level: number): typeof seen => seen.filter((one) => one.level === level);
  const part = (some: typeof seen): number => some.filter(({ inside }) => inside).length / some.length;
  return {
    pooled: part(seen),
    idle: part(at(0)),
    full: part(at(10)),
    width: median(seen.map(({ width }) => width)),
    idleWidth: median(at(0).map(({ width }) => width)),
  };
}
