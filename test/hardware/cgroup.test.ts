import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CgroupFacts } from '../../src/hardware/cgroup-facts.ts';
import { cpuLimitOf, readCgroup } from '../../src/hardware/cgroup.io.ts';
import { cgroupFolders, slurmJobIn } from '../../src/hardware/cgroup-folders.ts';
import { cfsQuota, cpuQuota, tightest } from '../../src/hardware/cgroup-limits.ts';
import { ceilingOf, containerWarning, isOwnStat } from '../../src/hardware/container.ts';
import { CGROUPS } from './cgroup-machines.ts';
import { fakeMachine } from './fake-machine.ts';

describe('the cgroups around a process', () => {
  test.each<[string, CgroupFacts]>([
    ['a login session of systemd', {}],
    ['a service with a quota in a slice with a tighter one', { quota: 1.5 }],
    ['docker, v2 with its own cgroup namespace', { quota: 2 }],
    ['docker, v1 without a cgroup namespace', { quota: 2.5, cpuset: { cpus: 4, list: '4-7' } }],
    ['docker --cpuset-cpus on a v1 host, seen from the host', { cpuset: { cpus: 3, list: '0-1,8' } }],
    [
      'a pod of Kubernetes, whose quota stands above the container',
      { quota: 0.5, cpuset: { cpus: 2, list: '2-3' } },
    ],
    ['podman without root, its cgroup outside of what is shown', { quota: 3 }],
    ['a partition of v2', { cpuset: { cpus: 4, list: '8-11' }, exclusive: { cpus: 8, list: '8-15' } }],
    ['a partition that is invalid', { cpuset: { cpus: 8, list: '8-15' } }],
    [
      'an exclusive cpuset of v1',
      { cpuset: { cpus: 4, list: '12-15' }, exclusive: { cpus: 4, list: '12-15' } },
    ],
    ['a step of Slurm, v1', { cpuset: { cpus: 2, list: '0,8' }, slurm: { job: '5', cpus: 8 } }],
    ['a step of Slurm, v2', { cpuset: { cpus: 2, list: '4-5' }, slurm: { job: '77', cpus: 4 } }],
    [
      'a step of Slurm that is not kept to its CPUs, one of several nodes on a machine',
      { slurm: { job: '78' } },
    ],
    ['a path with a blank', { quota: 2 }],
    ['no cgroups', {}],
  ])('%s', (name, facts) => {
    expect(readCgroup(fakeMachine(CGROUPS[name] ?? {}))).toEqual(facts);
  });

  test('the folders go from the own cgroup to the top of the mount, and never above it', () => {
    const step = fc.stringMatching(/^[a-z_.:-]{1,8}$/).filter((text) => !['.', '..'].includes(text));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 6 }), fc.nat(6), (steps, outside) => {
        const root = `/${steps.slice(0, outside).join('/')}`;
        const mount = `30 23 0:26 ${root} /m rw - cgroup2 cgroup2 rw\n`;
        const found = cgroupFolders(`0::/${steps.join('/')}\n`, mount, 'cpu');
        const inside = steps.slice(outside);
        expect(found?.folders[0]).toBe(['/m', ...inside].join('/'));
        expect(found?.folders.at(-1)).toBe('/m');
        expect(found?.folders).toHaveLength(inside.length + 1);
      }),
    );
  });

  test('anything may stand in these files', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (cgroup, mounts) => {
        cgroupFolders(cgroup, mounts, 'cpuset');
        slurmJobIn(cgroup);
      }),
    );
  });

  test.each([
    ['0::/slurm/job_5/step_0', undefined], // no user between: not Slurm's
    ['0::/user.slice/job_5', undefined],
    ['4:memory:/slurm_n1/uid_0/job_12/step_batch', '12'],
  ])('the Slurm job of %s is %s', (cgroup, job) => expect(slurmJobIn(cgroup)).toBe(job));
});

describe('limits', () => {
  test('of nested cgroups the tightest holds', () => {
    const limit = fc.option(fc.double({ min: 0.01, max: 256, noNaN: true }), { nil: undefined });
    fc.assert(
      fc.property(fc.array(limit), (limits) => {
        const found = tightest(limits);
        if (limits.every((one) => one === undefined)) expect(found).toBeUndefined();
        else for (const one of limits) expect(found).toBeLessThanOrEqual(one ?? Number.POSITIVE_INFINITY);
      }),
    );
  });
  test('a quota is CPU time over period; none is no limit', () => {
    expect(cfsQuota('50000', '100000')).toBe(0.5);
    expect(cfsQuota('-1', '100000')).toBeUndefined();
    expect(cfsQuota('50000', '0')).toBeUndefined();
    expect(cfsQuota('', '')).toBeUndefined();
    expect(cpuQuota('0 100000')).toBeUndefined();
  });
  test('what allows all of the machine is no limit', () => {
    expect(cpuLimitOf({ quota: 4, cpuset: { cpus: 2, list: '0-1' } }, 16)).toBe(2);
    expect(cpuLimitOf({ quota: 16 }, 16)).toBeUndefined();
    expect(cpuLimitOf({}, 16)).toBeUndefined();
  });
});

describe('a container', () => {
  const seen = { container: true, cpuCapacity: 96, isOwnStat: false };

  test('that may use 2 of 96 CPUs owns at most that part of the idle energy, and this is said in three parts', () => {
    expect(ceilingOf({ ...seen, cpuLimit: 2 })).toBe(2 / 96);
    const { code, what, why, fix } = containerWarning({ ...seen, cpuLimit: 2 }) ?? {};
    expect({ code, what, why, fix }).toEqual({
      code: 'E_SHARE',
      what: "this run owns at most 2.1 % of the machine's idle energy",
      why: "its container may use 2 of the machine's 96 CPUs, and runs in other containers are not seen from here",
      fix: 'nothing needs to be done; where the container has the machine to itself, start it without a CPU limit',
    });
  });
  test('without a limit, and a limit outside of a container, are nothing to tell', () => {
    expect(containerWarning(seen)).toBeUndefined();
    expect(containerWarning({ ...seen, container: false, cpuLimit: 2 })).toBeUndefined();
    expect(ceilingOf({ ...seen, container: false, cpuLimit: 2 })).toBe(1);
  });
  test('whose /proc/stat is its own says that shares may be too high', () => {
    const lxc = '57 56 0:50 /proc/stat /proc/stat rw,nosuid - fuse.lxcfs lxcfs rw\n';
    expect(isOwnStat(lxc, 16, 16)).toBe(true);
    expect(isOwnStat('', 4, 16)).toBe(true);
    expect(isOwnStat('24 23 0:22 / /proc rw - proc proc rw\n', 16, 16)).toBe(false);
    expect(containerWarning({ ...seen, isOwnStat: true })?.what).toMatch(/may be too high/);
  });
});
