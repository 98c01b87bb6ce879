import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { md5OfBytes } from '../../src/pipeline/content/hash-file.io.ts';
import { LAUNCHER, Place } from '../cli/joulebook.ts';
import { chosenSeed, randomFrom } from './kill-runs.ts';
import { hasRight, IN_OWN_MOUNTS } from './rights.ts';

const place = new Place();
afterAll(() => rmSync(place.dir, { recursive: true }));

const FILES = 1500;
const contentOf = (i: number): string => `${'content '.repeat(i % 200)}${i}`;

function project(name: string): string {
  const root = join(place.dir, name);
  mkdirSync(root);
  execFileSync('git', ['init', '-q', root]);
  expect(jb(root, 'init', '-q').status).toBe(0);
  return root;
}
function fill(root: string): void {
  for (let i = 0; i < FILES; i += 1) {
    const folder = join(root, 'data', `${i % 13}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${i}`), contentOf(i));
  }
}
function jb(root: string, ...args: string[]): ReturnType<typeof spawnSync> & { readonly stderr: string } {
  return spawnSync(LAUNCHER, args, { cwd: root, env: place.env(), encoding: 'utf8', timeout: 180_000 });
}
function start(root: string, ...args: string[]): ChildProcess {
  return spawn(LAUNCHER, args, { cwd: root, env: place.env(), stdio: 'ignore' });
}

/** Every object of the cache holds what its name says. */
function expectWholeCache(root: string): void {
  const objects = join(root, '.dvc', 'cache', 'files', 'md5');
  if (!existsSync(objects)) return;
  for (const shard of readdirSync(objects))
    for (const rest of readdirSync(join(objects, shard))) {
      const path = join(objects, shard, rest);
      expect(`${md5OfBytes(readFileSync(path))}${rest.endsWith('.dir') ? '.dir' : ''}`).toBe(shard + rest);
      expect(statSync(path).mode & 0o777).toBe(0o444);
    }
}
function expectWholeData(root: string): void {
  for (let i = 0; i < FILES; i += 1)
    expect(readFileSync(join(root, 'data', `${i % 13}`, `${i}`), 'utf8')).toBe(contentOf(i));
}

/** Starts a command, kills it at a random moment of the time that it takes, and says whether it had ended before. */
async function killed(
  root: string,
  random: () => number,
  tookMs: number,
  args: readonly string[],
): Promise<void> {
  const child = start(root, ...args);
  await Promise.race([after(random() * tookMs), once(child, 'exit')]);
  if (child.exitCode === null) child.kill('SIGKILL');
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

test('killed at any moment of add and checkout, nothing is lost or half there, and the next one heals', async () => {
  const seed = chosenSeed();
  const random = randomFrom(seed);
  const root = project('killed');
  fill(root);
  const begun = performance.now();
  expect(jb(root, 'add', '-q', 'data').status).toBe(0);
  const tookMs = performance.now() - begun;
  const dataFile = readFileSync(join(root, 'data.dvc'), 'utf8');
  for (let round = 0; round < 4; round += 1) {
    for (const path of ['.dvc/cache', '.dvc/tmp/joulebook', 'data.dvc'])
      rmSync(join(root, path), { recursive: true, force: true });
    await killed(root, random, tookMs, ['add', '-q', 'data']);
    expectWholeCache(root);
    expectWholeData(root);
    expect(jb(root, 'add', '-q', 'data').status, `JOULEBOOK_SEED=${seed}`).toBe(0);
    expect(readFileSync(join(root, 'data.dvc'), 'utf8')).toBe(dataFile);
    for (const name of readdirSync(join(root, 'data')).filter((_, i) => i % 2 === round % 2))
      rmSync(join(root, 'data', name), { recursive: true });
    await killed(root, random, tookMs / 2, ['checkout', '-q']);
    const there = readdirSync(join(root, 'data'), { recursive: true, withFileTypes: true });
    expect(there.filter((entry) => entry.isFile() && !/^\d+$/.test(entry.name))).toEqual([]);
    expect(jb(root, 'checkout', '-q').status, `JOULEBOOK_SEED=${seed}`).toBe(0);
    expectWholeData(root);
    expectWholeCache(root);
    expect(jb(root, 'status').stdout).toBe('Data and pipelines are up to date.\n');
  }
}, 600_000);

test('two at once take turns', async () => {
  const root = project('two');
  fill(root);
  writeFileSync(join(root, 'other'), 'x');
  const [first, second] = [start(root, 'add', '-q', 'data'), start(root, 'add', '-q', 'other')];
  const codes = (await Promise.all([once(first, 'exit'), once(second, 'exit')])).map(
    ([code]) => code as number,
  );
  // Whoever waits longer than DVC would is told that another works here.
  for (const code of codes) expect([0, 1]).toContain(code);
  expect(codes).toContain(0);
  expect(jb(root, 'add', '-q', 'data', 'other').status).toBe(0);
  expect(jb(root, 'status').stdout).toBe('Data and pipelines are up to date.\n');
  expectWholeCache(root);
});

test('a file that changes all the while is taken in as it was at one moment, or not at all', async () => {
  const root = project('changing');
  const path = join(root, 'big');
  const writer = spawn(
    process.execPath,
    [
      '-e',
      `const fs = require('fs'); const fd = fs.openSync(process.argv[1], 'w+'); const part = Buffer.alloc(1 << 20);
       for (let i = 0; ; i++) { part.fill(i & 255); fs.writeSync(fd, part, 0, part.length, (i % 12) << 20); }`,
      path,
    ],
    { stdio: 'ignore' },
  );
  try {
    while ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) < 12 << 20) await after(5);
    for (let i = 0; i < 3; i += 1) {
      const { status, stderr } = jb(root, 'add', '-q', 'big');
      if (status !== 0) expect(stderr).toContain('changed while it was read');
      expectWholeCache(root);
    }
  } finally {
    writer.kill('SIGKILL');
    await once(writer, 'exit');
  }
  expect(jb(root, 'add', '-q', 'big').status).toBe(0);
  expectWholeCache(root);
});

