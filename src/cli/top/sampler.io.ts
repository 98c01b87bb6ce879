import { hostname } from 'node:os';
import { claimOfRun } from '../../attribution/claim-of-run.ts';
import { middleOf } from '../../attribution/ends.ts';
import { type LiveRun, rateOf } from '../../attribution/registry-entry.ts';
import { Registry } from '../../attribution/registry.io.ts';
import type { Claim, MachineInterval } from '../../attribution/share-out.ts';
import { TenantOwners } from '../../attribution/tenant-owner.io.ts';
import { RunReducer } from '../../book/run-reducer.ts';
import type { Warning } from '../../errors.ts';
import {
  type FootprintConstants,
  footprintConstants,
  type FootprintOptions,
} from '../../grid/footprint-constants.io.ts';
import { describeMachine, type MachineDescription } from '../../hardware/describe-machine.io.ts';
import { bootId, hostId } from '../../hardware/host-id.io.ts';
import { readLine } from '../../hardware/small-file.io.ts';
import type { Host } from '../../host/host.ts';
import { type DetectedMeters, detectMeters } from '../../meters/detect.io.ts';
import type { Feeds, MeterSettings } from '../../meters/feeds.ts';
import { startFeeds } from '../../meters/feeds.io.ts';
import type { GpuTenancy } from '../../meters/gpu-tenancy.ts';
import type { ComponentInfo, MeterOutput } from '../../meters/meter.ts';
import type { OnlineOptions } from '../../run/online/online-options.ts';
import { BookToday } from './book-today.io.ts';
import { Busiest } from './busiest.io.ts';
import { componentReadings } from './component-readings.ts';
import { type DeviceOwners, devicesOfRoots, withDevices } from './device-claims.ts';
import type { GridAhead } from './grid-ahead.io.ts';
import { columnsOf, IntervalPowers, NO_SAMPLE } from './interval-energy.ts';
import { besidesOf } from './besides.ts';
import type { Besides, TopReading } from './reading.ts';
import { runReadings } from './run-readings.ts';
import { UseReader } from './interval-use.io.ts';
import { LiveJournals } from './live-journals.io.ts';
import { splitMachine } from './split-machine.ts';
import { stopRun } from './stop-run.io.ts';

/** What a sampler is told. */
export interface SamplerOptions {
  readonly footprint: FootprintOptions;
  readonly meters?: MeterSettings;
  readonly book?: string;
  /** What the network may be asked; without it nobody is. */
  readonly online?: OnlineOptions;
}

/**
 * Reads where this machine's watts go. As {@link IntervalReader} does for a run, from the same meters and by the same shares, but from outside: no run
 * is the one that is measured.
 */
export class TopSampler {
  readonly #host: Host;
  readonly #machine: MachineDescription;
  readonly #hostId: string;
  readonly #name: string;
  readonly #meters: DetectedMeters;
  readonly #constants: FootprintConstants;
  readonly #registry: Registry | undefined;
  readonly #use: UseReader;
  readonly #owners: TenantOwners;
  readonly #processes: Busiest;
  readonly #today: BookToday;
  readonly #journals: LiveJournals;
  /** Where the network may be asked: what the electricity will be like. */
  #ahead: GridAhead | undefined;
  /** The whole machine since the start, summed as a run is. */
  readonly #sums = new RunReducer('top');
  #seq = 0;
  /** As they are in the interval that is read: what the meter learns in a reading holds from the next on. */
  #components: readonly ComponentInfo[] = [];
  #columns: readonly ComponentInfo[] = [];
  #output: MeterOutput = outputFor(0);
  readonly #startedS: number;
  #ownersAsOf = -1;
  readonly #warnings: Warning[];

