import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bootId } from '../../src/hardware/host-id.io.ts';
import type { Host } from '../../src/host/host.ts';
import type { GpuTenancy } from '../../src/meters/gpu-tenancy.ts';
import type { ComponentInfo, Meter } from '../../src/meters/meter.ts';
import type { CpuSource } from '../../src/run/cpu-source.ts';
import { IntervalReader } from '../../src/run/interval-reader.io.ts';
import { Standing } from '../../src/run/standing.io.ts';
import { fakeMachine } from '../hardware/fake-machine.ts';

const TICKS_PER_S = 100;
const CPUS = 4;

/** CPU seconds of the whole machine. */
interface Use {
  readonly user: number;
  readonly idle: number;
  readonly steal: number;
}

function writeStat(host: Host, { user, idle, steal }: Use): void {
  const ticks = [user, 0, 0, idle, 0, 0, 0, steal, 0, 0].map((s) => Math.round(s * TICKS_PER_S));
  const cpus = Array.from({ length: CPUS }, (_, n) => `cpu${n} 0 0 0 0`);
  writeFileSync(join(host.roots.proc, 'stat'), `${[`cpu  ${ticks.join(' ')}`, ...cpus].join('\n')}\n`);
}

/** 40 W idle and 100 W dynamic at full load, of every component. */
function meterOf(names: readonly string[], loads: number[]): Meter {
  const components = names.map((name): ComponentInfo => {
    return {
      name,
      method: 'test',
      grade: 'A',
      errors: {},
      idleErrors: {},
      shareMethod: 'cpu-time',
      available: true,
    };
  });
  return {
    components,
    pollWithinS: Number.POSITIVE_INFINITY,
    start: () => {},
    poll: () => {},
    read: ({ dtS, cpuBusy }, output) => {
      loads.push(cpuBusy);
      output.energyJ.fill((40 + 100 * cpuBusy) * dtS);
      output.highJ.fill((40 + 100 * cpuBusy) * dtS);
      output.idleJ.fill(40 * dtS);
    },
    change: () => undefined,
    close: () => {},
  };
}

/** A tenth of a second of a run on a machine of files, in which it and the machine have used so many CPU seconds. */
function interval(
  how: {
    readonly files?: Readonly<Record<string, string>>;
    readonly env?: Host['env'];
    readonly gpus?: readonly GpuTenancy[];
  },
  use: Use,
  ownS: number,
) {
  const host = fakeMachine({ 'sys/devices/system/cpu/online': `0-${CPUS - 1}\n`, ...how.files }, how.env);
  mkdirSync(host.roots.proc, { recursive: true });
  writeStat(host, { user: 0, idle: 0, steal: 0 });
  const id = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
  const standing = new Standing(host, bootId(host), { id, name: 'x', rootPid: host.pid, intervalS: 1 });
  let cpuS = 0;
  const cpu: CpuSource = {
    name: () => 'test',
    totalS: () => cpuS,
    discover: () => {},
    survivors: () => [],
    close: () => {},
  };
  const { claimed, isRoot, machine, registry } = standing;
  const options = { runId: id, isRoot, rootPid: host.pid, ...claimed, cpuCapacity: machine.cpuCapacity };
  const reader = new IntervalReader(host, options, cpu, registry);
  const loads: number[] = [];
  const gpus = how.gpus ?? [];
  reader.use(meterOf(['cpu', ...gpus.map(({ target }) => target)], loads), gpus);
  writeStat(host, use);
  cpuS = ownS;
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
  const { sample } = reader.read();
  reader.close();
  standing.leave(ownS);
  return { sample, load: loads[0] ?? Number.NaN, limits: standing.limits };
}

const unused = (gpu: number): GpuTenancy => {
  return { target: `gpu:${gpu}`, look: () => {}, tenants: [], isHidden: false, busy: 0 };
};

describe('the time that a host takes from a virtual machine', () => {
  test('is in no load and no share, and is recorded', () => {
    const { sample, load } = interval({}, { user: 0.2, idle: 0.1, steal: 0.1 }, 0.05);
    expect(sample.st).toBe(0.1);
    expect(load).toBeCloseTo(0.2 / (CPUS * sample.dt), 4);
    expect(sample.s).toEqual([0.25]);
  });
  test('is not written where there is none', () => {
    expect(interval({}, { user: 0.2, idle: 0.2, steal: 0 }, 0.05).sample).not.toHaveProperty('st');
  });
  test('is not capacity: untracked work of 5 % of the rest takes its part of the idle energy', () => {
    // Untracked work of 0.015 s in at least 0.4 s of four CPUs: of what is left when nearly all is taken it is much, of all it is little.
    expect(interval({}, { user: 0.065, idle: 0, steal: 60 }, 0.05).sample.x).toEqual([0.5]);
    expect(interval({}, { user: 0.065, idle: 0.34, steal: 0 }, 0.05).sample.x).toEqual([1]);
  });
});

