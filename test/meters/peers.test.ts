import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { describeMachine } from '../../src/hardware/describe-machine.io.ts';
import type { Host } from '../../src/host/host.ts';
import { detectMeters } from '../../src/meters/detect.io.ts';
import type { Meter } from '../../src/meters/meter.ts';
import { MACHINES, fakeMachine } from '../hardware/fake-machine.ts';
import { fakeNvml, machineWith } from './nvml/fake-nvml.ts';
import { FakeRapl, TREES } from './rapl/powercap-tree.ts';

/**
 * Faults that were found in other trackers, each as a machine on which they come out wrong: what they make of it stands beside what is expected.
 * cc: mlco2/codecarbon, ct: saintslab/carbontracker.
 */
class Watch {
  readonly meter: Meter;
  readonly findings: ReturnType<typeof detectMeters>['findings'];
  readonly joules: Record<string, number> = {};
  readonly warnings: string[] = [];
  #t = 0;

  constructor(host: Host) {
    const machine = describeMachine(host);
    const { meter, findings } = detectMeters(host, machine, 'h1', { settings: { rapl: 'trusted' } });
    this.meter = meter;
    this.findings = findings;
    meter.start(0);
  }

  get names(): readonly string[] {
    return this.meter.components.filter(({ available }) => available).map(({ name }) => name);
  }