  private constructor(host: Host, options: SamplerOptions, feeds: Feeds) {
    this.#host = host;
    this.#machine = describeMachine(host);
    this.#hostId = hostId(host);
    this.#name = (readLine(`${host.roots.proc}/sys/kernel/hostname`) || hostname()).split('.')[0] ?? '';
    this.#meters = detectMeters(host, this.#machine, this.#hostId, {
      feeds,
      ...(options.meters === undefined ? {} : { settings: options.meters }),
    });
    this.#constants = footprintConstants(host, this.#machine.info, options.footprint);
    this.#warnings = [...this.#meters.warnings, ...this.#constants.warnings];
    this.#registry = Registry.open(host, bootId(host));
    this.#owners = new TenantOwners(host);
    this.#journals = new LiveJournals(host, options.book);
    this.#today = new BookToday(host, options.book);
    this.#takeColumns();
    this.#processes = new Busiest(host);
    // The baselines of the clocks and the counters as close together as can be: nothing slow between them.
    this.#use = new UseReader(host);
    this.#startedS = host.clock.bootS();
    this.#meters.meter.start(this.#startedS);
  }

  /** Finds the meters of this machine and sets their baselines. */
  static async start(host: Host, options: SamplerOptions): Promise<TopSampler> {
    const feeds = await startFeeds(host, hostId(host), options.meters ?? {});
    const sampler = new TopSampler(host, options, feeds);
    if (options.online !== undefined) {
      // Node's networking is loaded only where it is asked for.
      const { GridAhead: Ahead } = await import('./grid-ahead.io.ts');
      sampler.#ahead = new Ahead(host, options.online, sampler.#constants.intensity);
    }
    return sampler;
  }

  /** Longest time between two polls, s. */
  get pollWithinS(): number {
    return this.#meters.meter.pollWithinS;
  }

  poll(): void {
    this.#meters.meter.poll(this.#host.clock.bootS());
  }

  /** Seconds since the reading before. */
  get ageS(): number {
    return this.#use.ageS;
  }

  /** Trouble since it was last asked for. */
  takeWarnings(): readonly Warning[] {
    return [...this.#warnings.splice(0), ...(this.#ahead?.takeWarnings() ?? [])];
  }

  /** Waits until the network has answered, where it is asked, a few seconds at most. */
  async settle(): Promise<void> {
    await this.#ahead?.settle();
  }

  /** Asks a run to end; why it could not be asked, if so. */
  stopRun(id: string): Warning | undefined {
    return stopRun(this.#registry, id);
  }

  close(): void {
    this.#meters.meter.close();
    this.#use.close();
    this.#journals.close();
    this.#ahead?.close();
  }

  /** Reads the interval since the reading before. */
  read(): TopReading {
    const { nowS: t, dtS: dt, awakeS, busyCpuS: busyS, stolenS, ownCpuS } = this.#use.read();
    const live = this.#registry?.others() ?? [];
    const roots = live.filter(({ entry }) => entry.isRoot);
    const trackersS = live.reduce((all, run) => all + rateOf(run.entry, run.use, t).tracker * dt, ownCpuS);
    const claims = roots.map((run): Claim => claimOfRun(run, dt, t));
    const claimedS = claims.reduce((all, { cpuS }) => all + cpuS, trackersS);
    const busyCpuS = Math.max(claimedS, busyS);
    const capacityCpuS = this.#machine.cpuCapacity * awakeS;
    const cpuBusy = capacityCpuS > 0 ? Math.min(1, busyCpuS / capacityCpuS) : 0;
    this.#meters.meter.read({ nowS: t, dtS: awakeS, cpuBusy }, this.#output);

    const owners = this.#look(t, live);
    const names = this.#columns.map(({ name }) => name);
    const columns = columnsOf(this.#output);
    const machine: MachineInterval = {
      components: names,
      energyJ: columns.e.map(middleOf),
      idleJ: this.#output.idleJ,
      basePart: this.#output.basePart,
      capacityCpuS: Math.max(0, capacityCpuS - stolenS),
      busyCpuS,
    };
    const split = splitMachine(
      withDevices(machine, devicesOfRoots(names, owners, roots, live)),
      claims,
      trackersS,
    );
    const powers = new IntervalPowers(this.#columns, columns, dt);
    const runs = runReadings({
      machine,
      split,
      powers,
      owners,
      live,
      roots,
      trackersS,
      nowS: t,
      dtS: dt,
      known: (run) => this.#journals.look(run),
    });
    this.#journals.keep(live);
    this.#sums.apply({ ...NO_SAMPLE, ...columns, dt, b: busyCpuS, seq: this.#seq++, t });
    const today = this.#today.look(t);
    const ahead = this.#ahead?.look(this.#host.clock.wallMs());
    const rest = (joules: number, cpuS: number) => ({ watts: joules / dt, cpu: Math.max(0, cpuS) / dt });
    const reading: TopReading = {
      atMs: this.#host.clock.wallMs(),
      atS: t,
      dtS: dt,
      host: { id: this.#hostId, name: this.#name },
      machine: this.#machine.info,
      cpuCapacity: this.#machine.cpuCapacity,
      cpuBusy,
      components: componentReadings(this.#components, {
        powers,
        machine,
        dtS: dt,
        tenancyOf: (name) => this.#tenancyOf(name),
      }),
      wall: { power: powers.wall(), watts: split.machineJ / dt },
      runs,
      untracked: rest(split.untrackedJ, busyCpuS - claimedS),
      idle: rest(split.idleJ, 0),
      trackers: rest(split.trackersJ, trackersS),
      processes: this.#processes.read({
        machine,
        owners,
        tenancies: this.#meters.tenancies,
        trackers: new Set([this.#host.pid, ...live.map(({ entry }) => entry.pid)]),
        nowS: t,
        dtS: dt,
      }),
      sinceStart: {
        durationS: t - this.#startedS,
        energy: this.#sums.headline('machine'),
        carbon: this.#sums.carbon('machine'),
        besides: this.#besidesSinceStart(),
      },
      ...(today === undefined ? {} : { today }),
      ...(ahead === undefined ? {} : { ahead }),
      intensity: this.#constants.intensity,
      pue: this.#constants.pue,
      ownCpu: ownCpuS / dt,
    };
    const change = this.#meters.meter.change();
    if (change !== undefined) {
      this.#warnings.push(...change.warnings);
      this.#takeColumns();
    }
    return reading;
  }

  #besidesSinceStart(): Besides {
    const { pue, market, wue, price } = this.#constants;
    return besidesOf(this.#sums.headline('machine'), {
      pue,
      market,
      wue,
      price: price === undefined ? undefined : { per: price, currency: price.currency },
    });
  }

  #takeColumns(): void {
    const { components } = this.#meters.meter;
    this.#components = components;
    this.#columns = components.filter(({ available }) => available);
    this.#output = outputFor(this.#columns.length);
    const { intensity, pue } = this.#constants;
    const { info } = this.#machine;
    this.#sums.apply({
      k: 'machine',
      machine: info,
      components,
      pue,
      intensity,
      policy: {},
      environment: {},
      seq: this.#seq++,
      t: this.#host.clock.bootS(),
    });
  }

  /** Asks the drivers who uses the GPUs. */
  #look(t: number, live: readonly LiveRun[]): DeviceOwners {
    const changes = this.#registry?.changes ?? 0;
    if (changes !== this.#ownersAsOf) this.#owners.forget();
    this.#ownersAsOf = changes;
    for (const tenancy of this.#meters.tenancies) tenancy.look(t);
    const runs = live.map(({ entry }) => ({ id: entry.id, pid: entry.rootPid }));
    return {
      ownerOf: (pid) => this.#owners.ownerOf(pid, runs),
      tenancyOf: (name) => this.#tenancyOf(name) ?? UNTOLD,
    };
  }

  #tenancyOf(name: string): GpuTenancy | undefined {
    return this.#meters.tenancies.find(({ target }) => target === name);
  }
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
