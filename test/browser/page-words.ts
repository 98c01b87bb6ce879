import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import type { RunRecord } from '../../src/book/run-record.ts';
import type { Dashboard } from './dashboard.ts';
import { settled } from './settled.ts';

/** The built command. */
export const LAUNCHER = fileURLToPath(new URL('../../bin/joulebook', import.meta.url));

/** Runs the built command in a folder; what it wrote. It must end well. */
export function joulebook(folder: string, ...words: readonly string[]): string {
  const { stdout, stderr, status } = spawnSync(LAUNCHER, words, {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, JOULEBOOK_NODE: process.execPath },
    maxBuffer: 1 << 28,
  });
  expect(status, `${words.join(' ')}: ${stderr}`).toBe(0);
  return stdout;
}

/** What a command says under --json. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- what the caller knows of the command's answer
export function told<T>({ folder }: Pick<Dashboard, 'folder'>, ...words: readonly string[]): T {
  const envelope = JSON.parse(joulebook(folder, ...words, '--json')) as { ok?: boolean; data: T };
  expect(envelope.ok, words.join(' ')).toBe(true);
  return envelope.data;
}

/** The words of a page once it is drawn, with every space alike and all that is folded opened. */
export async function wordsOf(dashboard: Dashboard, path: string): Promise<string> {
  const { page, context } = await dashboard.open(path);
  await settled(page);
  await page.evaluate(() => {
    for (const one of document.querySelectorAll('details')) one.open = true;
  });
  const text = await page.evaluate(() => document.querySelector('main')?.textContent ?? '');
  await context.close();
  return text.replaceAll(/\s+/g, ' ');
}

/** `joulebook ls --json`. */
export interface Listed {
  readonly runs: readonly RunRecord[];
  readonly total: number;
}

/** The runs of a listing that are summed: roots, and parts whose root is not in it. */
export function counted({ runs }: Listed): readonly RunRecord[] {
  const ids = new Set(runs.map(({ id }) => id));
  return runs.filter(
    ({ id, parentId, rootId }) => parentId === undefined || !ids.has(rootId) || id === rootId,
  );
}

/** A sum over the runs that are summed; what is not known counts nothing. */
export function summed(listed: Listed, of: (run: RunRecord) => number | null | undefined): number {
  return counted(listed).reduce((sum, run) => sum + (of(run) ?? 0), 0);
}
