import type { RunRecord } from '../../book/run-record.ts';

/** The grid zone of a run, where it is known. */
export function zoneOf({ carbon: { intensity } }: RunRecord): string | undefined {
  return intensity === null || intensity.zoneFrom === 'unknown' ? undefined : intensity.zone;
}
