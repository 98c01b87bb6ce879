import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  appendFileSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { fakeMachine, MACHINES } from '../hardware/fake-machine.ts';
import { Rig } from '../../src/cli/calibrate/rig.io.ts';
import { waitForQuiet } from '../../src/cli/calibrate/quiet.io.ts';
import type { Channel, ChannelTrouble, EnergySource } from '../../src/meters/source.ts';
import { MODEL } from '../meters/calibration/machines.ts';
import { childrenOf, isGone, readyThreads } from './ready-threads.ts';
import { clockedHost, type FakePlug, fakePlug, json, until } from '../meters/whole/fake-plug.ts';
import { LAUNCHER, type Outcome, Place } from './joulebook.ts';

const CPUS = cpus().length;
/** USER_HZ of /proc/stat. */
const TICKS_PER_S = 100;
const closing: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/**
 * A desktop without GPUs, whose CPUs are as busy as what joulebook itself started wants them to be: what else runs on the machine of the tests makes
 * its threads wait, and waiting counts as busy here.
 */
class Desk extends Place {
  readonly #stat: number;
  readonly #timer: NodeJS.Timeout;
  readonly #counters: readonly { readonly fd: number; readonly watts: Chip }[];
  #busyS = 0;
  #sampledMs = performance.now();
  readonly #startMs = performance.now();
  pid: number | undefined;

