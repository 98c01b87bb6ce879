import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { resolveProject } from '../../pipeline/resolve/project.ts';
import { plain, resolvedAsPlain, withoutUsed } from './plain.ts';
import { type Files, project } from './random-project.ts';

const script = fileURLToPath(new URL('../../../scripts/set-up.mjs', import.meta.url));
const resolver = fileURLToPath(new URL('resolve_with_dvc.py', import.meta.url));
const dir = mkdtempSync(join(tmpdir(), 'joulebook-resolve-'));
let python = '';

beforeAll(() => {
  const args = [script, 'python', 'test/interop/requirements-dvc.txt'];
  python = execFileSync(process.execPath, args, { encoding: 'utf8' }).trim();
}, 900_000);
afterAll(() => rmSync(dir, { recursive: true }), 60_000);

/** What DVC makes of each project, in order. */
function resolvedByDvc(folders: readonly string[]): readonly unknown[] {
  const env = { ...process.env, DVC_SITE_CACHE_DIR: join(dir, 'site'), DVC_NO_ANALYTICS: '1' };
  const input = folders.map((folder) => `${folder}\n`).join('');
  const { status, stdout, stderr } = spawnSync(python, [resolver], {
    input,
    env,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  expect(status, stderr).toBe(0);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
}

function write(files: Files, folder: string): string {
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return folder;
}

test('random projects are resolved as DVC resolves them, and refused where it refuses them', () => {
  const seed = Number(process.env['JOULEBOOK_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
  const count = Number(process.env['JOULEBOOK_CASES'] ?? 300);
  process.stderr.write(`JOULEBOOK_SEED=${seed}\n`);
  const projects = fc.sample(project, { seed, numRuns: count });
  const folders = projects.map((files, i) => write(files, join(dir, `${i}`)));
  const theirs = resolvedByDvc(folders);
  folders.forEach((folder, i) => {
    const ours = withoutUsed(resolvedAsPlain(resolveProject(folder), folder));
    expect(
      ours,
      `case ${i} of JOULEBOOK_SEED=${seed}\n${projects[i]?.['dvc.yaml']}\n${projects[i]?.['params.yaml']}`,
    ).toEqual(withoutUsed(plain(theirs[i])));
  });
});
