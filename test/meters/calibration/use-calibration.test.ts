import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { describeMachine } from '../../../src/hardware/describe-machine.io.ts';
import { hostId } from '../../../src/hardware/host-id.io.ts';
import type { Host } from '../../../src/host/host.ts';
import { calibratedModel } from '../../../src/meters/calibration/calibrated-model.ts';
import { calibratedWall } from '../../../src/meters/calibration/calibrated-wall.ts';
import type { Calibration } from '../../../src/meters/calibration/calibration.ts';
import {
  addCalibration,
  calibrationsPath,
  readCalibrations,
  removeCalibration,
} from '../../../src/meters/calibration/calibration-file.io.ts';
import { chooseCalibration } from '../../../src/meters/calibration/choose-calibration.ts';
import { makeCalibration } from '../../../src/meters/calibration/make-calibration.ts';
import { detectMeters } from '../../../src/meters/detect.io.ts';
import { IDLE_BELOW } from '../../../src/meters/machine/floor.ts';
import { MachineMeter } from '../../../src/meters/machine/machine-meter.ts';
import { wallOfClass } from '../../../src/meters/machine/wall-from-chips.ts';
import { sum } from '../../../src/units/arithmetic.ts';
import { estimate, interval, sides } from '../../../src/units/estimate.ts';
import { fakeMachine, MACHINES } from '../../hardware/fake-machine.ts';
import { CONSTANTS, HOST, inputOf, MODEL, NAMES, RAM_CHANNEL, SERVER, TABLES } from './machines.ts';
import { CPU_CHANNEL } from './simulate.ts';

const LOADS = [0.005, 0.25, 0.5, 0.75, 1];
const PARTS = { machine: SERVER, model: MODEL, tables: TABLES, constants: CONSTANTS, names: NAMES };

function calibrationOf(
  points: Parameters<typeof inputOf>[0],
  wishes: Parameters<typeof inputOf>[1] = {},
): Calibration {
  const made = makeCalibration(inputOf(points, wishes), CONSTANTS);
  if (!made.ok) throw new Error(made.error.what);
  return made.value;
}

const typed = (idle: number, full: number, wishes: Parameters<typeof inputOf>[1] = {}): Calibration =>
  calibrationOf(
    [
      { load: 0, wallW: idle, sdW: idle / 50, step: 0 },
      { load: 1, wallW: full, sdW: full / 50, step: 1 },
    ],
    wishes,
  );

/** 200 W of chips at full load, 50 W at idle, 40 W beside them, 90 % of what is taken passed on. */
const COUNTED = calibrationOf(
  LOADS.flatMap((load, step) =>
    [0, 1, 2].map(() => ({ load, step, chipsW: 50 + 150 * load, wallW: (90 + 150 * load) / 0.9 })),
  ),
  { idle: { cpu: { value: 42, sd: 0.2, method: 'rapl' } } },
);

function wallOf(meter: MachineMeter, cpuBusy: number, nowS: number): number {
  const n = meter.components.length;
  const output = {
    energyJ: new Float64Array(n),
    highJ: new Float64Array(n),
    idleJ: new Float64Array(n),
    basePart: 1,
  };
  meter.read({ nowS, dtS: 1, cpuBusy }, output);
  for (const [c, joules] of output.energyJ.entries()) {
    expect(joules).toBeGreaterThan(0);
    expect(output.idleJ[c]).toBeGreaterThan(0);
  }
  return output.energyJ.reduce((total, joules) => total + joules, 0);
}

