import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DeclaredCpu, type LoadCurve } from '../../src/run/declared-cpu.ts';

const CURVE = JSON.parse(readFileSync('data/hardware/declared_cpu.json', 'utf8')) as LoadCurve;

describe('a CPU of declared power', () => {
  test.each([
    [0, 10],
    [0.5, 100 * (0.1 + 0.9 * 0.125)],
    [1, 100],
  ])('machine at load %d: CodeCarbon’s curve', (load, watts) => {
    const cpu = new DeclaredCpu(100, 'machine', CURVE);
    expect(cpu.see({ durationS: 10, machineLoad: load, runCpuS: 0, threads: 4 })).toBeCloseTo(watts * 10, 9);
  });

  test('the curve is integrated over readings: half the time busy is not half a load', () => {
    const cpu = new DeclaredCpu(100, 'machine', CURVE);
    cpu.see({ durationS: 5, machineLoad: 1, runCpuS: 0, threads: 1 });
    expect(cpu.see({ durationS: 10, machineLoad: 0.5, runCpuS: 0, threads: 1 })).toBeCloseTo(500 + 50, 9);
  });

  test('a process has its part of the threads’ time, however often one looks', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.01, max: 10, noNaN: true }), { minLength: 1 }),
        fc.integer({ min: 1, max: 256 }),
        (steps, threads) => {
          const cpu = new DeclaredCpu(200, 'attributed', CURVE);
          let runCpuS = 0;
          let energy = 0;
          for (const step of steps) {
            runCpuS += step;
            energy = cpu.see({ durationS: runCpuS, machineLoad: 0, runCpuS, threads });
          }
          expect(energy).toBeCloseTo((200 * runCpuS) / threads, 6);
        },
      ),
    );
  });

  test('energy never falls, and a reading twice adds nothing', () => {
    const cpu = new DeclaredCpu(100, 'machine', CURVE);
    const use = { durationS: 3, machineLoad: 0.3, runCpuS: 1, threads: 2 };
    expect(cpu.see(use)).toBe(cpu.see(use));
  });
});
