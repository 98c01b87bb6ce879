import { execFileSync } from 'node:child_process';
import { closeSync, constants, openSync, unlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { findRapl, type RaplContext } from '../../../src/meters/rapl/find-rapl.io.ts';
import type { OpenPerfEvent } from '../../../src/meters/rapl/perf-counter.io.ts';
import type { EnergySource, Finding } from '../../../src/meters/source.ts';
import { bundled } from '../../bundled.ts';
import { fakeMachine } from '../../hardware/fake-machine.ts';
import { Totals } from './totals.ts';

const BARE: RaplContext = { hostId: 'h1', isVirtual: false, declared: false, tdpW: 100 };
const PMU = 'sys/bus/event_source/devices/power';
const cpuinfo = (vendor: string): Record<string, string> => ({
  'proc/cpuinfo': `vendor_id\t: ${vendor}\nmodel name\t: some CPU\n`,
});

/** A machine whose kernel shows energy by perf events. */
function machine(
  events: Readonly<Record<string, string>>,
  cpumask: string,
  more: Readonly<Record<string, string>> = cpuinfo('GenuineIntel'),
): ReturnType<typeof fakeMachine> {
  const files: Record<string, string> = {
    ...more,
    [`${PMU}/type`]: '33\n',
    [`${PMU}/cpumask`]: `${cpumask}\n`,
  };
  for (const [name, event] of Object.entries(events)) {
    files[`${PMU}/events/${name}`] = `${event}\n`;
    files[`${PMU}/events/${name}.scale`] = '2.3283064365386962890625e-10\n';
    files[`${PMU}/events/${name}.unit`] = 'Joules\n';
  }
  return fakeMachine(files);
}

const topology = (sockets: Readonly<Record<number, number>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(sockets).map(([cpu, socket]) => [
      `sys/devices/system/cpu/cpu${cpu}/topology/physical_package_id`,
      `${socket}\n`,
    ]),
  );

/** The kernel's side of the syscall: each event a pipe from which its next count is read. */
class Kernel {
  readonly asked: string[] = [];
  readonly #pipes = new Map<string, number>();
  refuse: (config: number, cpu: number) => number = () => 0;

  readonly open: OpenPerfEvent = (pmu, config, cpu) => {
    this.asked.push(`${pmu} ${config} ${cpu}`);
    const refusal = this.refuse(config, cpu);
    if (refusal < 0) return refusal;
    const path = join(tmpdir(), `joulebook-perf-${process.pid}-${Math.random()}`);
    execFileSync('mkfifo', [path]);
    this.#pipes.set(`${config} ${cpu}`, openSync(path, constants.O_RDWR));
    const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    unlinkSync(path);
    return fd;
  };

  /** The next count of an event, J. */
  count(config: number, cpu: number, joules: number): void {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64LE(BigInt(Math.round(joules * 1024)) << 22n);
    writeSync(this.#pipes.get(`${config} ${cpu}`) as number, bytes);
  }

  close(): void {
    for (const fd of this.#pipes.values()) closeSync(fd);
  }
}

const closing: { close: () => void }[] = [];
afterEach(() => {
  for (const one of closing.splice(0)) one.close();
});

function kernel(): Kernel {
  const one = new Kernel();
  closing.push(one);
  return one;
}

describe('without powercap', () => {
  test('one event for each package, counts of more than 32 bits, exact', () => {
    const k = kernel();
    const host = machine({ 'energy-pkg': 'event=0x02', 'energy-ram': 'event=0x03' }, '0,18', {
      ...cpuinfo('GenuineIntel'),
      ...topology({ 0: 0, 18: 1 }),
    });
    const { sources, findings } = findRapl(host, { ...BARE, sockets: 2 }, k.open);
    closing.push(...sources);
    expect(k.asked).toEqual(['33 2 0', '33 2 18', '33 3 0', '33 3 18']);
    expect(findings).toMatchObject([{ state: 'found', targets: ['cpu', 'ram'] }]);
    const source = sources[0] as EnergySource;
    expect(source.channels.map(({ target, method }) => `${target} ${method}`)).toEqual([
      'cpu rapl:perf',
      'cpu rapl:perf',
      'ram rapl:perf',
      'ram rapl:perf',
    ]);
    expect(source.pollWithinS).toBe(Number.POSITIVE_INFINITY);
    const totals = new Totals(source);
    const counts = (pkg0: number, pkg1: number, ram: number): void => {
      k.count(2, 0, pkg0);
      k.count(2, 18, pkg1);
      k.count(3, 0, ram);
      k.count(3, 18, ram);
    };
    counts(0, 0, 0);
    source.start(0);
    counts(90, 60.5, 8);
    totals.take(1);
    counts(100_090, 200_060.5, 9);
    totals.take(2000);
    expect(totals.of('cpu')).toEqual([300_150.5, 300_150.5]);
    expect(totals.of('ram')).toEqual([18, 18]);
  });

  test('an event that cannot be read any more fails alone', () => {
    const k = kernel();
    const host = machine({ 'energy-pkg': 'event=0x02' }, '0,18', { ...cpuinfo('GenuineIntel') });
    const { sources } = findRapl(host, BARE, k.open);
    closing.push(...sources);
    const source = sources[0] as EnergySource;
    k.count(2, 0, 0);
    k.count(2, 18, 0);
    source.start(0);
    k.count(2, 0, 5);
    source.poll(1);
    expect(source.troubles()).toMatchObject([
      { channel: 1, state: 'failed', why: expect.stringContaining('EAGAIN') },
    ]);
    k.count(2, 0, 9);
    k.count(2, 18, 20);
    const totals = new Totals(source);
    totals.take(2);
    expect(totals.of('cpu')).toEqual([29, 29]);
    expect(source.troubles()).toMatchObject([{ channel: 1, state: 'back' }]);
  });

  test('AMD: several units of one socket show its one counter', () => {
    const k = kernel();
    const host = machine({ 'energy-pkg': 'event=0x02' }, '0,8,16', {
      ...cpuinfo('AuthenticAMD'),
      ...topology({ 0: 0, 8: 0, 16: 1 }),
    });
    closing.push(...findRapl(host, BARE, k.open).sources);
    expect(k.asked).toEqual(['33 2 0', '33 2 16']);
  });

  test('psys of one package is the whole machine; of several nobody knows which one it is', () => {
    const events = { 'energy-pkg': 'event=0x02', 'energy-psys': 'event=0x05' };
    const [one, two] = [kernel(), kernel()];
    const single = findRapl(machine(events, '0'), BARE, one.open);
    const double = findRapl(machine(events, '0,18'), BARE, two.open);
    closing.push(...single.sources, ...double.sources);
    expect(single.sources[0]?.channels.map(({ target }) => target)).toEqual(['cpu', 'dc']);
    expect(two.asked).toEqual(['33 2 0', '33 2 18']);
  });

  test('one package refused: none is used, and the reason is said', () => {
    const k = kernel();
    k.refuse = (_, cpu) => (cpu === 18 ? -13 : 0);
    const host = machine({ 'energy-pkg': 'event=0x02' }, '0,18', {
      ...cpuinfo('GenuineIntel'),
      'proc/sys/kernel/perf_event_paranoid': '4\n',
    });
    const { sources, findings } = findRapl(host, BARE, k.open);
    expect(sources).toEqual([]);
    expect(findings).toMatchObject([
      {
        state: 'unusable',
        why: 'perf events refuse too (EACCES, kernel.perf_event_paranoid is 4; they need 0 or less, or CAP_PERFMON)',
        fix: expect.stringContaining('sysctl kernel.perf_event_paranoid=0'),
      },
    ]);
  });

  test('memory refused: the packages are read', () => {
    const k = kernel();
    k.refuse = (config) => (config === 3 ? -22 : 0);
    const found = findRapl(
      machine({ 'energy-pkg': 'event=0x02', 'energy-ram': 'event=0x03' }, '0'),
      BARE,
      k.open,
    );
    closing.push(...found.sources);
    expect(found.sources[0]?.channels.map(({ target }) => target)).toEqual(['cpu']);
  });

  test('inside a virtual machine it is not opened unless declared', () => {
    const k = kernel();
    const { sources } = findRapl(
      machine({ 'energy-pkg': 'event=0x02' }, '0'),
      { ...BARE, isVirtual: true },
      k.open,
    );
    expect([sources, k.asked]).toEqual([[], []]);
  });
});

describe('beside powercap', () => {
  const powercap = (energy: Readonly<Record<string, string>>): Record<string, string> => ({
    ...cpuinfo('GenuineIntel'),
    'sys/class/powercap/intel-rapl:0/name': 'package-0\n',
    'sys/class/powercap/intel-rapl:0/max_energy_range_uj': '262143328850\n',
    'sys/class/powercap/intel-rapl:1/name': 'psys\n',
    'sys/class/powercap/intel-rapl:1/energy_uj': '5000000\n',
    'sys/class/powercap/intel-rapl:1/max_energy_range_uj': '262143328850\n',
    ...energy,
  });

  test('it is not used where powercap can be read', () => {
    const k = kernel();
    const host = machine(
      { 'energy-pkg': 'event=0x02' },
      '0',
      powercap({ 'sys/class/powercap/intel-rapl:0/energy_uj': '1\n' }),
    );
    const { sources } = findRapl(host, BARE, k.open);
    closing.push(...sources);
    expect(
      sources.flatMap(({ channels }) => channels.map(({ method, label }) => `${method} ${label}`)),
    ).toEqual(['rapl package-0', 'rapl psys']);
    expect(k.asked).toEqual([]);
  });

  test('it is used where the packages of powercap cannot be read; what it lacks comes from there, and there is nothing to complain of', () => {
    const k = kernel();
    // A folder in its place cannot be read by anybody.
    const host = machine(
      { 'energy-pkg': 'event=0x02' },
      '0',
      powercap({ 'sys/class/powercap/intel-rapl:0/energy_uj/none': '' }),
    );
    const { sources, findings } = findRapl(host, BARE, k.open);
    closing.push(...sources);
    expect(
      sources.map(({ channels }) => channels.map(({ method, target }) => `${target} ${method}`)),
    ).toEqual([['cpu rapl:perf'], ['dc rapl']]);
    expect(findings.map(({ state }) => state)).toEqual(['found', 'found']);
  });

  test('both refuse: one finding says both, with the fix', () => {
    const k = kernel();
    k.refuse = () => -1;
    const host = machine(
      { 'energy-pkg': 'event=0x02' },
      '0',
      powercap({ 'sys/class/powercap/intel-rapl:0/energy_uj/none': '' }),
    );
    const { sources, findings } = findRapl(host, BARE, k.open);
    closing.push(...sources);
    expect(findings.at(-1)).toMatchObject({
      state: 'unusable',
      what: 'RAPL: package-0 cannot be read',
      why: expect.stringContaining('perf events refuse too (EPERM'),
    });
  });
});

test("the kernel's own syscall: its clock of CPU 0 counts a watt, or the refusal is told", () => {
  // PERF_TYPE_SOFTWARE, PERF_COUNT_SW_CPU_CLOCK: nanoseconds, so with this scale one joule a second.
  const host = fakeMachine({
    ...cpuinfo('GenuineIntel'),
    [`${PMU}/type`]: '1\n',
    [`${PMU}/cpumask`]: '0\n',
    [`${PMU}/events/energy-pkg`]: 'event=0x00\n',
    [`${PMU}/events/energy-pkg.scale`]: '1e-9\n',
    [`${PMU}/events/energy-pkg.unit`]: 'Joules\n',
  });
  // In a process of its own: Node's worker threads complain of descriptors that they did not open.
  const program = bundled(`import { findRapl } from './src/meters/rapl/find-rapl.io.ts';
    import { openPerfEvent } from './src/meters/rapl/perf-counter.io.ts';
    import { realHost } from './src/host/real-host.io.ts';
    const clock = () => Number(process.hrtime.bigint()) / 1e9;
    const direct = openPerfEvent(1, 0, 0);
    const unknown = openPerfEvent(0x7ffffffe, 0, 0);
    const host = realHost({ roots: JSON.parse(process.argv[2]) });
    const { sources: [source], findings } = findRapl(host, { hostId: 'h1', isVirtual: false, declared: false, tdpW: 100 });
    const low = new Float64Array(1), high = new Float64Array(1);
    const before = clock();
    source?.start(before);
    const started = clock();
    await new Promise((done) => setTimeout(done, 60));
    const asked = clock();
    source?.take(asked, low, high, 0);
    const after = clock();
    source?.close();
    console.log(JSON.stringify({ direct, unknown, findings, inner: asked - started, outer: after - before, low: low[0], high: high[0] }));`);
  const out = execFileSync(process.execPath, [program, JSON.stringify(host.roots)], { encoding: 'utf8' });
  const told = JSON.parse(out) as {
    readonly direct: number;
    readonly unknown: number;
    readonly findings: readonly Finding[];
    readonly inner: number;
    readonly outer: number;
    readonly low: number;
    readonly high: number;
  };
  expect(told.unknown).toBeLessThan(0);
  if (told.direct < 0) {
    expect(told.findings).toMatchObject([
      { state: 'unusable', why: expect.stringContaining('perf events refuse') },
    ]);
    return;
  }
  expect(told.findings).toMatchObject([{ state: 'found', what: 'RAPL by perf events: package of CPU 0' }]);
  expect(told.low).toBeGreaterThanOrEqual(told.inner * 0.99);
  expect(told.high).toBeLessThanOrEqual(told.outer * 1.01);
  expect(told.high).toBe(told.low);
});
