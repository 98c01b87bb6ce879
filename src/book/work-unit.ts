/**
 * What work is counted in. Others are refused: two names of one thing would make figures that look alike and are not, and a listing has a column for each.
 * Those that say more of the work come first.
 */
export const WORK_UNITS = ['samples', 'tokens', 'requests', 'steps'] as const;

export type WorkUnit = (typeof WORK_UNITS)[number];

/** How many of each have been done; a unit that was never told of is left out. */
export type WorkDone = Readonly<Partial<Record<WorkUnit, number>>>;

/** Energy is told for so many units: of one it would mostly be microwatt-hours. */
export const UNITS_AT_ONCE = 1000;

export function isWorkUnit(name: string): name is WorkUnit {
  return WORK_UNITS.some((unit) => unit === name);
}

/** What may be added to a count: done work is not taken back. */
export function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

/** Of what was told the counts of units that are ones: what comes from elsewhere may hold anything. */
export function knownWork(told: Readonly<Record<string, unknown>>): WorkDone {
  return Object.fromEntries(
    Object.entries(told).filter(([unit, count]) => isWorkUnit(unit) && isCount(count)),
  );
}

/** The counts of two stretches of work together. */
export function addWork(a: WorkDone, b: WorkDone): WorkDone {
  const units = WORK_UNITS.filter((unit) => a[unit] !== undefined || b[unit] !== undefined);
  return Object.fromEntries(units.map((unit) => [unit, (a[unit] ?? 0) + (b[unit] ?? 0)]));
}

/**
 * A quantity for {@link UNITS_AT_ONCE} units of work, in its own unit; null where either is not known or nothing was done.
 *
 * @param times of how many units.
 * @example
 * perWork(7200, 60_000) // 120
 */
export function perWork(
  quantity: number | null,
  count: number | null | undefined,
  times: number = UNITS_AT_ONCE,
): number | null {
  if (quantity === null || count === null || count === undefined || !(count > 0)) return null;
  return (quantity / count) * times;
}
