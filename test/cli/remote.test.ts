import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hasRight, IN_OWN_MOUNTS } from '../faults/rights.ts';
import { LAUNCHER, type Outcome, Place } from './joulebook.ts';

let place: Place;
let project: string;
let remote: string;
beforeEach(() => {
  place = new Place();
  project = join(place.dir, 'project');
  remote = join(place.dir, 'remote');
  mkdirSync(join(project, 'data'), { recursive: true });
  for (let i = 0; i < 30; i += 1) writeFileSync(join(project, 'data', `${i}`), `${i} `.repeat(20_000));
  writeFileSync(join(project, 'one.txt'), 'one');
  ok('init', '--no-scm');
  ok('add', 'data', 'one.txt');
  ok('remote', 'add', '-d', 'storage', '../remote');
});
afterEach(() => rmSync(place.dir, { recursive: true, force: true }));

function run(...args: readonly string[]): Outcome {
  return place.runIn(project, args);
}

function ok(...args: readonly string[]): Outcome {
  const outcome = run(...args);
  expect(outcome.code, outcome.stderr).toBe(0);
  return outcome;
}

/** Leaves what a clone has. */
function forget(): void {
  for (const name of ['.dvc/cache', 'data', 'one.txt'])
    rmSync(join(project, name), { recursive: true, force: true });
}

/** Objects by the hash that their name says, with the hash of what they hold. */
function objectsIn(folder: string): readonly (readonly [named: string, held: string])[] {
  const base = join(folder, 'files/md5');
  if (!existsSync(base)) return [];
  return readdirSync(base, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.tmp'))
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const named = path
        .slice(base.length + 1)
        .replace('/', '')
        .slice(0, 32);
      return [named, createHash('md5').update(readFileSync(path)).digest('hex')];
    });
}

function expectWhole(folder: string): void {
  for (const [named, held] of objectsIn(folder)) expect(held).toBe(named);
}

describe('push and pull', () => {
  it('bring data there and back', () => {
    expect(ok('push').stdout).toBe('32 files pushed\n');
    expect(ok('push').stdout).toBe('Everything is up to date.\n');
    expect(ok('status', '-c').stdout).toBe("Cache and remote 'storage' are in sync.\n");
    forget();
    expect(JSON.parse(ok('fetch', 'data/7', '--json').stdout)).toMatchObject({
      ok: true,
      data: { fetched: 1 },
    });
    expect(ok('pull').stdout).toMatch(/^A\t.*A\t.*30 files fetched and 31 files added\n$/s);
    expect(readFileSync(join(project, 'data', '7'), 'utf8')).toBe('7 '.repeat(20_000));
    expect(ok('status').stdout).toContain('up to date');
  });

  it('fetch only what is small enough, or of one kind', () => {
    ok('push');
    forget();
    expect(ok('fetch', '--max-size', '100').stdout).toBe('1 file fetched\n');
    expect(ok('fetch', '--type', 'metrics').stdout).toBe('Everything is up to date.\n');
    expect(ok('fetch', '--no-run-cache').stdout).toBe('31 files fetched\n');
  });

  it('put a file that is nowhere else not at risk', () => {
    ok('push');
    writeFileSync(join(project, 'one.txt'), 'mine');
    const refused = run('pull');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('one.txt');
    expect(readFileSync(join(project, 'one.txt'), 'utf8')).toBe('mine');
    ok('pull', '-f');
    expect(readFileSync(join(project, 'one.txt'), 'utf8')).toBe('one');
  });

  it('do not take what is damaged there', () => {
    ok('push');
    forget();
    const [first] = objectsIn(remote);
    const named = first?.[0] ?? '';
    const path = join(remote, 'files/md5', named.slice(0, 2), named.slice(2));
    const [file = path] = [path, `${path}.dir`].filter((one) => existsSync(one));
    chmodSync(file, 0o644);
    writeFileSync(file, 'damaged');
    const { code, stderr } = run('pull');
    expect(code).toBe(1);
    expect(stderr).toContain('is damaged');
    expect(objectsIn(join(project, '.dvc/cache')).some(([one]) => one === named)).toBe(false);
    expectWhole(join(project, '.dvc/cache'));
  });

  it('that are killed leave nothing that is half there, and go on from where they were', async () => {
    for (const [command, folder] of [
      ['push', remote],
      ['fetch', join(project, '.dvc/cache')],
    ] as const) {
      for (let after = 60; after <= 240; after += 30) {
        const child = spawn(LAUNCHER, [command, '-j', '2'], {
          cwd: project,
          env: place.env(),
          stdio: 'ignore',
          detached: true,
        });
        const timer = setTimeout(() => process.kill(-(child.pid ?? 0), 'SIGKILL'), after);
        await new Promise((resolve) => {
          child.once('exit', resolve);
        });
        clearTimeout(timer);
        expectWhole(folder);
      }
      ok(command);
      expect(objectsIn(folder)).toHaveLength(32);
      expectWhole(folder);
      if (command === 'push') forget();
    }
    ok('pull');
    expect(ok('status').stdout).toContain('up to date');
  });

  it('say where there is no remote, and that another kind is DVC’s', () => {
    ok('remote', 'remove', 'storage');
    expect(run('push')).toMatchObject({ code: 1, stderr: expect.stringContaining('remote add -d') });
    // Where nothing is lacking there is nothing to be fetched from anywhere.
    for (const verb of ['fetch', 'pull'])
      expect(ok(verb)).toMatchObject({
        stdout: 'Everything is up to date.\n',
        stderr: expect.stringContaining('No remote provided and no default remote set.'),
      });
    forget();
    expect(run('fetch')).toMatchObject({ code: 1, stderr: expect.stringContaining('remote add -d') });
    ok('remote', 'add', 'cloud', 'gs://bucket/x');
    expect(run('push', '-r', 'cloud')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Google Cloud Storage'),
    });
    expect(run('push', '-r', 'none')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("'none' doesn't exist"),
    });
  });
});

