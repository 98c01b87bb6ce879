/** CPUs that belong together. */
export interface CpuSet {
  readonly cpus: number;
  /** As the kernel writes them, e.g. `0-3,8`. */
  readonly list: string;
}

/** What the cgroups around this process say of its CPUs. */
export interface CgroupFacts {
  /** CPUs that the tightest of the quotas allows. */
  readonly quota?: number;
  /** The CPUs on which it may run at all, where these are not all. */
  readonly cpuset?: CpuSet;
  /** CPUs, not all, that are kept for a cgroup around it alone: a partition (v2), `cpu_exclusive` (v1). */
  readonly exclusive?: CpuSet;
  /** The Slurm job in whose cgroup it stands, with the CPUs of the job where Slurm keeps its processes to them. */
  readonly slurm?: { readonly job: string; readonly cpus?: number };
}
