import type { RunRecord } from '../../../book/run-record.ts';
import type { Amounts } from '../../../report/waste/amounts.ts';
import type { Cause } from '../../../report/waste/cause.ts';
import type { Recommendation } from '../../../report/waste/recommend.ts';
import type { WasteReport } from '../../../report/waste/waste-report.ts';

/** What the rules of waste say of one run. */
export interface RunAdvice {
  /** What to do, as it follows from this run alone. */
  readonly recommendations: readonly AdviceOfRun[];
  /** What of its energy was wasted, the largest part first. */
  readonly parts: readonly WastedPart[];
}

/** A recommendation, and what the same would save of all runs of the book that are like this one. */
export interface AdviceOfRun extends Recommendation {
  readonly together: (Amounts & { readonly runs: number }) | null;
}

/** A part of a run that one cause took. */
export interface WastedPart extends Amounts {
  readonly cause: Cause;
  /** Id of the run that it was a part of: this one, or one inside it. */
  readonly run: string;
  readonly evidence: string;
  /** Id of the run that it is told by. */
  readonly because: string | null;
}

/**
 * Of the waste of a root run and what is inside it, that which concerns a run: all of it for the root, its own for one inside.
 *
 * @param own the waste of the root run.
 * @param all that of the whole book; a recommendation there that rests on more runs is set beside it.
 */
export function runAdvice(
  { id, rootId }: Pick<RunRecord, 'id' | 'rootId'>,
  own: WasteReport,
  all: WasteReport,
): RunAdvice {
  const concerns = (ids: readonly string[]): boolean => id === rootId || ids.includes(id);
  const known = new Map([...all.recommendations, ...all.dismissed].map((one) => [one.key, one]));
  return {
    recommendations: own.recommendations
      .filter(({ evidence }) => concerns(evidence))
      .map((one) => {
        const whole = known.get(one.key);
        const isMore = whole !== undefined && whole.evidence.length > one.evidence.length;
        const { energy, carbon, cost, evidence } = whole ?? one;
        return { ...one, together: isMore ? { energy, carbon, cost, runs: evidence.length } : null };
      }),
    parts: own.items
      .filter(({ share }) => concerns([share.run.id]))
      .map(({ share, energy, carbon, cost }) => ({
        cause: share.cause,
        run: share.run.id,
        evidence: share.evidence,
        because: share.because?.id ?? null,
        energy,
        carbon,
        cost,
      })),
  };
}
