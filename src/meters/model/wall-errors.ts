import type { ErrorSources } from '../../units/estimate.ts';

/** Two numbers: a range, or the two sides of a spread. */
export type Range2 = readonly [low: number, high: number];

/** How a wall power errs. */
export interface WallErrors {
  /** Relative standard deviation `[down, up]` of the power at any load. */
  readonly spread: Range2;
  /** What the idle power errs beyond that. */
  readonly idleSpread: Range2;
  /** How much of `idleSpread` is left at 0, 10, … 100 % load. */
  readonly taper: readonly number[];
}

/** The less it does, the less is known of idle: this much of it is left where nothing else was found. */
export const EVEN_TAPER: readonly number[] = [1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0];

/** Error sources of the wall's power at a load: `model:<host>`, and `idle:<host>`, which wanes with load. */
export function errorsAtLevel(errors: WallErrors, load: number, hostId: string): ErrorSources {
  const left = leftOfIdle(errors.taper, load);
  const [down, up] = errors.idleSpread;
  return {
    [`model:${hostId}`]: errors.spread,
    ...(left === 0 ? {} : { [`idle:${hostId}`]: [down * left, up * left] as const }),
  };
}

/** How much of the idle's own error is left at a load. */
export function leftOfIdle(taper: readonly number[], load: number): number {
  const place = (load > 0 ? Math.min(1, load) : 0) * (taper.length - 1);
  const below = Math.min(Math.floor(place), taper.length - 2);
  const [a, b] = [taper[below] ?? 0, taper[below + 1] ?? 0];
  return a + (b - a) * (place - below);
}
