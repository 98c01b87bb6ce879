import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readLock } from '../../src/pipeline/lock/read-lock.ts';
import { LAUNCHER, type Outcome, Place } from '../cli/joulebook.ts';
import { makeProject } from '../pipeline/dvc-project.ts';
import { hasRight, IN_OWN_MOUNTS } from './rights.ts';

const place = new Place();
afterAll(() => rmSync(place.dir, { recursive: true }));

const disk = join(place.dir, 'disk');
let isRight = false;
beforeAll(() => {
  mkdirSync(disk);
  isRight = hasRight('tmpfs', [...IN_OWN_MOUNTS, 'mount', '-t', 'tmpfs', 'tmpfs', disk]);
  makeProject(join(place.dir, 'project'), {
    'params.yaml': 'k: a\n',
    'dvc.yaml': `stages:
  big: {cmd: "head -c 200000 /dev/zero | tr '\\\\0' '\${k}' > big", params: [k], outs: [big]}
  small: {cmd: wc -c < big > small, deps: [big], outs: [small]}
`,
  });
});

/** Runs a script in the project, on a fresh disk of that size. */
function onDisk(size: string, script: string): Outcome {
  const begin = `mount -t tmpfs -o size=${size} tmpfs disk && cp -a project/. disk && cd disk && ${script}`;
  const [command, ...args] = [...IN_OWN_MOUNTS, 'sh', '-c', begin];
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: place.dir,
    env: place.env({ JB: LAUNCHER }),
    encoding: 'utf8',
    timeout: 180_000,
  });
  return { code: status, stdout, stderr };
}

describe('a disk that is full', () => {
  // What is left when it is filled: from nothing to room for the output but not for its copy in the cache.
  test.each([0, 16, 210, 260])(
    'with %i KiB left makes no wrong lock, and with room again the next repro heals',
    (kib) => {
      if (!isRight) return;
      const { stdout, stderr } = onDisk(
        '4m',
        `$JB repro >/dev/null 2>&1; cp big ../before-big; cp dvc.lock ../before-lock
       echo 'k: b' > params.yaml; head -c ${kib * 1024} /dev/zero > spare; head -c 9m /dev/zero > fill 2>/dev/null; rm spare
       $JB repro > ../out 2> ../err; echo "full $?"; cp dvc.lock ../full-lock; [ -e big ] && echo big
       rm fill; $JB repro > ../out2 2> ../err2; echo "room $?"; $JB status; cp dvc.lock ../after-lock`,
      );
      const read = (name: string): string => readFileSync(join(place.dir, name), 'utf8');
      const lock = readLock(read('full-lock'), 'dvc.lock');
      expect(lock.ok, read('full-lock')).toBe(true);
      const big = lock.ok ? lock.value.entries.get('big')?.outs?.[0]?.md5 : undefined;
      const known = ['before-lock', 'after-lock'].map(
        (name) => /outs:\n\s+- path: big\n\s+hash: md5\n\s+md5: (\w+)/u.exec(read(name))?.[1],
      );
      expect(known).toContain(big);
      const [, code] = /^full (\d+)$/mu.exec(stdout) ?? [];
      if (code !== '0') {
        expect(code, read('err')).toBe('255');
        expect(read('err')).toMatch(/no space left|exited with/u);
      }
      expect(stdout).toContain('\nbig\n');
      expect(stdout, `${stderr}${read('err2')}`).toContain('room 0\nData and pipelines are up to date.\n');
    },
  );
});
