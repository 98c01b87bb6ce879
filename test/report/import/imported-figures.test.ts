import { describe, expect, test } from 'vitest';
import { FORMATS, type ForeignRun } from '../../../src/report/import/foreign-run.ts';
import { importAccuracy } from '../../../src/report/import/accuracy.io.ts';
import { importedFigures } from '../../../src/report/import/imported-figures.ts';
import { runOfFields } from '../../../src/report/import/codecarbon/run-of-fields.ts';
import { IMPORT } from '../../../src/cli/spec/import-specs.ts';
import { subtract, sum } from '../../../src/units/arithmetic.ts';
import { fromWritten, interval } from '../../../src/units/estimate.ts';
import { aRow, type Row } from './a-row.ts';

const accuracy = importAccuracy();

function run(wishes: Row = {}): ForeignRun {
  const fields = Object.fromEntries(
    Object.entries(aRow(wishes)).map(([name, value]) => [name, String(value)]),
  );
  const made = runOfFields(fields, '.');
  if (!made.ok) throw new Error(made.error);
  return made.value;
}

const chips = (one: ForeignRun) => fromWritten(importedFigures(one, accuracy).energy.chips.attributed);
const relative = (low: number | null, high: number | null, value: number) => [
  (low ?? 0) / value,
  (high ?? 0) / value,
];

describe('the figures of an imported run', () => {
  test('have the interval of their method, and at the wall what their counters leave out', () => {
    const { energy } = importedFigures(run(), accuracy);
    const { value, low, high } = energy.chips.attributed;
    const [down = 0, up = 0] = relative(low, high, value ?? 0);
    expect(down).toBeCloseTo(accuracy.methods.tracker.low, 9);
    expect(up).toBeCloseTo(accuracy.methods.tracker.high, 9);
    // RAPL and NVML read 20 to 32 % under the meter: the interval must hold 1 / 0.68 of a figure that is itself right.
    expect((energy.wall.attributed.high ?? 0) / (value ?? 1)).toBeGreaterThan(1 / 0.68);
    expect(energy.wall.attributed.value).toBe(value);
  });

  test('of many machines do not become sharp, and do not cancel between two', () => {
    const many = Array.from({ length: 200 }, (_, i) => chips(run({ cpu_model: `CPU ${i}x` })));
    const all = sum(many);
    expect((interval(all).high ?? 0) / (all.value ?? 1)).toBeGreaterThan(1.2);
    const [a, b] = many;
    if (a === undefined || b === undefined) throw new Error('no runs');
    const apart = interval(subtract(a, b), { signed: true });
    expect(apart.high ?? 0).toBeGreaterThan(0.2 * (a.value ?? 0));
    const same = interval(subtract(a, chips(run({ cpu_model: 'CPU 0x' }))), { signed: true });
    expect(same.high).toBe(0);
  });

  test('keep carbon as it was said, with the errors of the energy', () => {
    const { carbon } = importedFigures(run(), accuracy);
    expect(carbon.operational.value).toBeCloseTo(0.06 * 56, 9);
    expect(carbon.intensity).toMatchObject({ zone: 'FRA', source: 'as codecarbon recorded it' });
    expect(carbon.pue).toMatchObject({ value: 1.2 });
    expect(carbon.operational.high ?? 0).toBeGreaterThan(1.4 * 0.06 * 56);
  });

  test('of an energy that is not all are lower bounds, carbon too', () => {
    const { energy, carbon } = importedFigures(run({ gpu_energy: 0 }), accuracy);
    for (const layer of [energy.chips, energy.wall, energy.facility])
      expect(layer.attributed).toMatchObject({ value: null, high: null });
    expect(energy.wall.attributed.low).toBeGreaterThan(0);
    expect(carbon.operational).toMatchObject({ value: null, high: null });
  });

  test("a zero of joulebook's own is a true zero: a GPU that the run did not use", () => {
    const own = {
      codecarbon_version: 'joulebook 0.1.0',
      run_id: '01JB5C3EM0ABCDEFGHJKMNPQ7F',
      gpu_energy: 0,
    };
    expect(importedFigures(run(own), accuracy).energy.wall.attributed.value).toBeCloseTo(
      (0.04 * 3.6e6) / 1.2,
      6,
    );
  });

  test('know the machine only where all of it was counted', () => {
    expect(importedFigures(run(), accuracy).energy.wall.machine.value).not.toBeNull();
    expect(importedFigures(run({ tracking_mode: 'process' }), accuracy).energy.wall.machine).toMatchObject({
      value: null,
      high: null,
    });
  });
});

test('the command takes every format that there is', () => {
  expect(IMPORT.options.find(({ key }) => key === 'format')).toMatchObject({ values: [...FORMATS] });
});
