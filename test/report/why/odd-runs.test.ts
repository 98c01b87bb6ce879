import { describe, expect, test } from 'vitest';
import { recordComplaint } from '../../../src/book/record-shape.ts';
import type { RunRecord } from '../../../src/book/run-record.ts';
import { explicitIntensity } from '../../../src/grid/yearly-intensity.ts';
import { mergeRuns } from '../../../src/report/merge/merge-runs.ts';
import { realHost } from '../../../src/host/real-host.io.ts';
import { runEvidence } from '../../../src/report/why/run-evidence.io.ts';
import type { Evidence } from '../../../src/report/why/evidence.ts';
import { figureNames, figureOf } from '../../../src/report/why/figures.ts';
import { figuresOf } from '../../../src/report/why/tree-walk.ts';
import type { ComponentInfo } from '../../../src/meters/meter.ts';
import type { Derivation } from '../../../src/units/derivation.ts';
import { Z90 } from '../../../src/units/estimate.ts';
import { aRecord } from '../../book/a-record.ts';
import { A_GPU, evidenceOf, groundOf, hostOf, runOn, sampleOf } from './a-measured-run.ts';

function tree(e: Evidence, name: string): Derivation {
  const found = figureOf(e, name);
  if (!found.ok) throw new Error(found.error.what);
  return found.value;
}

const alone = (record: RunRecord): Evidence => runEvidence(realHost(), record, undefined);

const findIn = (e: Evidence, name: string, id: string): Derivation | undefined =>
  figuresOf([tree(e, name)]).find((figure) => figure.id === id);

test('a run without a journal is explained by its record, and says what that does not hold', () => {
  const e = alone(aRecord());
  for (const name of figureNames(e)) tree(e, name);
  expect(tree(e, 'intensity')).toMatchObject({ value: null, source: 'not in the record' });
  expect(tree(e, 'pue')).toMatchObject({ value: null, source: 'not in the record' });
  expect(tree(e, 'embodied').source).toContain('does not say');
});

test('a record of which a reader may rely on no more than its outline is told as far as it goes', () => {
  const { energy, carbon, usage: _usage, machine: _machine, trackerVersion: _version, ...rest } = aRecord();
  const outline = {
    ...rest,
    energy: { wall: energy.wall },
    carbon: { operational: carbon.operational, embodied: carbon.embodied },
  } as unknown as RunRecord;
  expect(recordComplaint(outline, outline.id)).toBe(undefined);
  const e = alone(outline);
  for (const name of figureNames(e)) tree(e, name);
  expect(tree(e, 'energy').value).toBe(energy.wall.attributed.value);
  expect(tree(e, 'energy').source).toContain('holds no components');
});

test('a sum of runs is explained by its parts', () => {
  const [a, b] = [
    aRecord({ name: 'node-a', hostId: 'a', energyJ: 1000 }),
    aRecord({ name: 'node-b', hostId: 'b', energyJ: 500 }),
  ];
  const merged = mergeRuns([a, b]);
  const e = alone({ ...a, ...merged.figures, kind: 'imported', name: 'job' });
  const energy = tree(e, 'energy');
  expect(energy.formula).toBe('node-a + node-b');
  expect(energy.from?.map(({ value }) => value)).toEqual([1000, 500]);
  expect(energy.value).toBe(1500);
  for (const name of figureNames(e)) tree(e, name);
});

test('an intensity and a PUE that another tool recorded are neither given here nor assumed', () => {
  const source = 'as codecarbon recorded it';
  const own = aRecord();
  const intensity = {
    ...explicitIntensity(300),
    id: 'import.codecarbon.intensity',
    source,
    zone: 'FRA',
    zoneName: 'France',
  };
  const pue = {
    value: 1.2,
    low: 1.2,
    high: 1.2,
    unit: '1',
    errors: {},
    id: 'import.codecarbon.pue',
    source,
  };
  const e = alone({ ...own, kind: 'imported', carbon: { ...own.carbon, intensity, pue } });
  expect(tree(e, 'intensity')).toMatchObject({ source, note: 'France' });
  expect(tree(e, 'pue').assumed).toBeUndefined();
});

test('a nested run has no idle share and leaves its embodied carbon to its root', () => {
  const ground = groundOf(hostOf('server with RAPL'));
  const root = '01JB5C3EM0ABCDEFGHJKMNPQRT';
  const e = evidenceOf(ground, [sampleOf(ground, () => [30, 10, 0.5, 0])], { parentId: root, rootId: root });
  expect(tree(e, 'cpu').formula).toBe('(reading − idle) × share');
  expect(tree(e, 'embodied')).toMatchObject({ value: 0, note: `its root run is ${root}` });
});

test('what is known by its bounds only has no value, and says so of the share', () => {
  const ground = groundOf(hostOf('server with RAPL'));
  const withGpu = {
    ...ground,
    components: [...ground.components.slice(0, -1), A_GPU, ...ground.components.slice(-1)],
  };
  const sample = sampleOf(withGpu, () => [300, 30, 1, 1]);
  const hidden = { ...sample, s: sample.s.map((share, i) => (i === 2 ? ([0, 1] as const) : share)) };
  const e = evidenceOf(withGpu, [hidden]);
  expect(tree(e, 'gpu:0')).toMatchObject({ value: null, low: expect.any(Number), high: expect.any(Number) });
  expect(findIn(e, 'gpu:0', 'energy.components.gpu:0.share')).toMatchObject({
    value: null,
    note: 'known by its bounds only',
  });
});

