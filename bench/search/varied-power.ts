import type { Curve } from './problem.ts';
import { shuffled, uniforms } from './seeded.ts';

/** Power of a training at a point of the unit cube, in units of one mean power. */
export type PowerAt = (u: readonly number[]) => number;

/** A machine that does nothing draws this part of its full power. */
const IDLE = 0.25;

/**
 * Power that hangs on the configuration, as it does on batch and width: `P = idle + (full - idle) * use`, where the use rises or falls evenly along two
 * coordinates that are drawn from the name of the problem. So energy is not time: it differs by up to four times at the same time.
 *
 * @param power one of {@link POWERS}.
 * @returns about 1 in the mean over the cube.
 */
export function powerOf(power: string, id: string, dimensions: number): PowerAt {
  if (power === 'even') return () => 1;
  const uniform = uniforms(
    Array.from(id).reduce((sum, letter) => Math.imul(sum, 31) + letter.charCodeAt(0), 7),
  );
  const drawn = shuffled([...Array(dimensions).keys()], Math.floor(uniform() * 2 ** 31))
    .slice(0, 2)
    .map((j) => ({ j, falls: uniform() < 0.5 }));
  const mean = (1 + IDLE) / 2;
  return (u) => {
    const use = drawn.reduce((sum, { j, falls }) => sum + (falls ? 1 - (u[j] ?? 0) : (u[j] ?? 0)), 0);
    return (IDLE + ((1 - IDLE) * use) / drawn.length) / mean;
  };
}

/** What `--power` takes. */
export const POWERS: readonly string[] = ['even', 'varied'];

/** @returns the curve at another power: the joules change, the time does not. */
export function poweredCurve({ losses, joules }: Curve, power: number): Curve {
  return { losses, joules: Float64Array.from(joules, (value) => value * power), time: joules };
}

/** @returns the digest of a problem with that power; trajectories at even power stay those of before. */
export function digestWith(digest: string, power: string): string {
  return power === 'even' ? digest : `${digest}+${power}`;
}
