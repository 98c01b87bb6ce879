import { execFileSync, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';

const setUp = fileURLToPath(new URL('../../../scripts/set-up.mjs', import.meta.url));
let python: string | undefined;

/** The Python that has DVC; it is made ready on the first call. */
export function dvcPython(): string {
  const args = [setUp, 'python', 'test/interop/requirements-dvc.txt'];
  python ??= execFileSync(process.execPath, args, { encoding: 'utf8' }).trim();
  return python;
}

/** Answers of one of the scripts beside this file: a value for each question, in order. */
export function answers(script: string, questions: readonly string[], siteCache: string): readonly unknown[] {
  const env = { ...process.env, DVC_SITE_CACHE_DIR: siteCache, DVC_NO_ANALYTICS: '1' };
  const input = questions.map((question) => `${question}\n`).join('');
  const path = fileURLToPath(new URL(script, import.meta.url));
  const options = { input, env, encoding: 'utf8', maxBuffer: 2 ** 28 } as const;
  const { status, stdout, stderr } = spawnSync(dvcPython(), [path], options);
  expect(status, stderr).toBe(0);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
}

/** A seed for random cases, printed so that they can be had again with JOULEBOOK_SEED. */
export function seedOf(test: string): number {
  const seed = Number(process.env['JOULEBOOK_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
  process.stderr.write(`${test}: JOULEBOOK_SEED=${seed}\n`);
  return seed;
}
