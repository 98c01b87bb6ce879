import { describe, expect, it } from 'vitest';
import { packageText } from '../../src/host/package-data.io.ts';
import { chassisClass } from '../../src/hardware/chassis.ts';
import { parseInstanceData, regionFromEnv, regionOfZone } from '../../src/hardware/cloud-place.ts';
import { cpuQuota } from '../../src/hardware/cgroup-limits.ts';
import { inContainer } from '../../src/hardware/container.ts';
import { cpuKey } from '../../src/hardware/cpu-name.ts';
import { cpuTdp } from '../../src/hardware/cpu-table.io.ts';
import { findCpu } from '../../src/hardware/cpu-table.ts';
import { countCpuList, countStatCpus, parseCpuInfo, parseMemTotal } from '../../src/hardware/cpuinfo.ts';
import { type Dmi, virtualByDmi } from '../../src/hardware/dmi.ts';
import { type EmbodiedTable, embodiedOf } from '../../src/hardware/embodied.ts';
import type { MachineInfo } from '../../src/hardware/machine-info.ts';
import { packageJson } from '../../src/host/package-data.io.ts';

describe('thermal design power by the name that the kernel gives', () => {
  it.each([
    ['11th Gen Intel(R) Core(TM) i7-1165G7 @ 2.80GHz', 28],
    ['Intel(R) Core(TM) i5-8250U CPU @ 1.60GHz', 15],
    ['13th Gen Intel(R) Core(TM) i9-13900K', 125],
    ['Intel(R) Core(TM) i9-9980XE CPU @ 3.00GHz', 165],
    ['Intel(R) Core(TM) Ultra 7 155H', 28],
    ['Intel(R) Xeon(R) CPU E5-2686 v4 @ 2.30GHz', 145],
    ['Intel(R) Xeon(R) CPU E5-2695 v2 @ 2.40GHz', 115],
    ['Intel(R) Xeon(R) CPU           E5335  @ 2.00GHz', 80],
    ['Intel(R) Xeon(R) Platinum 8175M CPU @ 2.50GHz', 240],
    ['Intel(R) Xeon(R) Gold 6138 CPU @ 2.00GHz', 125],
    ['Intel(R) Xeon(R) W-2145 CPU @ 3.70GHz', 140],
    ['AMD Ryzen 9 7950X 16-Core Processor', 170],
    ['AMD Ryzen 5 5600X 6-Core Processor', 65],
    ['AMD Ryzen 5 7430U with Radeon Graphics', 15],
    ['AMD EPYC 7551 32-Core Processor', 180],
    ['AMD EPYC 9454P 48-Core Processor', 290],
    ['AMD Opteron(tm) Processor 6204', 115],
    ['AMD A10-6800K APU with Radeon(tm) HD Graphics', 100],
    ['Apple M1', 10],
  ])('%s', (name, watts) => expect(cpuTdp(name)?.tdpW).toBe(watts));

  it.each([
    'Intel(R) Xeon(R) Processor',
    'Intel(R) Xeon(R) CPU @ 2.20GHz',
    'Intel Core Processor (Broadwell)',
    'QEMU Virtual CPU version 2.5+',
    'AMD EPYC Processor',
    'AMD EPYC 9454',
    'ARM Neoverse-N1',
    'Intel(R) Core(TM) i7-1165',
    'AMD Phenom(tm) II X4 945 Processor', // sold with 95 W and with 125 W
    '',
    ',',
    'key',
  ])('nothing is guessed for "%s" unless it is in the table as such', (name) => {
    const found = cpuTdp(name);
    if (name === 'AMD EPYC 9454') expect(found?.tdpW).toBe(290);
    else expect(found).toBeUndefined();
  });

  it('the keys of the table are those of the program, sorted and unique', () => {
    const rows = packageText('data/hardware/cpus.csv')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','));
    expect(rows.length).toBeGreaterThan(4500);
    expect(rows.filter(([key, name, watts]) => cpuKey(name ?? '') !== key || !(Number(watts) > 0))).toEqual(
      [],
    );
    expect(new Set(rows.map(([key]) => key)).size).toBe(rows.length);
  });
  it('the last row is found without a final newline', () =>
    expect(findCpu('key,name,tdp_w\nintel x 1,Intel X 1,7', 'Intel(R) X 1 CPU')?.tdpW).toBe(7));
});

