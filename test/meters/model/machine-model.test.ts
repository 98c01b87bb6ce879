import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeMachine } from '../../../src/hardware/describe-machine.io.ts';
import type { MachineInfo } from '../../../src/hardware/machine-info.ts';
import { detectMeters } from '../../../src/meters/detect.io.ts';
import type { MeterOutput } from '../../../src/meters/meter.ts';
import { machineModel, type MachineModel } from '../../../src/meters/model/machine-model.ts';
import { MachineMeter } from '../../../src/meters/machine/machine-meter.ts';
import { wallOfClass } from '../../../src/meters/machine/wall-from-chips.ts';
import { modelTables } from '../../../src/meters/model/model-tables.io.ts';
import { spreadOfFactor } from '../../../src/meters/model/wall-power.ts';
import { subtract, sum } from '../../../src/units/arithmetic.ts';
import { estimate, interval, relativeHalfWidth, sides } from '../../../src/units/estimate.ts';
import { fakeMachine, MACHINES } from '../../hardware/fake-machine.ts';

const tables = modelTables();

const anyMachine = fc
  .record({
    sockets: fc.integer({ min: 1, max: 8 }),
    coresPerSocket: fc.integer({ min: 1, max: 192 }),
    smt: fc.integer({ min: 1, max: 2 }),
    gb: fc.double({ min: 0.25, max: 8192, noNaN: true }),
    chassis: fc.constantFrom<MachineInfo['chassis']>('laptop', 'desktop', 'server', 'gpu-server', 'unknown'),
    virtual: fc.boolean(),
    tdpW: fc.option(fc.double({ min: 3, max: 600, noNaN: true }), { nil: undefined }),
    cpu: fc.constantFrom(
      'any',
      'AMD EPYC 7742',
      'Intel Xeon E5-2660',
      'Core i7-8550U',
      'Apple M2',
      'Neoverse-N1',
    ),
  })
  .map(({ sockets, coresPerSocket, smt, gb, chassis, virtual, tdpW, cpu }) => ({
    ratings: tdpW === undefined ? {} : { tdpW, coresPerSocket },
    machine: {
      cpu,
      sockets,
      cores: sockets * coresPerSocket,
      threads: sockets * coresPerSocket * smt,
      ramBytes: gb * 2 ** 30,
      gpus: [],
      chassis: virtual ? ('unknown' as const) : chassis,
      virtual,
      container: false,
      os: 'any',
    },
  }));

function readAt(model: MachineModel, cpuBusy: number, dtS = 1): { energy: number[]; idle: number[] } {
  const output = outputOf(3);
  const wall = wallOfClass(tables.supply.classes.server, 'h');
  const meter = new MachineMeter({ sources: [], model, wall, idle: {}, unavailable: [] });
  meter.start(0);
  meter.read({ nowS: dtS, dtS, cpuBusy }, output);
  return { energy: Array.from(output.energyJ), idle: Array.from(output.idleJ) };
}

const outputOf = (columns: number): MeterOutput => ({
  energyJ: new Float64Array(columns),
  highJ: new Float64Array(columns),
  idleJ: new Float64Array(columns),
  basePart: 1,
});

const total = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

describe('laws of the model, whatever the machine', () => {
  it('every component is positive at idle and rises with load', () => {
    fc.assert(
      fc.property(anyMachine, ({ machine, ratings }) => {
        for (const { watts } of machineModel(machine, ratings, 'h', tables).components) {
          expect(watts[0]).toBeGreaterThan(0);
          for (let k = 1; k < watts.length; k += 1) expect(watts[k]).toBeGreaterThan(watts[k - 1] ?? 0);
        }
      }),
    );
  });
  it('the components are the wall', () => {
    const load = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(anyMachine, load, ({ machine, ratings }, busy) => {
        const model = machineModel(machine, ratings, 'h', tables);
        const k = Math.min(9, Math.floor(busy * 10));
        const wall =
          (model.wall.watts[k] ?? 0) +
          ((model.wall.watts[k + 1] ?? 0) - (model.wall.watts[k] ?? 0)) * (busy * 10 - k);
        expect(total(readAt(model, busy).energy) / wall).toBeCloseTo(1, 9);
      }),
    );
  });
  it('energy is additive over splits of an interval, and never below idle', () => {
    const load = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        anyMachine,
        load,
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        ({ machine, ratings }, busy, dtS) => {
          const model = machineModel(machine, ratings, 'h', tables);
          const whole = readAt(model, busy, dtS);
          const part = readAt(model, busy, dtS / 4);
          whole.energy.forEach((e, k) => {
            expect(((part.energy[k] ?? 0) * 4) / e).toBeCloseTo(1, 9);
            expect(e).toBeGreaterThanOrEqual((whole.idle[k] ?? 0) * (1 - 1e-12));
          });
        },
      ),
    );
  });
  it('the errors of the split cancel at the wall at any tenth of the load, and leave every component positive', () => {
    fc.assert(
      fc.property(anyMachine, fc.integer({ min: 0, max: 10 }), ({ machine, ratings }, level) => {
        const model = machineModel(machine, ratings, 'h', tables);
        const parts = model.components.map(({ watts, errorsAt }) =>
          estimate(watts[level] ?? 0, errorsAt(level / 10)),
        );
        const wall = sum(parts);
        const stated = interval(estimate(wall.value ?? 0, model.wallErrorsAt(level / 10)));
        expect((interval(wall).low ?? 0) / (stated.low ?? 1)).toBeCloseTo(1, 4);
        expect((interval(wall).high ?? 0) / (stated.high ?? 1)).toBeCloseTo(1, 4);
        for (const part of parts) expect(interval(part).low).toBeGreaterThan(0);
      }),
    );
  });
  it('knowing the CPU is never graded worse than not knowing it', () => {
    fc.assert(
      fc.property(anyMachine, ({ machine, ratings }) => {
        const { grade, reason } = machineModel(machine, ratings, 'h', tables);
        expect(grade).toBe(ratings.tdpW !== undefined && !machine.virtual ? 'B' : 'C');
        expect(reason === undefined).toBe(grade === 'B');
      }),
    );
  });
});

