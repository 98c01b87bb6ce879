import { type Dirent, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Problem, problem } from '../../errors.ts';
import { errnoName, whyNot } from '../../host/file-failure.io.ts';
import { TASK_FILE } from './task-file.io.ts';

/** How deep below the working folder tasks are looked for, and in how many folders at most. */
const MOST_DEEP = 3;
const MOST_FOLDERS = 2000;

/** What is no place of a leaderboard: packages, environments, entries of one. */
const PASSED_BY = new Set(['node_modules', 'venv', '__pycache__', 'entries']);

/** The folders of leaderboards at and below a folder, relative to it, `.` for itself. Links are not followed. */
export function findTasks(folder: string): {
  readonly folders: readonly string[];
  readonly problems: readonly Problem[];
} {
  const folders: string[] = [];
  const problems: Problem[] = [];
  let rest = MOST_FOLDERS;
  let level: readonly string[] = ['.'];
  for (let deep = 0; deep <= MOST_DEEP && level.length > 0; deep++) {
    const below: string[] = [];
    for (const relative of level) {
      if (rest-- <= 0) {
        problems.push(
          problem(
            'E_BOOK_READ',
            `leaderboards are looked for in ${MOST_FOLDERS} folders only`,
            `There are more below ${folder}.`,
            'Start the dashboard in the folder of the leaderboards.',
          ),
        );
        return { folders, problems };
      }
      const path = join(folder, relative);
      if (existsSync(join(path, TASK_FILE))) folders.push(relative);
      for (const entry of entriesOf(path, problems))
        if (entry.isDirectory() && !entry.name.startsWith('.') && !PASSED_BY.has(entry.name))
          below.push(join(relative, entry.name));
    }
    level = below.sort();
  }
  return { folders, problems };
}

function entriesOf(path: string, problems: Problem[]): readonly Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch (error) {
    const { why, fix } = whyNot(error);
    // What went away meanwhile, and folders of others, hold nothing that is asked for here.
    if (!['ENOENT', 'EACCES', 'EPERM'].includes(errnoName(error) ?? ''))
      problems.push(problem('E_BOOK_READ', `cannot read ${path}`, why, fix));
    return [];
  }
}
