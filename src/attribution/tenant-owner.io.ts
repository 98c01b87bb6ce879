import type { Host } from '../host/host.ts';
import { statOf } from './process-stat.io.ts';

/** A run, and the process whose descendants are its work: its tracker, or the process that it measures. */
export interface RunRoot {
  readonly id: string;
  readonly pid: number;
}

/** How far up to look: no process stands deeper. */
const DEPTH = 64;
/** A process's run is looked up again after this long: it may have been orphaned to another. */
const AGAIN_S = 60;

/** Finds the run that a process works for: the nearest of its ancestors, itself included, that is the root of a run. */
export class TenantOwners {
  readonly #host: Host;
  readonly #known = new Map<
    number,
    { readonly startTicks: number; readonly run: string | undefined; readonly atS: number }
  >();

  constructor(host: Host) {
    this.#host = host;
  }

  /** The run's id; undefined for work that no run owns. Remembered by process, looked up again when `runs` have changed ({@link forget}). */
  ownerOf(pid: number, runs: readonly RunRoot[]): string | undefined {
    const { proc } = this.#host.roots;
    const nowS = this.#host.clock.bootS();
    const known = this.#known.get(pid);
    const startTicks = statOf(proc, pid)?.startTicks;
    if (startTicks === undefined) return undefined;
    if (known !== undefined && known.startTicks === startTicks && nowS - known.atS < AGAIN_S)
      return known.run;
    const run = nearestOwner(proc, pid, runs);
    this.#known.set(pid, { startTicks, run, atS: nowS });
    return run;
  }

  /** Forgets what was found: runs have begun or ended. */
  forget(): void {
    this.#known.clear();
  }
}

/** The nearest of a process's ancestors, itself included, that is the root of one of the runs; that run's id. */
export function nearestOwner(proc: string, pid: number, runs: readonly RunRoot[]): string | undefined {
  let at = pid;
  for (let depth = 0; at > 1 && depth < DEPTH; depth++) {
    const owner = runs.find((run) => run.pid === at);
    if (owner !== undefined) return owner.id;
    const parent = statOf(proc, at)?.ppid;
    if (parent === undefined) return undefined;
    at = parent;
  }
  return undefined;
}
