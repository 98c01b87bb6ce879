import { type Amounts, amountsOf } from './amounts.ts';
import { type Cause, CAUSES } from './cause.ts';
import { judge, type Known } from './judge.ts';
import { piecesOf } from './piece.ts';
import { type Recommendation, recommend } from './recommend.ts';
import type { Share, WasteShare } from './share.ts';
import type { WasteRun } from './waste-run.ts';

/** Where the energy of some runs went. */
export interface WasteReport {
  /** When the first began and the last one ended, ms since 1970; null without runs. */
  readonly fromMs: number | null;
  readonly toMs: number | null;
  /** Root runs whose energy is known. */
  readonly runs: number;
  readonly total: Amounts;
  readonly useful: Amounts;
  readonly running: Amounts & { readonly runs: number };
  readonly causes: readonly CauseSum[];
  /** Every part that was wasted, the largest first. */
  readonly items: readonly WasteItem[];
  readonly recommendations: readonly Recommendation[];
  /** Those that their reader has set aside. */
  readonly dismissed: readonly Recommendation[];
  /** Root runs of whose energy only bounds or nothing is known: in no sum. */
  readonly unknown: readonly WasteRun[];
}

/** All that one cause took. */
export interface CauseSum extends Amounts {
  readonly cause: Cause;
  /** How many runs it is of. */
  readonly runs: number;
}

/** What one cause took of one run. */
export interface WasteItem extends Amounts {
  readonly share: WasteShare;
}

/**
 * Divides the energy of runs among causes that exclude each other, and says what to do about them. The sums of the causes, of what was useful and of
 * what is running are the total.
 *
 * @param runs those to look at; root runs count, of a sum and its parts the sum.
 * @param nested runs inside them.
 */
export function wasteReport(
  runs: readonly WasteRun[],
  nested: readonly WasteRun[],
  known: Known,
): WasteReport {
  const pieces = piecesOf(runs, nested);
  const unknown = pieces.filter(({ run, root }) => run.id === root.id && root.energy.value === null);
  const shares = pieces
    .filter(({ root }) => root.energy.value !== null)
    .flatMap((piece) => judge(piece, known));
  const wasted = shares.filter(isWaste);
  const of = (cause: Share['cause']): readonly Share[] => shares.filter((share) => share.cause === cause);
  const starts = pieces.flatMap(({ root }) => root.startedMs ?? []);
  const ends = pieces.flatMap(({ root }) => root.endedMs ?? root.startedMs ?? []);
  const { shown, dismissed } = recommend(
    wasted,
    shares.reduce((sum, { root, part }) => sum + part * (root.energy.value ?? 0), 0),
    known.rules,
    known.dismissed,
  );
  const total = amountsOf(shares.map((share) => ({ ...share, lowPart: share.part, highPart: share.part })));
  return {
    fromMs: starts.length === 0 ? null : starts.reduce((a, b) => Math.min(a, b)),
    toMs: ends.length === 0 ? null : ends.reduce((a, b) => Math.max(a, b)),
    runs: new Set(shares.map(({ root }) => root.id)).size,
    total,
    useful: amountsOf(of('useful')),
    running: { ...amountsOf(of('running')), runs: countRuns(of('running')) },
    causes: CAUSES.map((cause) => ({ cause, ...amountsOf(of(cause)), runs: countRuns(of(cause)) })),
    items: wasted
      .map((share): WasteItem => ({ share, ...amountsOf([share]) }))
      .sort((a, b) => (b.energy.value ?? 0) - (a.energy.value ?? 0)),
    recommendations: shown,
    dismissed,
    unknown: unknown.map(({ root }) => root),
  };
}

function isWaste(share: Share): share is WasteShare {
  return share.cause !== 'useful' && share.cause !== 'running' && share.part > 0;
}

function countRuns(shares: readonly Share[]): number {
  return new Set(shares.filter(({ part }) => part > 0).map(({ run }) => run.id)).size;
}