  poll(dtS: number): void {
    this.#t += dtS;
    this.meter.poll(this.#t);
  }

  read(dtS: number): void {
    this.#t += dtS;
    const { names } = this;
    const places = (): Float64Array => new Float64Array(names.length);
    const output = { energyJ: places(), highJ: places(), idleJ: places(), basePart: 1 };
    this.meter.read({ nowS: this.#t, dtS, cpuBusy: 0.5 }, output);
    for (const [c, name] of names.entries())
      this.joules[name] = (this.joules[name] ?? 0) + (output.energyJ[c] as number);
    for (const { what } of this.meter.change()?.warnings ?? []) this.warnings.push(what);
  }
}

function rapl(tree: keyof typeof TREES, start: Readonly<Record<string, number>> = {}): FakeRapl {
  return new FakeRapl(TREES[tree], start, MACHINES['two-socket server']);
}

describe('CPUs and memory', () => {
  test('memory is counted beside its package (cc#1305, ct#93: 150 J of 200 J)', () => {
    const machine = rapl('two sockets with memory', { cores0: 10, cores1: 20, memory0: 30, memory1: 40 });
    const watch = new Watch(machine.host);
    machine.use({ cores0: 100e6, cores1: 50e6, memory0: 30e6, memory1: 20e6 });
    watch.read(1);
    expect(watch.joules['cpu']).toBeCloseTo(150, 9);
    expect(watch.joules['ram']).toBeCloseTo(50, 9);
    machine.remove();
  });

  test('five wraps without a sample are all counted (cc, a task: 200 J of 327,869 J)', () => {
    const machine = rapl('one socket');
    const watch = new Watch(machine.host);
    const everyS = watch.meter.pollWithinS;
    expect(everyS).toBeLessThan(65_532 / 280 / 2);
    let usedUj = 0;
    for (let t = 0; usedUj < 327_869e6; t += everyS) {
      const stepUj = Math.min(Math.round(280e6 * everyS), 327_869e6 - usedUj);
      machine.use({ cores0: stepUj });
      usedUj += stepUj;
      watch.poll(everyS);
    }
    watch.read(0.001);
    expect(watch.joules['cpu']).toBeCloseTo(327_869, 6);
    machine.remove();
  });

  test('psys and MMIO show the package again, not more energy (cc#950, cc#1263)', () => {
    const machine = rapl('laptop with psys and twins');
    const watch = new Watch(machine.host);
    machine.use({ cores0: 9e6, graphics0: 1e6, board: 8e6 });
    watch.read(1);
    expect(watch.joules['cpu']).toBeCloseTo(10, 9);
    // psys is the machine behind its supply: what it shows beyond the chips is the rest.
    const total = Object.values(watch.joules).reduce((a, b) => a + b, 0);
    expect(total).toBeGreaterThan(18);
    expect(total).toBeLessThan(18 / 0.6);
    machine.remove();
  });

  test('dies that mirror their socket are one (cc#1274: as many times too much as there are dies)', () => {
    const machine = rapl('mirrored dies');
    const watch = new Watch(machine.host);
    for (let t = 0; t < 5; t++) {
      machine.use({ cores0: 68e6 });
      watch.read(1);
    }
    expect(watch.joules['cpu']).toBeCloseTo(5 * 68, 9);
    machine.remove();
  });

  test('a range that cannot be read never gives negative energy (cc#1309)', () => {
    const machine = rapl('range that cannot be read', { cores0: 65_500, graphics0: 0, rest0: 0 });
    const watch = new Watch(machine.host);
    machine.use({ cores0: 100e6 }); // over its end
    watch.read(1);
    expect(watch.joules['cpu']).toBeGreaterThanOrEqual(0);
    expect(watch.joules['cpu']).toBeLessThanOrEqual(100);
    machine.remove();
  });

  test('counters that nobody may read are said, with what to do, and the model serves (cc#244, cc#1311)', () => {
    const host = fakeMachine({
      ...MACHINES['two-socket server'],
      // A folder in its place: it is there and cannot be read, whoever asks.
      'sys/class/powercap/intel-rapl:0/name': 'package-0\n',
      'sys/class/powercap/intel-rapl:0/energy_uj/x': '',
    });
    const watch = new Watch(host);
    const finding = watch.findings.find(
      ({ meter, state }) => meter.startsWith('rapl') && state === 'unusable',
    );
    expect(finding?.why).toBeTruthy();
    const cpu = watch.meter.components.find(({ name }) => name === 'cpu');
    expect(cpu).toMatchObject({ available: true, grade: 'B' });
    expect(cpu?.reason ?? '').toContain(finding?.why ?? 'nothing was found');
    rmSync(dirname(host.roots.sys), { recursive: true });
  });
});

describe('GPUs', () => {
  test('one that cannot be read is not zero, nor are the others (cc: [] for all of them)', () => {
    const fake = fakeNvml(8);
    const watch = new Watch(machineWith(fake));
    const use = (mJ: number): void => {
      for (let gpu = 0; gpu < 8; gpu += 1) fake.set(gpu, 'energy', 1e9 + mJ);
    };
    use(0);
    watch.read(1);
    const before = { ...watch.joules };
    use(200_000);
    for (const call of ['energy', 'power', 'handle']) fake.error(2, call, 15);
    fake.set(2, 'stale', 1);
    watch.read(1);
    use(400_000);
    watch.read(1);
    for (const gpu of [0, 1, 3, 4, 5, 6, 7])
      expect((watch.joules[`gpu:${gpu}`] ?? 0) - (before[`gpu:${gpu}`] ?? 0)).toBeCloseTo(400, 6);
    expect(watch.names).not.toContain('gpu:2');
    expect(watch.warnings.join()).toMatch(/gpu:2 .* cannot be read since/);
  });

  test('one without an energy counter is measured by its power, not taken for 0 W (cc#1316)', () => {
    const fake = fakeNvml(1, { old: true });
    fake.set(0, 'power', 250_000);
    const watch = new Watch(machineWith(fake));
    for (let t = 0; t < 50; t++) watch.poll(0.1);
    watch.read(0.1);
    expect(watch.joules['gpu:0']).toBeGreaterThan(250 * 4.5);
    expect(watch.joules['gpu:0']).toBeLessThan(250 * 5.2);
    expect(watch.meter.components.find(({ name }) => name === 'gpu:0')?.method).toBe('nvml:power');
  });

  test('one that tells neither energy nor power is unavailable with the reason, never 0 Wh', () => {
    const fake = fakeNvml(1);
    for (const call of ['energy', 'power', 'field']) fake.error(0, call, 3);
    const watch = new Watch(machineWith(fake));
    const gpu = watch.meter.components.find(({ name }) => name === 'gpu:0');
    expect(gpu).toMatchObject({ available: false });
    expect(gpu?.reason).toBeTruthy();
  });

  test('a counter that is reset gives no negative energy', () => {
    const fake = fakeNvml(1);
    fake.set(0, 'energy', 5e9);
    const watch = new Watch(machineWith(fake));
    fake.set(0, 'energy', 100_000);
    watch.read(1);
    expect(watch.joules['gpu:0']).toBeGreaterThanOrEqual(0);
    fake.set(0, 'energy', 300_000);
    watch.read(1);
    watch.read(1);
    expect(watch.joules['gpu:0']).toBeLessThanOrEqual(700 * 1.5 * 3);
  });
});

test('a number tells how it was obtained: nothing measured looks like nothing else (cc#1350)', () => {
  const modelled = new Watch(fakeMachine(MACHINES['two-socket server'] ?? {}));
  expect(modelled.meter.components.map(({ method, grade }) => `${grade} ${method}`)).toEqual(
    Array.from({ length: 3 }, () => 'B model:server'),
  );
  const machine = rapl('two sockets with memory', { cores0: 10, cores1: 20, memory0: 30, memory1: 40 });
  const counted = new Watch(machine.host);
  expect(counted.meter.components.map(({ method, grade }) => `${grade} ${method}`)).toEqual([
    'A rapl',
    'A rapl',
    'C wall-from-chips',
  ]);
  machine.remove();
});
