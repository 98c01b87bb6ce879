/**
 * Part of the machine that is reserved for this run alone, 0 to 1: what Slurm gave the job on this node, or what the user
 * declares with JOULEBOOK_RESERVED_CPUS. Reservations take their part of the idle energy first.
 */
export function reservedPart(env: Readonly<Record<string, string | undefined>>, cpuCapacity: number): number {
  const declared = env['JOULEBOOK_RESERVED_CPUS'];
  const slurm = env['SLURM_JOB_ID'] === undefined ? undefined : env['SLURM_CPUS_ON_NODE'];
  const cpus = Number(declared ?? slurm ?? 0);
  return Number.isFinite(cpus) && cpus > 0 && cpuCapacity > 0 ? Math.min(1, cpus / cpuCapacity) : 0;
}