describe('a run with parts that the same process tracks', () => {
  test('loses nothing to them: what the tracker has used is no tracker inside of it', () => {
    const host = fakeMachine({ 'sys/devices/system/cpu/online': `0-${CPUS - 1}\n` });
    mkdirSync(join(host.roots.proc, String(host.pid)), { recursive: true });
    // Its parts are believed only as long as their process lives.
    writeFileSync(
      join(host.roots.proc, String(host.pid), 'stat'),
      `${host.pid} (node) S ${Array(49).fill(1).join(' ')}\n`,
    );
    writeStat(host, { user: 0, idle: 0, steal: 0 });
    const boot = bootId(host);
    const outer = { id: '01ARZ3NDEKTSV4RRFFQ69G5FAV', name: 'x', rootPid: host.pid, intervalS: 1 };
    const standing = new Standing(host, boot, outer);
    const parts = ['01ARZ3NDEKTSV4RRFFQ69G5FAW', '01ARZ3NDEKTSV4RRFFQ69G5FAX'].map(
      (id) => new Standing(host, boot, { ...outer, id, within: standing }),
    );
    let cpuS = 0;
    const cpu: CpuSource = {
      name: () => 'test',
      totalS: () => cpuS,
      discover: () => {},
      survivors: () => [],
      close: () => {},
    };
    const { claimed, isRoot, machine, registry } = standing;
    const options = { runId: outer.id, isRoot, rootPid: host.pid, ...claimed };
    const reader = new IntervalReader(host, { ...options, cpuCapacity: machine.cpuCapacity }, cpu, registry);
    reader.use(meterOf(['cpu'], []), []);
    // Each part tells all that this process has used so far.
    for (const part of parts) part.registry?.publish(host.clock.bootS(), 0.01, 40);
    writeStat(host, { user: 0.2, idle: 0.2, steal: 0 });
    cpuS = 0.1;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
    const { sample } = reader.read();
    expect(reader.others).toHaveLength(2);
    reader.close();
    for (const part of parts) part.leave(0);
    standing.leave(0);
    expect(sample.u).toBe(0.1);
    expect(sample.s[0]).toBeCloseTo(0.5, 1);
  });
});

describe("in a container whose /proc/stat is the host's", () => {
  const files = {
    'proc/self/cgroup': '0::/\n',
    'proc/self/mountinfo': '30 23 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n',
    'sys/fs/cgroup/cpu.max': '100000 100000\n',
  };
  test('the share of the work is that of the whole host, that of idle is held to what the container may use, and it is said', () => {
    const { sample, limits } = interval(
      { files, env: { container: 'podman' } },
      { user: 0.2, idle: 0.2, steal: 0 },
      0.1,
    );
    expect(sample.s).toEqual([0.5]);
    expect(sample.x).toEqual([0.25]);
    expect(limits).toMatchObject({
      code: 'E_SHARE',
      why: expect.stringContaining('1 of the machine') as string,
    });
  });
  test('outside of a container a quota takes nothing away', () => {
    const { sample, limits } = interval({ files }, { user: 0.1, idle: 0.3, steal: 0 }, 0.1);
    expect(sample.x).toEqual([1]);
    expect(limits).toBeUndefined();
  });
  test('parts never exceed the whole, also where the run has used more than the host has counted', () => {
    const { sample } = interval({}, { user: 0.01, idle: 0.3, steal: 0 }, 0.2);
    expect(sample.s[0]).toBeLessThanOrEqual(1);
    expect(sample.b).toBeGreaterThanOrEqual(0.2);
  });
});

describe('what is reserved for a Slurm job', () => {
  const env = { SLURM_JOB_ID: '7', SLURM_CPUS_ON_NODE: '1', SLURM_JOB_GPUS: '1' };
  test('is its part of the idle energy of the CPUs, and that of its GPUs, used or not', () => {
    const { sample } = interval(
      { env, gpus: [unused(0), unused(1)] },
      { user: 0.1, idle: 0.3, steal: 0 },
      0.1,
    );
    expect(sample.x).toEqual([0.25, 0, 1]);
  });
  test('is nothing where it has ended', () => {
    const { sample } = interval({ gpus: [unused(0)] }, { user: 0.1, idle: 0.3, steal: 0 }, 0.1);
    expect(sample.x).toEqual([1, 0]);
  });
});
