import { existsSync, readdirSync } from 'node:fs';
import { arch, cpus, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import type { Host } from '../host/host.ts';
import { packageText } from '../host/package-data.io.ts';
import { chassisClass } from './chassis.ts';
import { type CloudPlace, parseInstanceData, regionFromEnv, regionOfZone } from './cloud-place.ts';
import type { CgroupFacts } from './cgroup-facts.ts';
import { cpuLimitOf, readCgroup } from './cgroup.io.ts';
import { inContainer, isOwnStat } from './container.ts';
import { type CpuInfo, countCpuList, countStatCpus, parseCpuInfo, parseMemTotal } from './cpuinfo.ts';
import { chassisOf, cloudOf, type Dmi, instanceTypeOf, virtualByDmi } from './dmi.ts';
import { type GpuPresent, listGpus } from './gpus.io.ts';
import { instanceHost } from './instance-host.ts';
import { instanceOfType } from './instance-tables.io.ts';
import type { MachineInfo } from './machine-info.ts';
import { readHead, readLine } from './small-file.io.ts';

/** A machine, and what measuring it needs beside its description. */
export interface MachineDescription {
  readonly info: MachineInfo;
  /** CPUs over which /proc/stat counts busy time: the capacity that loads and shares are parts of. */
  readonly cpuCapacity: number;
  /** CPUs that this process may use at most, where its cgroups' quotas and sets allow less than all. */
  readonly cpuLimit?: number;
  /** True where /proc/stat counts the work of this container only (lxcfs). */
  readonly isOwnStat: boolean;
  readonly gpus: readonly GpuPresent[];
}

/** Describes this machine from its pseudo files in some milliseconds; large ones are read only at their beginning. */
export function describeMachine(host: Host, cgroup: CgroupFacts = readCgroup(host)): MachineDescription {
  const { proc, sys } = host.roots;
  const cpu = readCpu(host);
  const dmi = readDmi(sys);
  const gpus = listGpus(host);
  const version = readLine(join(proc, 'version'));
  const virtual =
    (cpu.hypervisor && !/\.metal/.test(dmi.productName)) ||
    virtualByDmi(dmi) ||
    readLine(join(sys, 'hypervisor/type')) !== '' ||
    /microsoft.*wsl|gvisor/i.test(version);
  const online = countCpuList(readLine(join(sys, 'devices/system/cpu/online')));
  const counted = countStatCpus(readHead(join(proc, 'stat'), 262_144) ?? '');
  const threads = online || counted || cpu.stanzas || Math.max(1, cpus().length);
  const sockets = socketsOf(host, cpu, threads);
  const cores = Math.min(threads, cpu.coresPerSocket === undefined ? threads : cpu.coresPerSocket * sockets);
  const board = cpu.board ?? (readLine(join(proc, 'device-tree/model')).replaceAll('\0', '') || undefined);
  const place = placeOf(host, dmi);
  const limit = cpuLimitOf(cgroup, threads);
  const info: MachineInfo = {
    cpu: cpu.model === '' ? `unknown ${arch()} CPU` : cpu.model,
    sockets,
    cores,
    threads,
    ramBytes: parseMemTotal(readHead(join(proc, 'meminfo'), 4096) ?? '') || totalmem(),
    gpus: gpus.map((gpu) => gpu.name),
    chassis: chassisClass({
      byDmi: chassisOf(dmi),
      battery: hasBattery(sys),
      virtual,
      cpu: cpu.model,
      sockets,
      gpus: gpus.length,
      ...(board === undefined ? {} : { board }),
    }),
    virtual,
    container: readContainer(host),
    ...(place.cloud === undefined ? {} : { cloud: place.cloud }),
    ...(place.region === undefined ? {} : { cloudRegion: place.region }),
    ...(place.instanceType === undefined ? {} : { instanceType: place.instanceType }),
    ...hostOf(host, place),
    os: osName(host),
  };
  return {
    info,
    cpuCapacity: counted || threads,
    isOwnStat: isOwnStat(readHead(join(proc, 'self/mountinfo')) ?? '', counted, threads),
    gpus,
    ...(limit === undefined ? {} : { cpuLimit: limit }),
  };
}

function readCpu(host: Host): CpuInfo {
  const text = readHead(join(host.roots.proc, 'cpuinfo'));
  if (text === undefined) return { model: cpus()[0]?.model ?? '', hypervisor: false, stanzas: cpus().length };
  return parseCpuInfo(text, /^CPU part/m.test(text) ? armParts() : undefined);
}

function armParts(): ReadonlyMap<string, string> {
  const rows = packageText('data/hardware/arm_parts.csv').trim().split('\n').slice(1);
  return new Map(
    rows.map((row) => {
      const [implementer, part, name] = row.split(',');
      return [`${implementer}:${part}`, name ?? ''] as const;
    }),
  );
}

/** Packages: on x86 by the siblings of one; elsewhere by asking a few CPUs for their package. */
function socketsOf(host: Host, cpu: CpuInfo, threads: number): number {
  if (cpu.siblings !== undefined) return Math.max(1, Math.round(threads / cpu.siblings));
  const packages = new Set<string>();
  for (let k = 0; k < 8; k += 1) {
    const n = Math.floor((k * threads) / 8);
    const id = readLine(join(host.roots.sys, `devices/system/cpu/cpu${n}/topology/physical_package_id`));
    if (id !== '' && id !== '-1') packages.add(id);
  }
  return Math.max(1, packages.size);
}

function readDmi(sys: string): Dmi {
  const folder = join(sys, 'class/dmi/id');
  const present = existsSync(folder);
  const read = (name: string): string => (present ? readLine(join(folder, name)) : '');
  return {
    sysVendor: read('sys_vendor'),
    productName: read('product_name'),
    boardVendor: read('board_vendor'),
    biosVendor: read('bios_vendor'),
    chassisType: read('chassis_type'),
    chassisAssetTag: read('chassis_asset_tag'),
  };
}

function hasBattery(sys: string): boolean {
  const folder = join(sys, 'class/power_supply');
  let supplies: string[];
  try {
    supplies = readdirSync(folder);
  } catch {
    return false;
  }
  // A mouse's battery has the scope Device.
  return supplies.some(
    (name) =>
      readLine(join(folder, name, 'type')) === 'Battery' &&
      readLine(join(folder, name, 'scope')) !== 'Device',
  );
}

function placeOf(host: Host, dmi: Dmi): CloudPlace {
  const init = readHead(join(host.roots.etc, '../run/cloud-init/instance-data.json'), 262_144);
  const told = init === undefined ? {} : parseInstanceData(init);
  const cloud = cloudOf(dmi) ?? told.cloud;
  const region = told.region ?? regionFromEnv(cloud, host.env);
  const instanceType = instanceTypeOf(dmi) ?? told.instanceType;
  return {
    ...(cloud === undefined ? {} : { cloud }),
    ...(region === undefined ? {} : { region: regionOfZone(region) }),
    ...(instanceType === undefined ? {} : { instanceType }),
  };
}

/** The host of a known type; the table is only read where the machine says that it is one of a cloud's. */
function hostOf(
  host: Host,
  { cloud, instanceType }: CloudPlace,
): Pick<MachineInfo, 'hostThreads' | 'hostCpu'> {
  if (cloud === undefined || instanceType === undefined) return {};
  const instance = instanceOfType(host, cloud, instanceType);
  const physical = instance === undefined ? undefined : instanceHost(instance);
  if (physical === undefined) return {};
  return {
    hostThreads: physical.threads,
    ...(physical.cpu === undefined ? {} : { hostCpu: physical.cpu }),
  };
}

function readContainer(host: Host): boolean {
  const { proc, etc } = host.roots;
  return inContainer({
    envContainer: host.env['container'],
    kubernetes: host.env['KUBERNETES_SERVICE_HOST'] !== undefined,
    markerFile: existsSync(join(etc, '../.dockerenv')) || existsSync(join(etc, '../run/.containerenv')),
    cgroup: `${readHead(join(proc, '1/cgroup'), 4096) ?? ''}\n${readHead(join(proc, 'self/cgroup'), 4096) ?? ''}`,
    mountInfo: readHead(join(proc, 'self/mountinfo'), 4096) ?? '',
  });
}

function osName(host: Host): string {
  const pretty = /^PRETTY_NAME="?([^"\n]*)"?$/m.exec(
    readHead(join(host.roots.etc, 'os-release'), 4096) ?? '',
  )?.[1];
  const kernel = readLine(join(host.roots.proc, 'sys/kernel/osrelease'));
  const system = pretty ?? (kernel === '' ? `${type()} ${release()}` : 'Linux');
  return kernel === '' ? system : `${system}, kernel ${kernel}`;
}
