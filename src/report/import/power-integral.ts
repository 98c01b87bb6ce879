/** A stretch over which no power was read. */
export interface PowerGap {
  /** Times of the readings at its ends, s. */
  readonly fromS: number;
  readonly toS: number;
}

/** What some readings of power come to. */
export interface IntegratedPower {
  readonly joules: number;
  readonly readings: number;
  readonly firstS: number;
  readonly lastS: number;
  /** Where readings were too far apart to be joined: that energy is not in it. */
  readonly gaps: readonly PowerGap[];
}

/** Ends of a run are covered by the nearest reading only if it is no further away than so many usual intervals. */
const REACH_IN_INTERVALS = 2;

/**
 * What a reading stands for: a point on a line from reading to reading (trapezoids), or the mean since the reading before it (steps).
 */
export type ReadingKind = 'moment' | 'mean';

/**
 * Integrates readings of power as they come. Readings out of order, twice at one time, negative or not finite are left out: a logger
 * that starts again repeats some.
 */
export class PowerIntegral {
  readonly #longestGapS: number;
  readonly #kind: ReadingKind;
  readonly #gaps: PowerGap[] = [];
  #joules = 0;
  #readings = 0;
  #intervalsS = 0;
  #intervals = 0;
  #first: readonly [timeS: number, watts: number] | undefined;
  #last: readonly [timeS: number, watts: number] | undefined;

  constructor(longestGapS: number, kind: ReadingKind = 'moment') {
    this.#longestGapS = longestGapS;
    this.#kind = kind;
  }

  /** @param timeS s since any fixed moment. */
  add(timeS: number, watts: number): void {
    if (!Number.isFinite(timeS) || !Number.isFinite(watts) || watts < 0) return;
    const last = this.#last;
    if (last !== undefined && timeS <= last[0]) return;
    this.#readings++;
    this.#first ??= [timeS, watts];
    this.#last = [timeS, watts];
    if (last === undefined) return;
    const dt = timeS - last[0];
    if (dt > this.#longestGapS) {
      this.#gaps.push({ fromS: last[0], toS: timeS });
      return;
    }
    this.#joules += dt * (this.#kind === 'mean' ? watts : (last[1] + watts) / 2);
    this.#intervalsS += dt;
    this.#intervals++;
  }

  /**
   * The energy between the ends of the run, where these are known and a reading is near; undefined without any stretch that readings cover.
   */
  result(startS?: number, endS?: number): IntegratedPower | undefined {
    const [first, last] = [this.#first, this.#last];
    if (first === undefined || last === undefined) return undefined;
    const usualS = this.#intervals === 0 ? this.#longestGapS : this.#intervalsS / this.#intervals;
    const reachS = Math.min(this.#longestGapS, REACH_IN_INTERVALS * usualS);
    const beforeS = startS === undefined ? 0 : near(first[0] - startS, reachS);
    const afterS = endS === undefined ? 0 : near(endS - last[0], reachS);
    if (this.#intervals === 0 && beforeS + afterS === 0) return undefined;
    return {
      joules: this.#joules + beforeS * first[1] + afterS * last[1],
      readings: this.#readings,
      firstS: first[0],
      lastS: last[0],
      gaps: this.#gaps,
    };
  }
}

function near(distanceS: number, reachS: number): number {
  return distanceS > 0 && distanceS <= reachS ? distanceS : 0;
}
