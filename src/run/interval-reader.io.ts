import { MachineCpuReader } from '../attribution/machine-cpu.io.ts';
import type { LiveRun, Registry } from '../attribution/registry.io.ts';
import { rateOf } from '../attribution/registry-entry.ts';
import { type Claim, type MachineInterval, ownedJ, type Shares, shareOut } from '../attribution/share-out.ts';
import type { SampleEvent } from '../book/journal-event.ts';
import type { Host } from '../host/host.ts';
import type { Meter } from '../meters/meter.ts';
import type { CpuSource } from './cpu-source.ts';

/** The run whose intervals are read. */
export interface ReaderOptions {
  readonly runId: string;
  readonly isRoot: boolean;
  readonly reserved: number;
  readonly cpuCapacity: number;
}

/** A reading and when it was taken. */
export interface Reading {
  readonly t: number;
  readonly sample: Omit<SampleEvent, 'k'>;
  /** Time in which the machine was suspended, s. */
  readonly suspendedS: number;
}

/**
 * Takes the readings of a run: what the machine used since the reading before, and which part of it is the run's. On the sampling path:
 * kept descriptors, synchronous reads, no promises.
 */
export class IntervalReader {
  readonly #host: Host;
  readonly #options: ReaderOptions;
  readonly #machineCpu: MachineCpuReader;
  readonly #cpu: CpuSource;
  readonly #registry: Registry | undefined;
  readonly #trackers = new Map<string, number>();
  #meter: Meter | undefined;
  #names: readonly string[] = [];
  #energyJ = new Float64Array(0);
  #idleJ = new Float64Array(0);
  #at: number;
  #monotonicAt: number;
  #busyS: number;
  #treeS = 0;
  #ownS: number;
  #nestedS = 0;
  #count = 0;

  constructor(host: Host, options: ReaderOptions, cpu: CpuSource, registry: Registry | undefined) {
    this.#host = host;
    this.#options = options;
    this.#cpu = cpu;
    this.#registry = registry;
    this.#machineCpu = new MachineCpuReader(host.roots.proc);
    this.#at = host.clock.bootS();
    this.#monotonicAt = monotonicS();
    this.#busyS = this.#machineCpu.read()?.busyS ?? 0;
    this.#ownS = ownCpuS();
  }

  /** Gives the reader its meter; its components are the columns from now on. */
  use(meter: Meter): void {
    const available = meter.components.filter((component) => component.available);
    this.#names = available.map((component) => component.name);
    this.#energyJ = new Float64Array(available.length);
    this.#idleJ = new Float64Array(available.length);
    this.#meter = meter;
    meter.start();
  }

  /** Seconds since the reading before. */
  get ageS(): number {
    return this.#host.clock.bootS() - this.#at;
  }