describe('known machines', () => {
  const machine: MachineInfo = {
    cpu: 'x',
    sockets: 2,
    cores: 56,
    threads: 112,
    ramBytes: 192 * 2 ** 30,
    gpus: [],
    chassis: 'server',
    virtual: false,
    container: false,
    os: 'x',
  };
  it('a two-socket server of 2017 (2 x 165 W, 192 GB): about 49 W idle and 454 W full were published', () => {
    const model = machineModel({ ...machine, cpu: 'Intel Xeon Platinum 8176' }, { tdpW: 165 }, 'h', tables);
    const inside = (watts: number, level: number): boolean => {
      const { low, high } = interval(estimate(model.wall.watts[level] ?? 0, model.wallErrorsAt(level / 10)));
      return (low ?? 0) <= watts && watts <= (high ?? 0);
    };
    expect(inside(49.4, 0)).toBe(true);
    expect(inside(454, 10)).toBe(true);
  });
  it('a virtual machine has a slice: twice the threads and memory, twice the power', () => {
    const vm: MachineInfo = {
      ...machine,
      chassis: 'unknown',
      virtual: true,
      threads: 4,
      ramBytes: 16 * 2 ** 30,
    };
    const small = machineModel(vm, {}, 'h', tables).wall.watts;
    const large = machineModel({ ...vm, threads: 8, ramBytes: 32 * 2 ** 30 }, {}, 'h', tables).wall.watts;
    expect((large[5] ?? 0) / (small[5] ?? 1)).toBeCloseTo(2, 9);
    expect(interval(estimate(1, { m: spreadOfFactor(2) }))).toEqual({
      low: expect.closeTo(0.5, 9),
      high: expect.closeTo(2, 9),
    });
  });
  it('a virtual machine that sees the name of its host is the part of it that its threads are', () => {
    const vm: MachineInfo = {
      ...machine,
      cpu: 'Intel(R) Xeon(R) Platinum 8375C CPU @ 2.90GHz',
      chassis: 'unknown',
      virtual: true,
      threads: 8,
      ramBytes: 32 * 2 ** 30,
    };
    const rated = { tdpW: 300, coresPerSocket: 32 };
    const slice = machineModel(vm, rated, 'h', tables);
    const whole = machineModel(
      {
        ...vm,
        virtual: false,
        chassis: 'server',
        sockets: 2,
        cores: 64,
        threads: 128,
        ramBytes: 512 * 2 ** 30,
      },
      rated,
      'h',
      tables,
    );
    for (const level of [0, 5, 10]) {
      expect((slice.wall.watts[level] ?? 0) * 16).toBeCloseTo(whole.wall.watts[level] ?? 0, 6);
    }
    expect(slice.grade).toBe('C');
    expect(slice.reason).toContain('a part of 8 in 128 threads');
    const width = (model: MachineModel): number =>
      relativeHalfWidth(estimate(model.wall.watts[5] ?? 0, model.wallErrorsAt(0.5))) ?? 0;
    expect(width(slice)).toBeGreaterThan(width(whole));
  });
  it('a guest with more threads than two sockets of its CPU have has no known host', () => {
    const vm: MachineInfo = { ...machine, cpu: 'Intel Xeon E5-2660', virtual: true, threads: 96 };
    expect(machineModel(vm, { tdpW: 95, coresPerSocket: 8 }, 'h', tables).wall.method).toBe(
      'model:per-thread',
    );
  });
  it('idle is known less well than full load, and the errors between lie between', () => {
    const model = machineModel(machine, { tdpW: 165 }, 'h', tables);
    const width = (busy: number): number => {
      const { [`load:h`]: _, ...own } = model.wallErrorsAt(busy);
      return relativeHalfWidth(estimate(100, own)) ?? 0;
    };
    const widths = [0, 0.05, 0.1, 0.3, 0.6, 1].map(width);
    for (let k = 1; k < widths.length; k += 1) expect(widths[k]).toBeLessThanOrEqual(widths[k - 1] ?? 0);
    expect(widths[0]).toBeGreaterThan(1.3 * (widths.at(-1) ?? 0));
  });
  it('the active part of a run keeps the errors of the curve and takes that of idle with the opposite sign', () => {
    const [cpu] = machineModel(machine, { tdpW: 165 }, 'h', tables).components;
    if (cpu === undefined) throw new Error('no cpu');
    const active = subtract(
      estimate(cpu.watts[10] ?? 0, cpu.errorsAt(1)),
      estimate(cpu.watts[0] ?? 0, cpu.idleErrors),
    );
    expect(sides(active.errors['idle:h'])[1]).toBeLessThan(0);
    expect(relativeHalfWidth(active)).toBeGreaterThan(0);
  });
});

