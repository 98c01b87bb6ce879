import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Host } from '../../src/host/host.ts';
import { realHost } from '../../src/host/real-host.io.ts';

/** Makes a machine out of files: paths below a root with `proc/`, `sys/`, `etc/`, `run/`; a text that begins with `-> ` is a link. */
export function fakeMachine(files: Readonly<Record<string, string>>, env: Host['env'] = {}): Host {
  const root = mkdtempSync(join(tmpdir(), 'joulebook-machine-'));
  for (const [path, text] of Object.entries(files)) {
    const target = join(root, path);
    mkdirSync(dirname(target), { recursive: true });
    if (text.startsWith('-> ')) symlinkSync(text.slice(3), target);
    else writeFileSync(target, text);
  }
  mkdirSync(join(root, 'etc'), { recursive: true });
  const at = (name: string): string => join(root, name);
  return realHost({
    env,
    roots: { proc: at('proc'), sys: at('sys'), etc: at('etc'), dev: at('dev'), registry: [at('tmp')] },
  });
}

/** One x86 stanza of /proc/cpuinfo. */
function x86(
  model: string,
  siblings: number,
  cores: number,
  flags = 'fpu vme sse2',
  n = 0,
  socket = 0,
): string {
  return `processor\t: ${n}\nvendor_id\t: GenuineIntel\nmodel name\t: ${model}\nphysical id\t: ${socket}\nsiblings\t: ${siblings}\ncpu cores\t: ${cores}\nflags\t\t: ${flags}\n\n`;
}

const line = (name: string): string => `${name} 10 0 10 100 0 0 0 0 0 0\n`;

function stat(cpus: number): string {
  return line('cpu ') + Array.from({ length: cpus }, (_, n) => line(`cpu${n}`)).join('') + 'intr 0\n';
}

function base(cpus: number, memoryKB: number): Record<string, string> {
  return {
    'proc/stat': stat(cpus),
    'proc/meminfo': `MemTotal:       ${memoryKB} kB\nMemFree: 1 kB\n`,
    'sys/devices/system/cpu/online': `0-${cpus - 1}\n`,
    'proc/sys/kernel/osrelease': '6.8.0-45-generic\n',
    'etc/os-release': 'NAME="Ubuntu"\nPRETTY_NAME="Ubuntu 24.04.1 LTS"\n',
  };
}

const dmi = (fields: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).map(([name, text]) => [`sys/class/dmi/id/${name}`, `${text}\n`]));

const ARM_N1 = `processor\t: 0\nBogoMIPS\t: 243.75\nFeatures\t: fp asimd\nCPU implementer\t: 0x41\nCPU architecture: 8\nCPU variant\t: 0x3\nCPU part\t: 0xd0c\nCPU revision\t: 1\n\n`;

