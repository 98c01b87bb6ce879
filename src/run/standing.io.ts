import { Registry } from '../attribution/registry.io.ts';
import type { LiveRun, RegistryEntry } from '../attribution/registry-entry.ts';
import { reservationOf, reservedPart } from '../attribution/reservation.ts';
import { type Problem, problem } from '../errors.ts';
import type { CgroupFacts } from '../hardware/cgroup-facts.ts';
import { readCgroup } from '../hardware/cgroup.io.ts';
import { ceilingOf, containerWarning } from '../hardware/container.ts';
import { describeMachine, type MachineDescription } from '../hardware/describe-machine.io.ts';
import type { Host } from '../host/host.ts';
import { ownCpuS } from './own-cpu.io.ts';
import { findParent } from './find-parent.io.ts';
import { identityOf, type Job } from './ranks/job-of.ts';
import { JobPlace, leads } from './ranks/job-place.io.ts';
import { rankKey } from './ranks/rank-key.io.ts';

/** Who wants to stand where. */
export interface StandingOptions {
  readonly id: string;
  readonly name: string;
  readonly rootPid: number;
  readonly intervalS: number;
  /** It takes over the ranks of a job whose leader has ended: it has the lock of `place`. */
  readonly takesOver?: TakeOver;
  /** The run of this process that it is a part of. */
  readonly within?: Standing;
}

/** A job whose leader has ended, as its successor needs it. */
export interface TakeOver {
  readonly place: JobPlace;
  /** The root run that led it before. */
  readonly from: string;
}

/** What a run claims of the machine's idle energy, as its entry of the registry says it. */
export type Claimed = Pick<RegistryEntry, 'reserved' | 'reservation' | 'atMost' | 'gpus'>;

/** How a run stands among the others of this machine: a root, a part of the run around it, a rank of a job; and what is reserved for it. */
export class Standing {
  readonly registry: Registry | undefined;
  readonly id: string;
  readonly rootId: string;
  readonly parentId: string | undefined;
  /** The job that its launcher tells of. */
  readonly job: Job | undefined;
  /** Its place among the ranks of that job on this machine, where it has one. */
  readonly place: JobPlace | undefined;
  readonly claimed: Claimed;
  readonly warnings: Problem[] = [];
  readonly #host: Host;
  readonly #cgroup: CgroupFacts;
  readonly #within: Standing | undefined;
  #machine: MachineDescription | undefined;
  #hasLeft = false;

  constructor(host: Host, bootId: string, options: StandingOptions) {
    this.#host = host;
    this.id = options.id;
    const { takesOver, within } = options;
    this.#within = within;
    this.#cgroup = within === undefined ? readCgroup(host) : within.#cgroup;
    this.registry = Registry.open(host, bootId);
    const identity = identityOf(host.env);
    this.job = identity?.job;
    this.claimed = within === undefined ? this.#claim() : within.claimed;
    const around = takesOver === undefined ? host.env['JOULEBOOK_RUN'] : undefined;
    const parent = within ?? (around === undefined ? undefined : findParent(this.registry, around, host));
    const key = parent !== undefined || identity === undefined ? undefined : rankKey(host, identity);
    this.place = takesOver?.place ?? (key === undefined ? undefined : this.#join(key, options));
    if (parent === undefined && key !== undefined && this.place === undefined)
      this.warnings.push(aloneProblem());
    const above = parent ?? this.place?.leader;
    this.rootId = above?.rootId ?? options.id;
    this.parentId = above?.id;
    // With a place in a job it has entered under the job's lock.
    if (this.place === undefined || takesOver !== undefined) this.#enter(options, above);
  }

  /** A root has an idle share and is summed; a part is neither. */
  get isRoot(): boolean {
    return this.parentId === undefined;
  }

  /** The machine, described when first asked for. */
  get machine(): MachineDescription {
    if (this.#within !== undefined) return this.#within.machine;
    this.#machine ??= describeMachine(this.#host, this.#cgroup);
    return this.#machine;
  }

  /** What limits the run's share of this machine. */
  get limits(): Problem | undefined {
    return this.isRoot
      ? containerWarning({ ...this.machine, container: this.machine.info.container })
      : undefined;
  }

  /** Whether the leader of the ranks is missing among the live runs, so that this run may take over. */
  isOrphan(runs: readonly LiveRun[]): boolean {
    const { place } = this;
    if (place?.leader === undefined) return false;
    return !runs.some(({ entry }) => entry.uid === this.#host.uid && leads(entry, place.key));
  }

  /** Whether the job that it leads has live ranks outside of this process. */
  get hasRanks(): boolean {
    const { place, registry } = this;
    if (place === undefined || registry === undefined || place.leader !== undefined) return false;
    const { pid, uid } = this.#host;
    return registry
      .others()
      .some(
        ({ entry }) => !entry.isRoot && entry.job === place.key && entry.uid === uid && entry.pid !== pid,
      );
  }

  /** Leaves the machine's live runs. A rank says its last word, a leader steps down. @param workS CPU seconds of the run in all. */
  leave(workS: number): void {
    if (this.#hasLeft) return;
    this.#hasLeft = true;
    const { place, registry } = this;
    place?.close();
    if (place?.leader !== undefined) place.sayFinal(this.id, workS);
    registry?.leave();
    if (place !== undefined && place.leader === undefined) place.stepDown(this.id);
  }

  #join(key: string, options: StandingOptions): JobPlace | undefined {
    if (this.registry === undefined) return undefined;
    return JobPlace.join(this.#host, this.registry, key, options, (leader) =>
      this.#enter(options, leader, key),
    );
  }

  #enter(
    { id, rootPid, intervalS, takesOver }: StandingOptions,
    above: { readonly id: string; readonly rootId: string } | undefined,
    job: string | undefined = takesOver?.place.key,
  ): void {
    const entry = {
      id,
      rootId: above?.rootId ?? id,
      ...(above === undefined ? {} : { parentId: above.id }),
      isRoot: above === undefined,
      rootPid,
      ...this.claimed,
      intervalS,
      ...(job === undefined ? {} : { job }),
    };
    // Most of what a tracker uses it has used by now: a run around a short one sees it at once.
    this.registry?.enter(entry, takesOver === undefined ? ownCpuS() : 0);
  }

  /** The machine is described only where something is reserved or limited: a start must cost little. */
  #claim(): Claimed {
    const reservation = reservationOf(this.#host.env, this.#cgroup);
    const { quota, cpuset } = this.#cgroup;
    const part = reservation === undefined ? 0 : reservedPart(reservation, this.machine.cpuCapacity);
    const isLimited = quota !== undefined || cpuset !== undefined;
    const atMost = isLimited ? ceilingOf({ ...this.machine, container: this.machine.info.container }) : 1;
    return {
      reserved: part,
      ...(reservation?.name === undefined ? {} : { reservation: reservation.name }),
      ...(atMost === 1 ? {} : { atMost }),
      ...(reservation === undefined || reservation.gpus.length === 0 ? {} : { gpus: reservation.gpus }),
    };
  }
}

function aloneProblem(): Problem {
  return problem(
    'E_SHARE',
    'the ranks of this job cannot know each other on this machine',
    'no folder for live runs could be made or locked, so each rank counts as a run of its own',
    'make /tmp writable, or name a folder on this machine: JOULEBOOK_REGISTRY=/path',
  );
}
