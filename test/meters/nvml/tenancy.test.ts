import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Host } from '../../../src/host/host.ts';
import type { GpuTenancy } from '../../../src/meters/gpu-tenancy.ts';
import { findNvml } from '../../../src/meters/nvml/find-nvml.io.ts';
import { type FakeNvml, fakeNvml, machineWith } from './fake-nvml.ts';

const MIB = 2 ** 20;
const GIB = 2 ** 30;
/** The driver stamps its samples with the wall clock, µs. */
const T0 = 1_700_000_000_000_000;

function tenancyOf(host: Host, gpu = 0): GpuTenancy {
  return findNvml(host, { hostId: 'host' }).tenancies?.[gpu] as GpuTenancy;
}

function busyFake(): FakeNvml {
  const fake = fakeNvml(1);
  fake.set(0, 'utilization', 90);
  fake.set(0, 'used', 20 * GIB);
  return fake;
}

test('an idle GPU has no users and hides none', () => {
  const tenancy = tenancyOf(machineWith(fakeNvml(1)));
  tenancy.look(1);
  expect(tenancy).toMatchObject({ tenants: [], isHidden: false, busy: 0 });
  expect(tenancy.slice).toBeUndefined();
});

test('users compute, draw or share through MPS; each is told once, with its part of the SM time', () => {
  const fake = busyFake();
  const tenancy = tenancyOf(machineWith(fake, { pids: [100, 200, 300] }));
  fake.process(0, 'compute', 100, 12 * GIB);
  fake.process(0, 'compute', 200, 4 * GIB);
  fake.process(0, 'graphics', 100, 12 * GIB);
  fake.process(0, 'mps', 300, 4 * GIB);
  fake.sample(0, 100, T0 + 500_000, 60);
  fake.sample(0, 200, T0 + 400_000, 20);
  tenancy.look(1);
  expect(tenancy).toMatchObject({
    target: 'gpu:0',
    busy: 0.9,
    isHidden: false,
    tenants: [
      { pid: 100, smBusy: 0.6 },
      { pid: 200, smBusy: 0.2 },
      { pid: 300, smBusy: 0 },
    ],
  });
});

test('only samples since the look before count, as their mean; rubbish does not', () => {
  const fake = busyFake();
  let wallMs = T0 / 1000;
  const tenancy = tenancyOf(machineWith(fake, { pids: [100], wallMs: () => wallMs }));
  fake.process(0, 'compute', 100, 20 * GIB);
  fake.sample(0, 100, T0 - 1, 99); // before we began
  fake.sample(0, 100, T0 + 100_000, 40);
  tenancy.look(1);
  expect(tenancy.tenants).toEqual([{ pid: 100, smBusy: 0.4 }]);
  wallMs += 2000;
  fake.sample(0, 100, 2 * T0, 90); // rubbish
  fake.sample(0, 100, T0 + 1_100_000, 10);
  fake.sample(0, 100, T0 + 1_300_000, 30);
  fake.sample(0, 100, T0 + 1_400_000, 1_684_104_552);
  tenancy.look(2);
  expect(tenancy.tenants).toEqual([{ pid: 100, smBusy: 0.2 }]);
  tenancy.look(2.5); // the driver has nothing new yet
  expect(tenancy.tenants).toEqual([{ pid: 100, smBusy: 0.2 }]);
  tenancy.look(5); // it holds its context and is quiet
  expect(tenancy.tenants).toEqual([{ pid: 100, smBusy: 0 }]);
});

test('a driver that tells no use of processes leaves it open', () => {
  const fake = busyFake();
  fake.error(0, 'samples', 3);
  fake.error(0, 'utilization', 3);
  const tenancy = tenancyOf(machineWith(fake, { pids: [100] }));
  fake.process(0, 'compute', 100, 20 * GIB);
  tenancy.look(1);
  expect(tenancy).toMatchObject({ tenants: [{ pid: 100, smBusy: Number.NaN }], busy: Number.NaN });
});

test('a wall clock that is set back does not silence the samples', () => {
  const fake = busyFake();
  let wallMs = T0 / 1000;
  const tenancy = tenancyOf(machineWith(fake, { pids: [100], wallMs: () => wallMs }));
  fake.process(0, 'compute', 100, 20 * GIB);
  wallMs -= 3_600_000;
  tenancy.look(1);
  fake.sample(0, 100, wallMs * 1000 + 1, 70);
  tenancy.look(2);
  expect(tenancy.tenants).toEqual([{ pid: 100, smBusy: 0.7 }]);
});

test('a process that came, worked and has ended keeps its part of that time, and hides nobody', () => {
  const fake = busyFake();
  const host = machineWith(fake, { pids: [100, 200] });
  const tenancy = tenancyOf(host);
  fake.process(0, 'compute', 100, 10 * GIB);
  fake.process(0, 'compute', 200, 10 * GIB);
  tenancy.look(1);
  fake.clear(0);
  fake.process(0, 'compute', 100, 20 * GIB);
  rmSync(join(host.roots.proc, '200'), { recursive: true });
  fake.sample(0, 200, T0 + 500_000, 80);
  tenancy.look(2);
  expect(tenancy.tenants).toEqual([
    { pid: 100, smBusy: 0 },
    { pid: 200, smBusy: 0.8 },
  ]);
  expect(tenancy.isHidden).toBe(false);
});

