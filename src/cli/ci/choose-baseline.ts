import { type Likeness, likeness } from './alike.ts';
import type { Figure, Measured } from './measured.ts';

/** Why a run of another job in a baseline file is left out. */
export const OTHER_NAME = 'another name';

/** The runs that new ones are compared with, and those that they are not. */
export interface Chosen {
  /** Newest first. */
  readonly runs: readonly { readonly run: Measured; readonly like: Likeness }[];
  /** Why runs are left out, with how many for each reason. */
  readonly leftOut: readonly (readonly [reason: string, count: number])[];
}

/** How runs of another machine are taken. */
export interface ChooseOptions {
  readonly sameRam: number;
  readonly figure: Figure;
  /** Only runs of the new one's name: a baseline file may hold several jobs. */
  readonly byName: boolean;
  /** Also those of other machines; no error is taken as shared then. */
  readonly anyMachine: boolean;
  readonly most: number;
}

/** Those of some runs, newest first, that can be compared with a new one. */
export function chooseBaseline(
  candidates: readonly Measured[],
  fresh: Measured,
  { sameRam, figure, byName, anyMachine, most }: ChooseOptions,
): Chosen {
  const runs: { readonly run: Measured; readonly like: Likeness }[] = [];
  const leftOut = new Map<string, number>();
  const leave = (reason: string): void => void leftOut.set(reason, (leftOut.get(reason) ?? 0) + 1);
  for (const candidate of candidates) {
    if (runs.length >= most) break;
    const like = likeness(candidate, fresh, sameRam);
    const { value } = candidate.energy[figure];
    if (byName && candidate.name !== fresh.name) leave(OTHER_NAME);
    else if (value === null || !(value > 0)) leave('no energy but bounds');
    else if (like.kind === 'different' && !anyMachine) leave(like.reasons.join(', '));
    else runs.push({ run: candidate, like });
  }
  return { runs, leftOut: [...leftOut] };
}
