import { problem } from '../../../errors.ts';
import type { Route } from '../../../server/route.ts';
import { findTasks } from '../../leaderboard/find-tasks.io.ts';
import { openTask } from '../../leaderboard/task-file.io.ts';
import { errorEnvelope, successEnvelope } from '../../output/json-envelope.ts';
import { askCommand } from '../ask-command.io.ts';
import { replyOf } from '../reply-of.io.ts';
import type { Surroundings } from './surroundings.io.ts';

/** Words behind `?` that are options of the command. */
const OPTIONS = ['max-energy', 'min-metric', 'max-metric', 'min-seeds', 'hardware'] as const;

/**
 * `/leaderboard`: the leaderboards at and below the working folder. `/leaderboard/show?task=`: one of these as `joulebook leaderboard show --json`; nothing else
 * of the disk is read by that name.
 */
export function leaderboardRoutes({ host }: Surroundings): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/leaderboard',
      answer: () => {
        const { folders, problems } = findTasks(host.cwd);
        const tasks = folders.map((folder) => {
          const task = openTask(host.cwd, folder);
          return task.ok
            ? { folder, name: task.value.task.name, metric: task.value.task.metric, problem: null }
            : { folder, name: folder, metric: null, problem: task.error.what };
        });
        return { status: 200, body: successEnvelope('ui', { cwd: host.cwd, tasks }, problems) };
      },
    },
    {
      method: 'GET',
      path: '/leaderboard/show',
      answer: async ({ word }) => {
        const folder = word('task') ?? '.';
        if (!findTasks(host.cwd).folders.includes(folder)) {
          const why = `There is none at ${folder} below ${host.cwd}.`;
          const wrong = problem('E_NOT_FOUND', 'no such leaderboard', why, 'Choose one of the list.');
          return { status: 404, body: errorEnvelope('leaderboard show', wrong, []) };
        }
        const words = OPTIONS.flatMap((name) => {
          const value = word(name);
          return value === undefined ? [] : [`--${name}=${value}`];
        });
        return replyOf(await askCommand(host, 'leaderboard show', [...words, '--', folder]));
      },
    },
  ];
}
