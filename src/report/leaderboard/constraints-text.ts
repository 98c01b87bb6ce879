import { printEnergy } from '../../units/format.ts';
import type { PrintOptions } from '../../units/format.ts';
import { saidNumber } from '../statement/said.ts';
import type { Constraints, LeaderboardTask } from './task.ts';

/** What an entry must reach, in words; empty where nothing is asked for. */
export function constraintsText(
  { metric, goal }: Pick<LeaderboardTask, 'metric' | 'goal'>,
  limits: Constraints,
  options: PrintOptions = {},
): string {
  const bound = goal === 'maximize' ? 'at least' : 'at most';
  return [
    ...(limits.metric === undefined ? [] : [`${metric} ${bound} ${saidNumber(limits.metric)}`]),
    ...(limits.energyJ === undefined ? [] : [`energy at most ${printEnergy(limits.energyJ, options)}`]),
  ].join(', ');
}