describe('pseudo files', () => {
  it('cpuinfo cut in the middle', () => {
    const text =
      'processor : 0\nmodel name : A  B\nsiblings : 4\ncpu cores : 2\nflags : a hypervisor b\n\nprocessor : 1\nmodel na';
    expect(parseCpuInfo(text)).toEqual({
      model: 'A B',
      siblings: 4,
      coresPerSocket: 2,
      hypervisor: true,
      stanzas: 2,
    });
  });
  it('cpuinfo of nothing', () =>
    expect(parseCpuInfo('')).toEqual({ model: '', hypervisor: false, stanzas: 0 }));
  it('a flag that only contains the word is none', () =>
    expect(parseCpuInfo('flags : nohypervisors').hypervisor).toBe(false));
  it('lists of CPUs', () => {
    expect(countCpuList('0-3,8-11\n')).toBe(8);
    expect(countCpuList('0')).toBe(1);
    expect(countCpuList('')).toBe(0);
  });
  it('stat and meminfo', () => {
    expect(countStatCpus('cpu  1 2\ncpu0 1\ncpu1 2\nintr cpu9 \n')).toBe(2);
    expect(parseMemTotal('MemFree: 3 kB\nMemTotal:  1024 kB\n')).toBe(1_048_576);
    expect(parseMemTotal('')).toBe(0);
  });
  it('quotas', () => {
    expect(cpuQuota('150000 100000')).toBe(1.5);
    expect(cpuQuota('max 100000')).toBeUndefined();
    expect(cpuQuota(undefined)).toBeUndefined();
  });
});

describe('containers', () => {
  const none = {
    envContainer: undefined,
    kubernetes: false,
    markerFile: false,
    cgroup: '0::/user.slice',
    mountInfo: '22 1 8:1 / / rw - ext4 /dev/sda1 rw',
  };
  it('a login session is none, nor is a flatpak', () => {
    expect(inContainer(none)).toBe(false);
    expect(inContainer({ ...none, envContainer: 'flatpak' })).toBe(false);
  });
  it.each([
    { envContainer: 'podman' },
    { kubernetes: true },
    { markerFile: true },
    { cgroup: '12:cpu:/docker/3f4e' },
    { cgroup: '0::/kubepods.slice/kubepods-pod1.slice' },
    { mountInfo: '1206 972 0:110 / / rw,relatime - overlay overlay rw' },
  ])('%o', (sign) => expect(inContainer({ ...none, ...sign })).toBe(true));
});

const dmi = (fields: Partial<Dmi>): Dmi => ({
  sysVendor: '',
  productName: '',
  boardVendor: '',
  biosVendor: '',
  chassisType: '',
  chassisAssetTag: '',
  ...fields,
});

