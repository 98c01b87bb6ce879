import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findNvml } from '../../../src/meters/nvml/find-nvml.io.ts';
import { fakeMachine } from '../../hardware/fake-machine.ts';
import { fakeNvml, machineWith, uuidOf } from './fake-nvml.ts';

const context = { hostId: 'host' };

test('a machine without a driver has none, and says where it was looked', () => {
  const host = fakeMachine({});
  const found = findNvml(host, context);
  expect(found.sources).toEqual([]);
  expect(found.findings).toMatchObject([{ meter: 'nvml', state: 'absent' }]);
  expect(found.findings[0]?.looked).toContain(join(host.roots.proc, 'driver/nvidia'));
});

test('a driver without its library is unusable, with the package to install', () => {
  const host = fakeMachine(
    {
      'proc/driver/nvidia/version':
        'NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  550.54.14  Release Build\n',
    },
    { JOULEBOOK_NVML: '/nonexistent/libnvidia-ml.so.1' },
  );
  const { sources, findings } = findNvml(host, context);
  expect(sources).toEqual([]);
  expect(findings).toMatchObject([{ state: 'unusable', what: 'NVIDIA driver 550.54.14' }]);
  expect(findings[0]?.why).toContain('cannot open shared object file');
  expect(findings[0]?.fix).toContain('sudo apt install libnvidia-compute-550');
});

test('on WSL the driver is that of Windows', () => {
  const host = fakeMachine({}, { JOULEBOOK_NVML: '/nonexistent/x.so' });
  mkdirSync(host.roots.dev);
  writeFileSync(join(host.roots.dev, 'dxg'), '');
  expect(findNvml(host, context).findings[0]?.fix).toContain('wsl --shutdown');
});

test('each GPU is a channel, keyed by its UUID, bounded by its power limit', () => {
  const fake = fakeNvml(2);
  const { sources, findings, tenancies } = findNvml(machineWith(fake), context);
  expect(sources).toHaveLength(1);
  expect(sources[0]?.channels[1]).toEqual({
    target: 'gpu:1',
    method: 'nvml:counter',
    label: 'NVIDIA Fake 700',
    grade: 'A',
    errors: { [`nvml:${uuidOf(1)}`]: 0.03 },
    uuid: uuidOf(1),
    maxW: 700,
  });
  expect(sources[0]?.pollWithinS).toBe(Number.POSITIVE_INFINITY);
  expect(findings[0]).toMatchObject({
    state: 'found',
    what: `NVIDIA Fake 700 (${uuidOf(0)}) at 00000000:01:00.0: energy counter, at most 700 W, driver 550.54.14`,
    targets: ['gpu:0'],
  });
  expect(tenancies?.map(({ target }) => target)).toEqual(['gpu:0', 'gpu:1']);
  expect(fake.inits()).toBe(1);
  sources[0]?.close();
  sources[0]?.close();
  expect(fake.inits()).toBe(0);
});

test('without a counter its power is polled; without either it has no channel and says why', () => {
  const fake = fakeNvml(4);
  fake.error(0, 'energy', 3);
  fake.error(1, 'energy', 3);
  fake.error(1, 'power', 3);
  fake.set(2, 'energy', 0); // a virtual GPU
  fake.error(3, 'limit', 3);
  const { sources, findings, tenancies } = findNvml(machineWith(fake), context);
  expect(sources[0]?.channels.map(({ target, method, maxW }) => [target, method, maxW])).toEqual([
    ['gpu:0', 'nvml:power', 700],
    ['gpu:2', 'nvml:power', 700],
    ['gpu:3', 'nvml:counter', 1500],
  ]);
  expect(sources[0]?.pollWithinS).toBe(0.1);
  expect(findings[1]).toMatchObject({
    state: 'unusable',
    targets: ['gpu:1'],
    why: 'its driver tells neither energy nor power (an old or a virtual GPU)',
  });
  expect(tenancies).toHaveLength(3);
});

test('a newer driver that tells them only as field values is read by those', () => {
  const fake = fakeNvml(2);
  for (const gpu of [0, 1]) for (const call of ['energy', 'power']) fake.error(gpu, call, 3);
  fake.set(0, 'fieldEnergy', 5e9);
  fake.set(1, 'fieldPower', 250_000);
  const [source] = findNvml(machineWith(fake), context).sources;
  expect(source?.channels.map(({ method }) => method)).toEqual(['nvml:counter', 'nvml:power']);
  const [low, high] = [new Float64Array(2), new Float64Array(2)];
  source?.start(0);
  fake.set(0, 'fieldEnergy', 5e9 + 100_000);
  source?.take(1, low, high, 0);
  expect([...low, ...high]).toEqual([100, 250, 100, 250]);
});

test('a GPU that may not be opened leaves the others alone', () => {
  const fake = fakeNvml(3);
  fake.error(1, 'handle', 4);
  const { sources, findings } = findNvml(machineWith(fake), context);
  expect(sources[0]?.channels.map(({ target }) => target)).toEqual(['gpu:0', 'gpu:2']);
  expect(findings[1]).toMatchObject({ state: 'unusable', targets: ['gpu:1'] });
  expect(findings[1]?.why).toContain('no permission');
  expect(findings[1]?.fix).toContain('ls -l /dev/nvidia1');
});

test.each([
  ['init', 18, 'version mismatch', 'sudo modprobe nvidia'],
  ['init', 9, 'not loaded', 'sudo modprobe nvidia'],
  ['count', 999, 'unknown error', 'dmesg'],
] as const)('a library whose %s says %i is unusable: %s', (call, code, why, fix) => {
  const fake = fakeNvml(1);
  fake.error(-1, call, code);
  const { sources, findings } = findNvml(machineWith(fake), context);
  expect(sources).toEqual([]);
  expect(findings[0]?.why).toContain(why);
  expect(findings[0]?.fix).toContain(fix);
  expect(fake.inits()).toBe(0);
});

test('no GPU at all is said', () => {
  const fake = fakeNvml(0);
  const { sources, findings } = findNvml(machineWith(fake), context);
  expect(sources).toEqual([]);
  expect(findings).toMatchObject([{ state: 'unusable', why: 'the driver shows no GPU' }]);
});

test('an old driver that lacks the newer functions is read by the older ones', () => {
  const fake = fakeNvml(1, { old: true });
  const { sources, tenancies } = findNvml(machineWith(fake, { pids: [10] }), context);
  expect(sources[0]?.channels[0]).toMatchObject({ method: 'nvml:power', maxW: 700 });
  fake.process(0, 'compute', 10, 700 * 2 ** 20);
  fake.process(0, 'compute', 11, 1);
  tenancies?.[0]?.look(1);
  expect(tenancies?.[0]).toMatchObject({ tenants: [{ pid: 10, smBusy: Number.NaN }], isHidden: true });
});
