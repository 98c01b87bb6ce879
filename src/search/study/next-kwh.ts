import { DIMENSIONS } from '../../units/dimensions.ts';
import type { StudyState } from './study-state.ts';

/** Complete trials below which nothing is foretold. */
const FEWEST = 5;
/** The best ends that are looked at: with more the figure is steadier, and too large where there is a bound that they come near. */
const BEST = 4;
/** Joules of a kilowatt-hour. */
const KWH = DIMENSIONS.energy.units.kWh;

/**
 * How much better the first objective is expected to get for so much more energy, in the metric's unit: `β ln(1 + joules / E)`, E being what the
 * study has used. The best of n trials that are drawn alike falls by β for each e-fold of n where good ends become rarer exponentially, and
 * then β is the mean distance of the best few from the next one (Rényi, 1953). Searches learn: where the best has fallen faster while the energy
 * doubled last, the mean of both counts. docs/methodology/search-engine.md has how far this is off.
 *
 * @returns undefined while too few trials are complete, or while there is no energy to count in.
 */
export function expectedGain(state: StudyState, joules: number): number | undefined {
  const energy = state.spent.j;
  const ends = state.trials
    .filter(({ state: is, origin }) => is === 'complete' && origin !== 'imported' && origin !== 'final')
    .map(({ losses }) => losses?.[0] ?? Number.NaN)
    .filter(Number.isFinite);
  const seen = recentFall(state, energy);
  if (!(energy > 0) || ends.length < FEWEST || seen === undefined) return undefined;
  const drawn = tailScale(ends);
  return (drawn + Math.max(0, seen - drawn) / 2) * Math.log1p(joules / energy);
}

/** {@link expectedGain} for the next kilowatt-hour. */
export function nextKwh(state: StudyState): number | undefined {
  return expectedGain(state, KWH);
}

/** The mean distance of the best few, at most half of all, from the next one. */
function tailScale(ends: readonly number[]): number {
  const sorted = [...ends].sort((a, b) => a - b);
  const count = Math.min(BEST, Math.floor(sorted.length / 2));
  const bound = sorted[count] as number;
  return sorted.slice(0, count).reduce((sum, loss) => sum + (bound - loss), 0) / count;
}

/** How far the best has fallen for an e-fold of the energy, since half of it was used; undefined where nothing was known then. */
function recentFall({ gains: { history } }: StudyState, energy: number): number | undefined {
  const then = history.findLast(({ joules }) => joules <= energy / 2)?.losses[0];
  const now = history.at(-1)?.losses[0];
  return then === undefined || now === undefined ? undefined : (then - now) / Math.LN2;
}
