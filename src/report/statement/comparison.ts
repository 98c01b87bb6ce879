import type { RunRecord } from '../../book/run-record.ts';
import { ratio, subtract } from '../../units/arithmetic.ts';
import { fromWritten, type WrittenEstimate, written } from '../../units/estimate.ts';
import type { Group } from './groups.ts';
import { meanDifference } from './mean.ts';
import { unlikeFacts } from './unlike.ts';

/** A group beside the base. */
export interface ComparedGroup {
  readonly group: string;
  /** Energy less that of the base, J, and as a factor of it; errors that both share have cancelled. */
  readonly difference: WrittenEstimate;
  readonly ratio: WrittenEstimate;
  /** By the 90 % interval of the difference. `unknown`: there is no interval, or no spread over seeds to tell by. */
  readonly verdict: 'more' | 'less' | 'not told apart' | 'unknown';
  /** Metrics less those of the base. */
  readonly metrics: Readonly<
    Record<string, { readonly value: number; readonly low: number | null; readonly high: number | null }>
  >;
}

/** Groups of runs beside one of them. */
export interface GroupComparison {
  readonly base: string;
  readonly groups: readonly ComparedGroup[];
  /** Conditions that are not the same for all runs compared, and the different values of each. */
  readonly unlike: readonly { readonly what: string; readonly values: readonly string[] }[];
}

/** Compares groups with the first that is tagged `baseline`, else with the first. Undefined where there is nothing to compare. */
export function compareGroups(
  groups: readonly Group[],
  runs: readonly RunRecord[],
): GroupComparison | undefined {
  const base = groups.find(({ isBaseline }) => isBaseline) ?? groups[0];
  if (base === undefined || groups.length < 2) return undefined;
  const isCompared = new Set(groups.flatMap((group) => group.runs));
  return {
    base: base.id,
    groups: groups.filter((group) => group !== base).map((group) => compared(group, base)),
    unlike: unlikeFacts(runs.filter(({ id }) => isCompared.has(id))).map(({ what, values }) => ({
      what,
      values: [...new Set(values)].sort(),
    })),
  };
}

function compared(group: Group, base: Group): ComparedGroup {
  const [a, b] = [fromWritten(group.energy.estimate), fromWritten(base.energy.estimate)];
  const difference = written(subtract(a, b), 'J', { signed: true });
  const metrics = Object.entries(group.metrics).flatMap(([name, mean]) => {
    const other = base.metrics[name];
    const apart = other === undefined ? null : meanDifference(mean, other);
    return apart === null ? [] : [[name, apart] as const];
  });
  return {
    group: group.id,
    difference,
    ratio: written(ratio(a, b), '1'),
    verdict: verdictOf(difference, group, base),
    metrics: Object.fromEntries(metrics),
  };
}

/** A difference is told only where both sides were repeated: the shared errors cancel, the spread of the runs does not. */
function verdictOf({ low, high }: WrittenEstimate, group: Group, base: Group): ComparedGroup['verdict'] {
  if (low === null || high === null || group.energy.se === null || base.energy.se === null) return 'unknown';
  if (low > 0) return 'more';
  return high < 0 ? 'less' : 'not told apart';
}