test('a component that cannot be read says why, and what to do', () => {
  const ground = groundOf(hostOf('server with RAPL'));
  const gone = { ...A_GPU, available: false, grade: 'C', reason: 'the driver does not answer' } as const;
  const withGpu = { ...ground, components: [...ground.components, gone] };
  const e = evidenceOf(withGpu, [sampleOf(withGpu, () => [30, 10, 0.5, 0.5])]);
  const gpu = tree(e, 'gpu:0');
  expect(gpu.source).toContain('the driver does not answer');
  expect(gpu.assumed).toContain('joulebook doctor');
});

describe('where an idle power is from', () => {
  const idleOf = (idleErrors: Readonly<Record<string, number>>): Derivation | undefined => {
    const ground = groundOf(hostOf('server with RAPL'));
    const gpu = { ...A_GPU, idleErrors };
    const withGpu = {
      ...ground,
      components: [...ground.components.slice(0, -1), gpu, ...ground.components.slice(-1)],
    };
    const e = evidenceOf(withGpu, [sampleOf(withGpu, () => [300, 30, 1, 1])]);
    return findIn(e, 'gpu:0', 'idle-power.gpu:0');
  };

  test.each([
    [{ 'nvml:GPU-1': 0.03, 'floor:h1:GPU-1': 0.02 }, /seen to draw at rest/, false],
    [{ 'nvml:GPU-1': 0.03, 'calibration:c1:idle:GPU-1': 0.03 }, /calibration/, false],
    [{ 'calibration:c1': 0.03, 'calibration:c1:fit': 0.1, 'drift:h1:d': 0.03 }, /calibration/, false],
    [{ 'gpu-idle:h1:GPU-1': 0.4 }, /part of the GPU's power limit/, true],
    [{ 'nvml:GPU-1': 0.03 }, /the driver's word/, false],
  ])('%o', (errors, words, isAssumed) => {
    const idle = idleOf(errors);
    expect(idle?.formula).toMatch(words);
    expect(idle?.assumed !== undefined).toBe(isAssumed);
  });
});

test('a machine of another class is told its own constants', () => {
  const [laptop, server] = [runOn('laptop'), runOn('two-socket server')];
  const ids = (e: Evidence): string =>
    figuresOf([tree(e, 'energy')])
      .map(({ id }) => id)
      .join(' ');
  expect(ids(laptop)).toContain('data/hardware/supply.json#classes.laptop.efficiency');
  expect(ids(server)).toContain('data/hardware/supply.json#classes.server.efficiency');
  expect(ids(server)).not.toContain('laptop');
});

describe('a meter of the whole machine', () => {
  /** `other` as the meter's remainder: it errs with the meter in full, by as much more as it is less. */
  const withMeter = (method: string, errors: Readonly<Record<string, number>>): Evidence => {
    const ground = groundOf(hostOf('server with RAPL'));
    const chips = ground.components.slice(0, -1);
    const other = { ...(ground.components.at(-1) as ComponentInfo), method, grade: 'A', errors } as const;
    const metered = { ...ground, components: [...chips, other] };
    return evidenceOf(metered, [sampleOf(metered, (name) => [name === 'other' ? 50 : 100, 10, 0.5, 0.5])]);
  };

  test('is told with its own accuracy, not with what it makes of the remainder', () => {
    // 250 J at the wall, 50 J of them other: an accuracy of 3.5 % at the wall is 17.5 % of other.
    const e = withMeter('plug:shelly', { 'plug:h1': (0.035 / Z90) * 5 });
    const accuracy = findIn(e, 'other', 'data/meters/whole.json#methods.plug:shelly');
    expect(accuracy?.high).toBeCloseTo(1.035, 9);
    expect(findIn(e, 'other', 'energy.chips.machine')?.value).toBe(200);
  });

  test('by RAPL has the row of psys', () => {
    const [source = ''] = Object.keys(withMeter('rapl', {}).ground?.components[0]?.errors ?? {});
    const accuracy = findIn(
      withMeter('rapl', { [source]: 0.4 }),
      'other',
      'data/meters/rapl.json#relativeSd.psys',
    );
    expect(accuracy?.high).toBeCloseTo(1 + Z90 * 0.1, 9);
  });
});

test('a component that is read otherwise than when the run began errs as its record says', () => {
  const ground = groundOf(hostOf('server with RAPL'));
  const e = evidenceOf(ground, [sampleOf(ground, () => [30, 10, 0.5, 0.5])]);
  const { cpu } = e.record.energy.components;
  if (cpu === undefined) throw new Error('no cpu');
  const since = {
    ...cpu,
    method: 'model:server',
    machine: { ...cpu.machine, errors: { 'model:h1': 0.2, 'rapl:h1': 0.01 } },
  };
  const changed = {
    ...e,
    record: {
      ...e.record,
      energy: { ...e.record.energy, components: { ...e.record.energy.components, cpu: since } },
    },
  };
  const labels = figuresOf([tree(changed, 'cpu.machine')]).map(({ label }) => label);
  expect(labels).toContain('accuracy of the power model');
  expect(labels).toContain("accuracy of the CPU's energy counters (RAPL)");
});
