/** Cgroup trees as they are met, by name: files of a machine of 16 CPUs. */
type Files = Readonly<Record<string, string>>;

const ONLINE: Files = { 'sys/devices/system/cpu/online': '0-15\n' };
const V2 = (root = '/'): string =>
  `30 23 0:26 ${root} /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate\n`;
const V1 = (controllers: string, root = '/'): string =>
  `33 25 0:29 ${root} /sys/fs/cgroup/${controllers} rw,nosuid master:11 - cgroup cgroup rw,${controllers}\n`;

export const CGROUPS: Readonly<Record<string, Files>> = {
  'a login session of systemd': {
    ...ONLINE,
    'proc/self/cgroup': '0::/user.slice/user-1000.slice/session-2.scope\n',
    'proc/self/mountinfo': `24 23 0:22 / /proc rw - proc proc rw\n${V2()}`,
    'sys/fs/cgroup/cpuset.cpus.effective': '0-15\n',
    'sys/fs/cgroup/user.slice/cpu.max': 'max 100000\n',
    'sys/fs/cgroup/user.slice/user-1000.slice/session-2.scope/cpu.max': 'max 100000\n',
  },
  'a service with a quota in a slice with a tighter one': {
    ...ONLINE,
    'proc/self/cgroup': '0::/batch.slice/train.service\n',
    'proc/self/mountinfo': V2(),
    'sys/fs/cgroup/batch.slice/cpu.max': '150000 100000\n',
    'sys/fs/cgroup/batch.slice/train.service/cpu.max': '400000 100000\n',
  },
  'docker, v2 with its own cgroup namespace': {
    ...ONLINE,
    'proc/self/cgroup': '0::/\n',
    'proc/self/mountinfo': `1206 972 0:110 / / rw - overlay overlay rw\n${V2()}`,
    'sys/fs/cgroup/cpu.max': '200000 100000\n',
    'sys/fs/cgroup/cpuset.cpus.effective': '0-15\n',
  },
  'docker, v1 without a cgroup namespace': {
    ...ONLINE,
    'proc/self/cgroup': '5:cpuset:/docker/abc\n4:cpu,cpuacct:/docker/abc\n1:name=systemd:/docker/abc\n',
    'proc/self/mountinfo': V1('cpu,cpuacct', '/docker/abc') + V1('cpuset', '/docker/abc'),
    'sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us': '250000\n',
    'sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us': '100000\n',
    'sys/fs/cgroup/cpuset/cpuset.cpus': '4-7\n',
    'sys/fs/cgroup/cpuset/cpuset.cpu_exclusive': '0\n',
  },
  'docker --cpuset-cpus on a v1 host, seen from the host': {
    ...ONLINE,
    'proc/self/cgroup': '5:cpuset:/docker/abc\n4:cpuacct,cpu:/docker/abc\n0::/\n',
    'proc/self/mountinfo': V1('cpu,cpuacct') + V1('cpuset'),
    'sys/fs/cgroup/cpu,cpuacct/docker/abc/cpu.cfs_quota_us': '-1\n',
    'sys/fs/cgroup/cpu,cpuacct/docker/abc/cpu.cfs_period_us': '100000\n',
    'sys/fs/cgroup/cpuset/cpuset.cpus': '0-15\n',
    'sys/fs/cgroup/cpuset/cpuset.cpu_exclusive': '1\n',
    'sys/fs/cgroup/cpuset/docker/abc/cpuset.cpus': '0-1,8\n',
    'sys/fs/cgroup/cpuset/docker/abc/cpuset.cpu_exclusive': '0\n',
  },
  'a pod of Kubernetes, whose quota stands above the container': {
    ...ONLINE,
    'proc/self/cgroup': '0::/kubepods.slice/kubepods-pod1.slice/cri-containerd-abc.scope\n',
    'proc/self/mountinfo': V2(),
    'sys/fs/cgroup/kubepods.slice/kubepods-pod1.slice/cpu.max': '50000 100000\n',
    'sys/fs/cgroup/kubepods.slice/kubepods-pod1.slice/cri-containerd-abc.scope/cpu.max': 'max 100000\n',
    'sys/fs/cgroup/kubepods.slice/kubepods-pod1.slice/cri-containerd-abc.scope/cpuset.cpus.effective':
      '2-3\n',
  },
  'podman without root, its cgroup outside of what is shown': {
    ...ONLINE,
    'proc/self/cgroup': '0::/../libpod-abc.scope\n',
    'proc/self/mountinfo': V2('/../..'),
    'sys/fs/cgroup/cpu.max': '300000 100000\n',
  },
  'a partition of v2': {
    ...ONLINE,
    'proc/self/cgroup': '0::/lab.slice/job\n',
    'proc/self/mountinfo': V2(),
    'sys/fs/cgroup/lab.slice/cpuset.cpus.partition': 'isolated\n',
    'sys/fs/cgroup/lab.slice/cpuset.cpus.effective': '8-15\n',
    'sys/fs/cgroup/lab.slice/job/cpuset.cpus.partition': 'member\n',
    'sys/fs/cgroup/lab.slice/job/cpuset.cpus.effective': '8-11\n',
  },
  'a partition that is invalid': {
    ...ONLINE,
    'proc/self/cgroup': '0::/lab.slice\n',
    'proc/self/mountinfo': V2(),
    'sys/fs/cgroup/lab.slice/cpuset.cpus.partition': 'root invalid (Cpu list in cpuset.cpus not exclusive)\n',
    'sys/fs/cgroup/lab.slice/cpuset.cpus.effective': '8-15\n',
  },
  'an exclusive cpuset of v1': {
    ...ONLINE,
    'proc/self/cgroup': '3:cpuset:/shield\n2:cpu:/\n',
    'proc/self/mountinfo': V1('cpu') + V1('cpuset'),
    'sys/fs/cgroup/cpuset/cpuset.cpus': '0-15\n',
    'sys/fs/cgroup/cpuset/cpuset.cpu_exclusive': '1\n',
    'sys/fs/cgroup/cpuset/shield/cpuset.cpus': '12-15\n',
    'sys/fs/cgroup/cpuset/shield/cpuset.cpu_exclusive': '1\n',
  },
  'a step of Slurm, v1': {
    ...ONLINE,
    'proc/self/cgroup':
      '7:cpuset:/slurm/uid_1000/job_5/step_0\n6:cpu,cpuacct:/slurm/uid_1000/job_5/step_0/task_2\n',
    'proc/self/mountinfo': V1('cpu,cpuacct') + V1('cpuset'),
    'sys/fs/cgroup/cpuset/cpuset.cpus': '0-15\n',
    'sys/fs/cgroup/cpuset/slurm/uid_1000/job_5/cpuset.cpus': '0-3,8-11\n',
    'sys/fs/cgroup/cpuset/slurm/uid_1000/job_5/step_0/cpuset.cpus': '0,8\n',
  },
  'a step of Slurm, v2': {
    ...ONLINE,
    'proc/self/cgroup': '0::/system.slice/slurmstepd.scope/job_77/step_0/user/task_0\n',
    'proc/self/mountinfo': V2(),
    'sys/fs/cgroup/system.slice/slurmstepd.scope/job_77/cpuset.cpus': '4-7\n',
    'sys/fs/cgroup/system.slice/slurmstepd.scope/job_77/cpuset.cpus.effective': '4-7\n',
    'sys/fs/cgroup/system.slice/slurmstepd.scope/job_77/step_0/user/task_0/cpuset.cpus.effective': '4-5\n',
  },
  'a step of Slurm that is not kept to its CPUs, one of several nodes on a machine': {
    ...ONLINE,
    'proc/self/cgroup': '0::/system.slice/n1_slurmstepd.scope/job_78/step_0/user/task_0\n',
    'proc/self/mountinfo': V2(),
    'sys/fs/cgroup/system.slice/n1_slurmstepd.scope/job_78/cpuset.cpus': '\n',
    'sys/fs/cgroup/system.slice/n1_slurmstepd.scope/job_78/cpuset.cpus.effective': '0-15\n',
  },
  'a path with a blank': {
    ...ONLINE,
    'proc/self/cgroup': '0::/a b\n',
    'proc/self/mountinfo': '30 23 0:26 / /sys/fs/my\\040groups rw - cgroup2 cgroup2 rw\n',
    'sys/fs/my groups/a b/cpu.max': '100000 50000\n',
  },
  'no cgroups': { ...ONLINE },
};
