/** One load of a calibration. */
export interface Step {
  readonly label: string;
  /** Load of the CPUs that we make, 0 to 1; `command`: that of a program. */
  readonly load: number | 'command';
  readonly seconds: number;
}

/** A machine settles within this, s, */
const SETTLES_S = 10;
/** or a third of a shorter step; a meter that is asked once a second needs this much of it, but never more than half. */
const METER_SETTLES_S = 3;
/** Readings of a step at least. */
const LEAST_TICKS = 16;
/** Readings in one point of the fit. */
export const BLOCK = 4;

/**
 * Idle, then loads from low to high, that of a program, and idle again, which shows what the machine has warmed up by.
 *
 * @param program what the step of the program is called; undefined for none.
 */
export function planSteps(
  seconds: number,
  levels: readonly number[],
  program: string | undefined,
): readonly Step[] {
  const half = seconds / 2;
  return [
    { label: 'idle', load: 0, seconds },
    ...levels.map((load) => ({ label: `${Math.round(100 * load)} % load`, load, seconds: half })),
    ...(program === undefined ? [] : [{ label: program, load: 'command', seconds: half } as const]),
    { label: 'idle again', load: 0, seconds: half },
  ];
}

/** What is left out at the beginning of each step, s. */
export function settleS(steps: readonly Step[]): number {
  const shortest = Math.min(...steps.map(({ seconds }) => seconds));
  return Math.min(SETTLES_S, Math.max(shortest / 3, Math.min(METER_SETTLES_S, shortest / 2)));
}

/** Time between two readings, s: one second, less in short steps. */
export function tickS(steps: readonly Step[]): number {
  return Math.min(1, Math.min(...steps.map(({ seconds }) => seconds)) / LEAST_TICKS);
}
