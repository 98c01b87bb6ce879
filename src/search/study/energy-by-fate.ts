import type { StudyState } from './study-state.ts';

/** Where a study's joules went. The first six sum to the total. */
export interface EnergyByFate {
  /** Trials that were trained to the end. */
  readonly useful: number;
  readonly stopped: number;
  /** Trials that failed or were lost, and attempts that came to nothing. */
  readonly failed: number;
  /** Paused trials, which may go on, and those that wait to. */
  readonly paused: number;
  readonly running: number;
  /** The search itself. */
  readonly engine: number;
  readonly total: number;
  /** Since something better was last found. */
  readonly sinceGain: number;
}

/** @returns the joules by what became of the trials; imported trials cost this study nothing. */
export function energyByFate(state: StudyState): EnergyByFate {
  const sums = { useful: 0, stopped: 0, failed: 0, paused: 0, running: 0 };
  for (const { origin, state: is, joules, wasted } of state.trials) {
    if (origin === 'imported') continue;
    sums.failed += wasted;
    const rest = joules - wasted;
    if (is === 'complete') sums.useful += rest;
    else if (is === 'lost' || is === 'failed') sums.failed += rest;
    else sums[is === 'waiting' ? 'paused' : is] += rest;
  }
  const total = state.spent.j;
  return { ...sums, engine: state.engine.j, total, sinceGain: total - state.gains.lastJoules };
}
