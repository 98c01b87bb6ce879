/** Where one controller's files of a process's cgroup stand. */
export interface CgroupFolders {
  readonly version: 1 | 2;
  /** Folders from the process's own cgroup up to the top of what is mounted; limits of all of them hold. */
  readonly folders: readonly string[];
}

interface Mount {
  readonly root: string;
  readonly point: string;
  readonly version: 1 | 2;
  readonly options: readonly string[];
}

/**
 * Finds the folders of a process's cgroup for one controller.
 *
 * @param cgroup /proc/self/cgroup: lines `4:cpu,cpuacct:/path` (v1) and `0::/path` (v2).
 * @param mountInfo /proc/self/mountinfo.
 * @example
 * cgroupFolders('0::/user.slice/a\n', '29 23 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n', 'cpu');
 * // { version: 2, folders: ['/sys/fs/cgroup/user.slice/a', '/sys/fs/cgroup/user.slice', '/sys/fs/cgroup'] }
 */
export function cgroupFolders(
  cgroup: string,
  mountInfo: string,
  controller: 'cpu' | 'cpuset',
): CgroupFolders | undefined {
  const mounts = mountsIn(mountInfo);
  const first = mounts.find(({ version, options }) => version === 1 && options.includes(controller));
  const path = pathIn(cgroup, (controllers) => controllers.includes(controller));
  // On hybrid systems a controller stands in one of the two hierarchies only.
  if (first !== undefined && path !== undefined) return { version: 1, folders: upwards(first, path) };
  const unified = mounts.find(({ version }) => version === 2);
  const unifiedPath = pathIn(cgroup, (controllers) => controllers.length === 0);
  return unified === undefined || unifiedPath === undefined
    ? undefined
    : { version: 2, folders: upwards(unified, unifiedPath) };
}

/** Slurm's number of the job in whose cgroup the process stands: `/slurm/uid_0/job_5/…` (v1), `…/slurmstepd.scope/job_5/…` (v2). */
export function slurmJobIn(cgroup: string): string | undefined {
  return /\/(?:slurm(?:_[^/]*)?\/uid_\d+|[^/]*slurmstepd\.scope)\/job_(\d+)(?:\/|$)/m.exec(cgroup)?.[1];
}

function pathIn(cgroup: string, isIt: (controllers: readonly string[]) => boolean): string | undefined {
  for (const line of cgroup.split('\n')) {
    const match = /^\d+:([^:]*):(\/.*)$/.exec(line);
    if (match !== null && isIt((match[1] as string).split(',').filter(Boolean))) return match[2];
  }
  return undefined;
}

/** `36 35 0:28 /root /point rw,relatime master:1 - cgroup2 cgroup2 rw,nsdelegate`; see proc_pid_mountinfo(5). */
function mountsIn(mountInfo: string): readonly Mount[] {
  return mountInfo.split('\n').flatMap((line): readonly Mount[] => {
    const [before = '', after = ''] = line.split(' - ');
    const [type, , options = ''] = after.split(' ');
    const [, , , root, point] = before.split(' ');
    if ((type !== 'cgroup' && type !== 'cgroup2') || root === undefined || point === undefined) return [];
    const version = type === 'cgroup' ? 1 : 2;
    return [{ root: unescaped(root), point: unescaped(point), version, options: options.split(',') }];
  });
}

/** Blanks in paths are written as octal numbers. */
function unescaped(path: string): string {
  return path.replaceAll(/\\(\d{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}

function upwards({ root, point }: Mount, path: string): readonly string[] {
  const steps = below(root, path);
  return [...steps.keys(), steps.length]
    .map((n) => [point, ...steps.slice(0, steps.length - n)].join('/'))
    .map((folder) => folder.replace(/^\/\//, '/'));
}

/** The way from the mount's root to the cgroup. Where one of them lies outside of what our cgroup namespace shows, the mount's own folder is ours. */
function below(root: string, path: string): readonly string[] {
  const base = root === '/' ? '' : root;
  if (path !== base && !path.startsWith(`${base}/`)) return [];
  const steps = path.slice(base.length).split('/').filter(Boolean);
  return steps.includes('..') ? [] : steps;
}
