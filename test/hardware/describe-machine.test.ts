import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeMachine } from '../../src/hardware/describe-machine.io.ts';
import { bootId, hostId } from '../../src/hardware/host-id.io.ts';
import { realHost } from '../../src/host/real-host.io.ts';
import { fakeMachine, MACHINES } from './fake-machine.ts';

function described(name: string, env = {}): ReturnType<typeof describeMachine> {
  return describeMachine(fakeMachine(MACHINES[name] ?? {}, env));
}

describe('machines as they are met', () => {
  it('a laptop', () => {
    const { info, cpuCapacity } = described('laptop');
    expect(info).toMatchObject({
      cpu: '11th Gen Intel(R) Core(TM) i7-1165G7 @ 2.80GHz',
      sockets: 1,
      cores: 4,
      threads: 8,
      ramBytes: 16_078_000 * 1024,
      chassis: 'laptop',
      virtual: false,
      container: false,
      gpus: [],
      os: 'Ubuntu 24.04.1 LTS, kernel 6.8.0-45-generic',
    });
    expect(cpuCapacity).toBe(8);
  });
  it('a laptop is known by its battery where the firmware is silent', () =>
    expect(described('laptop without firmware').info.chassis).toBe('laptop'));
  it('a desktop with a GPU of its own, an integrated one, and a mouse with a battery', () => {
    const { info, gpus } = described('desktop');
    expect(info).toMatchObject({ sockets: 1, cores: 16, threads: 32, chassis: 'desktop' });
    expect(gpus).toEqual([
      { name: 'NVIDIA GeForce RTX 4090', vendor: 'nvidia', uuid: 'GPU-11111111-2222-3333-4444-555555555555' },
    ]);
  });
  it('a server with two sockets', () =>
    expect(described('two-socket server').info).toMatchObject({
      sockets: 2,
      cores: 128,
      threads: 256,
      chassis: 'server',
    }));
  it('a GPU server whose firmware tells no chassis', () => {
    const { info } = described('gpu server');
    expect(info.chassis).toBe('gpu-server');
    expect(info.gpus).toEqual(['AMD GPU 0x74a1', 'AMD GPU 0x74a1']);
  });
  it('an ARM instance of a cloud', () =>
    expect(described('graviton').info).toMatchObject({
      cpu: 'ARM Neoverse-N1',
      virtual: true,
      chassis: 'unknown',
      cloud: 'aws',
      cloudRegion: 'eu-central-1',
      instanceType: 'm6g.xlarge',
    }));
  it('a bare-metal instance is not virtual; its region comes from the environment', () => {
    const { info } = described('bare metal of a cloud', { AWS_REGION: 'us-east-1' });
    expect(info).toMatchObject({
      virtual: false,
      sockets: 2,
      chassis: 'server',
      cloud: 'aws',
      cloudRegion: 'us-east-1',
    });
  });
  it("a cloud's client on a laptop says nothing of the place", () => {
    const { info } = described('laptop', { AWS_REGION: 'us-east-1' });
    expect(info.cloud).toBeUndefined();
    expect(info.cloudRegion).toBeUndefined();
  });
  it('a Raspberry Pi', () =>
    expect(described('raspberry pi').info).toMatchObject({
      cpu: 'ARM Cortex-A72',
      threads: 4,
      sockets: 1,
      chassis: 'desktop',
    }));
  it('a virtual machine with a nameless CPU', () =>
    expect(described('virtual machine').info).toMatchObject({
      virtual: true,
      chassis: 'unknown',
      threads: 2,
    }));
  it('an Azure machine is no desktop though its firmware says so', () =>
    expect(described('azure vm').info).toMatchObject({ virtual: true, chassis: 'unknown', cloud: 'azure' }));
  it('a container counts what /proc/stat counts, and knows its quota', () => {
    const { info, cpuCapacity, cpuLimit } = described('container');
    expect(info).toMatchObject({ container: true, virtual: false, chassis: 'server', threads: 96 });
    expect(cpuCapacity).toBe(16);
    expect(cpuLimit).toBe(2);
  });
  it('nothing at all can be read', () => {
    const { info, cpuCapacity } = described('no such machine');
    expect(cpuCapacity).toBeGreaterThan(0);
    expect(info.threads).toBeGreaterThan(0);
    expect(info.ramBytes).toBeGreaterThan(0);
  });
  it('this machine, quickly', () => {
    const host = realHost();
    describeMachine(host);
    // The quickest of some: what else the machine does meanwhile is no part of it.
    const times = Array.from({ length: 10 }, () => {
      const beganMs = performance.now();
      describeMachine(host);
      return performance.now() - beganMs;
    });
    expect(Math.min(...times)).toBeLessThan(60); // 5 ms on a quiet machine
  });
});

const named = (name: string): string => hostId(fakeMachine({ 'proc/sys/kernel/hostname': `${name}\n` }));

describe('identity', () => {
  it('of the host is a hash of its machine id, twelve digits', () => {
    const host = fakeMachine({ 'etc/machine-id': '0123456789abcdef0123456789abcdef\n' });
    expect(hostId(host)).toMatch(/^[0-9a-f]{12}$/);
    expect(hostId(host)).toBe(hostId(host));
    writeFileSync(join(host.roots.etc, 'machine-id'), 'another\n');
    expect(hostId(host)).not.toBe(
      hostId(fakeMachine({ 'etc/machine-id': '0123456789abcdef0123456789abcdef\n' })),
    );
  });
  it('falls back to the host name', () => {
    expect(named('a')).toBe(named('a'));
    expect(named('a')).not.toBe(named('b'));
    expect(
      hostId(fakeMachine({ 'etc/machine-id': 'uninitialized\n', 'proc/sys/kernel/hostname': 'a\n' })),
    ).toBe(named('a'));
  });
  it('of the boot', () => {
    expect(bootId(fakeMachine({ 'proc/sys/kernel/random/boot_id': 'b-1\n' }))).toBe('b-1');
    expect(bootId(fakeMachine({}))).toMatch(/^boot-\d+$/);
  });
});
