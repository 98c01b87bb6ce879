import { describe, expect, test } from 'vitest';
import { energyParts } from '../../src/book/energy-parts.ts';
import type { RunRecord } from '../../src/book/run-record.ts';

const known = (value: number | null) => ({
  attributed: { value, low: null, high: null, unit: 'J', errors: {} },
});

function record(wall: number | null, components: unknown): RunRecord {
  return { energy: { wall: { attributed: { value: wall } }, components } } as unknown as RunRecord;
}

describe('what the energy of a run is made of', () => {
  test('GPUs are one kind, the rest up to the wall is other', () => {
    const parts = energyParts(
      record(100, {
        cpu: known(10),
        ram: known(5),
        'gpu:0': known(30),
        'gpu:1': known(40),
        other: known(15),
      }),
    );
    expect(parts).toEqual({ gpuJ: 70, cpuJ: 10, ramJ: 5, otherJ: 15 });
  });

  test('one GPU that is not known leaves the kind and the rest unknown, never zero', () => {
    const parts = energyParts(
      record(100, { cpu: known(10), ram: known(5), 'gpu:0': known(30), 'gpu:1': known(null) }),
    );
    expect(parts).toEqual({ gpuJ: null, cpuJ: 10, ramJ: 5, otherJ: null });
  });

  test('a machine without GPUs used none, a run without components nobody knows', () => {
    expect(energyParts(record(20, { cpu: known(10), ram: known(5) })).gpuJ).toBe(0);
    const none = { gpuJ: null, cpuJ: null, ramJ: null, otherJ: null };
    expect(energyParts(record(20, {}))).toEqual(none);
    expect(energyParts(record(20, undefined))).toEqual(none);
  });

  test('a file with something else in their place is no reason to fail', () => {
    expect(energyParts(record(20, { cpu: null, ram: { attributed: 3 } }))).toMatchObject({
      cpuJ: null,
      ramJ: null,
      gpuJ: 0,
    });
  });
});