  constructor(chips: Readonly<Record<string, Chip>> = {}) {
    super();
    const {
      'proc/driver/nvidia/gpus/0000:01:00.0/information': _,
      'sys/class/drm/renderD128/device/vendor': __,
      ...files
    } = MACHINES['desktop'] ?? {};
    for (const [path, text] of Object.entries(files)) this.#put(path, text);
    this.#put('proc/stat', this.#statText());
    this.#put(
      'proc/cpuinfo',
      `processor\t: 0\nmodel name\t: AMD Ryzen 9 7950X 16-Core Processor\nphysical id\t: 0\nsiblings\t: ${CPUS}\ncpu cores\t: ${CPUS}\nflags\t\t: fpu\n`,
    );
    this.#put('sys/devices/system/cpu/online', `0-${CPUS - 1}\n`);
    symlinkSync('/proc/self', join(this.dir, 'fake/proc/self'));
    this.#stat = openSync(join(this.dir, 'fake/proc/stat'), 'r+');
    this.#counters = Object.entries(chips).map(([name, watts], k) => {
      const zone = `sys/class/powercap/intel-rapl:0${k === 0 ? '' : `:${k - 1}`}`;
      this.#put(`${zone}/name`, `${name}\n`);
      this.#put(`${zone}/enabled`, '1\n');
      this.#put(`${zone}/max_energy_range_uj`, '65532610987\n');
      this.#put(`${zone}/energy_uj`, energyText(0));
      return { fd: openSync(join(this.dir, 'fake', zone, 'energy_uj'), 'r+'), watts };
    });
    if (this.#counters.length > 0) this.#put('sys/class/powercap/intel-rapl/enabled', '1\n');
    this.#timer = setInterval(() => this.#tick(), 7);
    closing.push(() => {
      clearInterval(this.#timer);
      for (const { fd } of this.#counters) closeSync(fd);
      closeSync(this.#stat);
    });
  }

  get state(): string {
    return join(this.dir, 'state');
  }

  override env(extra: Readonly<Record<string, string>> = {}): Record<string, string> {
    const fake = join(this.dir, 'fake');
    return super.env({
      JOULEBOOK_FAKE_ROOT: fake,
      JOULEBOOK_PROC: join(fake, 'proc'),
      JOULEBOOK_STATE_DIR: this.state,
      ...extra,
    });
  }

  /** CPU seconds that the threads of what joulebook has started have worked or wanted to. */
  get loadS(): number {
    const nowMs = performance.now();
    const ready = childrenOf(this.pid).reduce((sum, pid) => sum + readyThreads(pid), 0);
    this.#busyS += (Math.min(CPUS, ready) * (nowMs - this.#sampledMs)) / 1000;
    this.#sampledMs = nowMs;
    return this.#busyS;
  }

  start(
    args: readonly string[],
    extra: Readonly<Record<string, string>> = {},
  ): {
    readonly child: ChildProcess;
    readonly done: Promise<Outcome>;
    readonly heard: () => string;
  } {
    const child = this.#spawn(['calibrate', ...args], extra);
    this.pid = child.pid;
    let stderr = '';
    child.stderr?.on('data', (text: Buffer) => (stderr += text.toString()));
    return { child, done: outcomeOf(child), heard: () => stderr };
  }

  startRun(command: readonly string[]): Promise<Outcome> {
    return outcomeOf(this.#spawn(['run', '--json', '--', ...command]));
  }

  #spawn(args: readonly string[], extra: Readonly<Record<string, string>> = {}): ChildProcess {
    return spawn(LAUNCHER, args, {
      cwd: this.dir,
      env: this.env(extra),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  get saved(): readonly string[] {
    const folder = join(this.state, 'machines');
    return existsSync(folder)
      ? readdirSync(folder).map((name) => join(folder, name, 'calibrations.json'))
      : [];
  }

  #tick(): void {
    writeSync(this.#stat, this.#statText(), 0);
    const upS = (performance.now() - this.#startMs) / 1000;
    for (const { fd, watts } of this.#counters)
      writeSync(fd, energyText(watts.idle * upS + ((watts.full - watts.idle) * this.#busyS) / CPUS), 0);
  }

  #put(path: string, text: string): void {
    const target = join(this.dir, 'fake', path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
  }

  #statText(): string {
    const busy = Math.round(this.loadS * TICKS_PER_S);
    const all = Math.round(((performance.now() - this.#startMs) / 1000 + 1000) * TICKS_PER_S * CPUS);
    const fixed = (ticks: number): string => String(ticks).padStart(12);
    const lines = Array.from({ length: CPUS }, (_, k) => `cpu${k} 0 0 0 0 0 0 0 0 0 0\n`).join('');
    return `cpu  ${fixed(busy)} 0 0 ${fixed(all - busy)} 0 0 0 0 0 0\n${lines}`;
  }
}

function outcomeOf(child: ChildProcess): Promise<Outcome> {
  let [stdout, stderr] = ['', ''];
  child.stdout?.on('data', (text: Buffer) => (stdout += text.toString()));
  child.stderr?.on('data', (text: Buffer) => (stderr += text.toString()));
  return new Promise((resolve) => {
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/** Power of a chip, W. */
interface Chip {
  readonly idle: number;
  readonly full: number;
}

/** Of fixed width, so that a reader never sees a part of it. */
function energyText(joules: number): string {
  return `${String(Math.round((joules + 1000) * 1e6)).padStart(12)}\n`;
}

/** What calibrating comes to. On a machine that is too busy to measure on it is refused, and tried again. */
async function measured(desk: Desk, args: readonly string[]) {
  for (let tries = 1; ; tries++) {
    const { done, heard } = desk.start([...args, '--yes', '--json']);
    const { data, error } = JSON.parse((await done).stdout);
    if (error?.code !== 'E_METER' || tries === 4) return { data, error, heard: heard() };
  }
}

/** A plug whose power follows the load of the desk's CPUs. It averages from one question to the next. */
async function plugOf(desk: Desk, { idle, full }: Chip = { idle: 40, full: 100 }): Promise<FakePlug> {
  let [lastS, lastMs, watts] = [desk.loadS, performance.now(), idle];
  const plug = await fakePlug((request, response) => {
    const nowMs = performance.now();
    if (nowMs - lastMs > 100) {
      const { loadS } = desk;
      watts = idle + ((full - idle) * Math.max(0, loadS - lastS)) / (((nowMs - lastMs) / 1000) * CPUS);
      [lastS, lastMs] = [loadS, nowMs];
    }
    const status = { id: 0, output: true, apower: Number(watts.toFixed(1)) };
    if (request.url === '/rpc/Shelly.GetStatus') json(response, { sys: {}, 'switch:0': status });
    else json(response, status);
  });
  closing.push(plug.close);
  return plug;
}

describe('a power that is typed in', () => {
  test('is kept, used by later runs, listed and forgotten', () => {
    const desk = new Desk();
    const made = desk.run([
      'calibrate',
      '--idle',
      '62W',
      '--full',
      '0.24 kW',
      '--at-load',
      '50%=150W',
      '--yes',
      '--json',
    ]);
    expect(made).toMatchObject({ code: 0, stderr: '' });
    const { data } = JSON.parse(made.stdout);
    expect(data).toMatchObject({ saved: true, calibration: { method: 'typed' } });
    expect(data.wall.idle.after.value).toBeCloseTo(62, 0);
    const width = ({ low, high }: { low: number; high: number }): number => high - low;
    expect(width(data.wall.full.after)).toBeLessThan(width(data.wall.full.before) / 2);
    const { id } = data.calibration;

    const ran = desk.run(['run', '--json', '--', 'sleep', '0.3']);
    expect(ran.code).toBe(0);
    const record = JSON.parse(ran.stdout).data;
    const watts = record.energy.wall.machine.value / record.durationS;
    expect(watts).toBeGreaterThan(55);
    expect(Object.keys(record.energy.wall.machine.errors)).toEqual(
      expect.arrayContaining([`calibration:${id}`, `calibration:${id}:fit`]),
    );

    expect(desk.run(['calibrate', '--list']).stdout).toContain(id);
    expect(desk.run(['calibrate', '--remove', id]).code).toBe(0);
    expect(desk.run(['calibrate', '--remove', id])).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('--list'),
    });
    expect(JSON.parse(desk.run(['calibrate', '--list', '--json']).stdout).data.calibrations).toEqual([]);
  });

  test('is only looked at with --dry-run, and said in plain words', () => {
    const desk = new Desk();
    const looked = desk.run(['calibrate', '--idle', '62W', '--full', '240W', '--dry-run']);
    expect(looked.code).toBe(0);
    expect(looked.stdout).toMatch(/idle +62 ± \d+ W at the wall +\(until now /);
    expect(looked.stderr).toContain('nothing saved');
    expect(desk.saved).toEqual([]);
  });

  test.each([
    [['--idle', '62', '--full', '240W', '--yes'], 2, 'E_QUANTITY'],
    [['--idle', '62W', '--yes'], 2, 'E_USAGE'],
    [['--idle', '62W', '--full', '240W', '--at-load', '7=1W', '--yes'], 2, 'E_USAGE'],
    [['--idle', '240W', '--full', '62W', '--yes'], 1, 'E_METER'],
    [['--idle', '62W', '--full', '240W'], 2, 'E_USAGE'],
    [['--wall', '62W'], 2, 'E_USAGE'],
    [['--gpu', '--yes'], 1, 'E_METER'],
    [['--yes'], 1, 'E_METER'],
    [['some-run', '--yes'], 2, 'E_USAGE'],
  ])('%j is refused with what to do', (args, code, name) => {
    const desk = new Desk();
    const refused = desk.run(['calibrate', ...args, '--json']);
    expect(refused.code).toBe(code);
    expect(JSON.parse(refused.stdout)).toMatchObject({
      ok: false,
      error: { code: name, fix: expect.any(String) },
    });
    expect(desk.saved).toEqual([]);
  });

  test('is held against the display later: what is off says so by its exit code', () => {
    const desk = new Desk();
    desk.run(['calibrate', '--idle', '62W', '--full', '240W', '--yes']);
    const check = (watts: string): Outcome =>
      desk.run(['calibrate', '--check', '--wall', watts, '--seconds', '1', '--json']);
    const holds = check('61W');
    expect(holds.code).toBe(0);
    expect(JSON.parse(holds.stdout).data.bias.value).toBeCloseTo(0.016, 1);
    const off = check('90W');
    expect(off.code).toBe(5);
    expect(JSON.parse(off.stdout).warnings[0]).toMatchObject({
      fix: expect.stringContaining('joulebook calibrate'),
    });
  });

  test('a finished run is held against the table of a logger', () => {
    const desk = new Desk();
    desk.run(['calibrate', '--idle', '62W', '--full', '240W', '--yes']);
    // Long beside the tracker's own start, whose work is the machine's too.
    const ran = JSON.parse(desk.run(['run', '--json', '--', 'sleep', '4']).stdout).data;
    const { startedAt, durationS, name } = ran;
    // The load is that of the real machine: what the run says of it is what is held against the logger.
    const meanW = ran.energy.wall.machine.value / durationS;
    expect(meanW).toBeGreaterThanOrEqual(62);
    // More than the machine at full load: the bias is there whatever the load is.
    const startS = Math.floor(Date.parse(startedAt) / 1000);
    const rows = Array.from(
      { length: 90 },
      (_, k) => `${new Date((startS - 5 + k) * 1000).toISOString()},600`,
    );
    writeFileSync(join(desk.dir, 'watts.csv'), `time,power (W)\n${rows.join('\n')}\n`);
    const checked = desk.run(['calibrate', '--check', name, '--csv', 'watts.csv', '--json']);
    expect(checked.code).toBe(5);
    expect(JSON.parse(checked.stdout).data.bias.value).toBeCloseTo(meanW / 600 - 1, 2);
  });
});

describe('beside counters', () => {
  test('powers that are typed in go with what the counters say meanwhile, under the load of the user', async () => {
    const desk = new Desk({ 'package-0': { idle: 10, full: 50 }, dram: { idle: 3, full: 5 } });
    // One thread of the user's is this part of the desk; 12 W beside the chips, 88 % passed on.
    const part = 1 / CPUS;
    const [idle, full] = [25 / 0.88, (25 + 42 * part) / 0.88];
    const typed = ['--idle', `${idle.toFixed(1)}W`, '--full', `${full.toFixed(1)}W`];
    const command = 'echo $$ > load.pid; while :; do :; done'; // one thread: a runtime's helpers that wait would be more
    const { done } = desk.start([...typed, '--load-command', command, '--seconds', '3', '--yes', '--json']);
    const { data, error } = JSON.parse((await done).stdout);
    expect(error, JSON.stringify(error)).toBeUndefined();
    const { byChips, method } = data.calibration;
    expect(method).toBe('typed');
    expect(byChips.baseW.value).toBeGreaterThan(9);
    expect(byChips.baseW.value).toBeLessThan(15);
    expect(byChips.efficiency.value).toBeGreaterThan(0.78);
    expect(byChips.efficiency.value).toBeLessThan(1);
    const load = Number(readFileSync(join(desk.dir, 'load.pid'), 'utf8'));
    expect(load).toBeGreaterThan(0);
    await until(() => isGone(load));
  });
});

describe('a plug', () => {
  test('is asked while the CPUs are loaded step by step; beside counters that tells base power and efficiency, and later runs add up by them', async () => {
    const desk = new Desk({ 'package-0': { idle: 10, full: 50 }, dram: { idle: 3, full: 5 } });
    // 12 W beside the chips, 88 % passed on.
    const plug = await plugOf(desk, { idle: 25 / 0.88, full: 67 / 0.88 });
    const { data, error, heard } = await measured(desk, ['--plug', plug.url('shelly'), '--seconds', '8']);
    expect(heard).toBe('');
    expect(error, JSON.stringify(error)).toBeUndefined();
    expect(data).toMatchObject({
      saved: true,
      calibration: { method: 'measured', meter: expect.stringContaining('127.0.0.1') },
    });
    const { idleW, fullW } = data.calibration.byLoad;
    expect(idleW.value).toBeGreaterThan(26);
    expect(idleW.value).toBeLessThan(31);
    expect(fullW.value).toBeGreaterThan(68);
    expect(fullW.value).toBeLessThan(84);
    const { byChips, idle } = data.calibration;
    expect(byChips.channels).toEqual(['cpu rapl', 'ram rapl']);
    expect(byChips.baseW.value).toBeGreaterThan(9);
    expect(byChips.baseW.value).toBeLessThan(15);
    expect(byChips.efficiency.value).toBeGreaterThan(0.8);
    expect(byChips.efficiency.value).toBeLessThan(0.96);
    expect(idle.cpu.value).toBeGreaterThan(9.5);
    expect(idle.cpu.value).toBeLessThan(11.5);
    desk.pid = undefined;
    // Long beside what a busy tracker's first reading may be late.
    const ran = desk.startRun(['sleep', '6']);
    const { energy, durationS } = JSON.parse((await ran).stdout).data;
    expect(energy.components.other.method).toBe('wall-from-chips:calibrated');
    const watts = energy.wall.machine.value / durationS;
    expect(watts).toBeGreaterThan(24);
    expect(watts).toBeLessThan(31);
  }, 300_000);

  test('may be a logger that records meanwhile: its table is aligned by the form of the load', async () => {
    const desk = new Desk();
    const table = join(desk.dir, 'watts.csv');
    writeFileSync(table, 'time,power (W)\n');
    let [lastS, lastMs] = [desk.loadS, performance.now()];
    const logger = setInterval(() => {
      const [loadS, nowMs] = [desk.loadS, performance.now()];
      const watts = 40 + (60 * (loadS - lastS)) / (((nowMs - lastMs) / 1000) * CPUS);
      [lastS, lastMs] = [loadS, nowMs];
      // Its clock is 20 s behind ours.
      appendFileSync(table, `${new Date(Date.now() - 20_000).toISOString()},${watts.toFixed(1)}\n`);
    }, 150);
    closing.push(() => clearInterval(logger));
    const { code, stdout } = await desk.start(['--csv', 'watts.csv', '--seconds', '4', '--yes', '--json'])
      .done;
    const { data, error } = JSON.parse(stdout);
    expect(error, JSON.stringify(error)).toBeUndefined();
    expect(code).toBe(0);
    expect(data.calibration).toMatchObject({ method: 'csv', meter: 'watts.csv' });
    expect(data.calibration.byLoad.idleW.value).toBeGreaterThan(37);
    expect(data.calibration.byLoad.idleW.value).toBeLessThan(44);
    expect(data.calibration.byLoad.fullW.value).toBeGreaterThan(90);
    expect(data.calibration.byLoad.fullW.value).toBeLessThan(110);
  }, 120_000);

  test('Ctrl-C leaves nothing behind: no load, nothing saved', async () => {
    const desk = new Desk();
    const plug = await plugOf(desk);
    const { child, done, heard } = desk.start(['--plug', plug.url('shelly'), '--seconds', '4', '--yes']);
    await until(() => heard().includes('joulebook: 25 % load'));
    const loads = childrenOf(child.pid);
    expect(loads).toHaveLength(1);
    child.kill('SIGINT');
    expect(await done).toMatchObject({
      code: 130,
      stdout: '',
      stderr: expect.stringContaining('nothing is saved'),
    });
    await until(() => isGone(loads[0]));
    expect(desk.saved).toEqual([]);
  });

  test('the load ends with joulebook even where that is killed', async () => {
    const desk = new Desk();
    const plug = await plugOf(desk);
    const { child, done, heard } = desk.start(['--plug', plug.url('shelly'), '--seconds', '2', '--yes']);
    await until(() => heard().includes('joulebook: 25 % load'));
    const [load] = childrenOf(child.pid);
    expect(load).toBeGreaterThan(0);
    child.kill('SIGKILL');
    await done;
    await until(() => isGone(load));
  });

  test('that cannot be reached is said at once', async () => {
    const desk = new Desk();
    const plug = await plugOf(desk);
    await plug.close();
    closing.pop();
    const { code, stdout } = await desk.start(['--plug', plug.url('shelly'), '--yes', '--json']).done;
    expect(code).toBe(1);
    expect(JSON.parse(stdout).error).toMatchObject({ code: 'E_METER', why: expect.any(String) });
  });

  test('with --gpu the GPUs are kept busy in a step of their own, and let go at its end', async () => {
    const desk = new Desk();
    const library = join(desk.dir, 'libcuda.so.1');
    const source = fileURLToPath(new URL('../fixtures/cuda-load.c', import.meta.url));
    execFileSync('cc', ['-shared', '-fPIC', '-O1', '-o', library, source]);
    const told = join(desk.dir, 'told');
    const plug = await plugOf(desk);
    const { done, heard } = desk.start(
      ['--plug', plug.url('shelly'), '--gpu', '--seconds', '2', '--dry-run'],
      { JOULEBOOK_CUDA: library, CUDA_TOLD: told },
    );
    await done;
    expect(heard()).toContain('100 % load, 2 GPUs busy, idle again');
    const launches = readFileSync(told, 'utf8').trim().split('\n');
    expect(launches.length).toBeGreaterThan(6);
    const { length } = launches;
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(readFileSync(told, 'utf8').trim().split('\n')).toHaveLength(length);
  });

  test('a load command that ends too early is no calibration', async () => {
    const desk = new Desk();
    const plug = await plugOf(desk);
    const args = [
      '--plug',
      plug.url('shelly'),
      '--seconds',
      '1',
      '--load-command',
      'exit 3',
      '--yes',
      '--json',
    ];
    const { code, stdout } = await desk.start(args).done;
    expect(code).toBe(1);
    expect(JSON.parse(stdout).error).toMatchObject({
      what: 'the load command ended too early',
      why: expect.stringContaining('exit code 3'),
    });
    expect(desk.saved).toEqual([]);
  });
});

describe('what is read', () => {
  /** The CPU draws 50 W and the machine 90 W behind its supply, until its meter fails. */
  class Source implements EnergySource {
    readonly channels: readonly Channel[] = (['cpu', 'dc'] as const).map((target) => ({
      target,
      method: target === 'cpu' ? 'rapl' : 'battery',
      label: target,
      grade: 'A',
      errors: { [target]: 0.02 },
    }));
    readonly pollWithinS = Number.POSITIVE_INFINITY;
    news: ChannelTrouble[] = [];
    isSilent = false;
    start = (): void => undefined;
    poll = (): void => undefined;
    take = (_: number, low: Float64Array, high: Float64Array, at: number): void => {
      low.set([50, this.isSilent ? 0 : 90], at);
      high.set([50, this.isSilent ? Number.NaN : 90], at);
    };
    troubles = (): readonly ChannelTrouble[] => this.news.splice(0);
    close = (): void => undefined;
  }

  function rigOn(source: Source): { readonly rig: Rig; readonly clock: { nowS: number } } {
    const { host, clock } = clockedHost();
    const parts = { sources: [source], model: MODEL, cpuCapacity: CPUS, efficiency: 0.9 };
    const rig = new Rig(host, parts);
    closing.push(() => rig.close());
    rig.start();
    return { rig, clock };
  }

  test('of a meter behind the supply is brought to the wall, beside the counters', () => {
    const { rig, clock } = rigOn(new Source());
    clock.nowS += 1;
    const tick = rig.read(0);
    expect(rig.meter?.method).toBe('battery');
    expect(tick).toMatchObject({ dtS: 1, chipsW: 50, gpuW: 0, componentsW: [50] });
    expect(tick.meterW).toBeCloseTo(100, 9);
  });

  test('while the meter is silent is nothing, with its reason; the counters go on, and it may come back', () => {
    const source = new Source();
    const { rig, clock } = rigOn(source);
    source.isSilent = true;
    source.news.push({
      channel: 1,
      atS: 0,
      state: 'failed',
      why: 'the charger is plugged in',
      fix: 'pull it',
    });
    clock.nowS += 1;
    expect(rig.read(0)).toMatchObject({ meterW: Number.NaN, chipsW: 50 });
    expect(rig.silence).toMatchObject({ why: 'the charger is plugged in', fix: 'pull it' });
    source.isSilent = false;
    source.news.push({ channel: 1, atS: 1, state: 'back', why: 'it discharges' });
    clock.nowS += 1;
    expect(rig.read(0).meterW).toBeCloseTo(100, 9);
    expect(rig.silence).toBeUndefined();
  });
});

describe('quiet', () => {
  const look = { cpuCapacity: 4, lookS: 0.2, patienceS: 0, onWait: () => undefined };
  const statOf = (busy: number): string => `cpu  ${String(busy).padStart(9)} 0 0 1000 0 0 0 0 0 0\n`;
  const processOf = (ticks: number): string =>
    `4242 (train.py) R 1 4242 0 0 0 0 0 0 0 0 ${String(ticks).padStart(6, '0')} 0 0 0 20 0 1 0 100 0 0\n`;

  test('is what is below 2 % busy', async () => {
    const host = fakeMachine({ 'proc/stat': statOf(5) });
    const { signal } = new AbortController();
    expect(await waitForQuiet(host, { ...look, signal })).toBeUndefined();
  });

  test('is not what a process keeps busy: it is named', async () => {
    const host = fakeMachine({ 'proc/stat': statOf(5), 'proc/4242/stat': processOf(10) });
    const write = (path: string, text: string): void => writeFileSync(join(host.roots.proc, path), text);
    const waiting = waitForQuiet(host, { ...look, signal: new AbortController().signal });
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
    write('stat', statOf(65));
    write('4242/stat', processOf(70));
    expect(await waiting).toMatchObject({
      what: 'the machine is not quiet',
      why: expect.stringMatching(/busy: train\.py \(pid 4242, \d+ %\)/),
      fix: expect.stringContaining('--anyway'),
    });
  });
});