  /** Reads the interval since the reading before. */
  read(): Reading {
    const t = this.#host.clock.bootS();
    const monotonic = monotonicS();
    const dt = Math.max(0, t - this.#at);
    const suspendedS = Math.max(0, dt - (monotonic - this.#monotonicAt));
    const awakeS = suspendedS > 0.5 ? dt - suspendedS : dt; // the two clocks are read one after the other
    const others = this.#registry?.others() ?? [];

    if (this.#count++ % DISCOVER_EVERY === 0) this.#cpu.discover();
    const treeS = this.#cpu.totalS();
    const nestedS = this.#nestedTrackersS(others);
    const ownS = ownCpuS();
    const busyNow = this.#machineCpu.read()?.busyS;
    const c = Math.max(0, treeS - this.#treeS - (nestedS - this.#nestedS));
    const o = Math.max(0, ownS - this.#ownS);
    const b = Math.max(c + o, busyNow === undefined ? 0 : busyNow - this.#busyS);
    const capacityCpuS = this.#options.cpuCapacity * awakeS;

    const cpuBusy = capacityCpuS > 0 ? Math.min(1, b / capacityCpuS) : 0;
    this.#meter?.read({ dtS: awakeS, cpuBusy }, { energyJ: this.#energyJ, idleJ: this.#idleJ }, 0);
    const machine: MachineInterval = {
      components: this.#names,
      energyJ: this.#energyJ,
      idleJ: this.#idleJ,
      capacityCpuS,
      busyCpuS: b,
    };
    const { shares, unattributedJ, trackerJ, roots } = this.#share(machine, c, o, others, dt, t);
    this.#at = t;
    this.#monotonicAt = monotonic;
    this.#busyS = busyNow ?? 0;
    this.#treeS = treeS;
    this.#nestedS = nestedS;
    this.#ownS = ownS;
    // Whoever is alone is asked by nobody: a run that begins meanwhile finds rates of the last few ticks.
    if (others.length > 0 || this.#count % PUBLISH_ALONE_EVERY === 1) this.#registry?.publish(t, treeS - nestedS, ownS);
    return {
      t,
      suspendedS: suspendedS > 0.5 ? suspendedS : 0,
      sample: {
        dt: rounded(dt),
        e: roundedAll(this.#energyJ),
        i: roundedAll(this.#idleJ).map(nullIfUnknown),
        s: roundedAll(shares.dynamic),
        x: roundedAll(shares.idle),
        ua: rounded(unattributedJ),
        tr: rounded(trackerJ),
        u: rounded(c),
        b: rounded(b),
        o: rounded(o),
        n: roots,
      },
    };
  }

  close(): void {
    this.#machineCpu.close();
    this.#meter?.close();
    this.#cpu.close();
  }

  #share(machine: MachineInterval, c: number, o: number, others: readonly LiveRun[], dt: number, t: number) {
    const roots = others.filter((run) => run.entry.isRoot);
    const claims: Claim[] = roots.map((run) => ({
      cpuS: rateOf(run.entry, run.use, t).cpu * dt,
      reserved: run.entry.reserved,
    }));
    const trackers = others.reduce((total, run) => total + rateOf(run.entry, run.use, t).tracker * dt, o);
    if (this.#options.isRoot) {
      const out = shareOut(machine, [{ cpuS: c, reserved: this.#options.reserved }, ...claims], trackers);
      return {
        shares: out.claims[0] as Shares,
        unattributedJ: out.unattributedJ.reduce((total, joules) => total + joules, 0),
        trackerJ: owned(machine, out.tracker),
        roots: claims.length + 1,
      };
    }
    // A nested run is an inclusive part of its root: its own active energy, no idle share, nothing left over to report.
    const out = shareOut(machine, [{ cpuS: c, reserved: 0 }], trackers);
    const dynamic = (out.claims[0] as Shares).dynamic;
    return {
      shares: { dynamic, idle: dynamic.map(() => 0) },
      unattributedJ: 0,
      trackerJ: owned(machine, out.tracker),
      roots: Math.max(1, claims.length),
    };
  }

  /** CPU seconds of trackers that run inside this run's tree: they are no work of the run's. */
  #nestedTrackersS(others: readonly LiveRun[]): number {
    if (others.length === 0 && this.#trackers.size === 0) return 0;
    for (const { entry, use } of others) {
      if (isInside(entry.id, this.#options.runId, others)) this.#trackers.set(entry.id, use.trackerCpuS);
    }
    let total = 0;
    for (const seconds of this.#trackers.values()) total += seconds;
    return total;
  }
}

/** Look for new processes at every nth reading: a walk of the tree costs more than a reading. */
const DISCOVER_EVERY = 4;

/** While no other run is alive, publish the own use at every nth reading; `rateOf` believes it for five intervals. */
const PUBLISH_ALONE_EVERY = 4;

function isInside(id: string, ancestor: string, runs: readonly LiveRun[]): boolean {
  let parent = runs.find((run) => run.entry.id === id)?.entry.parentId;
  for (let depth = 0; parent !== undefined && depth < 64; depth++) {
    if (parent === ancestor) return true;
    const next: string | undefined = parent;
    parent = runs.find((run) => run.entry.id === next)?.entry.parentId;
  }
  return false;
}

function owned(machine: MachineInterval, shares: Shares): number {
  return machine.components.reduce((total, _, c) => total + ownedJ(machine, shares, c), 0);
}

function ownCpuS(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function monotonicS(): number {
  return Number(process.hrtime.bigint()) / 1e9;
}

function roundedAll(values: ArrayLike<number>): number[] {
  const out: number[] = [];
  for (let i = 0; i < values.length; i++) out.push(rounded(values[i] as number));
  return out;
}

function nullIfUnknown(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

/** Microjoules and microseconds are finer than any meter; more digits would only fill the disk. */
function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