/** Machines as they are met, by name. */
export const MACHINES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  laptop: {
    ...base(8, 16_078_000),
    'proc/cpuinfo': x86('11th Gen Intel(R) Core(TM) i7-1165G7 @ 2.80GHz', 8, 4).repeat(8),
    ...dmi({ sys_vendor: 'LENOVO', product_name: '20XW004AUS', chassis_type: '10' }),
    'sys/class/power_supply/BAT0/type': 'Battery\n',
    'sys/class/power_supply/AC/type': 'Mains\n',
  },
  'laptop without firmware': {
    ...base(8, 16_078_000),
    'proc/cpuinfo': x86('Intel(R) Core(TM) i5-8250U CPU @ 1.60GHz', 8, 4),
    'sys/class/power_supply/BAT0/type': 'Battery\n',
  },
  desktop: {
    ...base(32, 65_700_000),
    'proc/cpuinfo': x86('AMD Ryzen 9 7950X 16-Core Processor', 32, 16).repeat(3),
    ...dmi({ sys_vendor: 'ASUS', product_name: 'System Product Name', chassis_type: '3' }),
    'sys/class/power_supply/hidpp_battery_0/type': 'Battery\n',
    'sys/class/power_supply/hidpp_battery_0/scope': 'Device\n',
    'proc/driver/nvidia/gpus/0000:01:00.0/information':
      'Model: \t\t NVIDIA GeForce RTX 4090\nIRQ:   \t\t 150\nGPU UUID: \t GPU-11111111-2222-3333-4444-555555555555\n',
    'sys/class/drm/renderD128/device/vendor': '0x10de\n',
    'sys/class/drm/renderD128/device/device': '0x2684\n',
    'sys/class/drm/renderD129/device/vendor': '0x1002\n',
    'sys/class/drm/renderD129/device/mem_info_vram_total': '536870912\n',
  },
  'two-socket server': {
    ...base(256, 1_056_000_000),
    'proc/cpuinfo': x86('AMD EPYC 7763 64-Core Processor', 128, 64).repeat(40),
    ...dmi({ sys_vendor: 'Dell Inc.', product_name: 'PowerEdge R7525', chassis_type: '23' }),
  },
  'gpu server': {
    ...base(112, 528_000_000),
    'proc/cpuinfo': x86('Intel(R) Xeon(R) Platinum 8480+', 112, 56),
    ...dmi({ sys_vendor: 'Supermicro', product_name: 'SYS-821GE', chassis_type: '1' }),
    'sys/class/drm/renderD128/device/vendor': '0x1002\n',
    'sys/class/drm/renderD128/device/device': '0x74a1\n',
    'sys/class/drm/renderD128/device/mem_info_vram_total': '206141652992\n',
    'sys/class/drm/renderD129/device/vendor': '0x1002\n',
    'sys/class/drm/renderD129/device/device': '0x74a1\n',
    'sys/class/drm/renderD129/device/mem_info_vram_total': '206141652992\n',
  },
  graviton: {
    ...base(4, 16_000_000),
    'proc/cpuinfo': ARM_N1.repeat(4),
    ...dmi({
      sys_vendor: 'Amazon EC2',
      product_name: 'm6g.xlarge',
      bios_vendor: 'Amazon EC2',
      chassis_type: '1',
    }),
    'run/cloud-init/instance-data.json': JSON.stringify({
      v1: { cloud_name: 'aws', region: 'eu-central-1', availability_zone: 'eu-central-1a' },
      ds: { meta_data: { 'instance-type': 'm6g.xlarge' } },
    }),
  },
  'bare metal of a cloud': {
    ...base(96, 395_000_000),
    'proc/cpuinfo': x86('Intel(R) Xeon(R) Platinum 8175M CPU @ 2.50GHz', 48, 24),
    ...dmi({ sys_vendor: 'Amazon EC2', product_name: 'm5.metal', chassis_type: '23' }),
  },
  'raspberry pi': {
    ...base(4, 3_884_000),
    'proc/cpuinfo': `processor\t: 0\nCPU implementer\t: 0x41\nCPU part\t: 0xd08\n\nprocessor\t: 1\nCPU implementer\t: 0x41\nCPU part\t: 0xd08\n\nHardware\t: BCM2835\nModel\t\t: Raspberry Pi 4 Model B Rev 1.4\n`,
  },
  'virtual machine': {
    ...base(2, 24_600_000),
    'proc/cpuinfo': x86('Intel(R) Xeon(R) Processor', 2, 2, 'fpu hypervisor lahf_lm').repeat(2),
    ...dmi({ sys_vendor: 'QEMU', product_name: 'Standard PC (Q35 + ICH9, 2009)', chassis_type: '1' }),
  },
  container: {
    ...base(16, 65_700_000),
    'proc/cpuinfo': x86('AMD EPYC 9454P 48-Core Processor', 96, 48),
    'sys/devices/system/cpu/online': '0-95\n',
    'proc/self/mountinfo': '1206 972 0:110 / / rw,relatime - overlay overlay rw,lowerdir=/var/lib\n',
    'sys/fs/cgroup/cpu.max': '200000 100000\n',
    ...dmi({ sys_vendor: 'Dell Inc.', product_name: 'PowerEdge R6615', chassis_type: '23' }),
  },
  'azure vm': {
    ...base(4, 16_000_000),
    'proc/cpuinfo': x86('AMD EPYC 7763 64-Core Processor', 4, 2, 'fpu hypervisor'),
    ...dmi({
      sys_vendor: 'Microsoft Corporation',
      product_name: 'Virtual Machine',
      chassis_type: '3',
      chassis_asset_tag: '7783-7084-3265-9085-8269-3286-77',
    }),
  },
};
