import { execFileSync, spawnSync } from 'node:child_process';
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunRecord } from '../../src/book/run-record.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'joulebook-pack-'));
afterAll(() => rmSync(folder, { recursive: true }));

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
const LIMIT_BYTES = 40e6;

let tarball = '';
let packed: readonly string[] = [];
beforeAll(() => {
  const out = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [pack] = JSON.parse(out) as { filename: string; files: { path: string }[] }[];
  tarball = join(folder, pack?.filename ?? '');
  packed = pack?.files.map(({ path }) => path) ?? [];
}, 120_000);

test('the tarball holds what runs, and nothing of the repository’s own', () => {
  for (const needed of [
    'bin/joulebook',
    'dist/cli.cjs',
    'dist/index.js',
    'dist/THIRD-PARTY.txt',
    'data/SOURCES.md',
    'python/joulebook/__init__.py',
    'LICENSE',
    'NOTICE',
    'README.md',
  ]) {
    expect(packed).toContain(needed);
  }
  expect(packed.filter((path) => /(^|\/)(tests?|fixtures|bench|examples|node_modules)\//.test(path))).toEqual(
    [],
  );
  expect(packed.filter((path) => /\.test\.|__pycache__|code-cache|\.tgz$|\.joulebook/.test(path))).toEqual(
    [],
  );
});

describe.each([20, 22, 24])('installed globally on Node %i, without scripts', (major) => {
  const place = join(folder, `node-${major}`);
  const work = join(place, 'work');
  const installed = join(place, 'prefix', 'lib', 'node_modules', 'joulebook');
  let node = '';
  let env: Record<string, string> = {};

  beforeAll(() => {
    const script = join(root, 'scripts', 'set-up.mjs');
    node = execFileSync(process.execPath, [script, 'node', String(major)], { encoding: 'utf8' }).trim();
    mkdirSync(work, { recursive: true });
    env = {
      // `node` is that one, for npm and for joulebook.
      PATH: [join(place, 'prefix', 'bin'), dirname(node), process.env['PATH']].join(delimiter),
      HOME: process.env['HOME'] ?? '',
      TMPDIR: place,
      JOULEBOOK_REGISTRY: join(place, 'registry'),
    };
    const { status, stderr } = spawnSync(
      'npm',
      [
        'install',
        '--global',
        '--prefix',
        join(place, 'prefix'),
        '--ignore-scripts',
        '--no-audit',
        '--no-fund',
        tarball,
      ],
      // Its way to the registry (proxy, certificates, cache) is the caller's.
      { cwd: work, env: { ...process.env, PATH: env['PATH'] }, encoding: 'utf8', timeout: 150_000 },
    );
    expect(status, stderr).toBe(0);
  }, 180_000);

  function joulebook(...args: string[]): { code: number | null; stdout: string; stderr: string } {
    const { status, stdout, stderr } = spawnSync('joulebook', args, {
      cwd: work,
      env,
      encoding: 'utf8',
      input: '',
    });
    return { code: status, stdout, stderr };
  }

  test('takes no more than 40 MB of disk', () => {
    const bytes = sizeOnDisk(join(place, 'prefix'));
    expect(bytes).toBeGreaterThan(1e6);
    expect(bytes).toBeLessThan(LIMIT_BYTES);
  });

  test('says its version', () => {
    expect(joulebook('--version').stdout).toContain(version);
  });

  test('measures a command, lists and shows it', () => {
    expect(joulebook('run', '--', 'true').code).toBe(0);
    const outcome = joulebook(
      'run',
      '--name',
      'three',
      '--',
      'node',
      '-e',
      'console.log(process.version); process.exit(3)',
    );
    expect(outcome.code).toBe(3);
    expect(outcome.stdout).toMatch(new RegExp(`^v${major}\\.`));
    expect(outcome.stderr).toContain('joulebook');
    expect(outcome.stderr).not.toMatch(/^(warning|error):/m);
    const { data } = JSON.parse(joulebook('ls', '--json').stdout) as { data: { runs: RunRecord[] } };
    expect(data.runs.map(({ state }) => state)).toEqual(['failed', 'ok']);
    expect(joulebook('show', 'three').stdout).toContain('three');
    expect(JSON.parse(joulebook('show', '@last', '--json').stdout)).toMatchObject({
      ok: true,
      data: { name: 'three', exitCode: 3, trackerVersion: version },
    });
    expect(readdirSync(join(work, '.joulebook'))).toContain('index.db');
  });

  test('its agent says hello and ends with its input', () => {
    const { code, stdout } = joulebook('agent');
    expect(code).toBe(0);
    expect(JSON.parse(stdout.split('\n')[0] ?? '')).toMatchObject({
      type: 'hello',
      protocol: 'joulebook.agent/1',
      version,
    });
  });

  test('as a library it measures a function', () => {
    mkdirSync(join(work, 'node_modules'), { recursive: true });
    symlinkSync(installed, join(work, 'node_modules', 'joulebook'));
    writeFileSync(
      join(work, 'train.mjs'),
      `import { track } from 'joulebook';
       const answer = await track('from-code', async () => 42, { strict: true });
       console.log(answer);`,
    );
    const { status, stdout, stderr } = spawnSync(node, ['train.mjs'], { cwd: work, env, encoding: 'utf8' });
    expect(status, stderr).toBe(0);
    expect(stdout).toBe('42\n');
    expect(JSON.parse(joulebook('show', 'from-code', '--json').stdout)).toMatchObject({
      data: { state: 'ok' },
    });
  });
});

/** What a folder takes on the disk, links counted as themselves. */
function sizeOnDisk(path: string): number {
  const { blocks } = lstatSync(path);
  const inside = lstatSync(path).isDirectory() ? readdirSync(path) : [];
  return inside.reduce((sum, name) => sum + sizeOnDisk(join(path, name)), blocks * 512);
}
