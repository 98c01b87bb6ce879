import type { BudgetRow } from './spending-of-run.ts';

/** A stretch of time with a part of a run's energy. */
export interface Stretch {
  /** ms since 1970. */
  readonly fromMs: number;
  readonly toMs: number;
  /** How much of the energy it had, in any unit. */
  readonly weight: number;
}

/** When a run used its energy; one stretch where only its beginning and its end are known. */
export type Profile = readonly Stretch[];

/** From its beginning to its end, evenly. A run that is alive lasts until now. */
export function evenProfile(row: BudgetRow, nowMs: number): Profile {
  const fromMs = row.startedMs ?? nowMs;
  const lastedMs = Math.max(0, row.durationS) * 1000;
  const toMs =
    row.state === 'running' ? Math.max(fromMs + lastedMs, nowMs) : (row.endedMs ?? fromMs + lastedMs);
  return [{ fromMs, toMs: Math.max(fromMs, toMs), weight: 1 }];
}

/** The part of a run's energy that fell between two moments, 0 to 1. What had no duration belongs to the moment at which it began. */
export function partWithin(profile: Profile, fromMs: number, toMs: number): number {
  const whole = profile.reduce((sum, { weight }) => sum + weight, 0);
  if (!(whole > 0)) return within(profile, fromMs, toMs, () => 1 / Math.max(1, profile.length));
  return within(profile, fromMs, toMs, ({ weight }) => weight / whole);
}

function within(profile: Profile, fromMs: number, toMs: number, partOf: (one: Stretch) => number): number {
  return profile.reduce((sum, stretch) => sum + partOf(stretch) * overlap(stretch, fromMs, toMs), 0);
}

function overlap(stretch: Stretch, fromMs: number, toMs: number): number {
  const lengthMs = stretch.toMs - stretch.fromMs;
  if (!(lengthMs > 0)) return stretch.fromMs >= fromMs && stretch.fromMs < toMs ? 1 : 0;
  const sharedMs = Math.min(stretch.toMs, toMs) - Math.max(stretch.fromMs, fromMs);
  return Math.max(0, sharedMs) / lengthMs;
}
