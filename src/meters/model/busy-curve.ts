import type { Range2 } from './wall-errors.ts';

/** `data/hardware/wall_busy.json`: from the busy part of the CPUs, as an operating system counts it, to power. */
export interface BusyCurve {
  /** Part of the rise from idle to full power at 0, 10, … 100 % busy, as CPUs under synthetic load show it. */
  readonly stress: readonly number[];
  /** Relative standard deviations `[down, up]` of the rise at these levels. */
  readonly spread: readonly Range2[];
}

/**
 * Power by busy part from power by load. A load of the fit is a share of the work that a server can do, spread over all its threads; what an
 * operating system calls busy may be half the threads at the highest frequency, which draws more. The rise is taken half-way (geometric
 * mean) between both.
 */
export function wattsByBusy(byLoad: Float64Array, { stress }: BusyCurve): Float64Array {
  const idle = byLoad[0] ?? 0;
  const rise = (byLoad[byLoad.length - 1] ?? 0) - idle;
  return byLoad.map((watts, k) => idle + Math.sqrt(Math.max(0, watts - idle) * rise * (stress[k] ?? 1)));
}

/** Relative spread of the rise at a busy part between the tabulated ones. */
export function riseSpread({ spread }: BusyCurve, busy: number): Range2 {
  const place = Math.min(1, Math.max(0, busy)) * (spread.length - 1);
  const below = Math.min(Math.floor(place), spread.length - 2);
  const [[down0, up0], [down1, up1]] = [spread[below] ?? [0, 0], spread[below + 1] ?? [0, 0]];
  const part = place - below;
  return [down0 + (down1 - down0) * part, up0 + (up1 - up0) * part];
}
