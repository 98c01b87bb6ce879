import { MachineCpuReader } from '../attribution/machine-cpu.io.ts';
import { claimOfRun } from '../attribution/claim-of-run.ts';
import { deviceUse } from '../attribution/device-use.ts';
import { repeated } from '../attribution/ends.ts';
import { isInside, type Measured, rankAbove } from '../attribution/job-family.ts';
import { RankSums } from '../attribution/rank-sums.ts';
import type { Registry } from '../attribution/registry.io.ts';
import { type LiveRun, rateOf, type RegistryEntry } from '../attribution/registry-entry.ts';
import { reservedGpus } from '../attribution/reserved-gpus.ts';
import { type DeviceShares, shareDevice } from '../attribution/share-device.ts';
import { type Claim, type MachineInterval, ownedJ, type Shares, shareOut } from '../attribution/share-out.ts';
import { type RunRoot, TenantOwners } from '../attribution/tenant-owner.io.ts';
import { TICKS_PER_S } from '../attribution/proc-stat.ts';
import { TickBalance } from '../attribution/tick-balance.ts';
import type { SampleEvent } from '../book/journal-event.ts';
import type { Host } from '../host/host.ts';
import { FloorGauge, IDLE_BELOW } from '../meters/machine/floor.ts';
import type { GpuTenancy } from '../meters/gpu-tenancy.ts';
import type { ComponentInfo, Meter, MeterChange, MeterOutput } from '../meters/meter.ts';
import type { CpuSource } from './cpu-source.ts';
import { ownCpuS } from './own-cpu.io.ts';
import { RanksInTree } from './ranks/ranks-in-tree.io.ts';
import { energies, rounded, roundedAll, roundedShares } from './sample-numbers.ts';

/** The run whose intervals are read. */
export interface ReaderOptions
  extends Pick<RegistryEntry, 'isRoot' | 'reserved' | 'reservation' | 'atMost' | 'gpus' | 'job'> {
  readonly runId: string;
  /** The process whose descendants are the run's work. */
  readonly rootPid: number;
  readonly cpuCapacity: number;
  /** The last word of a rank of the job that it leads, CPU s. */
  readonly finalOf?: (id: string) => number | undefined;
  /** True where it takes over ranks that counted in another run until now. The tracker's own use is told by the rank of this process. */
  readonly takesOver?: boolean;
}

/** A reading and when it was taken. */
export interface Reading {
  readonly t: number;
  readonly sample: Omit<SampleEvent, 'k'>;
  /** Time in which the machine was suspended, s. */
  readonly suspendedS: number;
  /** What this reading brought to light about the meters: from the next reading on the columns are these. */
  readonly change?: MeterChange & { readonly components: readonly ComponentInfo[] };
}

/**
 * Takes the readings of a run: what the machine used since the reading before, and which part of it is the run's. On the sampling path:
 * kept descriptors, synchronous reads, no promises.
 */
export class IntervalReader {
  readonly #host: Host;
  readonly #options: ReaderOptions;
  readonly #measured: Measured;
  readonly #machineCpu: MachineCpuReader;
  readonly #cpu: CpuSource;
  readonly #registry: Registry | undefined;
  /** CPU seconds of the trackers inside the run, by process. */
  readonly #trackers = new Map<string, number>();
  readonly #owners: TenantOwners;
  /** Where it leads a job: the ranks that are parts of it. */
  readonly #ranks: RankSums | undefined;
  readonly #inTree: RanksInTree;
  #ownersAsOf = -1;
  #others: readonly LiveRun[] = [];
  #meter: Meter | undefined;
  #tenancies: readonly GpuTenancy[] = [];
  #names: readonly string[] = [];
  #output: MeterOutput = outputFor(0);
  #at: number;
  #monotonicAt: number;
  #busyS: number;
  #stolenS: number;
  #workS = 0;
  readonly #ticks = new TickBalance();
  #ownS: number;
  #count = 0;
  /** What the machine drew while it did nothing, for later runs. */
  readonly floor = new FloorGauge();

