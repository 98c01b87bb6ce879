import { execFileSync, spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { gpuProgram } from '../../src/cli/calibrate/gpu-program.ts';
import { LAUNCHER, Place } from './joulebook.ts';

let place: Place;
beforeEach(() => {
  place = new Place();
});
afterEach(() => rmSync(place.dir, { recursive: true, force: true }));

function withCuda(): Readonly<Record<string, string>> {
  const library = join(place.dir, 'libcuda.so.1');
  const source = fileURLToPath(new URL('../fixtures/cuda-load.c', import.meta.url));
  execFileSync('cc', ['-shared', '-fPIC', '-O1', '-Wall', '-Werror', '-o', library, source]);
  return { JOULEBOOK_CUDA: library, CUDA_TOLD: join(place.dir, 'told') };
}

function launches(): readonly (readonly number[])[] {
  const text = readFileSync(join(place.dir, 'told'), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => line.split(' ').map(Number));
}

test('all GPUs are kept busy, in launches of some 50 ms, until the parent ends', async () => {
  // The shell is the parent; the load itself must end by itself when that is gone.
  const shell = spawn(
    'sh',
    [
      '-c',
      `'${LAUNCHER}' __load-gpus & echo $!; i=0; until [ "$(cat told 2>/dev/null | wc -l)" -ge 30 ] || [ $i -ge 1500 ]; do sleep 0.02; i=$((i+1)); done`,
    ],
    {
      cwd: place.dir,
      env: place.env(withCuda()),
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const pid = await new Promise<number>((resolve) => {
    shell.stdout.once('data', (data: Buffer) => resolve(Number(data.toString())));
  });
  await new Promise((resolve) => shell.once('exit', resolve));
  const until = Date.now() + 60_000;
  const isAlive = (): boolean => {
    try {
      return !/\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
    } catch {
      return false;
    }
  };
  while (isAlive()) {
    if (Date.now() > until) throw new Error('the load outlives its parent');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const told = launches();
  for (const device of [0, 1]) {
    const own = told.filter(([gpu]) => gpu === device);
    expect(own.length).toBeGreaterThan(5);
    // 4 + 10 + device multiprocessors, eight blocks each.
    expect(own.every(([, blocks, threads]) => blocks === (14 + device) * 8 && threads === 256)).toBe(true);
    // 3 µs a round: 50 ms are at most 16,667 rounds, fewer where the machine is busy. It begins with 1,000.
    const rounds = Math.max(...own.map((launch) => launch[3] ?? 0));
    expect(rounds).toBeGreaterThan(1500);
    expect(rounds).toBeLessThan(17_500);
  }
});

test('without a driver it says so', () => {
  const refused = place.run(['__load-gpus', '--json'], { JOULEBOOK_CUDA: join(place.dir, 'nothing.so') });
  expect(refused.code).toBe(1);
  expect(JSON.parse(refused.stdout)).toMatchObject({
    ok: false,
    error: { code: 'E_METER', why: 'there is no CUDA driver (libcuda.so.1)' },
  });
});

test('with a library that is no driver it says so', () => {
  const library = join(place.dir, 'libcuda.so.1');
  execFileSync('cc', ['-shared', '-fPIC', '-x', 'c', '-o', library, '-'], { input: 'int other;' });
  const refused = place.run(['__load-gpus', '--json'], { JOULEBOOK_CUDA: library });
  expect(refused.code).toBe(1);
  const { error } = JSON.parse(refused.stdout) as { readonly error: { readonly why: string } };
  expect(error.why).toContain(`${library} is no driver of CUDA that can be used (`);
});

test('the program declares every register that it uses', () => {
  const text = gpuProgram();
  const declared = new Map(
    [...text.matchAll(/\.reg \.\w+ %(\w)<(\d+)>/g)].map(([, name, count]) => [name, Number(count)]),
  );
  for (const [, name, number] of text.matchAll(/%([iax])(\d+)/g)) {
    expect(Number(number)).toBeLessThan(declared.get(name) ?? 0);
  }
  expect(text).toMatch(/^\.version 6\.0\n\.target sm_50\n/);
});
