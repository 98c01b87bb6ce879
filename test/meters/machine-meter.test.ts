import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MachineMeter, type MachineParts } from '../../src/meters/machine/machine-meter.ts';
import type { MeterOutput } from '../../src/meters/meter.ts';
import { machineModel } from '../../src/meters/model/machine-model.ts';
import { modelTables } from '../../src/meters/model/model-tables.io.ts';
import type { Channel, ChannelTrouble, EnergySource, Target } from '../../src/meters/source.ts';

const HOST = 'h1';
const SERVER = {
  cpu: 'AMD EPYC 7763 64-Core Processor',
  sockets: 2,
  cores: 128,
  threads: 256,
  ramBytes: 512 * 2 ** 30,
  gpus: [],
  chassis: 'server' as const,
  virtual: false,
  container: false,
  os: 'any',
};
const tables = modelTables();
const model = machineModel(SERVER, { tdpW: 280 }, HOST, tables);
const range = (value: number, low = value, high = value) => ({ value, low, high });
const WALL = {
  baseW: range(50, 20, 120),
  efficiency: range(0.9, 0.8, 0.95),
  baseSource: 'base:h1',
  efficiencySource: 'psu:h1',
};

/** A source whose channels draw constant powers, and fail or return when told. */
class Bench implements EnergySource {
  readonly channels: readonly Channel[];
  readonly pollWithinS = Number.POSITIVE_INFINITY;
  watts: number[];
  polls = 0;
  /** The whole-machine meter says nothing: bounds. */
  silent = false;
  #lastS = 0;
  #news: ChannelTrouble[] = [];
  readonly #failed = new Set<number>();

  constructor(...channels: readonly (readonly [Target, number])[]) {
    this.channels = channels.map(([target], i) => ({
      target,
      method: target === 'wall' || target === 'dc' ? 'plug' : 'counter',
      label: `${target}#${i}`,
      grade: 'A',
      errors: { [`counter:${target}`]: 0.02 },
      ...(target.startsWith('gpu') ? { uuid: `GPU-${i}` } : {}),
    }));
    this.watts = channels.map(([, watts]) => watts);
  }

  start(nowS: number): void {
    this.#lastS = nowS;
  }

  poll(): void {
    this.polls += 1;
  }

  fail(channel: number, atS: number): void {
    this.#failed.add(channel);
    this.#news.push({ channel, atS, state: 'failed', why: 'GPU is lost', fix: 'look at dmesg' });
  }

  back(channel: number, atS: number): void {
    this.#failed.delete(channel);
    this.#news.push({ channel, atS, state: 'back', why: 'it answers again' });
  }

