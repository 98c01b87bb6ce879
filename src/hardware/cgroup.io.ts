import { join } from 'node:path';
import type { Host } from '../host/host.ts';
import type { CgroupFacts, CpuSet } from './cgroup-facts.ts';
import { type CgroupFolders, cgroupFolders, slurmJobIn } from './cgroup-folders.ts';
import { cfsQuota, cpuQuota, isPartition, tightest } from './cgroup-limits.ts';
import { countCpuList } from './cpuinfo.ts';
import { readHead, readLine } from './small-file.io.ts';

/** A host of containers has hundreds of mounts; the cgroups stand near the beginning. */
const MOUNTS_BYTES = 65_536;

/** Reads the CPU limits of this process's cgroups, v1 and v2: some small files for each level. */
export function readCgroup(host: Host): CgroupFacts {
  const { proc } = host.roots;
  const cgroup = readHead(join(proc, 'self/cgroup'), 4096) ?? '';
  const mounts = readHead(join(proc, 'self/mountinfo'), MOUNTS_BYTES) ?? '';
  const found = (controller: 'cpu' | 'cpuset'): CgroupFolders =>
    within(host, cgroupFolders(cgroup, mounts, controller) ?? USUAL);
  const quota = quotaIn(found('cpu'));
  const sets = found('cpuset');
  const online = countCpuList(readLine(join(host.roots.sys, 'devices/system/cpu/online')));
  const less = (set: CpuSet | undefined): CpuSet | undefined =>
    set !== undefined && online > 0 && set.cpus >= online ? undefined : set;
  const cpuset = less(firstOf(sets.folders.map((folder) => setIn(folder))));
  // The top of the hierarchy says that it is exclusive too: of all CPUs.
  const exclusive = firstOf(
    sets.folders.filter((folder) => isExclusive(folder, sets.version)).map((folder) => less(setIn(folder))),
  );
  const slurm = slurmIn(cgroup, sets.folders);
  return {
    ...(quota === undefined ? {} : { quota }),
    ...(cpuset === undefined ? {} : { cpuset }),
    ...(exclusive === undefined ? {} : { exclusive }),
    ...(slurm === undefined ? {} : { slurm }),
  };
}

/** CPUs that this process may use at most, by quota and set; undefined where that is all of the machine's. */
export function cpuLimitOf({ quota, cpuset }: CgroupFacts, threads: number): number | undefined {
  const limit = tightest([quota, cpuset?.cpus]);
  return limit === undefined || limit >= threads ? undefined : limit;
}

/** Where no cgroup file system is told of (a truncated list, gVisor) it stands here. */
const USUAL: CgroupFolders = { version: 2, folders: ['/sys/fs/cgroup'] };

/** The folders on the machine that we were handed, which may be one of files. */
function within(host: Host, { version, folders }: CgroupFolders): CgroupFolders {
  return { version, folders: folders.map((folder) => join(host.roots.sys, '..', folder)) };
}

function quotaIn({ version, folders }: CgroupFolders): number | undefined {
  const at = (folder: string): number | undefined =>
    version === 2
      ? cpuQuota(readLine(join(folder, 'cpu.max')))
      : cfsQuota(readLine(join(folder, 'cpu.cfs_quota_us')), readLine(join(folder, 'cpu.cfs_period_us')));
  return tightest(folders.map(at));
}

const GIVEN = 'cpuset.cpus';

/** The CPUs of one cgroup: what it has in effect (v2, v1), else what it was given (v1 of old). */
function setIn(
  folder: string,
  names: readonly string[] = ['cpuset.cpus.effective', 'cpuset.effective_cpus', GIVEN],
): CpuSet | undefined {
  for (const name of names) {
    const list = readLine(join(folder, name));
    const cpus = countCpuList(list);
    if (cpus > 0) return { cpus, list };
  }
  return undefined;
}

function isExclusive(folder: string, version: 1 | 2): boolean {
  return version === 2
    ? isPartition(readLine(join(folder, 'cpuset.cpus.partition')))
    : readLine(join(folder, 'cpuset.cpu_exclusive')) === '1';
}

function slurmIn(cgroup: string, folders: readonly string[]): CgroupFacts['slurm'] {
  const job = slurmJobIn(cgroup);
  if (job === undefined) return undefined;
  const own = folders.find((folder) => folder.endsWith(`/job_${job}`));
  // Not what it has in effect: where Slurm does not keep jobs to their CPUs, that is all of them.
  const cpus = own === undefined ? undefined : setIn(own, [GIVEN])?.cpus;
  return { job, ...(cpus === undefined ? {} : { cpus }) };
}

function firstOf<T>(values: readonly (T | undefined)[]): T | undefined {
  return values.find((value) => value !== undefined);
}
