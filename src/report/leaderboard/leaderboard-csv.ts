import { csvRecord } from '../../book/csv-text.ts';
import { WORK_UNITS } from '../../book/work-unit.ts';
import type { Cell } from '../../book/emissions-row.ts';
import { guarded } from '../export-csv.ts';
import type { LeaderboardEntry } from './entry.ts';
import type { Placed, Standing } from './standing.ts';

const COLUMNS = [
  'entry',
  'by',
  'hardware',
  'metric',
  'mean',
  'se',
  'seeds',
  'metric_rank',
  'energy_j',
  'energy_low_j',
  'energy_high_j',
  'energy_rank',
  'frontier',
  'co2e_g',
  'duration_s',
  'per_1k_samples_j',
  'per_1k_tokens_j',
  'per_1k_requests_j',
  'per_1k_steps_j',
  'grade',
  'without_rank',
] as const;

/** All entries of a leaderboard as CSV (RFC 4180); those without a rank are last, with the reason. */
export function leaderboardCsv({ classes, unplaced }: Standing): string {
  const rows = [
    ...classes.flatMap(({ placed }) => placed.map((one) => rowOf(one.entry, one, null))),
    ...unplaced.map(({ entry, why }) => rowOf(entry, undefined, why)),
  ];
  return [COLUMNS, ...rows].map((row) => `${csvRecord(row)}\r\n`).join('');
}

function rowOf(entry: LeaderboardEntry, placed: Placed | undefined, why: string | null): readonly Cell[] {
  const { name, by, configuration, metricName, metric, energy, carbon, durationS, perWork, grade } = entry;
  const { low, high } = energy.estimate;
  return [
    name,
    guarded(by),
    guarded(configuration.machine),
    guarded(metricName),
    metric.value,
    metric.se,
    metric.n,
    placed?.metricRank ?? null,
    energy.value,
    low,
    high,
    placed?.energyRank ?? null,
    placed?.frontier ?? null,
    carbon?.value ?? null,
    durationS.value,
    ...WORK_UNITS.map((unit) => perWork?.[unit]?.value ?? null),
    grade,
    why === null ? null : guarded(why),
  ];
}