describe('a machine without counters', () => {
  const model = calibratedModel(typed(62, 240), PARTS);
  const meter = (): MachineMeter =>
    new MachineMeter({
      sources: [],
      model,
      wall: wallOfClass(TABLES.supply.classes.server, HOST),
      idle: {},
      unavailable: [],
    });

  test('draws at idle and at full load what was calibrated, and between them what the shape says; all parts are positive', () => {
    const one = meter();
    one.start(0);
    expect(wallOf(one, 0, 1)).toBeCloseTo(62, 9);
    expect(wallOf(one, 1, 2)).toBeCloseTo(240, 9);
    let before = 0;
    for (let k = 0; k <= 10; k += 1) {
      const watts = wallOf(one, k / 10, 3 + k);
      expect(watts).toBeGreaterThan(before);
      before = watts;
    }
  });

  test('errs as its calibration, and no longer as the model', () => {
    const errors = meter().components.flatMap((component) => Object.keys(component.errors));
    expect(new Set(errors.map((source) => source.split(':')[0]))).toEqual(
      new Set(['calibration', 'drift', 'split', 'ram']),
    );
    expect(meter().components.every(({ grade }) => grade === 'B')).toBe(true);
    const parts = model.components.map(({ watts, errors: own }) => estimate(watts[5] ?? 0, own));
    const wall = sum(parts);
    const { low, high } = interval(wall);
    expect(((high ?? 0) - (low ?? 0)) / 2 / (wall.value ?? 1)).toBeLessThan(0.22);
  });
});

describe('a machine with counters', () => {
  const wall = calibratedWall(
    COUNTED,
    COUNTED.byChips as NonNullable<Calibration['byChips']>,
    CONSTANTS,
    NAMES,
  );

  test('base power and efficiency are those of the calibration', () => {
    expect(COUNTED.byChips?.baseW.value).toBeCloseTo(40, 6);
    expect(COUNTED.byChips?.efficiency.value).toBeCloseTo(0.9, 8);
    expect(wall.baseSource).toBe('calibration:2026-05-01-k3f9:fit');
  });

  test('what its counters err for good, the wall does not: it was calibrated beside them', () => {
    const source = {
      channels: [CPU_CHANNEL, RAM_CHANNEL],
      pollWithinS: Number.POSITIVE_INFINITY,
      start: () => undefined,
      poll: () => undefined,
      take: (_: number, low: Float64Array, high: Float64Array, at: number) => {
        low.set([100, 20], at);
        high.set([100, 20], at);
      },
      troubles: () => [],
      close: () => undefined,
    };
    const model = calibratedModel(COUNTED, PARTS);
    const idle = {
      cpu: { watts: 42, errors: {}, from: 'calibration' as const },
      ram: { watts: 8, errors: {}, from: 'calibration' as const },
    };
    const meter = new MachineMeter({ sources: [source], model, wall, idle, unavailable: [] });
    meter.start(0);
    expect(wallOf(meter, 0.5, 1)).toBeCloseTo(160 / 0.9, 6);
    meter.change();
    const watts = new Map([
      ['cpu', 100],
      ['ram', 20],
      ['other', 160 / 0.9 - 120],
    ]);
    const byRapl = meter.components.reduce(
      (total, { name, errors }) => total + sides(errors['rapl:h'])[1] * (watts.get(name) ?? 0),
      0,
    );
    expect(byRapl).toBeCloseTo(0, 6);
    const other = meter.components.find(({ name }) => name === 'other');
    expect(other).toMatchObject({ method: 'wall-from-chips:calibrated', grade: 'B' });
    expect(Object.keys(other?.errors ?? {}).some((name) => /^(base|psu):/.test(name))).toBe(false);
  });
});

describe('which calibration is used', () => {
  const [older, newer] = [typed(62, 240, { id: 'a' }), typed(70, 250, { id: 'b' })];

  test('the newest', () => {
    expect(chooseCalibration([older, newer], SERVER, [])).toEqual({ calibration: newer, warnings: [] });
    expect(chooseCalibration([], SERVER, [])).toEqual({ warnings: [] });
  });

  test('none of other hardware, which is said; but an older one of this hardware', () => {
    const more = { ...SERVER, ramBytes: 2 * SERVER.ramBytes };
    const { calibration, warnings } = chooseCalibration([older, newer], more, []);
    expect(calibration).toBeUndefined();
    expect(warnings[0]).toMatchObject({
      why: 'there were 256 GB of memory and are 512',
      fix: expect.stringContaining('joulebook calibrate'),
    });
    const ofMore = typed(80, 300, { id: 'c', machine: more });
    expect(chooseCalibration([older, ofMore], SERVER, []).calibration?.id).toBe('a');
    expect(chooseCalibration([older], { ...SERVER, gpus: ['NVIDIA A100'] }, []).warnings[0]?.why).toContain(
      'NVIDIA A100',
    );
  });

  test('what of it was made beside other counters is left out', () => {
    const channels = [CPU_CHANNEL, RAM_CHANNEL];
    expect(chooseCalibration([COUNTED], SERVER, channels).calibration?.byChips).toBeDefined();
    const withGpu = [...channels, { target: 'gpu:0' as const, method: 'nvml:counter' }];
    const chosen = chooseCalibration([COUNTED], SERVER, withGpu);
    expect(chosen.calibration?.byChips).toBeUndefined();
    expect(chosen.warnings[0]?.why).toContain('gpu:0 nvml:counter');
    // Without rights the counters are gone: the load tells, and it is no news.
    const without = chooseCalibration([COUNTED], SERVER, []);
    expect(without.calibration?.byLoad).toEqual(COUNTED.byLoad);
    expect(without.warnings).toEqual([]);
  });
});