test.each<[why: string, act: (fake: FakeNvml) => void]>([
  ['it is busy for nobody', (fake) => fake.set(0, 'used', MIB)],
  ['it holds memory of nobody', (fake) => fake.set(0, 'utilization', 0)],
  ['it shows pids of another namespace', (fake) => fake.process(0, 'compute', 31_337, 20 * GIB)],
  ['it shows pid 0', (fake) => fake.process(0, 'compute', 0, 20 * GIB)],
  [
    'it samples a process that is not here',
    (fake) => {
      fake.process(0, 'compute', 100, 20 * GIB);
      fake.sample(0, 31_337, T0 + 1, 50);
    },
  ],
  ['most of its memory is of others', (fake) => fake.process(0, 'compute', 100, 2 * GIB)],
  [
    'its processes may not be listed',
    (fake) => {
      fake.error(0, 'processes', 4);
      fake.set(0, 'used', MIB);
      fake.set(0, 'utilization', 0);
    },
  ],
])('users are hidden where %s', (_, act) => {
  const fake = busyFake();
  const tenancy = tenancyOf(machineWith(fake, { pids: [100] }));
  act(fake);
  tenancy.look(1);
  expect(tenancy.isHidden).toBe(true);
});

test('a process whose memory is not told hides nobody', () => {
  const fake = busyFake();
  const tenancy = tenancyOf(machineWith(fake, { pids: [100] }));
  fake.process(0, 'compute', 100, -1);
  tenancy.look(1);
  expect(tenancy.isHidden).toBe(false);
});

test.each([16, 24, 32])('a driver whose entries have %i bytes is read right', (bytes) => {
  const fake = busyFake();
  fake.stride(bytes);
  const pids = Array.from({ length: 60 }, (_, n) => 1000 + n); // more than there is room for at first
  const tenancy = tenancyOf(machineWith(fake, { pids }));
  for (const pid of pids) fake.process(0, 'compute', pid, GIB / 3);
  tenancy.look(1);
  expect(tenancy.tenants.map(({ pid }) => pid)).toEqual(pids);
  expect(tenancy.isHidden).toBe(false);
});

test('a GPU that is lost keeps the users that it was last seen with', () => {
  const fake = busyFake();
  const host = machineWith(fake, { pids: [100] });
  const { sources, tenancies } = findNvml(host, { hostId: 'host' });
  fake.process(0, 'compute', 100, 20 * GIB);
  sources[0]?.start(0);
  tenancies?.[0]?.look(0.5);
  for (const call of ['energy', 'handle', 'processes', 'memory', 'samples', 'utilization'])
    fake.error(0, call, 15);
  fake.set(0, 'stale', 1);
  sources[0]?.poll(1);
  tenancies?.[0]?.look(1);
  expect(tenancies?.[0]).toMatchObject({ tenants: [{ pid: 100 }], isHidden: false });
  for (const call of ['energy', 'handle', 'processes', 'memory', 'samples', 'utilization'])
    fake.error(0, call, 0);
  sources[0]?.poll(2);
  tenancies?.[0]?.look(2);
  expect(tenancies?.[0]).toMatchObject({ tenants: [{ pid: 100 }], isHidden: false, busy: 0.9 });
});

function cutFake(): FakeNvml {
  const fake = fakeNvml(1);
  fake.set(0, 'migMode', 1);
  fake.set(0, 'migSlices', 7);
  const name = 'NVIDIA H100 80GB HBM3 MIG';
  fake.mig(0, 0, { uuid: 'MIG-aaaa', name: `${name} 3g.40gb`, gi: 1, slices: 3, memoryMiB: 40_192 });
  fake.mig(0, 3, { uuid: 'MIG-bbbb', gi: 2, slices: 2, computeSlices: 1, memoryMiB: 20_096 });
  return fake;
}

test('of a GPU that is cut, the slices shown are ours', () => {
  const tenancy = tenancyOf(machineWith(cutFake(), { pids: [100] }));
  tenancy.look(1);
  expect(tenancy.slice).toEqual({ fraction: 4 / 7, name: 'MIG 3g.40gb + 1c.2g.20gb, 4/7 of the device' });
  expect(tenancy.busy).toBeNaN();
});

test('of the slices shown, the one that the run is given is its own', () => {
  const fake = cutFake();
  const env = { CUDA_VISIBLE_DEVICES: 'MIG-aaaa' };
  const tenancy = tenancyOf(machineWith(fake, { pids: [100], env }));
  fake.process(0, 'compute', 100, 10 * GIB);
  fake.set(0, 'used', 10 * GIB);
  tenancy.look(1);
  expect(tenancy.slice).toEqual({ fraction: 3 / 7, name: 'MIG 3g.40gb, 3/7 of the device' });
  expect(tenancy).toMatchObject({ tenants: [{ pid: 100, smBusy: Number.NaN }], isHidden: false });
});

test('slices that are cut anew are looked up again', () => {
  const fake = cutFake();
  const tenancy = tenancyOf(machineWith(fake, { pids: [100] }));
  fake.mig(0, 0, { uuid: 'MIG-cccc', gi: 1, slices: 1, memoryMiB: 10_240 });
  fake.error(0, 'processes', 6);
  tenancy.look(1);
  fake.error(0, 'processes', 0);
  tenancy.look(2);
  expect(tenancy.slice?.name).toBe('MIG 1g.10gb + 1c.2g.20gb, 2/7 of the device');
});
