import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Problem, problem } from '../../errors.ts';
import { errnoName, whyNot } from '../../host/file-failure.io.ts';
import type { LeaderboardTask } from '../../report/leaderboard/task.ts';
import { err, ok, type Result } from '../../result.ts';
import { readTask } from './read-task.ts';

/** The file that makes a folder the task of a leaderboard. */
export const TASK_FILE = 'leaderboard.yaml';

/** A task and the folder that it is in. */
export interface OpenTask {
  readonly dir: string;
  readonly task: LeaderboardTask;
}

/** Reads the task of a folder. E_NOT_FOUND where it is none, E_CONFIG where it is not understood. */
export function openTask(cwd: string, folder: string): Result<OpenTask> {
  const dir = resolve(cwd, folder);
  const file = join(dir, TASK_FILE);
  try {
    const task = readTask(readFileSync(file, 'utf8'), join(folder, TASK_FILE));
    return task.ok ? ok({ dir, task: task.value }) : task;
  } catch (error) {
    const name = errnoName(error);
    const { why, fix } = whyNot(error);
    if (name === 'ENOENT' || name === 'ENOTDIR') return err(noTask(folder));
    return err(problem('E_CONFIG', `cannot read ${file}`, why, fix));
  }
}

/** Whether something stands at a path. */
export function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

function noTask(folder: string): Problem {
  return problem(
    'E_NOT_FOUND',
    `${folder} is no leaderboard`,
    `It has no ${TASK_FILE}.`,
    'Make one with `joulebook leaderboard init DIR --metric NAME`.',
  );
}
