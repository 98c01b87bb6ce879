import type { RunRecord } from '../../book/run-record.ts';

/**
 * Whether a run is to be summed for a job: a root run that was measured in it, by the name that its launcher gives (`42` or a step of it, `42.0`) or by
 * Slurm's variables.
 */
export function isOfJob(record: RunRecord, name: string): boolean {
  if (record.parentId !== undefined || record.parts !== undefined) return false;
  const { job, environment } = record;
  const names = [
    environment['SLURM_JOB_ID'],
    job?.id,
    job?.step === undefined ? undefined : `${job.id}.${job.step}`,
  ];
  return names.includes(name);
}
