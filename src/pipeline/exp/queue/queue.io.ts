import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { problem } from '../../../errors.ts';
import { writeFileAtomic } from '../../../host/atomic-file.io.ts';
import { err, ok, type Result } from '../../../result.ts';
import { type Held, hold, isHeld } from '../hold.io.ts';
import type { GitPlumbing } from '../plumbing.io.ts';
import { parseTask, type Task, type TaskState } from './task.ts';

/**
 * The experiments that wait, one file each. Whoever runs one holds a lock for as long, so that a worker that died is seen: its task is running and
 * its lock is free. The commits that tasks start from are kept by names of their own in git.
 */
export class Queue {
  readonly #git: GitPlumbing;
  readonly #folder: string;

  /** @param root absolute path of the project. */
  constructor(git: GitPlumbing, root: string) {
    this.#git = git;
    this.#folder = join(root, '.dvc', 'tmp', 'joulebook', 'queue');
  }

  /** All tasks, the oldest first. One whose worker died has failed. */
  tasks(): readonly Task[] {
    const names = existsSync(this.#folder) ? readdirSync(this.#folder) : [];
    const tasks = names
      .filter((name) => name.endsWith('.json'))
      .flatMap((name) => parseTask(textOf(join(this.#folder, name))) ?? [])
      .map((task) => (task.state === 'running' && !this.#isAlive(task) ? this.#died(task) : task));
    return tasks.sort((a, b) => a.queuedAt - b.queuedAt || (a.id < b.id ? -1 : 1));
  }

  /** Puts a task at the end. */
  add(task: Task): Result<true> {
    const kept = this.#git.run(['update-ref', this.#ref(task), task.rev]);
    if (!kept.ok) return kept;
    return this.#write(task);
  }

  /** The oldest task that waits. */
  next(): Task | undefined {
    return this.tasks().find(({ state }) => state === 'queued');
  }

  /**
   * Takes a task that waits; undefined where another was faster. It runs for as long as the lock is held.
   *
   * @param pid of the process that runs it.
   */
  take(id: string, pid: number): Result<{ readonly task: Task; readonly held: Held } | undefined> {
    const path = join(this.#folder, `${id}.json`);
    if (parseTask(textOf(path))?.state !== 'queued') return ok(undefined);
    const held = hold(join(this.#folder, `${id}.lock`));
    const task = held === undefined ? undefined : parseTask(textOf(path));
    if (held === undefined || task?.state !== 'queued') {
      held?.release();
      return ok(undefined);
    }
    const running = { ...task, state: 'running', pid } as const;
    const written = this.#write(running);
    if (written.ok) return ok({ task: running, held });
    held.release();
    return written;
  }

  /** Says how a task ended. */
  end(
    task: Task,
    state: Exclude<TaskState, 'queued' | 'running'>,
    exitCode: number,
    result?: string,
  ): Result<true> {
    return this.#write({ ...task, state, exitCode, ...(result === undefined ? {} : { result }) });
  }

  /** The task of a name or the first digits of its commit. */
  named(word: string): Task | undefined {
    const all = this.tasks();
    return (
      all.findLast(({ name }) => name === word) ??
      (/^[0-9a-f]{4,}$/i.test(word) ? all.find(({ rev }) => rev.startsWith(word.toLowerCase())) : undefined)
    );
  }

  /** Forgets a task. */
  remove(task: Task): void {
    this.#git.run(['update-ref', '-d', this.#ref(task)]);
    for (const end of ['json', 'log', 'lock']) rmSync(this.#path(task, end), { force: true });
  }

  /** Where what a task writes is kept. */
  logOf(task: Task): string {
    return this.#path(task, 'log');
  }

  /** Takes a worker's place, which is free again when the process ends. */
  workerPlace(): Held {
    mkdirSync(this.#folder, { recursive: true });
    for (let i = 0; ; i++) {
      const held = hold(join(this.#folder, `worker-${i}.lock`));
      if (held !== undefined) return held;
    }
  }

  /** How many workers there are. */
  workers(): number {
    const names = existsSync(this.#folder) ? readdirSync(this.#folder) : [];
    return names.filter((name) => /^worker-\d+\.lock$/.test(name) && isHeld(join(this.#folder, name))).length;
  }

  /** Asks the workers to end after what they do now, or to go on. */
  set isStopping(isStopping: boolean) {
    const path = join(this.#folder, 'stop');
    mkdirSync(this.#folder, { recursive: true });
    if (isStopping) writeFileAtomic(path, '');
    else rmSync(path, { force: true });
  }

  get isStopping(): boolean {
    return existsSync(join(this.#folder, 'stop'));
  }

  #isAlive(task: Task): boolean {
    return isHeld(this.#path(task, 'lock'));
  }

  #died(task: Task): Task {
    const known = parseTask(textOf(this.#path(task, 'json')));
    // It may have ended well between two looks.
    if (known !== undefined && known.state !== 'running') return known;
    const failed = { ...task, state: 'failed' } as const;
    this.#write(failed);
    return failed;
  }

  #write(task: Task): Result<true> {
    mkdirSync(this.#folder, { recursive: true });
    const failed = writeFileAtomic(this.#path(task, 'json'), `${JSON.stringify(task, null, 2)}\n`);
    return failed === undefined ? ok(true) : err(problem('E_PIPELINE', failed.what, failed.why, failed.fix));
  }

  #path({ id }: Task, end: string): string {
    return join(this.#folder, `${id}.${end}`);
  }

  #ref({ id }: Task): string {
    return `refs/joulebook/queue/${id}`;
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
