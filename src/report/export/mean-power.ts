import type { RunRecord } from '../../book/run-record.ts';

/** Mean power attributed to a run, at the wall, W; null where its energy or its duration is not known. */
export function meanPower({ energy, durationS }: RunRecord): number | null {
  const { value } = energy.wall.attributed;
  return value === null || !(durationS > 0) ? null : value / durationS;
}