describe('the file of calibrations', () => {
  const machine = (files: Readonly<Record<string, string>> = MACHINES['desktop'] ?? {}): Host =>
    fakeMachine(files, { JOULEBOOK_STATE_DIR: mkdtempSync(join(tmpdir(), 'joulebook-state-')) });

  test('keeps, lists and forgets', () => {
    const host = machine();
    expect(readCalibrations(host, HOST)).toEqual({ calibrations: [] });
    expect(addCalibration(host, HOST, COUNTED)).toBeUndefined();
    expect(addCalibration(host, HOST, typed(62, 240, { id: 'b' }))).toBeUndefined();
    expect(readCalibrations(host, HOST).calibrations.map(({ id }) => id)).toEqual(['2026-05-01-k3f9', 'b']);
    expect(readCalibrations(host, HOST).calibrations[0]).toEqual(COUNTED);
    expect(removeCalibration(host, HOST, 'nothing')).toEqual({ found: false });
    expect(removeCalibration(host, HOST, 'b')).toEqual({ found: true });
    expect(readCalibrations(host, HOST).calibrations).toHaveLength(1);
  });

  test.each([
    ['no JSON', '{"schema"', 'no JSON'],
    ['of another schema', '{"schema":"joulebook.calibrations/9","calibrations":[]}', 'schema'],
    ['null', 'null', 'schema'],
    ['partly not whole', '{"schema":"joulebook.calibrations/1","calibrations":[{"id":"x"}]}', '1 of its 1'],
  ])('that is %s is said, not used, and not written over', (_, text, why) => {
    const host = machine();
    const path = calibrationsPath(host, HOST) ?? '';
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    const read = readCalibrations(host, HOST);
    expect(read.calibrations).toEqual([]);
    expect(read.problem?.why).toContain(why);
    expect(addCalibration(host, HOST, COUNTED)?.why).toContain(why);
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  test('has no place where nobody has a home', () => {
    const host = { ...fakeMachine({}), home: undefined };
    expect(readCalibrations(host, HOST)).toEqual({ calibrations: [] });
    expect(addCalibration(host, HOST, COUNTED)?.fix).toContain('JOULEBOOK_STATE_DIR');
    expect(existsSync(calibrationsPath(host, HOST) ?? '/nowhere')).toBe(false);
  });

  test('a run on this machine takes its meters from it, and tells its id', () => {
    const {
      'proc/driver/nvidia/gpus/0000:01:00.0/information': _,
      'sys/class/drm/renderD128/device/vendor': __,
      ...files
    } = MACHINES['desktop'] ?? {};
    const host = machine(files);
    const description = describeMachine(host);
    const id = hostId(host);
    const before = detectMeters(host, description, id);
    expect(before.calibrationId).toBeUndefined();
    const calibration = typed(62, 240, { machine: description.info, id: 'mine' });
    addCalibration(host, id, calibration);
    const after = detectMeters(host, description, id);
    expect(after.calibrationId).toBe('mine');
    const cpu = after.meter.components.find(({ name }) => name === 'cpu');
    expect(cpu?.method).toBe('model:calibrated');
    expect(Object.keys(cpu?.errors ?? {})).toContain('calibration:mine');
    before.meter.close();
    after.meter.close();
  });
});

test('idle power is what the counters said while the machine was idle by the definition that floors use', () => {
  expect(IDLE_BELOW).toBe(0.02);
  expect(COUNTED.idle['cpu']?.value).toBe(42);
});
