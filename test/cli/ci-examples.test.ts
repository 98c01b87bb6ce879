import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { LAUNCHER, Place } from './joulebook.ts';

/** The workflows of docs/guide/ci.md: valid YAML, and their steps run. */
const guide = readFileSync(fileURLToPath(new URL('../../docs/guide/ci.md', import.meta.url)), 'utf8');
const documents = [...guide.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = '']) => load(text));

type Json = Readonly<Record<string, unknown>>;

/** All shell lines, in the order of the guide: `run` of a step, `script` of a job. */
function shellOf(node: unknown): readonly string[] {
  if (Array.isArray(node)) return node.flatMap(shellOf);
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node as Json).flatMap(([key, value]) =>
    key === 'run' && typeof value === 'string'
      ? [value]
      : key === 'script'
        ? (value as readonly string[])
        : shellOf(value),
  );
}

const lines = documents.flatMap(shellOf);
const measured = lines.filter((line) => line.startsWith('joulebook ci '));

function runnerOf(): {
  readonly place: Place;
  readonly shell: (line: string, env?: Readonly<Record<string, string>>) => number | null;
} {
  const place = new Place();
  const bin = join(place.dir, 'bin');
  mkdirSync(bin);
  symlinkSync(LAUNCHER, join(bin, 'joulebook'));
  // `python` is not everywhere called so.
  writeFileSync(join(bin, 'python'), '#!/bin/sh\nexec sh "$@"\n');
  for (const name of ['bench.py', 'bench.sh']) writeFileSync(join(place.dir, name), '#!/bin/sh\nsleep 0.1\n');
  for (const path of [join(bin, 'python'), join(place.dir, 'bench.sh')]) chmodSync(path, 0o755);
  spawnSync('git', ['init', '-q'], { cwd: place.dir });
  const shell = (line: string, env: Readonly<Record<string, string>> = {}) => {
    const PATH = `${bin}${delimiter}${process.env['PATH'] ?? ''}`;
    // As GitHub starts the shell of a step.
    return spawnSync('bash', ['-e', '-c', line], {
      cwd: place.dir,
      env: place.env({ PATH, CI: 'true', ...env }),
    }).status;
  };
  return { place, shell };
}

describe('the workflows of the guide', () => {
  test('are there, and each of their jobs has steps', () => {
    expect(documents.length).toBeGreaterThanOrEqual(4);
    expect(measured.length).toBeGreaterThanOrEqual(4);
    const uses = JSON.stringify(documents).match(/"uses":"[^"]+"/g) ?? [];
    for (const use of uses) expect(use).toMatch(/^"uses":"actions\/[a-z-]+@v\d+"$/);
  });

  test('run: the level is accepted, then each job is compared with it, and tells its system', () => {
    const { place, shell } = runnerOf();
    const summary = join(place.dir, 'step.md');
    const github = {
      GITHUB_ACTIONS: 'true',
      GITHUB_STEP_SUMMARY: summary,
      GITHUB_OUTPUT: join(place.dir, 'out'),
    };
    const accepting = measured.filter((line) => line.includes('--update-baseline'));
    const [accept = ''] = accepting;
    expect(accepting).toHaveLength(1);
    expect(shell(accept, github)).toBe(0);
    expect(existsSync(join(place.dir, 'energy.json'))).toBe(true);
    for (const line of measured.filter((each) => each !== accept)) {
      const isGitlab = line.includes('--summary energy.md');
      // A busy machine may make a run dearer: 4 is an answer too, but no other code.
      expect([0, 4], line).toContain(shell(line, isGitlab ? { GITLAB_CI: 'true' } : github));
    }
    expect(readFileSync(summary, 'utf8').match(/^### /gm)).toHaveLength(3);
    expect(readFileSync(join(place.dir, 'energy.md'), 'utf8')).toMatch(/^### /);
    expect(readFileSync(join(place.dir, 'metrics.txt'), 'utf8')).toMatch(/# EOF\n$/);
    expect(readFileSync(github.GITHUB_OUTPUT, 'utf8').match(/^verdict=/gm)).toHaveLength(3);
  }, 120_000);

  test('fail as their command does', () => {
    const { place, shell } = runnerOf();
    writeFileSync(join(place.dir, 'bench.py'), 'exit 7\n');
    for (const line of measured.filter((each) => each.includes('bench.py')))
      expect([3, 7], line).toContain(shell(line)); // 3: there is no baseline file yet
  });
});
