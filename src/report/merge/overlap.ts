import type { ComponentRecord, RunRecord } from '../../book/run-record.ts';
import { type Problem, problem } from '../../errors.ts';
import { overlapS, spanOf } from './span.ts';

/** Shares of runs that were read one by one may exceed a machine by this part. */
const TOLERANCE = 0.02;
/** Each run reads for itself, so at both ends one interval of each may be claimed twice; of a short overlap at most this part. */
const ENDS_AT_MOST = 0.25;

/** Why some runs must not be added up: two of them claim the same energy. Undefined where none do. */
export function overlapOf(runs: readonly RunRecord[]): Problem | undefined {
  for (const [i, a] of runs.entries()) {
    for (const b of runs.slice(i + 1)) {
      const why = whyNotBoth(a, b);
      if (why !== undefined) {
        const what = `${named(a)} and ${named(b)} claim the same energy`;
        return problem('E_OVERLAP', what, why, 'merge one of them with the others');
      }
    }
  }
  return undefined;
}

function whyNotBoth(a: RunRecord, b: RunRecord): string | undefined {
  if (a.id === b.id) return 'they are one run';
  if (a.rootId === b.rootId && (a.parentId !== undefined || b.parentId !== undefined))
    return 'one is a part of the other, or both are parts of one run';
  if (isPartOf(a, b) || isPartOf(b, a)) return 'one is the sum of runs of which the other is one';
  const togetherS = overlapS(spanOf(a), spanOf(b));
  if (togetherS === 0) return undefined;
  const isSameHost = a.hostId === b.hostId && a.hostId !== '';
  if (isSameHost && a.scope === 'machine' && b.scope === 'machine')
    return `both count all of the machine ${a.hostId}, and were alive together for ${seconds(togetherS)}`;
  for (const [name, mine] of Object.entries(a.energy.components)) {
    for (const [theirName, theirs] of Object.entries(b.energy.components)) {
      const isSame = mine.uuid === undefined ? isSameHost && name === theirName : mine.uuid === theirs.uuid;
      if (isSame && exceeds(a, mine, b, theirs, togetherS))
        return `together they own more of ${mine.uuid ?? name} of ${a.hostId} than it used in the ${seconds(togetherS)} in which both were alive`;
    }
  }
  return undefined;
}

/**
 * Whether two runs must both have claimed some energy of a component while both were alive: what each owns beyond all that the component used in the
 * rest of its time was owned in that time.
 */
function exceeds(
  a: RunRecord,
  mine: ComponentRecord,
  b: RunRecord,
  theirs: ComponentRecord,
  togetherS: number,
): boolean {
  const used = Math.max(powerOf(a, mine), powerOf(b, theirs)) * togetherS;
  const ends = Math.min(a.intervalS + b.intervalS, ENDS_AT_MOST * togetherS) / togetherS;
  const claimed = claimedIn(a, mine, togetherS) + claimedIn(b, theirs, togetherS);
  return claimed > used * (1 + TOLERANCE + ends);
}

function claimedIn(run: RunRecord, component: ComponentRecord, togetherS: number): number {
  const owned = component.attributed.value ?? component.attributed.low ?? 0;
  return Math.max(0, owned - powerOf(run, component) * Math.max(0, run.durationS - togetherS));
}

function powerOf(run: RunRecord, { machine }: ComponentRecord): number {
  return run.durationS > 0 ? (machine.value ?? machine.high ?? 0) / run.durationS : 0;
}

function isPartOf(run: RunRecord, sum: RunRecord): boolean {
  return sum.parts?.some(({ id }) => id === run.id) === true;
}

function named({ name, id }: RunRecord): string {
  return `${name} (${id.slice(-6)})`;
}

function seconds(s: number): string {
  return `${s < 10 ? s.toPrecision(2) : Math.round(s)} s`;
}
