import { summable } from '../../book/summable.ts';
import type { WasteRun } from './waste-run.ts';

/** A piece of a root run's energy: what falls to a run that is nested in it, or what is left to itself. */
export interface Piece {
  /** Whose state and inputs decide. */
  readonly run: WasteRun;
  readonly root: WasteRun;
  /** How much of the root's energy it is, 0 to 1; the pieces of a root add up to 1. */
  readonly part: number;
}

/**
 * Divides root runs into pieces. A nested run's record has no share of the machine's idle energy: here it gets that of its root by the time that it
 * lasted, or by the time of all of them where several ran at once. What is nested deeper is in the run that it stands in.
 *
 * @param nested runs that have a parent, of which those of these roots count.
 */
export function piecesOf(runs: readonly WasteRun[], nested: readonly WasteRun[]): readonly Piece[] {
  const byParent = new Map<string, WasteRun[]>();
  for (const run of nested) {
    if (run.parentId === null) continue;
    const siblings = byParent.get(run.parentId);
    if (siblings === undefined) byParent.set(run.parentId, [run]);
    else siblings.push(run);
  }
  return summable(runs).flatMap((root) => divided(root, byParent.get(root.id) ?? []));
}

function divided(root: WasteRun, nested: readonly WasteRun[]): readonly Piece[] {
  const whole = root.energy.value;
  if (nested.length === 0 || whole === null || whole <= 0) return [{ run: root, root, part: 1 }];
  const active = root.active.value ?? whole;
  const idle = Math.max(0, whole - active);
  const lasted = nested.reduce((sum, { durationS }) => sum + durationS, 0);
  const timeS = Math.max(root.durationS, lasted);
  const joules = nested.map(
    ({ active: own, durationS }) => (own.value ?? 0) + (timeS > 0 ? (idle * durationS) / timeS : 0),
  );
  // Errors of reading may let the nested runs have more than their root: then they share what it has.
  const scale =
    1 /
    Math.max(
      whole,
      joules.reduce((sum, one) => sum + one, 0),
    );
  const parts = joules.map((one) => one * scale);
  const rest = Math.max(0, 1 - parts.reduce((sum, part) => sum + part, 0));
  return [
    ...nested.map((run, i) => ({ run, root, part: parts[i] ?? 0 })),
    { run: withoutFate(root, nested), root, part: rest },
  ];
}

/** A root that failed because of what was nested in it has not failed on its own account. */
function withoutFate(root: WasteRun, nested: readonly WasteRun[]): WasteRun {
  const isTheirs = nested.some(({ state }) => state !== 'ok' && state !== 'running');
  return root.state !== 'running' && isTheirs
    ? { ...root, state: 'ok', epochs: [] }
    : { ...root, epochs: [] };
}
