import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export function childrenOf(pid: number | undefined): readonly number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
      .trim()
      .split(/\s+/)
      .filter(Boolean)
      .map(Number);
  } catch {
    return [];
  }
}

export function readyThreads(pid: number): number {
  return stateOf(`/proc/${pid}`) === undefined
    ? 0
    : namesIn(`/proc/${pid}/task`).filter((tid) => stateOf(`/proc/${pid}/task/${tid}`) === 'R').length;
}

/** R while a process or thread works or waits for a CPU; undefined where it is gone. */
function stateOf(folder: string): string | undefined {
  try {
    return readFileSync(join(folder, 'stat'), 'latin1').split(') ')[1]?.[0];
  } catch {
    return undefined;
  }
}

export function isGone(pid: number | undefined): boolean {
  const state = stateOf(`/proc/${pid}`);
  return state === undefined || state === 'Z';
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
