import { normalOf, uniforms } from './seeded.ts';
import type { Computed } from './synthetic.ts';

/** Knobs of generated learning curves. */
export interface Knobs {
  readonly id: string;
  readonly seed: number;
  readonly dimensions: number;
  /** 0: early ranks are the final ones; 1: how high a curve starts and how fast it falls have nothing to do with where it ends. */
  readonly crossing: number;
  /** Standard deviation of the logarithm of a training's cost over the space. */
  readonly costSpread: number;
}

/**
 * Curves `y(x, t) = y_inf(x) + A(x) t^-b(x) + noise` on a landscape drawn from the seed: y_inf is a bowl whose axes differ in weight, with
 * ripples; A, b and the logarithm of the cost are smooth waves over the space.
 */
export function generatedCurves({ id, seed, dimensions, crossing, costSpread }: Knobs): Computed {
  const uniform = uniforms(seed);
  const best = Array.from({ length: dimensions }, () => 0.15 + 0.7 * uniform());
  const weights = Array.from({ length: dimensions }, (_, i) => 2 ** -i);
  const [ripple, height, speed, cost] = [wave(), wave(), wave(), wave()];
  const final = (u: readonly number[]) =>
    0.1 +
    0.08 * (1 + ripple(u)) +
    weights.reduce((sum, w, i) => sum + w * Math.abs((u[i] ?? 0) - (best[i] ?? 0)) ** 1.5, 0);
  return {
    id,
    dimensions,
    curve: (u) => {
      const end = final(u);
      const amplitude = 0.5 + (1 - crossing) * end + crossing * 0.5 * height(u);
      const exponent = 0.8 + 0.5 * crossing * speed(u);
      const noise = uniforms(Math.floor(u.reduce((sum, v, i) => sum + v * (i + 1) * 1e6, seed)));
      return (z) => end + amplitude * (50 * z) ** -exponent + 0.004 * normalOf(noise);
    },
    cost: (u) => Math.exp(costSpread * Math.SQRT2 * cost(u)),
  };

  /** A smooth function over the space between -1 and 1. */
  function wave(): (u: readonly number[]) => number {
    const direction = Array.from({ length: dimensions }, () => 3 * normalOf(uniform));
    const phase = 2 * Math.PI * uniform();
    return (u) => Math.sin(phase + direction.reduce((sum, d, i) => sum + d * (u[i] ?? 0), 0));
  }
}