describe('on a small disk', () => {
  const disk = join(place.dir, 'disk');
  let isRight = false;
  beforeAll(() => {
    mkdirSync(disk);
    isRight = hasRight('tmpfs', [...IN_OWN_MOUNTS, 'mount', '-t', 'tmpfs', 'tmpfs', disk]);
  });
  const onDisk = (size: string, script: string): string => {
    const text = `mount -t tmpfs -o size=${size} tmpfs disk && cd disk && git init -q p && cd p && "$JB" init -q && ${script}`;
    const words = [...IN_OWN_MOUNTS, 'sh', '-c', text];
    const { stdout } = spawnSync(words[0] ?? 'sh', words.slice(1), {
      cwd: place.dir,
      env: place.env({ JB: LAUNCHER }),
      encoding: 'utf8',
      timeout: 180_000,
    });
    return stdout;
  };
  const MAKE = 'mkdir d; for i in 1 2 3 4 5 6 7 8; do head -c 100000 /dev/zero | tr "\\0" $i > d/$i; done';

  test('that is full while data are taken in, nothing changes, and with room it is done', () => {
    if (!isRight) return;
    const said = onDisk(
      '1500k',
      `${MAKE}; "$JB" add d 2>&1; echo "exit $?"; ls d.dvc 2>&1 | grep -c 'No such'; cat .gitignore 2>/dev/null;
       mount -o remount,size=8m ..; "$JB" add -q d && "$JB" status; ls .dvc/cache/joulebook | wc -l`,
    );
    expect(said).toMatch(/no space left on device[^]*exit 1\n1\n/);
    expect(said).toMatch(/Data and pipelines are up to date\.\n0\n$/);
  });

  test('that is full while data are checked out, what was there is whole', () => {
    if (!isRight) return;
    const said = onDisk(
      '4m',
      `${MAKE}; "$JB" add -q d; rm d/[2-8]; head -c 9m /dev/zero > fill 2>/dev/null; rm d/1; echo mine > d/mine;
       "$JB" checkout -f 2>&1; echo "exit $?"; rm fill; "$JB" checkout -f; "$JB" status; cat d/8 | md5sum`,
    );
    expect(said).toMatch(/no space left on device[^]*exit 255\n/);
    expect(said).toContain('Data and pipelines are up to date.\n');
    expect(said).toContain(md5OfBytes('8'.repeat(100_000)));
  });

  test('of its own for the cache, links are not to be had and copies are made', () => {
    if (!isRight) return;
    const said = onDisk(
      '8m',
      `mkdir ../../elsewhere; mount -t tmpfs -o size=4m tmpfs ../../elsewhere && ${MAKE};
       printf '[cache]\\n    dir = ../../../elsewhere\\n    type = "hardlink,copy"\\n' > .dvc/config;
       "$JB" add -q d && rm -r d && "$JB" checkout && stat -c %h d/1 && "$JB" status`,
    );
    expect(said).toBe('A       d/\n1\nData and pipelines are up to date.\n');
  });
});
