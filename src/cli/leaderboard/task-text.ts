import { JSON_SCHEMA, dump } from 'js-yaml';
import { classText, type LeaderboardTask } from '../../report/leaderboard/task.ts';

/** The text of a new `leaderboard.yaml`. What was not said stands there as a comment. */
export function taskText(
  task: Pick<LeaderboardTask, 'name' | 'metric' | 'goal' | 'minSeeds' | 'hardware'>,
): string {
  const { name, metric, goal, minSeeds, hardware } = task;
  const line = (key: string, value: unknown): string =>
    dump({ [key]: value }, { schema: JSON_SCHEMA, lineWidth: -1 }).trimEnd();
  const machine =
    hardware === undefined || classText(hardware) === ''
      ? [
          '# Entries of other hardware are refused; each text stands somewhere in the name.',
          '# hardware:',
          '#   gpu: A100',
          '#   gpus: 1',
        ]
      : [line('hardware', hardware)];
  return [
    '# A leaderboard of joulebook: `joulebook leaderboard add`, `show`, `verify`, `page`.',
    line('task', name),
    line('metric', metric),
    line('goal', goal),
    '# An entry of fewer seeds has no rank.',
    line('min-seeds', minSeeds),
    ...machine,
    '# What an entry must reach to have a rank.',
    '# constraints:',
    `#   metric: 0.9`,
    '#   energy: 1 kWh',
    '# The entry that the cost of a point of quality is counted from; default: the one before on the frontier.',
    '# baseline: NAME',
    '',
  ].join('\n');
}