  constructor(host: Host, options: ReaderOptions, cpu: CpuSource, registry: Registry | undefined) {
    this.#host = host;
    this.#options = options;
    const { runId: id, isRoot, job } = options;
    this.#measured = { id, isRoot, ...(job === undefined ? {} : { job }) };
    this.#cpu = cpu;
    this.#registry = registry;
    this.#owners = new TenantOwners(host);
    this.#inTree = new RanksInTree(host, registry, cpu.topPid);
    this.#machineCpu = new MachineCpuReader(host.roots.proc);
    this.#at = host.clock.bootS();
    this.#monotonicAt = monotonicS();
    const machine = this.#machineCpu.read();
    this.#busyS = machine?.busyS ?? 0;
    this.#stolenS = machine?.stolenS ?? 0;
    this.#ownS = this.#trackerS();
    if (isRoot && job !== undefined) {
      const before = options.takesOver === true ? this.#ranksAmong(registry?.others() ?? []) : [];
      this.#ranks = new RankSums(before);
    }
  }

  /** The other runs alive at the last reading. */
  get others(): readonly LiveRun[] {
    return this.#others;
  }

  /** CPU seconds of the run's own work until the last reading. */
  get workS(): number {
    return this.#workS;
  }

  /** Gives the reader its meter, whose components are the columns from now on, and who tells of the users of GPUs. */
  use(meter: Meter, tenancies: readonly GpuTenancy[]): void {
    this.#meter = meter;
    this.#tenancies = tenancies;
    this.#takeColumns(meter);
    meter.start(this.#host.clock.bootS());
  }

  /** Longest time between two polls, s. */
  get pollWithinS(): number {
    return this.#meter?.pollWithinS ?? Number.POSITIVE_INFINITY;
  }

  /** Reads the counters, so that none wraps unseen before the next reading. */
  poll(): void {
    this.#meter?.poll(this.#host.clock.bootS());
  }

  /** A sample of an idle machine: no work, and no context on any GPU. */
  #learn(dtS: number): void {
    if (this.#tenancies.some(({ tenants, isHidden }) => isHidden || tenants.length > 0)) return;
    const { energyJ, highJ } = this.#output;
    let c = 0;
    for (const { name, uuid, method, available } of this.#meter?.components ?? []) {
      if (!available) continue;
      const joules = energyJ[c] as number;
      if (joules === highJ[c] && joules > 0 && isCounted(name, method))
        this.floor.add(uuid ?? name, method, joules / dtS);
      c += 1;
    }
  }

  #change(): Reading['change'] {
    const change = this.#meter?.change();
    if (this.#meter === undefined || change === undefined) return undefined;
    this.#takeColumns(this.#meter);
    return { ...change, components: this.#meter.components };
  }

  #takeColumns(meter: Meter): void {
    this.#names = meter.components.filter(({ available }) => available).map(({ name }) => name);
    this.#output = outputFor(this.#names.length);
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
    this.#others = others;

    this.#count++;
    this.#cpu.discover();
    const rankS = this.#ranks?.totalS(this.#ranksAmong(others), t, this.#finalOf) ?? 0;
    const workS = this.#cpu.totalS() - this.#nestedTrackersS(others) + rankS;
    const ownS = this.#trackerS();
    const cpuNow = this.#machineCpu.read();
    const c = Math.max(0, workS - this.#workS);
    const o = Math.max(0, ownS - this.#ownS);
    const busyS = cpuNow === undefined ? 0 : cpuNow.busyS - this.#busyS;
    const b = Math.max(c + o, busyS);
    const stolenS = Math.max(0, (cpuNow?.stolenS ?? 0) - this.#stolenS);
    const { cpuCapacity } = this.#options;
    const capacityCpuS = cpuCapacity * awakeS;
    const fitted = this.#ticks.take({ run: c, own: o, busy: busyS }, capacityCpuS, mostLateS(cpuCapacity));

    // A stolen second is nobody's work: the machine stands still in it, so it is in no load.
    const cpuBusy = capacityCpuS > 0 ? Math.min(1, fitted.busy / capacityCpuS) : 0;
    const output = this.#output;
    this.#meter?.read({ nowS: t, dtS: awakeS, cpuBusy }, output);
    const roots = others.filter((run) => run.entry.isRoot);
    const devices = this.#devices(t, roots, others);
    const machine: MachineInterval = {
      components: this.#names,
      energyJ: middles(output),
      idleJ: output.idleJ,
      basePart: output.basePart,
      ...(devices === undefined ? {} : { devices }),
      capacityCpuS: Math.max(0, capacityCpuS - stolenS),
      busyCpuS: fitted.busy,
    };
    const { run, own } = fitted;
    const { shares, unattributedJ, trackerJ, alive } = this.#share(machine, run, own, roots, others, dt, t);
    this.#at = t;
    this.#monotonicAt = monotonic;
    this.#busyS = cpuNow?.busyS ?? 0;
    this.#stolenS = cpuNow?.stolenS ?? 0;
    this.#workS = Math.max(this.#workS, workS);
    this.#ownS = ownS;
    // Whoever is alone is asked by nobody: a run that begins meanwhile finds rates of the last few ticks.
    if (others.length > 0 || this.#count % PUBLISH_ALONE_EVERY === 1)
      this.#registry?.publish(t, this.#workS, ownS);
    if (cpuBusy < IDLE_BELOW && awakeS >= LEAST_IDLE_S) this.#learn(awakeS);
    const change = this.#change();
    return {
      t,
      ...(change === undefined ? {} : { change }),
      suspendedS: suspendedS > 0.5 ? suspendedS : 0,
      sample: {
        dt: rounded(dt),
        e: energies(output),
        i: roundedAll(output.idleJ),
        s: roundedShares(shares.dynamic),
        x: roundedShares(shares.idle),
        ua: rounded(Math.max(0, unattributedJ)),
        tr: rounded(trackerJ),
        u: rounded(c),
        b: rounded(b),
        o: rounded(o),
        n: alive,
        ...(rounded(stolenS) > 0 ? { st: rounded(stolenS) } : {}),
      },
    };
  }

  close(): void {
    this.#machineCpu.close();
    this.#meter?.close();
    this.#cpu.close();
  }

  #share(
    machine: MachineInterval,
    c: number,
    o: number,
    roots: readonly LiveRun[],
    others: readonly LiveRun[],
    dt: number,
    t: number,
  ) {
    const claims = roots.map((run): Claim => claimOfRun(run, dt, t));
    const trackers = o + this.#trackerRates(others, t) * dt;
    if (this.#options.isRoot) {
      const out = shareOut(machine, [{ ...this.#options, cpuS: c }, ...claims], trackers);
      return {
        shares: out.claims[0] as Shares,
        unattributedJ: out.unattributedJ.reduce((total, joules) => total + joules, 0),
        trackerJ: owned(machine, out.tracker),
        alive: claims.length + 1,
      };
    }
    // A nested run is an inclusive part of its root: its own active energy, no idle share, nothing left over to report.
    const out = shareOut(machine, [{ cpuS: c, reserved: 0 }], trackers);
    const dynamic = (out.claims[0] as Shares).dynamic;
    return {
      shares: { dynamic, idle: repeated(dynamic.length, 0) },
      unattributedJ: 0,
      trackerJ: owned(machine, out.tracker),
      alive: Math.max(1, claims.length),
    };
  }

  /** Who shares which GPU in this interval; undefined where there is none. */
  #devices(
    t: number,
    roots: readonly LiveRun[],
    others: readonly LiveRun[],
  ): readonly (DeviceShares | undefined)[] | undefined {
    if (!this.#names.some((name) => name.startsWith('gpu:'))) return undefined;
    const changes = this.#registry?.changes ?? 0;
    if (changes !== this.#ownersAsOf) this.#owners.forget();
    this.#ownersAsOf = changes;
    const { runId: id, isRoot, rootPid } = this.#options;
    const runs: readonly RunRoot[] = [
      { id, pid: rootPid },
      ...others.map(({ entry }) => ({ id: entry.id, pid: entry.rootPid })),
    ];
    const ownerOf = (pid: number): string | undefined => this.#owners.ownerOf(pid, runs);
    const claims = isRoot ? roots.length + 1 : 1;
    for (const tenancy of this.#tenancies) tenancy.look(t);
    const reserved = isRoot
      ? reservedGpus(this.#names, [this.#options, ...roots.map(({ entry }) => entry)])
      : [];
    return this.#names.map((name, c) => {
      if (!name.startsWith('gpu:')) return undefined;
      const tenancy = this.#tenancies.find(({ target }) => target === name) ?? UNTOLD;
      return shareDevice(deviceUse(tenancy, ownerOf, this.#measured, roots, others, reserved[c]), claims);
    });
  }

  /** CPU seconds of trackers inside this run's tree, as far as they have told of them; they are no work of the run's. */
  get trackersInsideS(): number {
    let total = 0;
    for (const seconds of this.#trackers.values()) total += seconds;
    return total;
  }

  /** Takes in what the trackers inside this run's tree tell; gives {@link trackersInsideS}. */
  #nestedTrackersS(others: readonly LiveRun[]): number {
    if (others.length === 0 && this.#trackers.size === 0) return 0;
    const { runId: id, job } = this.#options;
    for (const { entry, use } of others) {
      if (!isInside(entry.id, id, others) || this.#isOurs(entry)) continue;
      // What a rank of the job tells is without trackers already, and most are no descendants of ours.
      const rank = job === undefined ? undefined : rankAbove(entry.id, job, others);
      if (rank === undefined || this.#inTree.has(rank))
        raise(this.#trackers, processOf(entry), use.trackerCpuS);
    }
    return this.trackersInsideS;
  }

  /** CPU use of all other trackers, in CPU seconds a second. */
  #trackerRates(others: readonly LiveRun[], t: number): number {
    const rates = new Map<string, number>();
    for (const { entry, use } of others)
      if (!this.#isOurs(entry)) raise(rates, processOf(entry), rateOf(entry, use, t).tracker);
    let total = 0;
    for (const rate of rates.values()) total += rate;
    return total;
  }

  /** Whether this very process tracks that run, too: the trials of a study, the stages of a pipeline. Its time is counted already, and once. */
  #isOurs(entry: RegistryEntry): boolean {
    return entry.pid === this.#host.pid && this.#registry?.isOfThisNamespace({ entry }) === true;
  }

  /** The ranks that are parts of this run and whose work is not in its own tree. */
  #ranksAmong(others: readonly LiveRun[]): readonly LiveRun[] {
    const { job } = this.#options;
    const { uid } = this.#host;
    return others.filter(
      ({ entry }) => !entry.isRoot && entry.job === job && entry.uid === uid && !this.#inTree.has(entry),
    );
  }

  readonly #finalOf = (id: string): number | undefined => this.#options.finalOf?.(id);

  #trackerS(): number {
    return this.#options.takesOver === true ? 0 : ownCpuS();
  }
}

/** While no other run is alive, publish the own use at every nth reading; `rateOf` believes it for five intervals. */
const PUBLISH_ALONE_EVERY = 4;

/** How late or early ticks may be, CPU s: one for each CPU, and one for the run. */
function mostLateS(cpuCapacity: number): number {
  return (cpuCapacity + 1) / TICKS_PER_S;
}

/** Names the tracker of a run: one process may track many, and each of them tells all that it has used. */
function processOf({ pidNamespace, pid, startTicks }: RegistryEntry): string {
  return `${pidNamespace} ${pid} ${startTicks}`;
}

function raise(map: Map<string, number>, key: string, value: number): void {
  map.set(key, Math.max(map.get(key) ?? 0, value));
}

function owned(machine: MachineInterval, shares: Shares): number {
  return machine.components.reduce((total, _, c) => total + ownedJ(machine, shares, c), 0);
}

function monotonicS(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds + nanoseconds / 1e9;
}

/** A shorter sample says little of a power. */
const LEAST_IDLE_S = 0.5;

/** What follows from others (`other`) or from a model teaches nothing. */
function isCounted(name: string, method: string): boolean {
  return name !== 'other' && !method.startsWith('model:');
}

/** A GPU whose driver does not tell who uses it. */
const UNTOLD = { tenants: [], isHidden: true } as const;

function outputFor(columns: number): MeterOutput {
  return {
    energyJ: new Float64Array(columns),
    highJ: new Float64Array(columns),
    idleJ: new Float64Array(columns),
    basePart: 1,
  };
}

/** The middles of what is known by its bounds. */
function middles({ energyJ, highJ }: MeterOutput): readonly number[] {
  const out: number[] = [];
  for (let c = 0; c < energyJ.length; c++) out.push(((energyJ[c] as number) + (highJ[c] as number)) / 2);
  return out;
}
