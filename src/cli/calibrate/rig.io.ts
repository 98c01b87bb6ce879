import { MachineCpuReader } from '../../attribution/machine-cpu.io.ts';
import type { Host } from '../../host/host.ts';
import { idleKey } from '../../meters/calibration/calibrated-idle.ts';
import type { Tick, TraceComponent } from '../../meters/calibration/trace.ts';
import { ChannelStates } from '../../meters/machine/channel-states.ts';
import { otherWay } from '../../meters/machine/other-column.ts';
import type { MachineModel } from '../../meters/model/machine-model.ts';
import type { Channel, ChannelTrouble, EnergySource, Target } from '../../meters/source.ts';

/** What a rig reads of a machine. */
export interface RigParts {
  readonly sources: readonly EnergySource[];
  readonly model: MachineModel;
  /** CPUs over which busy time counts. */
  readonly cpuCapacity: number;
  /** Efficiency of the supply, for a meter that stands behind it. */
  readonly efficiency: number;
  /** The meter that the user named: its kind of method, before any other. */
  readonly named?: 'plug';
}

/** Reads a machine's counters, its load and its whole-machine meter side by side, each on its own. */
export class Rig {
  /** The whole-machine meter; undefined where there is none. */
  readonly meter: Channel | undefined;
  readonly components: readonly TraceComponent[];
  readonly channels: readonly Channel[];
  /** Why the meter was silent last. */
  silence: ChannelTrouble | undefined;
  readonly #host: Host;
  readonly #parts: RigParts;
  readonly #states: ChannelStates;
  readonly #meterPlaces: readonly number[];
  readonly #targets: readonly Target[];
  readonly #cpu: MachineCpuReader;
  #lastS = 0;
  #busyS = 0;

  constructor(host: Host, parts: RigParts) {
    this.#host = host;
    this.#parts = parts;
    this.#states = new ChannelStates(parts.sources);
    this.#cpu = new MachineCpuReader(host.roots.proc);
    this.channels = this.#states.all.map(({ channel }) => channel);
    const way = otherWay(this.#states, [], parts.model);
    const named = this.channels.findIndex(
      ({ method }) => parts.named !== undefined && method.startsWith(`${parts.named}:`),
    );
    this.meter = this.channels[named] ?? (way.how === 'meter' ? way.channel : undefined);
    this.#meterPlaces = named >= 0 ? [named] : way.how === 'meter' ? way.places : [];
    this.#targets = [...this.#states.targets()].filter((target) => target !== 'wall' && target !== 'dc');
    this.components = this.#targets.map((target) => {
      const first = this.channels.find((channel) => channel.target === target) as Channel;
      return { key: idleKey(first), method: first.method };
    });
  }

  /** Whether counters see the CPU, and whether they see memory. */
  counts(target: 'cpu' | 'ram'): boolean {
    return this.#targets.includes(target);
  }

  start(): void {
    this.#lastS = this.#host.clock.bootS();
    this.#states.start(this.#lastS);
    this.#busyS = this.#cpu.read()?.busyS ?? 0;
  }

  /** Reads what happened since the reading before. */
  read(step: number): Tick {
    const atS = this.#host.clock.bootS();
    const dtS = atS - this.#lastS;
    const busyS = this.#cpu.read()?.busyS ?? 0;
    this.#states.read(atS);
    for (const news of this.#states.news) {
      if (news.of.target === this.meter?.target && news.of.method === this.meter.method)
        this.silence = news.state === 'failed' ? news : undefined;
    }
    const componentsW = this.#targets.map((target) => this.#watts(this.#placesOf(target), dtS));
    const load = Math.min(1, Math.max(0, (busyS - this.#busyS) / (this.#parts.cpuCapacity * dtS)));
    this.#lastS = atS;
    this.#busyS = busyS;
    return {
      atS,
      dtS,
      step,
      load,
      meterW: this.#meterW(dtS),
      chipsW: this.counts('cpu') ? componentsW.reduce((sum, watts) => sum + watts, 0) : Number.NaN,
      gpuW: this.#gpuW(componentsW),
      componentsW,
    };
  }

  close(): void {
    this.#states.close();
    this.#cpu.close();
  }

  #meterW(dtS: number): number {
    if (this.#meterPlaces.length === 0) return Number.NaN;
    const watts = this.#watts(this.#meterPlaces, dtS);
    return this.meter?.target === 'dc' ? watts / this.#parts.efficiency : watts;
  }

  #gpuW(componentsW: readonly number[]): number {
    let sum = 0;
    for (const [c, target] of this.#targets.entries())
      if (target.startsWith('gpu:')) sum += componentsW[c] ?? 0;
    return Number.isNaN(sum) ? 0 : sum;
  }

  #placesOf(target: Target): readonly number[] {
    return this.#states.all.flatMap(({ channel }, place) => (channel.target === target ? [place] : []));
  }

  /** NaN where one of the channels gave bounds or nothing. */
  #watts(places: readonly number[], dtS: number): number {
    let joules = 0;
    for (const place of places) {
      const low = this.#states.lowJ[place] ?? Number.NaN;
      joules += low === this.#states.highJ[place] ? low : Number.NaN;
    }
    return joules / dtS;
  }
}
