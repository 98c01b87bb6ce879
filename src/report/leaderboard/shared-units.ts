import { WORK_UNITS, type WorkUnit } from '../../book/work-unit.ts';
import type { LeaderboardEntry } from './entry.ts';

/** Units of work in which all of some entries are known: only there their energies per unit may stand side by side. */
export function sharedUnits(entries: readonly Pick<LeaderboardEntry, 'perWork'>[]): readonly WorkUnit[] {
  return WORK_UNITS.filter(
    (unit) => entries.length > 0 && entries.every(({ perWork }) => perWork?.[unit] !== undefined),
  );
}
