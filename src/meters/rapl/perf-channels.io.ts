import { join } from 'node:path';
import { readLine } from '../../hardware/small-file.io.ts';
import type { Host } from '../../host/host.ts';
import { CounterGauge } from './counter-gauge.ts';
import { type OpenPerfEvent, PerfCounter, refusalCode } from './perf-counter.io.ts';
import {
  parseCpuList,
  parsePowerEvent,
  POWER_EVENTS,
  type PowerEvent,
  type ReadingCpu,
  readingCpus,
} from './perf-event.ts';
import type { ChannelKind } from './powercap-channels.io.ts';
import type { RaplChannel } from './rapl-source.ts';
import { type CpuMaker, maxPowerW, type RaplTable } from './rapl-table.ts';

/** The kernel's PMU of energy counters. */
export interface PowerPmu {
  readonly folder: string;
  readonly type: number;
  readonly events: readonly PowerEvent[];
  /** CPUs on which it is read, one of each of its units. */
  readonly units: readonly ReadingCpu[];
}

/** Where the kernel shows the PMU. */
export function powerPmuFolder(sys: string): string {
  return join(sys, 'bus/event_source/devices/power');
}

/** Reads what the PMU offers; undefined where there is none, or none that is understood. */
export function readPowerPmu(host: Host): PowerPmu | undefined {
  const folder = powerPmuFolder(host.roots.sys);
  const type = Number(readLine(join(folder, 'type')) || Number.NaN);
  const events = POWER_EVENTS.flatMap(({ name, kind }) => {
    const file = (suffix: string): string => readLine(join(folder, 'events', `${name}${suffix}`));
    return parsePowerEvent(name, kind, file(''), file('.scale'), file('.unit')) ?? [];
  });
  const units = parseCpuList(readLine(join(folder, 'cpumask'))).map((cpu) => ({
    cpu,
    socket: socketOf(host, cpu),
  }));
  if (!Number.isInteger(type) || events.length === 0 || units.length === 0) return undefined;
  return { folder, type, events, units };
}

/** Channels that perf events give. */
export type PerfChannels =
  | {
      readonly ok: true;
      readonly channels: readonly RaplChannel[];
      readonly kinds: readonly PowerEvent['kind'][];
    }
  | { readonly ok: false; readonly code: string };

/** Opens the events of the PMU; nothing of it is used unless every package can be read. */
export function perfChannels(
  pmu: PowerPmu,
  kindOf: (kind: PowerEvent['kind']) => ChannelKind,
  maker: CpuMaker,
  table: RaplTable,
  open: OpenPerfEvent,
): PerfChannels {
  const cpus = readingCpus(pmu.units, maker === 'amd');
  const channels: RaplChannel[] = [];
  const kinds: PowerEvent['kind'][] = [];
  const rank = { package: 0, dram: 1, psys: 2 };
  for (const event of [...pmu.events].sort((a, b) => rank[a.kind] - rank[b.kind])) {
    // The platform's counter is that of one socket only, the others read zero, and which one it is cannot be seen.
    if (event.kind === 'psys' && cpus.length > 1) continue;
    const opened: { readonly unit: ReadingCpu; readonly fd: number }[] = [];
    let refusal = 0;
    for (const unit of cpus) {
      const fd = open(pmu.type, event.config, unit.cpu);
      if (fd < 0) refusal = fd;
      else opened.push({ unit, fd });
    }
    const counters = opened.map(({ unit, fd }) => ({
      unit,
      counter: new PerfCounter(fd, `${event.name} on CPU ${unit.cpu}`),
    }));
    if (refusal < 0) {
      for (const { counter } of counters) counter.close();
      if (event.kind !== 'package') continue;
      return { ok: false, code: refusalCode(refusal) };
    }
    if (event.kind !== 'package' && !kinds.includes('package')) {
      for (const { counter } of counters) counter.close();
      continue;
    }
    kinds.push(event.kind);
    channels.push(
      ...counters.map(({ unit, counter }) => channelOf(event, unit, counter, kindOf(event.kind), table)),
    );
  }
  return channels.length > 0 ? { ok: true, channels, kinds } : { ok: false, code: 'ENOENT' };
}

function channelOf(
  event: PowerEvent,
  unit: ReadingCpu,
  counter: PerfCounter,
  kind: ChannelKind,
  table: RaplTable,
): RaplChannel {
  const maxW = maxPowerW(event.kind, { limitsW: [] }, kind.tdpW, table);
  const labels = { package: `package of CPU ${unit.cpu}`, dram: `memory of CPU ${unit.cpu}`, psys: 'psys' };
  return {
    channel: {
      target: kind.target,
      method: 'rapl:perf',
      label: labels[event.kind],
      grade: 'A',
      errors: kind.errors,
      maxW,
    },
    gauge: new CounterGauge(counter, {
      stepJ: event.stepJ,
      range: Number.POSITIVE_INFINITY,
      maxW,
      smallestRange: table.smallestRangeJ.value / event.stepJ,
      settleS: table.patienceS.value,
    }),
    silentS: kind.silentS,
  };
}

/** The socket of a CPU; where the kernel does not say, each is taken for its own. */
function socketOf(host: Host, cpu: number): number {
  const text = readLine(join(host.roots.sys, `devices/system/cpu/cpu${cpu}/topology/physical_package_id`));
  return /^\d+$/.test(text) ? Number(text) : -1 - cpu;
}
