/** How far a task has come. A worker that died leaves a failed one. */
export type TaskState = 'queued' | 'running' | 'success' | 'failed';

/** An experiment that waits for a worker, or came to its end. */
export interface Task {
  readonly schema: 'joulebook.task/1';
  /** Its short name: the first digits of the commit that it starts from. */
  readonly id: string;
  /** Of the experiment. */
  readonly name: string;
  /** Full hash of the commit that it is derived from. */
  readonly baseline: string;
  /** Full hash of the commit that holds the workspace with its parameters as they were when it was queued. */
  readonly rev: string;
  /** The folder of the project that it was asked for in. */
  readonly from: string;
  /** Paths that git does not know, to be copied along. */
  readonly copyPaths: readonly string[];
  /** What was asked for on the command line. */
  readonly input: unknown;
  /** Milliseconds since 1970. */
  readonly queuedAt: number;
  readonly state: TaskState;
  /** The process that runs it. */
  readonly pid?: number;
  /** What it ended with. */
  readonly exitCode?: number;
  /** Full hash of the experiment that came of it. */
  readonly result?: string;
}

/** Reads a task; undefined where the text is none. */
export function parseTask(text: string): Task | undefined {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof data !== 'object' || data === null) return undefined;
  const task = data as Partial<Record<keyof Task, unknown>>;
  const isTask =
    task.schema === 'joulebook.task/1' &&
    [task.id, task.name, task.baseline, task.rev, task.from].every((value) => typeof value === 'string') &&
    Array.isArray(task.copyPaths) &&
    typeof task.queuedAt === 'number' &&
    ['queued', 'running', 'success', 'failed'].includes(task.state as string);
  return isTask ? (data as Task) : undefined;
}
