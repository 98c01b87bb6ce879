import { join } from 'node:path';
import { cpuTdp } from '../../hardware/cpu-table.io.ts';
import { hostId } from '../../hardware/host-id.io.ts';
import type { MachineInfo } from '../../hardware/machine-info.ts';
import { readLine } from '../../hardware/small-file.io.ts';
import type { Host } from '../../host/host.ts';
import type { Feeds, MeterSettings } from '../../meters/feeds.ts';
import type { GpuTenancy } from '../../meters/gpu-tenancy.ts';
import { lookAround } from '../../meters/look-around.io.ts';
import type { EnergySource, Finding } from '../../meters/source.ts';
import { isRead } from './channel-reading.ts';
import type { GpuUsers } from './gpu-user-checks.ts';
import type { MeterFamily } from './meter-checks.ts';
import { readChannels } from './read-channels.io.ts';

/** What all meters gave. */
export interface MetersRead {
  readonly families: readonly MeterFamily[];
  readonly users: readonly GpuUsers[];
  /** The feeds without those of their sources that gave nothing, for the run's own meter. */
  readonly speaking: Feeds;
}

/** Reads all meters channel by channel; what is opened here is closed again, the feeds stay open. */
export async function readMeters(
  host: Host,
  info: MachineInfo,
  feeds: Feeds,
  options: { readonly seconds: number; readonly meters: MeterSettings },
): Promise<MetersRead> {
  const found = lookAround(host, {
    hostId: hostId(host),
    info,
    tdpW: info.virtual ? undefined : cpuTdp(info.cpu)?.tdpW,
    raplTrusted: options.meters.rapl === 'trusted',
    feeds: feeds.found,
  });
  const sources = found.flatMap((one) => one.sources);
  const tenancies = found.flatMap((one) => one.tenancies ?? []);
  try {
    const readings = await readChannels(host, sources, options.seconds, (nowS) => {
      for (const tenancy of tenancies) tenancy.look(nowS);
    });
    const families = found.map((one) => ({
      findings: one.findings,
      readings: one.sources.flatMap((source) => readings.get(source) ?? []),
    }));
    const speaks = (source: EnergySource): boolean => (readings.get(source) ?? []).some(isRead);
    return {
      families: [...families, ...plugFamily(info, options.meters)],
      users: tenancies.map((tenancy) => usersOf(host, tenancy)),
      speaking: {
        ...feeds,
        found: feeds.found.map((one) => ({ ...one, sources: one.sources.filter(speaks) })),
      },
    };
  } finally {
    const shared = new Set(sourcesOf(feeds));
    for (const source of sources) if (!shared.has(source)) source.close();
  }
}

/** All sources of some feeds. */
export function sourcesOf(feeds: Feeds): readonly EnergySource[] {
  return feeds.found.flatMap((one) => one.sources);
}

/** A plug that nobody has named is not looked for: that a machine with a socket could have one is worth a line. */
function plugFamily({ virtual }: MachineInfo, { plug }: MeterSettings): readonly MeterFamily[] {
  if (virtual || plug !== undefined) return [];
  const finding: Finding = {
    meter: 'plug',
    state: 'absent',
    what: 'no plug meter is named',
    why: 'one in the socket measures the whole machine, whatever counters it has',
    fix: 'joulebook config set plug shelly://192.168.1.20 (or tasmota://, http://)',
    targets: ['wall'],
  };
  return [{ findings: [finding], readings: [] }];
}

function usersOf(host: Host, { target, tenants, isHidden, slice }: GpuTenancy): GpuUsers {
  return {
    target,
    users: tenants.map(({ pid, smBusy }) => ({ pid, smBusy, name: nameOf(host, pid) })),
    isHidden,
    ...(slice === undefined ? {} : { slice }),
  };
}

/** A process that has ended, or is hidden, has no name. */
function nameOf(host: Host, pid: number): string {
  return readLine(join(host.roots.proc, String(pid), 'comm')) || 'a process';
}
