import { exposition, type Family } from '../../report/export/exposition.ts';
import { fromWritten, interval } from '../../units/estimate.ts';
import type { CiResult } from './ci-result.ts';

/**
 * The figures of a job for GitLab's metrics report, which shows what has changed against the target branch: so names and labels are the
 * same from job to job, and the run's id is not among them.
 */
export function metricsReport(result: CiResult): string {
  const [first] = result.fresh;
  const labels = { name: first?.name ?? '' };
  const { judgement, fresh } = result;
  const one = (name: string, unit: string, help: string, value: number | null | undefined): Family => ({
    name,
    type: 'gauge',
    ...(unit === '' ? {} : { unit }),
    help,
    samples: value === null || value === undefined ? [] : [{ labels, value }],
  });
  const energy =
    judgement?.fresh ?? (first === undefined ? undefined : fromWritten(first.energy[result.figure]));
  const band = energy === undefined ? undefined : interval(energy);
  const seconds = fresh.reduce((total, { durationS }) => total + durationS, 0) / Math.max(1, fresh.length);
  return exposition(
    [
      one('joulebook_ci_energy_joules', 'joules', 'Energy at the wall, mean of the runs.', energy?.value),
      one('joulebook_ci_energy_low_joules', 'joules', 'Low end of its 90% interval.', band?.low),
      one('joulebook_ci_energy_high_joules', 'joules', 'High end of its 90% interval.', band?.high),
      one('joulebook_ci_duration_seconds', 'seconds', 'Duration, mean of the runs.', seconds),
      one('joulebook_ci_change_ratio', 'ratio', 'Energy over that of the baseline.', judgement?.ratio.value),
      one('joulebook_ci_change_low_ratio', 'ratio', 'Low end of its 90% interval.', judgement?.interval.low),
      one(
        'joulebook_ci_change_high_ratio',
        'ratio',
        'High end of its 90% interval.',
        judgement?.interval.high,
      ),
      one('joulebook_ci_margin_ratio', 'ratio', 'What is still fine.', 1 + result.margin),
    ],
    'openmetrics',
  );
}
