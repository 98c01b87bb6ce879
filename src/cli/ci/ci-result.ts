import { fromWritten } from '../../units/estimate.ts';
import { type Chosen, OTHER_NAME } from './choose-baseline.ts';
import type { CiConstants } from './constants.ts';
import { type Judgement, judge, type Measurement, type Verdict } from './judge.ts';
import type { Figure, Measured } from './measured.ts';

/** What came out: a verdict, or why there is none. */
export type CiVerdict =
  | Verdict
  /** There are no runs to compare with. */
  | 'no-baseline'
  /** There are, but of other machines or measured in another way. */
  | 'unlike'
  /** The new energy is known by bounds only, or is zero. */
  | 'no-energy'
  /** The command failed: nothing is compared. */
  | 'failed';

/** Where a baseline that `--update-baseline` writes is. */
export const IN_THE_FILE = 'in the file';

/** A comparison as it is told in the terminal, in Markdown, in annotations and as JSON. */
export interface CiResult {
  readonly verdict: CiVerdict;
  /** A part of 1. */
  readonly margin: number;
  readonly figure: Figure;
  readonly fresh: readonly Measured[];
  readonly chosen: Chosen;
  /** Where the baseline is, e.g. `in the book`. */
  readonly from: string;
  readonly judgement?: Judgement;
  /** The same of the energy above idle, which neighbours and waiting disturb less; it decides nothing. */
  readonly aboveIdle?: Judgement;
  /** What was done with the baseline, a sentence. */
  readonly updated?: string;
}

/** What a comparison is made of. */
export interface CiQuestion extends Omit<CiResult, 'verdict' | 'judgement' | 'aboveIdle'> {
  readonly constants: CiConstants;
  readonly hasFailed: boolean;
}

/** Compares, or says why not. */
export function ciResult({ constants, hasFailed, ...question }: CiQuestion): CiResult {
  const { chosen, fresh, figure, margin } = question;
  if (hasFailed) return { ...question, verdict: 'failed' };
  if (!fresh.every(({ energy }) => (energy[figure].value ?? 0) > 0))
    return { ...question, verdict: 'no-energy' };
  if (chosen.runs.length === 0) return { ...question, verdict: isFirst(chosen) ? 'no-baseline' : 'unlike' };
  const judged = (of: Figure): Judgement | undefined => {
    const old = chosen.runs.map(({ run, like }) => measurement(run, of, like.kind === 'different'));
    const now = fresh.map((run) => measurement(run, of, false));
    return judge(old, now, margin, constants);
  };
  const judgement = judged(figure);
  if (judgement === undefined) return { ...question, verdict: 'no-energy' };
  const aboveIdle = figure === 'active' ? undefined : judged('active');
  return {
    ...question,
    verdict: judgement.verdict,
    judgement,
    ...(aboveIdle === undefined ? {} : { aboveIdle }),
  };
}

function isFirst({ leftOut }: Chosen): boolean {
  return leftOut.every(([reason]) => reason === OTHER_NAME);
}

function measurement({ hostId, energy }: Measured, figure: Figure, isForeign: boolean): Measurement {
  return { hostId, energy: fromWritten(energy[figure]), isForeign };
}
