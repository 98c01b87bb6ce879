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
  /** How many groups are of other programs and are not compared. */
  readonly others: number;
  /** Conditions that are not the same for all runs compared, and the different values of each. */
  readonly unlike: readonly { readonly what: string; readonly values: readonly string[] }[];
}

/**
 * Compares groups of one program with the first of them that is tagged `baseline`, else with the first. A pipeline beside one of its stages would be no
 * comparison, so groups of other programs are left out; the program of most groups is taken. Undefined where there is nothing to compare.
 */
export function compareGroups(
  groups: readonly Group[],
  runs: readonly RunRecord[],
): GroupComparison | undefined {
  const family = largestFamily(groups);
  const base = family.find(({ isBaseline }) => isBaseline) ?? family[0];
  if (base === undefined || family.length < 2) return undefined;
  const isCompared = new Set(family.flatMap((group) => group.runs));
  return {
    base: base.id,
    groups: family.filter((group) => group !== base).map((group) => compared(group, base)),
    others: groups.length - family.length,
    unlike: unlikeFacts(runs.filter(({ id }) => isCompared.has(id))).map(({ what, values }) => ({
      what,
      values: valuesOf(what, values),
    })),
  };
}

/** A report is published, and the name of a machine is nobody else's business. */
function valuesOf(what: string, values: readonly string[]): readonly string[] {
  const distinct = [...new Set(values)].sort();
  return what === 'host' ? [`${distinct.length} machines`] : distinct;
}

/** The groups of the baseline's program, else of the program that most groups have. */
function largestFamily(groups: readonly Group[]): readonly Group[] {
  const families = new Map<string, Group[]>();
  for (const group of groups) {
    const { project, command } = group.configuration;
    const key = `${project} ${programOf(command)}`;
    families.set(key, [...(families.get(key) ?? []), group]);
  }
  const all = [...families.values()];
  const marked = all.find((family) => family.some(({ isBaseline }) => isBaseline));
  return marked ?? all.toSorted((a, b) => b.length - a.length)[0] ?? [];
}

/** The words of a command line before its first option. */
function programOf(command: string): string {
  const words = command.split(' ');
  const end = words.findIndex((word) => word.startsWith('-') || word.includes('='));
  return (end < 0 ? words : words.slice(0, Math.max(1, end))).join(' ');
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
