import { describe, expect, test } from 'vitest';
import { boundedComponents, missingComponents } from '../../src/book/component-energies.ts';
import { emissionsRow } from '../../src/book/emissions-row.ts';
import type { EmissionsView } from '../../src/book/emissions-view.ts';
import type { ComponentInfo } from '../../src/meters/meter.ts';
import type { RunRecord } from '../../src/book/run-record.ts';
import { RunReducer } from '../../src/book/run-reducer.ts';
import { component, end, ID, lines, machine, sample, start } from './events.ts';

const KWH = 3.6e6;

/** Ten seconds: a CPU of 3600 J, GPUs of 7200 J and 900 J, RAM of 1800 J, of which the run's share is a half. */
function record(gpu: Partial<ComponentInfo> = {}): RunRecord {
  const run = new RunReducer(ID);
  const components = [
    component('cpu'),
    component('gpu:0', { uuid: 'GPU-aaaa-1', ...gpu }),
    component('gpu:1', { uuid: 'MIG-GPU-bbbb-2' }),
    component('ram'),
  ];
  const known = components.filter(({ available }) => available).length;
  const joules = [3600, 7200, 900, 1800].filter((_, i) => known === 4 || i !== 1);
  const zeros = joules.map(() => 0);
  const events = [
    start(),
    machine(components),
    sample(
      joules,
      zeros,
      zeros.map(() => 0.5),
      zeros.map(() => 1),
    ),
    { ...end(), sha256: '' },
  ];
  for (const line of lines(events)) run.apply(line);
  return run.record();
}

const of = (view: Partial<EmissionsView>): EmissionsView => ({ scope: 'machine', pue: 1, ...view });

describe('a view of a run in CodeCarbon’s columns', () => {
  test('machine is all of it, attributed is the run’s share', () => {
    const machineRow = emissionsRow(record(), of({}));
    const shareRow = emissionsRow(record(), of({ scope: 'attributed' }));
    expect(machineRow.energy_consumed).toBeCloseTo(13_500 / KWH, 12);
    expect(shareRow.energy_consumed).toBeCloseTo(6750 / KWH, 12);
    expect([machineRow.tracking_mode, shareRow.tracking_mode]).toEqual(['machine', 'process']);
  });

  test.each([
    [['0'], 7200],
    [['1'], 900],
    [['GPU-aaaa'], 7200],
    [['mig-gpu-bbbb'], 900],
    [['0', '1'], 8100],
    [['-1'], 0],
    [['GPU-cccc'], 0],
  ])('of the GPUs only %j count: %d J', (gpus, joules) => {
    expect(emissionsRow(record(), of({ gpus })).gpu_energy).toBeCloseTo(joules / KWH, 12);
  });

  test('PUE multiplies energies and carbon, not powers; water is per kWh of IT energy', () => {
    const row = emissionsRow(record(), of({ pue: 1.5, wue: 2 }));
    expect(row.energy_consumed).toBeCloseTo((13_500 * 1.5) / KWH, 12);
    expect(row.cpu_power).toBeCloseTo(360, 9);
    expect(row.water_consumed).toBeCloseTo((13_500 / KWH) * 2, 12);
    expect(row.wue).toBe(2);
  });

  test('declared energies take the place of measured ones', () => {
    const row = emissionsRow(record(), of({ cpuJ: 1000, ramJ: 50 }));
    expect(row.cpu_energy).toBeCloseTo(1000 / KWH, 12);
    expect(row.ram_energy).toBeCloseTo(50 / KWH, 12);
  });

  test('a GPU that cannot be read is named, never zero; the others still count for who needs a number', () => {
    const broken = record({ available: false, reason: 'the driver does not answer' });
    expect(emissionsRow(broken, of({})).gpu_energy).toBeNull();
    expect(emissionsRow(broken, of({})).energy_consumed).toBeNull();
    const row = emissionsRow(broken, of({ middles: true }));
    expect(row.gpu_energy).toBeCloseTo(900 / KWH, 12);
    expect(row.energy_consumed).toBeCloseTo((3600 + 900 + 1800) / KWH, 12);
    expect(missingComponents(broken, of({}))).toEqual([
      { name: 'gpu:0', reason: 'the driver does not answer' },
    ]);
    expect(missingComponents(broken, of({ gpus: ['1'] }))).toEqual([]);
    expect(emissionsRow(broken, of({ middles: true, gpus: ['0'] })).gpu_energy).toBeNull();
  });

  test('where only bounds are known their middle is written for who needs a number', () => {
    const run = record();
    const bounds = { value: null, low: 100, high: 300, unit: 'J', errors: {} };
    const cpu = { ...run.energy.components['cpu'], attributed: bounds };
    const vague = {
      ...run,
      energy: { ...run.energy, components: { ...run.energy.components, cpu } },
    } as RunRecord;
    expect(emissionsRow(vague, of({ scope: 'attributed' })).cpu_energy).toBeNull();
    expect(emissionsRow(vague, of({ scope: 'attributed', middles: true })).cpu_energy).toBeCloseTo(
      200 / KWH,
      12,
    );
    expect(boundedComponents(vague, of({ scope: 'attributed' }))).toEqual([
      { name: 'cpu', lowJ: 100, highJ: 300 },
    ]);
    expect(boundedComponents(vague, of({ scope: 'attributed', cpuJ: 1 }))).toEqual([]);
  });

  test('another intensity only where the run has none', () => {
    expect(emissionsRow(record(), of({ otherwiseGPerKwh: 1 })).emissions).toBeCloseTo(
      (13_500 / KWH) * 0.4,
      12,
    );
  });
});