  take(nowS: number, low: Float64Array, high: Float64Array, offset: number): void {
    for (const [i, watts] of this.watts.entries()) {
      const joules = watts * (nowS - this.#lastS);
      low[offset + i] = this.#failed.has(i) ? 0 : joules;
      high[offset + i] = this.#failed.has(i) ? Number.NaN : joules;
      if (this.silent && this.channels[i]?.target === 'wall') {
        low[offset + i] = 0;
        high[offset + i] = 3680;
      }
    }
    this.#lastS = nowS;
  }

  troubles(): readonly ChannelTrouble[] {
    return this.#news.splice(0);
  }

  close(): void {
    this.watts = [];
  }
}

const parts = (wishes: Partial<MachineParts>): MachineParts => ({
  sources: [],
  model,
  wall: WALL,
  idle: {},
  unavailable: [],
  ...wishes,
});

function readOnce(
  meter: MachineMeter,
  nowS: number,
  dtS = 1,
  cpuBusy = 0.5,
): Record<string, readonly number[]> {
  const names = meter.components.filter(({ available }) => available).map(({ name }) => name);
  const output: MeterOutput = {
    energyJ: new Float64Array(names.length),
    highJ: new Float64Array(names.length),
    idleJ: new Float64Array(names.length),
    basePart: 1,
  };
  meter.read({ nowS, dtS, cpuBusy }, output);
  return Object.fromEntries(
    names.map((name, c) => [
      name,
      [output.energyJ[c] as number, output.highJ[c] as number, output.idleJ[c] as number],
    ]),
  );
}

const wallOf = (reading: Record<string, readonly number[]>): number =>
  Object.values(reading).reduce((sum, [low]) => sum + (low ?? 0), 0);

describe('without counters', () => {
  test('the model gives the wall', () => {
    const meter = new MachineMeter(parts({}));
    meter.start(0);
    const reading = readOnce(meter, 1);
    expect(Object.keys(reading)).toEqual(['cpu', 'ram', 'other']);
    expect(wallOf(reading)).toBeCloseTo(model.wall.watts[5] as number, 9);
    expect(meter.change()).toBeUndefined();
  });

  test('a GPU that is counted adds its energy and its loss in the supply to the model of the rest', () => {
    const meter = new MachineMeter(parts({ sources: [new Bench(['gpu:0', 270])] }));
    meter.start(0);
    const reading = readOnce(meter, 1);
    expect(wallOf(reading)).toBeCloseTo((model.wall.watts[5] as number) + 270 / 0.9, 9);
  });
});

describe('with counters', () => {
  test('two packages are one component, memory without a counter is modelled, and the wall is (chips + base) / efficiency', () => {
    const meter = new MachineMeter(parts({ sources: [new Bench(['cpu', 150], ['cpu', 100])] }));
    meter.start(0);
    const reading = readOnce(meter, 2, 2);
    const ramJ = (model.components[1]?.watts[5] ?? 0) * 2;
    expect(reading['cpu']?.[0]).toBeCloseTo(500, 9);
    expect(reading['ram']?.[0]).toBeCloseTo(ramJ, 9);
    expect(wallOf(reading)).toBeCloseTo((500 + ramJ + 50 * 2) / 0.9, 9);
  });

  test('memory inside a chip that is measured whole is not counted beside it', () => {
    const source = new Bench(['cpu', 150], ['gpu:0', 200]);
    Object.assign(source.channels[0] as object, { contains: ['ram'] });
    const meter = new MachineMeter(parts({ sources: [source] }));
    meter.start(0);
    const reading = readOnce(meter, 1);
    expect(Object.keys(reading)).toEqual(['cpu', 'gpu:0', 'other']);
    expect(wallOf(reading)).toBeCloseTo((150 + 200 + 50) / 0.9, 9);
  });

  test('without a usable idle power the idle part is unknown, never zero', () => {
    const meter = new MachineMeter(parts({ sources: [new Bench(['cpu', 150], ['gpu:0', 200])] }));
    meter.start(0);
    expect(readOnce(meter, 1)['gpu:0']).toEqual([200, 200, Number.NaN]);
  });

  test('a whole-machine meter sets the wall, one behind the supply through its efficiency', () => {
    const plug = new MachineMeter(parts({ sources: [new Bench(['cpu', 150], ['ram', 30], ['wall', 300])] }));
    plug.start(0);
    expect(wallOf(readOnce(plug, 1))).toBeCloseTo(300, 9);
    const battery = new MachineMeter(parts({ sources: [new Bench(['cpu', 15], ['ram', 3], ['dc', 27])] }));
    battery.start(0);
    expect(wallOf(readOnce(battery, 1))).toBeCloseTo(30, 9);
  });

  test('the wall errs as its meter does, whatever the chips err', () => {
    const meter = new MachineMeter(parts({ sources: [new Bench(['cpu', 150], ['ram', 30], ['wall', 300])] }));
    meter.start(0);
    readOnce(meter, 1);
    meter.change();
    const other = meter.components.find(({ name }) => name === 'other');
    const sd = (source: string): number =>
      ((other?.errors[source] as readonly number[] | undefined)?.[1] ?? 0) * 120;
    expect(sd('counter:wall')).toBeCloseTo(300 * 0.02, 9);
    // Against the chips: what they read too much, `other` has too little.
    expect(sd('counter:cpu')).toBeCloseTo(-150 * 0.02, 9);
  });

  test('a model that says more than the meter shows is cut, not believed', () => {
    const meter = new MachineMeter(parts({ sources: [new Bench(['cpu', 100], ['wall', 160])] }));
    meter.start(0);
    const reading = readOnce(meter, 1, 1, 1);
    expect(model.components[1]?.watts[10]).toBeGreaterThan(100); // memory, by the model
    expect(reading['cpu']?.[0]).toBe(100);
    expect(reading['ram']?.[0]).toBeCloseTo(160 * 0.9 - 20 - 100, 9);
    expect(wallOf(reading)).toBeCloseTo(160, 9);
    expect(meter.change()?.warnings ?? []).toEqual([]);
  });

  test('a meter that lags is owed, not believed to be negative', () => {
    const source = new Bench(['cpu', 100], ['ram', 10], ['wall', 200]);
    const meter = new MachineMeter(parts({ sources: [source] }));
    meter.start(0);
    let total = 0;
    let others = 0;
    const truth = [200, 200, 60, 350, 200];
    for (const [i, watts] of truth.entries()) {
      source.watts[2] = watts;
      const reading = readOnce(meter, i + 1);
      total += wallOf(reading);
      others += reading['other']?.[0] ?? 0;
      expect(reading['other']?.[0]).toBeGreaterThanOrEqual(0);
    }
    expect(total).toBeCloseTo(
      truth.reduce((a, b) => a + b, 0),
      9,
    );
    expect(others).toBeGreaterThan(0);
  });

  test.each(['without', 'with'])(
    'a meter that is silent for a while, %s a total of its own: the chips do meanwhile',
    (total) => {
      const source = new Bench(['cpu', 100], ['ram', 10], ['wall', 160]);
      const meter = new MachineMeter(parts({ sources: [source] }));
      meter.start(0);
      let sum = 0;
      for (let t = 1; t <= 20; t++) {
        source.silent = t > 5 && t <= 10;
        source.watts[2] = t === 11 && total === 'with' ? 160 * 6 : 160;
        const reading = readOnce(meter, t);
        sum += wallOf(reading);
        if (source.silent) expect(wallOf(reading)).toBeCloseTo((110 + 50) / 0.9, 9);
      }
      const guessed = 5 * ((110 + 50) / 0.9);
      expect(sum).toBeCloseTo(total === 'with' ? 20 * 160 : 15 * 160 + guessed, 6);
    },
  );

  test('a meter that reads less than the chips for good is said once, and the chips count', () => {
    const meter = new MachineMeter(parts({ sources: [new Bench(['cpu', 100], ['ram', 10], ['wall', 60])] }));
    meter.start(0);
    const said: string[] = [];
    for (let t = 1; t <= 100; t++) {
      expect(wallOf(readOnce(meter, t))).toBeCloseTo(110, 9);
      for (const { what } of meter.change()?.warnings ?? []) said.push(what);
    }
    expect(said).toEqual(['wall#2 reads less than the chips of this machine use']);
  });
});

describe('failures', () => {
  test('one of eight GPUs fails: the others are unharmed, it says from when, and it comes back', () => {
    const source = new Bench(
      ['cpu', 100],
      ...Array.from({ length: 8 }, (_, i) => [`gpu:${i}`, 300 + i] as [Target, number]),
    );
    const meter = new MachineMeter(parts({ sources: [source] }));
    meter.start(0);
    readOnce(meter, 1);
    meter.change();
    source.fail(4, 1.7);
    expect(Object.keys(readOnce(meter, 2))).toContain('gpu:3');
    const change = meter.change();
    expect(change?.warnings[0]).toMatchObject({
      what: 'gpu:3 (gpu:3#4) cannot be read since 1.7 s after measuring began',
      why: 'GPU is lost',
      fix: 'look at dmesg',
    });
    const after = readOnce(meter, 3);
    expect(after['gpu:3']).toBeUndefined();
    for (const i of [0, 1, 2, 4, 5, 6, 7]) expect(after[`gpu:${i}`]?.[0]).toBeCloseTo(300 + i, 9);
    const failed = meter.components.find(({ name }) => name === 'gpu:3');
    expect(failed).toMatchObject({ available: false, uuid: 'GPU-4' });
    expect(failed?.reason).toMatch(/since 1\.7 s after measuring began: GPU is lost; look at dmesg/);
    source.back(4, 3.2);
    readOnce(meter, 4);
    expect(meter.change()?.warnings[0]?.what).toMatch(/can be read again, 3\.2 s after measuring began/);
    expect(readOnce(meter, 5)['gpu:3']?.[0]).toBeCloseTo(303, 9);
  });

  test('of a GPU that fails without a word what was counted is sure, and no more than it can draw is possible', () => {
    const source = new Bench(['gpu:0', 300]);
    Object.assign(source.channels[0] as object, { maxW: 400 });
    const meter = new MachineMeter(parts({ sources: [source] }));
    meter.start(0);
    source.fail(0, 0.5);
    expect(readOnce(meter, 1)['gpu:0']?.slice(0, 2)).toEqual([0, 400]);
  });

  test('a CPU whose counter fails goes on by the model, graded and explained', () => {
    const source = new Bench(['cpu', 100], ['cpu', 100]);
    const meter = new MachineMeter(parts({ sources: [source] }));
    meter.start(0);
    readOnce(meter, 1);
    source.fail(1, 1.5);
    readOnce(meter, 2);
    expect(meter.change()).toBeDefined();
    expect(wallOf(readOnce(meter, 3))).toBeCloseTo(model.wall.watts[5] as number, 9);
    const cpu = meter.components.find(({ name }) => name === 'cpu');
    expect(cpu).toMatchObject({ method: model.wall.method, grade: 'B' });
    expect(cpu?.reason).toMatch(/GPU is lost/);
  });

  test('whatever fails and returns: never negative, no component twice, chips exactly what the counters said', () => {
    const targets: readonly Target[] = ['cpu', 'ram', 'gpu:0', 'gpu:1', 'wall'];
    const step = fc.record({
      channel: fc.integer({ min: 0, max: 4 }),
      act: fc.constantFrom('fail', 'back', 'nothing'),
      watts: fc.array(fc.double({ min: 0, max: 500, noNaN: true }), { minLength: 5, maxLength: 5 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const source = new Bench(...targets.map((target) => [target, 0] as const));
        const meter = new MachineMeter(parts({ sources: [source] }));
        const failed = new Set<number>();
        meter.start(0);
        for (const [i, { channel, act, watts }] of steps.entries()) {
          source.watts = watts;
          const readable = new Set(targets.filter((_, c) => !failed.has(c)));
          if (act === 'fail' && !failed.has(channel)) source.fail(channel, i);
          if (act === 'back' && failed.has(channel)) source.back(channel, i);
          if (act === 'fail') failed.add(channel);
          const fresh = act === 'fail' ? channel : -1;
          const reading = readOnce(meter, i + 1);
          if (act === 'back') failed.delete(channel);
          meter.change();
          const names = meter.components.map(({ name }) => name);
          expect(new Set(names).size).toBe(names.length);
          for (const [low, high] of Object.values(reading)) {
            expect(low).toBeGreaterThanOrEqual(0);
            expect(high).toBeGreaterThanOrEqual(low ?? 0);
          }
          for (const [c, target] of targets.slice(0, 4).entries()) {
            if (readable.has(target) && c !== fresh && reading[target] !== undefined)
              expect(reading[target]?.[0]).toBeCloseTo(watts[c] ?? 0, 9);
          }
        }
      }),
    );
  });
});
