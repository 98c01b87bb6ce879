import type { Cause } from './cause.ts';
import type { Piece } from './piece.ts';
import { type Plateau, plateauOf } from './plateau.ts';
import type { Repeats } from './repeats.ts';
import type { WasteRules } from './rules.ts';
import type { Share } from './share.ts';
import type { WasteRun } from './waste-run.ts';
import { shareText } from '../../units/format-share.ts';

/** Runs with this tag are what they are for a reason: nothing of them is waste. */
export const NOT_WASTE = 'not-waste';

/** What is known besides the records. */
export interface Known {
  readonly repeats: Repeats;
  /** The part of a run's energy that it took while it waited, by its id, for those that were looked at. */
  readonly waiting: ReadonlyMap<string, number>;
  readonly rules: WasteRules;
  /** Keys of recommendations that are set aside. */
  readonly dismissed?: ReadonlySet<string>;
}

/** What became of a piece: the first cause that holds for all of it, or the parts in which nothing more came of it, and the rest. */
export function judge(piece: Piece, known: Known): readonly Share[] {
  const { run, part } = piece;
  if (run.state === 'running') return [whole(piece, 'running', 'it is alive')];
  if (run.tags.includes(NOT_WASTE)) return [whole(piece, 'useful', `tagged ${NOT_WASTE}`)];
  const found = wholeCause(run, known.repeats);
  if (found !== undefined) return [whole(piece, found.cause, found.evidence, found.because)];
  const parts = [...plateauShare(piece, known.rules), ...waitingShare(piece, known)];
  const claimed = parts.reduce((sum, one) => sum + one.part, 0);
  return [
    ...parts,
    {
      ...whole(piece, 'useful', ''),
      part: part - claimed,
      lowPart: part - claimed,
      highPart: part - claimed,
    },
  ];
}

interface Found {
  readonly cause: Cause;
  readonly evidence: string;
  readonly because?: WasteRun;
}

function wholeCause(run: WasteRun, { duplicateOf, supersededBy }: Repeats): Found | undefined {
  // To end a watch of the machine or of a process is the way to end it.
  if (run.command.length === 0 && run.kind !== 'imported' && run.state !== 'failed') return undefined;
  switch (run.state) {
    case 'failed':
      return { cause: 'failed', evidence: run.signal === null ? `exit ${run.exitCode ?? '?'}` : run.signal };
    case 'interrupted':
      return { cause: 'killed', evidence: run.signal ?? 'interrupted' };
    case 'lost':
      return { cause: 'killed', evidence: 'ended without saying so' };
    case 'stopped':
      // A trial that the search ended told it what it wanted to know.
      return run.kind === 'trial' ? undefined : { cause: 'killed', evidence: `--${run.limit ?? 'limit'}` };
    default: {
      const first = duplicateOf.get(run.id);
      if (first !== undefined)
        return { cause: 'duplicate', evidence: `same inputs as ${nameOf(first)}`, because: first };
      const later = supersededBy.get(run.id);
      return later === undefined
        ? undefined
        : { cause: 'superseded', evidence: `done again by ${nameOf(later)}`, because: later };
    }
  }
}

/** A stage's name is that of all its runs: the end of the id tells which. */
function nameOf({ kind, name, id }: WasteRun): string {
  return kind === 'stage' ? `${name} ${id.slice(-6).toLowerCase()}` : name;
}

/** Trials are their stopper's to judge. */
function plateauShare(piece: Piece, rules: WasteRules): readonly Share[] {
  const { run, part } = piece;
  const whole = run.energy.value;
  if (run.kind === 'trial' || whole === null || whole <= 0) return [];
  const plateau = plateauOf(run.epochs, rules);
  if (plateau === undefined) return [];
  const of = (joules: number): number => part * Math.min(1, joules / whole);
  return [
    {
      ...piece,
      cause: 'past-plateau',
      part: of(plateau.joules),
      lowPart: of(plateau.lowJ),
      highPart: of(plateau.highJ),
      evidence: `${plateau.metric} flat: ${enoughText(plateau, run.areWindows)}`,
      because: undefined,
    },
  ];
}

function enoughText({ epochs, of }: Plateau, areWindows: boolean): string {
  return areWindows
    ? `the first ${shareText(epochs / of)} of its reports were enough`
    : `epoch ${epochs} of ${of} was enough`;
}

/** What waited after the plateau is in that already: waiting is taken to be spread evenly. */
function waitingShare(piece: Piece, { waiting, rules }: Known): readonly Share[] {
  const part = waiting.get(piece.run.id) ?? 0;
  if (part <= 0) return [];
  const [plateau] = plateauShare(piece, rules);
  const of = (past: number): number => part * Math.max(0, piece.part - past);
  return [
    {
      ...piece,
      cause: 'idle',
      part: of(plateau?.part ?? 0),
      lowPart: of(plateau?.highPart ?? 0),
      highPart: of(plateau?.lowPart ?? 0),
      evidence: `did almost nothing for ${shareText(part)} of its energy`,
      because: undefined,
    },
  ];
}

function whole(piece: Piece, cause: Share['cause'], evidence: string, because?: WasteRun): Share {
  const { run, root, part } = piece;
  return { run, root, cause, part, lowPart: part, highPart: part, evidence, because };
}
