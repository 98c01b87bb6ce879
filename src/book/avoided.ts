import type { WrittenEstimate } from '../units/estimate.ts';

/** A result that came from a cache instead of being computed again: a line of `avoided.jsonl`. */
export interface Avoided {
  /** When, ISO 8601, UTC. */
  readonly at: string;
  readonly project: string;
  readonly stage: string;
  /** What it once took to compute: at the wall, J, and operational, g CO2e. It was not spent, so it is in no total. */
  readonly energy: WrittenEstimate;
  readonly carbon: WrittenEstimate;
}

/** Reads it from parsed JSON; undefined where it is none. */
export function readAvoided(value: unknown): Avoided | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { at, project, stage, energy, carbon } = value as Readonly<Record<string, unknown>>;
  const isOne =
    [at, project, stage].every((text) => typeof text === 'string') &&
    isEstimate(energy) &&
    isEstimate(carbon);
  return isOne ? (value as Avoided) : undefined;
}

function isEstimate(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { errors, unit, ...ends } = value as Readonly<Record<string, unknown>>;
  return (
    typeof errors === 'object' &&
    errors !== null &&
    typeof unit === 'string' &&
    ['value', 'low', 'high'].every((name) => ends[name] === null || typeof ends[name] === 'number')
  );
}
