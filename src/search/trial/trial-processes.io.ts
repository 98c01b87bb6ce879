import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { childrenOf } from '../../attribution/child-lists.io.ts';
import { statOf } from '../../attribution/process-stat.io.ts';
import { ProcessTree } from '../../attribution/process-tree.io.ts';
import type { Host } from '../../host/host.ts';
import { livePids } from '../../run/end-tree.io.ts';

/**
 * The processes of a trial: its command, all that descends from it, and what has left it (a daemon becomes a child of ours), known by the
 * checkpoint folder in its environment, which no other trial has.
 */
export class TrialProcesses {
  readonly #host: Host;
  readonly #tree: ProcessTree;
  readonly #mark: string;

  constructor(host: Host, pid: number, checkpoints: string) {
    this.#host = host;
    this.#mark = markOf(checkpoints);
    this.#tree = new ProcessTree({
      proc: host.roots.proc,
      rootPid: pid,
      countRoot: true,
      exclude: new Set(),
      sinceTicks: 0,
    });
  }

  /** Those that live now. */
  live(): ReadonlySet<number> {
    const { proc } = this.#host.roots;
    const pids = livePids(this.#tree);
    const queue = childrenOf(proc, this.#host.pid).filter((pid) => carries(proc, pid, this.#mark));
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      if (statOf(proc, next)?.state !== 'Z') pids.add(next);
      queue.push(...childrenOf(proc, next));
    }
    return pids;
  }

  close(): void {
    this.#tree.close();
  }
}

/** Processes of trials of a study that live on without their coordinator, which was killed. @param study absolute path of its folder. */
export function leftoversOf(host: Pick<Host, 'roots' | 'pid'>, study: string): readonly number[] {
  const mark = markOf(join(study, 'trials', ''));
  try {
    return readdirSync(host.roots.proc)
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .filter((pid) => pid !== host.pid && carries(host.roots.proc, pid, mark));
  } catch {
    return []; // no /proc (macOS)
  }
}

function markOf(path: string): string {
  return `\0JOULEBOOK_CKPT_DIR=${path}`;
}

/** Whether a process has the mark in its environment. Others' processes are not ours to read. */
function carries(proc: string, pid: number, mark: string): boolean {
  try {
    return `\0${readFileSync(join(proc, String(pid), 'environ'), 'utf8')}`.includes(mark);
  } catch {
    return false;
  }
}
