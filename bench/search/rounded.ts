import type { Trajectory } from './simulate.ts';

/**
 * Few digits, and of the points at which only the best value seen changed those that are 3 % of the joules apart; JSON has no infinity, so
 * null stands for it. What is compared is rounded alike: else one that finds the same row as another ends a millionth behind it.
 */
export function rounded(trajectory: Trajectory): Trajectory {
  const digits = (value: number, n: number) =>
    Number.isFinite(value) ? Number(value.toPrecision(n)) : value;
  let [joules, recommended] = [0, Infinity];
  const kept = trajectory.points.filter((point) => {
    if (point[2] === recommended && point[0] < 1.03 * joules) return false;
    [joules, , recommended] = point;
    return true;
  });
  return {
    ...trajectory,
    engineSeconds: digits(trajectory.engineSeconds, 3),
    points: kept.map((point) => [digits(point[0], 5), digits(point[1], 6), digits(point[2], 6)]),
  };
}
