/** CPUs that a quota of cgroup v2 allows (`cpu.max`: quota and period, µs); undefined without a limit. */
export function cpuQuota(cpuMax: string | undefined): number | undefined {
  const match = /^(\d+) (\d+)/.exec(cpuMax ?? '');
  return match === null ? undefined : quotaOf(Number(match[1]), Number(match[2]));
}

/** CPUs that a quota of cgroup v1 allows (`cpu.cfs_quota_us`, −1 for none, and `cpu.cfs_period_us`). */
export function cfsQuota(quotaUs: string | undefined, periodUs: string | undefined): number | undefined {
  return /^\d+$/.test(quotaUs ?? '') && /^\d+$/.test(periodUs ?? '')
    ? quotaOf(Number(quotaUs), Number(periodUs))
    : undefined;
}

/** Whether `cpuset.cpus.partition` says that its CPUs are its own; `root invalid (…)` is none. */
export function isPartition(text: string | undefined): boolean {
  return text === 'root' || text === 'isolated';
}

/** The tightest of the limits of nested cgroups. */
export function tightest(limits: readonly (number | undefined)[]): number | undefined {
  const known = limits.filter((limit) => limit !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}

function quotaOf(quota: number, period: number): number | undefined {
  return quota > 0 && period > 0 ? quota / period : undefined;
}
