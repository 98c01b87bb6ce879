import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeMachine } from '../../src/hardware/describe-machine.io.ts';
import type { MachineInfo } from '../../src/hardware/machine-info.ts';
import { detectMeters } from '../../src/meters/detect.io.ts';
import type { MeterOutput } from '../../src/meters/meter.ts';
import { machineModel, type MachineModel } from '../../src/meters/model/machine-model.ts';
import { MachineMeter } from '../../src/meters/machine/machine-meter.ts';
import { wallOfClass } from '../../src/meters/machine/wall-from-chips.ts';
import { modelTables } from '../../src/meters/model/model-tables.io.ts';
import { spreadOfFactor } from '../../src/meters/model/wall-power.ts';
import { subtract, sum } from '../../src/units/arithmetic.ts';
import { estimate, interval, relativeHalfWidth, sides } from '../../src/units/estimate.ts';
import { fakeMachine, MACHINES } from '../hardware/fake-machine.ts';

const tables = modelTables();

const anyMachine = fc
  .record({
    sockets: fc.integer({ min: 1, max: 8 }),
    coresPerSocket: fc.integer({ min: 1, max: 192 }),
    smt: fc.integer({ min: 1, max: 2 }),
    gb: fc.double({ min: 0.25, max: 8192, noNaN: true }),
    chassis: fc.constantFrom<MachineInfo['chassis']>('laptop', 'desktop', 'server', 'gpu-server', 'unknown'),
    virtual: fc.boolean(),
    tdpW: fc.option(fc.double({ min: 3, max: 500, noNaN: true }), { nil: undefined }),
  })
  .map(({ sockets, coresPerSocket, smt, gb, chassis, virtual, tdpW }) => ({
    tdpW,
    machine: {
      cpu: 'any',
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
      fc.property(anyMachine, ({ machine, tdpW }) => {
        for (const { watts } of machineModel(machine, tdpW, 'h', tables).components) {
          expect(watts[0]).toBeGreaterThan(0);
          for (let k = 1; k < watts.length; k += 1) expect(watts[k]).toBeGreaterThan(watts[k - 1] ?? 0);
        }
      }),
    );
  });
  it('the components are the wall', () => {
    const load = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(anyMachine, load, ({ machine, tdpW }, busy) => {
        const model = machineModel(machine, tdpW, 'h', tables);
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
        ({ machine, tdpW }, busy, dtS) => {
          const model = machineModel(machine, tdpW, 'h', tables);
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
  it('the errors of the split cancel at the wall at half load, and leave every component positive', () => {
    fc.assert(
      fc.property(anyMachine, ({ machine, tdpW }) => {
        const model = machineModel(machine, tdpW, 'h', tables);
        const parts = model.components.map(({ watts, errors }) => estimate(watts[5] ?? 0, errors));
        const wall = sum(parts);
        const modelOnly = estimate(wall.value ?? 0, { 'model:h': model.wall.spread });
        expect(interval(wall).low ?? 0).toBeCloseTo(interval(modelOnly).low ?? 0, 4);
        expect((interval(wall).high ?? 0) / (interval(modelOnly).high ?? 1)).toBeCloseTo(1, 6);
        for (const part of parts) expect(interval(part).low).toBeGreaterThan(0);
      }),
    );
  });
  it('knowing the CPU is never graded worse than not knowing it', () => {
    fc.assert(
      fc.property(anyMachine, ({ machine, tdpW }) => {
        const { grade, reason } = machineModel(machine, tdpW, 'h', tables);
        expect(grade).toBe(tdpW !== undefined && !machine.virtual ? 'B' : 'C');
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
    const model = machineModel(machine, 165, 'h', tables);
    const inside = (watts: number, level: number): boolean => {
      const { low, high } = interval(
        estimate(model.wall.watts[level] ?? 0, { m: model.wall.spread, i: model.wall.idleSpread }),
      );
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
    const small = machineModel(vm, undefined, 'h', tables).wall.watts;
    const large = machineModel({ ...vm, threads: 8, ramBytes: 32 * 2 ** 30 }, undefined, 'h', tables).wall
      .watts;
    expect((large[5] ?? 0) / (small[5] ?? 1)).toBeCloseTo(2, 9);
    expect(interval(estimate(1, { m: spreadOfFactor(2) }))).toEqual({
      low: expect.closeTo(0.5, 9),
      high: expect.closeTo(2, 9),
    });
  });
  it('the spreads of the fit hold what they claim', () => {
    for (const { spread, coverage90 } of tables.wall.classes as unknown as {
      spread: number[];
      coverage90: number;
    }[]) {
      expect(coverage90).toBeGreaterThan(0.89);
      expect(coverage90).toBeLessThan(0.91);
      expect(spread.every((side) => side > 0)).toBe(true);
    }
  });
  it('the active part of a run keeps the errors of the curve and takes that of idle with the opposite sign', () => {
    const [cpu] = machineModel(machine, 165, 'h', tables).components;
    if (cpu === undefined) throw new Error('no cpu');
    const active = subtract(
      estimate(cpu.watts[10] ?? 0, cpu.errors),
      estimate(cpu.watts[0] ?? 0, cpu.idleErrors),
    );
    expect(sides(active.errors['idle:h'])[1]).toBeLessThan(0);
    expect(relativeHalfWidth(active)).toBeGreaterThan(0);
  });
});

describe('reading', () => {
  it('loads outside 0 to 1, and an unknown load, stay within the model', () => {
    const model = machineModel(
      describeMachine(fakeMachine(MACHINES['desktop'] ?? {})).info,
      170,
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
    expect(meter.components[0]?.method).toBe('model:tdp-laptop');
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
