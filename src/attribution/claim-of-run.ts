import { type LiveRun, rateOf } from './registry-entry.ts';
import type { Claim } from './share-out.ts';

/**
 * What another root run claims of an interval, by its last two ticks.
 *
 * @param dt length of the interval that ends at `nowS`, s.
 */
export function claimOfRun({ entry, use }: LiveRun, dt: number, nowS: number): Claim {
  const { reserved, reservation, atMost } = entry;
  return {
    cpuS: rateOf(entry, use, nowS).cpu * dt,
    reserved: Math.min(1, Math.max(0, reserved)),
    ...(reservation === undefined ? {} : { reservation }),
    ...(atMost === undefined ? {} : { atMost: Math.max(0, atMost) }),
  };
}
