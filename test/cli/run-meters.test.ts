import { execFileSync, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunRecord } from '../../src/book/run-record.ts';
import { FakeRapl, TREES } from '../meters/rapl/powercap-tree.ts';
import { fakePlug, json } from '../meters/whole/fake-plug.ts';
import { Comparison } from './faithful.ts';
import { LAUNCHER } from './joulebook.ts';

/** Whole runs by the built command on machines that have counters, whose energy is known at every moment. */
const SOURCE = fileURLToPath(new URL('../fixtures/clock-nvml.c', import.meta.url));
const home = new Comparison();
const library = join(home.dir, 'libnvidia-ml.so.1');

beforeAll(() => {
  execFileSync('cc', ['-shared', '-fPIC', '-O1', '-Wall', '-Werror', '-o', library, SOURCE]);
});
afterAll(() => rmSync(home.dir, { recursive: true, force: true }));

/** Seconds that each tracker lived: the last reading comes some time after the command's end, on a busy machine later, and never after this. */
const livedS = new WeakMap<RunRecord, number>();

/** Runs a script under the tracker while this process goes on; its record. */
async function measured(
  place: Comparison,
  script: string,
  options: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<RunRecord> {
  const book = join(place.dir, 'book');
  const args = ['run', '--quiet', '--book', book, '--region', 'FR', ...options, '--', 'bash', '-c', script];
  const startedMs = performance.now();
  const child = spawn(LAUNCHER, args, {
    cwd: place.dir,
    env: place.env(env),
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const code = await new Promise((resolve) => {
    child.on('exit', resolve);
  });
  expect(code).toBe(0);
  const record = place.records(book).at(-1);
  if (record === undefined) throw new Error('no record');
  livedS.set(record, (performance.now() - startedMs) / 1000);
  return record;
}

function gpuMachine(): {
  readonly place: Comparison;
  readonly state: string;
  readonly env: Record<string, string>;
} {
  const place = new Comparison();
  const state = join(place.dir, 'gpus');
  mkdirSync(state);
  return { place, state, env: { JOULEBOOK_NVML: library, CLOCK_NVML: state } };
}

const watts = (gpu: number): number => 100 + 10 * gpu;

test('eight GPUs, one fails while the run lasts: the others are unharmed, and it says from when', async () => {
  const { place, env } = gpuMachine();
  // The run holds two of them alone, and loses one in its middle.
  const script = 'for i in 2 5; do echo $$ 50 >gpus/tenants-$i; done; sleep 3; touch gpus/lost-5; sleep 3';
  const record = await measured(place, script, ['--interval', '250ms'], env);
  const { components } = record.energy;
  for (const gpu of [0, 1, 2, 3, 4, 6, 7]) {
    const machine = components[`gpu:${gpu}`]?.machine.value ?? 0;
    // From the baseline, which is taken while the command already runs, to its end.
    expect(machine / watts(gpu)).toBeGreaterThan(record.durationS - 1.5);
    expect(machine / watts(gpu)).toBeLessThan(livedS.get(record) ?? 0);
    expect(components[`gpu:${gpu}`]).toMatchObject({ method: 'nvml:counter', grade: 'A' });
  }
  // Its own from the moment in which it took it.
  const held = (components['gpu:2']?.attributed.value ?? 0) / (components['gpu:2']?.machine.value ?? 0);
  expect(held).toBeGreaterThan(0.75);
  expect(components['gpu:3']?.attributed.value).toBe(0);
  const lost = components['gpu:5'];
  expect(lost?.reason).toMatch(/cannot be read since \d\.\d s after measuring began: the GPU is lost/);
  const [, since = ''] = /since (\d\.\d) s/.exec(lost?.reason ?? '') ?? [];
  expect(Number(since)).toBeGreaterThan(1.5);
  expect(Number(since)).toBeLessThan(5);
  // What it had counted until then; of the time from its last reading to that moment only bounds are known.
  expect(lost?.machine.low ?? 0).toBeGreaterThan((Number(since) - 1) * watts(5));
  expect(lost?.machine.low ?? 0).toBeLessThan((Number(since) + 0.1) * watts(5));
  expect(lost?.machine.high ?? 0).toBeLessThan((Number(since) + 0.1) * watts(5) + 1.5 * 600);
  expect(record.warnings.map(({ what }) => what).join()).toContain(`cannot be read since ${since} s`);
  expect(record.warnings.map(({ what }) => what).join()).toMatch(/gpu:5 .* cannot be read since/);
  expect(record.grade).toBe('A');
  rmSync(place.dir, { recursive: true });
}, 120_000);

test('a GPU that a neighbour uses too is shared by SM time, its idle energy in equal parts', async () => {
  const { place, state, env } = gpuMachine();
  const neighbour = spawn('sleep', ['90'], { stdio: 'ignore' });
  try {
    writeFileSync(join(state, 'neighbour'), `${neighbour.pid} 20\n`);
    const script = '{ echo $$ 60; cat gpus/neighbour; } >gpus/tenants-0; sleep 5';
    const { energy } = await measured(place, script, ['--interval', '250ms'], env);
    const gpu = energy.components['gpu:0'];
    // But for the time before the command had taken it: by halves, or by nothing, it would be 0.5, or 1.
    expect(gpu?.share.value).toBeGreaterThan(0.6);
    expect(gpu?.share.value).toBeLessThanOrEqual(0.7501);
    const idleShare =
      ((gpu?.attributed.value ?? 0) - (gpu?.active.value ?? 0)) / (gpu?.idle.value ?? Number.NaN);
    expect(idleShare).toBeGreaterThan(0.38);
    expect(idleShare).toBeLessThanOrEqual(0.5001);
  } finally {
    neighbour.kill();
    rmSync(place.dir, { recursive: true });
  }
}, 120_000);

test('a counter that wraps every second is followed, whatever the interval of the samples', async () => {
  const place = new Comparison();
  // 200 W on a range of 200 J; limits as the kernel tells them.
  const limits = { constraint_0_max_power_uw: '250000000\n', constraint_0_power_limit_uw: '250000000\n' };
  const [zone] = TREES['one socket'].filter(({ name }) => name === 'package-0');
  if (zone === undefined) throw new Error('no package');
  const machine = new FakeRapl([{ ...zone, rangeJ: 200, files: limits }], {});
  // Written over in place and at a fixed width, so that a reader in another process always finds a whole number.
  const counter = openSync(machine.file(zone), 'r+');
  const startS = performance.now() / 1000;
  const timer = setInterval(() => {
    const uj = Math.round((performance.now() / 1000 - startS) * 200e6) % 200_000_001;
    writeSync(counter, `${String(uj).padStart(12, '0')}\n`, 0);
  }, 5);
  try {
    const env = { JOULEBOOK_FAKE_ROOT: dirname(machine.host.roots.sys), JOULEBOOK_RAPL: 'trusted' };
    const record = await measured(place, 'sleep 6', ['--interval', '4s'], env);
    const cpu = record.energy.components['cpu'];
    expect(cpu).toMatchObject({ method: 'rapl', grade: 'A' });
    // Exact but for when the baseline was taken: a reader that misses a wrap is off by 200 J.
    expect((cpu?.machine.value ?? 0) / 200).toBeGreaterThan(record.durationS - 0.9);
    expect((cpu?.machine.value ?? 0) / 200).toBeLessThan(livedS.get(record) ?? 0);
  } finally {
    clearInterval(timer);
    closeSync(counter);
    machine.remove();
    rmSync(place.dir, { recursive: true });
  }
}, 120_000);

test('a plug sets the wall, and what it shows beyond the chips is the rest of the machine', async () => {
  const place = new Comparison();
  const startMs = performance.now();
  const askedMs: number[] = [];
  const plug = await fakePlug((request, response) => {
    askedMs.push(performance.now());
    const total = 1000 + (42.5 * (performance.now() - startMs)) / 3.6e6;
    const status = { id: 0, output: true, apower: 42.5, voltage: 230, aenergy: { total } };
    if (request.url?.startsWith('/rpc/Switch.GetStatus') === true) json(response, status);
    else if (request.url?.startsWith('/rpc/Shelly.GetStatus') === true)
      json(response, { 'switch:0': status });
    else json(response, {}, 404);
  });
  try {
    // Long beside what a busy machine needs until the plug's first answer.
    const record = await measured(place, 'sleep 9', ['--interval', '500ms'], {
      JOULEBOOK_PLUG: plug.url('shelly'),
    });
    const { wall, components } = record.energy;
    expect((wall.machine.value ?? 0) / record.durationS).toBeGreaterThan(42.5 * 0.88);
    expect((wall.machine.value ?? 0) / (livedS.get(record) ?? 0)).toBeLessThan(42.5);
    expect(components['other']?.method).toMatch(/^plug/);
    // The wall is as well known as the plug, although the chips are modelled within a factor of 2.5: by a width of 2.1.
    const { low, high, value } = wall.machine;
    // What came before its first answer and after its last is modelled: mostly a tenth, more where the machine is busy.
    const untold = 1 - ((askedMs.at(-1) ?? 0) - (askedMs[0] ?? 0)) / 1000 / (livedS.get(record) ?? 0);
    expect(((high ?? 0) - (low ?? 0)) / (value ?? 1)).toBeLessThan(Math.max(0.2, 2 * untold));
  } finally {
    await plug.close();
    rmSync(place.dir, { recursive: true });
  }
}, 120_000);

test('a program that reads a meter for us is no work of the run', async () => {
  const place = new Comparison();
  const tool = join(place.dir, 'ipmitool');
  const busy = 'n=0; while [ $n -lt 60000 ]; do n=$((n+1)); done';
  const say = "echo '    Instantaneous power reading:                   180 Watts'";
  const on = "echo '    Power reading state is:                        activated'";
  writeFileSync(tool, `#!/bin/sh\n${busy}\n${say}\n${on}\n`, { mode: 0o755 });
  const root = join(place.dir, 'root');
  for (const folder of ['sys', 'etc', 'dev']) mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, 'dev/ipmi0'), '');
  try {
    const record = await measured(place, 'sleep 5', ['--interval', '500ms'], {
      JOULEBOOK_FAKE_ROOT: root,
      JOULEBOOK_IPMITOOL: tool,
    });
    expect(record.energy.components['other']?.method).toBe('ipmi:dcmi');
    // Each of the tool's ten answers takes a good part of a tenth of a second.
    expect(record.usage.cpuS).toBeLessThan(0.15);
    expect(record.survivors ?? []).toEqual([]);
  } finally {
    rmSync(place.dir, { recursive: true });
  }
}, 120_000);

test('where the library cannot be called, nvidia-smi speaks for the GPUs', async () => {
  const place = new Comparison();
  const tool = join(place.dir, 'nvidia-smi');
  const row = '1, 0, GPU-11111111-0000-0000-0000-000000000000, NVIDIA Test 24GB, 150.00, 300.00, 80';
  writeFileSync(tool, `#!/bin/sh\nwhile echo '${row}'; do sleep 0.2; done\n`, { mode: 0o755 });
  const root = join(place.dir, 'root');
  for (const folder of ['sys', 'etc', 'dev']) mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, 'dev/nvidia0'), '');
  try {
    const record = await measured(place, 'sleep 3', ['--interval', '500ms'], {
      JOULEBOOK_FAKE_ROOT: root,
      JOULEBOOK_NVML: join(place.dir, 'no-such-library.so'),
      JOULEBOOK_NVIDIA_SMI: tool,
    });
    const gpu = record.energy.components['gpu:0'];
    expect(gpu?.method).toBe('nvidia-smi:power');
    // On a busy machine a reading comes so late that only bounds are known of the silence: they hold what 150 W gave.
    expect((gpu?.machine.high ?? 0) / 150).toBeGreaterThan(record.durationS - 1.2);
    expect((gpu?.machine.low ?? Number.NaN) / 150).toBeLessThan(livedS.get(record) ?? 0);
    // Who uses it is not told: bounds, not a guess.
    expect(gpu?.attributed).toMatchObject({ value: null, low: 0 });
    expect(record.survivors ?? []).toEqual([]);
  } finally {
    rmSync(place.dir, { recursive: true });
  }
}, 120_000);

test('a library where the user has the linker look is found without any other sign of a driver', async () => {
  const { place, env } = gpuMachine();
  const { JOULEBOOK_NVML: _, ...rest } = env;
  const record = await measured(place, 'sleep 1', ['--interval', '250ms'], {
    ...rest,
    LD_LIBRARY_PATH: home.dir,
  });
  expect(record.energy.components['gpu:7']).toMatchObject({ method: 'nvml:counter', grade: 'A' });
  rmSync(place.dir, { recursive: true });
}, 120_000);