describe('clouds', () => {
  it('cloud-init, whole and damaged', () => {
    expect(parseInstanceData('{"v1":{"cloud_name":"gce","region":"europe-west1"}}')).toEqual({
      cloud: 'gcp',
      region: 'europe-west1',
    });
    expect(parseInstanceData('{"v1":{"cloud_na')).toEqual({});
    expect(parseInstanceData('[]')).toEqual({});
    expect(
      parseInstanceData(
        '{"v1":{"cloud_name":"azure","region":"westeurope"},"ds":{"meta_data":{"imds":{"compute":{"vmSize":"NC6"}}}}}',
      ),
    ).toEqual({
      cloud: 'azure',
      region: 'westeurope',
      instanceType: 'NC6',
    });
  });
  it('zones become regions', () => {
    expect(regionOfZone('europe-west1-b')).toBe('europe-west1');
    expect(regionOfZone('eu-west-1a')).toBe('eu-west-1');
    expect(regionOfZone('us-gov-east-1')).toBe('us-gov-east-1');
    expect(regionOfZone('West Europe')).toBe('westeurope');
  });
  it('the environment is believed only in that cloud', () => {
    expect(regionFromEnv('aws', { AWS_REGION: 'eu-west-1' })).toBe('eu-west-1');
    expect(regionFromEnv(undefined, { AWS_REGION: 'eu-west-1' })).toBeUndefined();
    expect(regionFromEnv('gcp', { CLOUDSDK_COMPUTE_ZONE: 'europe-west4-a' })).toBe('europe-west4');
  });
  it.each([
    [{ sysVendor: 'innotek GmbH', productName: 'VirtualBox' }, true],
    [{ sysVendor: 'VMware, Inc.', productName: 'VMware7,1' }, true],
    [{ sysVendor: 'Google', productName: 'Google Compute Engine' }, true],
    [{ sysVendor: 'Amazon EC2', productName: 'g5.metal-24xl' }, false],
    [{ sysVendor: 'Dell Inc.', productName: 'Precision 5820' }, false],
    [{ sysVendor: 'Microsoft Corporation', productName: 'Surface Laptop 4' }, false],
  ])('%o virtual: %s', (fields, virtual) => expect(virtualByDmi(dmi(fields))).toBe(virtual));
});

describe('class of machine', () => {
  const signs = { byDmi: 'unknown', battery: false, virtual: false, cpu: '', sockets: 1, gpus: 0 } as const;
  it.each([
    [{ cpu: 'Intel(R) Xeon(R) CPU E5-2686 v4 @ 2.30GHz' }, 'server'],
    [{ cpu: 'Intel(R) Core(TM) i7-9700' }, 'desktop'],
    [{ cpu: 'whatever', sockets: 2 }, 'server'],
    [{ cpu: 'whatever' }, 'unknown'],
    [{ byDmi: 'server', gpus: 8 }, 'gpu-server'],
    [{ byDmi: 'desktop', gpus: 2 }, 'desktop'],
    [{ virtual: true, byDmi: 'server' }, 'unknown'],
  ] as const)('%o is %s', (some, chassis) => expect(chassisClass({ ...signs, ...some })).toBe(chassis));
});

const table = { ...(packageJson('data/hardware/embodied.json') as EmbodiedTable), hostThreads: 64 };
const machine: MachineInfo = {
  cpu: 'x',
  sockets: 2,
  cores: 64,
  threads: 128,
  ramBytes: 400 * 2 ** 30,
  gpus: ['a', 'b'],
  chassis: 'gpu-server',
  virtual: false,
  container: false,
  os: 'x',
};
const of = (threads: number): number => {
  const embodied = embodiedOf({ ...machine, chassis: 'unknown', virtual: true, gpus: [], threads }, table);
  return embodied.known ? (embodied.total.value ?? 0) : 0;
};

describe('embodied carbon', () => {
  it('of a server: base, one more CPU, memory above 16 GB, GPUs', () => {
    const embodied = embodiedOf(machine, table);
    expect(embodied.known && embodied.total.value).toBeCloseTo(
      (1000 + 100 + (384 * 533) / 384 + 300) * 1000,
      6,
    );
    expect(embodied.known && embodied.total.high).toBeCloseTo(2 * (1000 + 100 + 533 + 300) * 1000, 6);
    expect(embodied.known && embodied.lifetimeS / 86_400).toBeCloseTo(4 * 365.2425, 6);
  });
  it('of a virtual machine: the part of a host that its threads are', () => {
    expect(of(4)).toBeCloseTo(2 * of(2), 6);
    expect(of(1000)).toBeCloseTo(of(64), 6);
  });
  it('of a laptop: no figure, and why', () => {
    const embodied = embodiedOf({ ...machine, chassis: 'laptop' }, table);
    expect(embodied.known ? '' : embodied.reason).toContain('laptop');
  });
});