describe('reading', () => {
  it('errors are stated for the load that the run has had so far, and anew when that has changed', () => {
    const model = machineModel(
      describeMachine(fakeMachine(MACHINES['desktop'] ?? {})).info,
      { tdpW: 170 },
      'h',
      tables,
    );
    const wall = wallOfClass(tables.supply.classes.desktop, 'h');
    const meter = new MachineMeter({ sources: [], model, wall, idle: {}, unavailable: [] });
    const output = outputOf(3);
    const stated = (): unknown => meter.components.map(({ errors }) => errors);
    const expected = (busy: number): unknown => model.components.map((one) => one.errorsAt(busy));
    meter.start(0);
    expect(stated()).toEqual(expected(0.5));
    meter.read({ nowS: 10, dtS: 10, cpuBusy: 0.02 }, output);
    expect(meter.change()).toBeDefined();
    expect(stated()).toEqual(expected(0.02));
    meter.read({ nowS: 20, dtS: 10, cpuBusy: 0.04 }, output);
    expect(meter.change()).toBeUndefined();
    meter.read({ nowS: 40, dtS: 20, cpuBusy: 0.97 }, output);
    expect(meter.change()).toBeDefined();
    expect(stated()).toEqual(expected(0.5));
  });
  it('loads outside 0 to 1, and an unknown load, stay within the model', () => {
    const model = machineModel(
      describeMachine(fakeMachine(MACHINES['desktop'] ?? {})).info,
      { tdpW: 170 },
      'h',
      tables,
    );
    expect(readAt(model, 1.2)).toEqual(readAt(model, 1));
    expect(readAt(model, -1)).toEqual(readAt(model, 0));
    expect(readAt(model, Number.NaN)).toEqual(readAt(model, 0));
  });
});

const detect = (name: string): ReturnType<typeof detectMeters> => {
  const host = fakeMachine(MACHINES[name] ?? {});
  return detectMeters(host, describeMachine(host), 'abc');
};

describe('choosing meters', () => {
  it('a known CPU on a physical machine is graded B', () => {
    const { meter, warnings } = detect('laptop');
    expect(meter.components.map((c) => [c.name, c.grade, c.available])).toEqual([
      ['cpu', 'B', true],
      ['ram', 'B', true],
      ['other', 'B', true],
    ]);
    expect(meter.components[0]?.method).toBe('model:laptop');
    expect(meter.components[0]?.errors).toHaveProperty('model:abc');
    expect(warnings).toEqual([]);
  });
  it.each(['virtual machine', 'graviton', 'azure vm', 'raspberry pi'])(
    '%s is graded C, and says why',
    (name) => {
      const { meter } = detect(name);
      expect(meter.components.every((c) => c.grade === 'C' && (c.reason ?? '') !== '')).toBe(true);
    },
  );
  it('GPUs are named as unavailable, with what it means', () => {
    const { meter, warnings } = detect('desktop');
    const gpu = meter.components.find(({ name }) => name === 'gpu:0');
    expect(gpu).toMatchObject({
      name: 'gpu:0',
      available: false,
      uuid: 'GPU-11111111-2222-3333-4444-555555555555',
    });
    expect(gpu?.reason).toContain('NVIDIA GeForce RTX 4090');
    expect(warnings).toHaveLength(1);
    expect(warnings[0]?.code).toBe('E_METER');
    expect(warnings[0]?.why).toContain('not in the totals');
    const output = outputOf(3);
    meter.start(0);
    meter.read({ nowS: 1, dtS: 1, cpuBusy: 0.5 }, output);
    meter.close();
    expect(total([...output.energyJ])).toBeGreaterThan(10);
  });
});