describe('a full disk', () => {
  function onDisk(script: string): Outcome {
    const words = [...IN_OWN_MOUNTS, 'sh', '-c', `mount -t tmpfs -o size=200k tmpfs ${remote} && ${script}`];
    const [command = '', ...args] = words;
    const { status, stdout, stderr } = spawnSync(command, args, {
      cwd: project,
      env: place.env({ JB: LAUNCHER }),
      encoding: 'utf8',
    });
    return { code: status, stdout, stderr };
  }

  it('is said, and what came through is whole', () => {
    mkdirSync(remote);
    if (!hasRight('tmpfs', [...IN_OWN_MOUNTS, 'mount', '-t', 'tmpfs', 'tmpfs', remote])) return;
    const { code, stderr, stdout } = onDisk(
      '$JB push; echo "exit $?"; find . ../remote -name "*.tmp" | grep -v /site',
    );
    expect(stdout).toBe('exit 1\n');
    expect(code).toBe(1);
    expect(stderr).toContain('no space left on device');
  });
});

describe('remotes in the configuration', () => {
  it('are added, changed, renamed and removed, and comments stay', () => {
    const config = join(project, '.dvc/config');
    writeFileSync(config, `# ours\n${readFileSync(config, 'utf8')}`);
    expect(ok('remote', 'add', '-d', 'Bucket', 's3://b/p').stdout).toBe(
      "Setting 'bucket' as a default remote.\n",
    );
    ok('remote', 'modify', 'bucket', 'endpointurl', 'https://s3.example.org');
    ok('remote', 'modify', '--local', 'bucket', 'secret_access_key', 'a#b, c');
    expect(readFileSync(join(project, '.dvc/config.local'), 'utf8')).toBe(
      `['remote "bucket"']\n    secret_access_key = "a#b, c"\n`,
    );
    expect(ok('remote', 'list').stdout).toBe(`storage ${remote}\nbucket  s3://b/p        (default)\n`);
    ok('remote', 'rename', 'bucket', 'archive');
    expect(ok('remote', 'default').stdout).toBe('archive\n');
    expect(readFileSync(join(project, '.dvc/config.local'), 'utf8')).toContain('"archive"');
    ok('remote', 'remove', 'archive');
    expect(readFileSync(join(project, '.dvc/config.local'), 'utf8')).toBe('');
    expect(run('remote', 'default')).toMatchObject({ code: 1, stdout: 'No default remote set\n' });
    expect(readFileSync(config, 'utf8')).toMatch(/^# ours\n/);
  });

  it('are not changed where that would not be understood', () => {
    const config = join(project, '.dvc/config');
    const before = readFileSync(config, 'utf8');
    for (const [args, code] of [
      [['remote', 'add', 'storage', 'x'], 251],
      [['remote', 'add', 'x', 'foo://y'], 251],
      [['remote', 'modify', 'storage', 'jobs', '0'], 251],
      [['remote', 'modify', 'storage', 'endpoint', 'x'], 251],
      [['remote', 'modify', 'none', 'url', 'x'], 251],
      [['remote', 'default', 'none'], 251],
      [['remote', 'rename', 'none', 'x'], 251],
      [['remote', 'add', '--local', '--global', 'x', 'y'], 254],
    ] as const) {
      expect(run(...args).code, args.join(' ')).toBe(code);
      expect(readFileSync(config, 'utf8')).toBe(before);
    }
  });
});
