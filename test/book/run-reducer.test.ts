import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JournalEvent, JournalLine } from '../../src/book/journal-event.ts';
import type { RunRecord } from '../../src/book/run-record.ts';
import { RunReducer } from '../../src/book/run-reducer.ts';
import { interval } from '../../src/units/estimate.ts';
import { begin, close, component, end, ID, lines, machine, sample, sourced, start } from './events.ts';

const NO_ERRORS: Readonly<Record<string, number>> = {};

function reduce(all: readonly JournalLine[]): RunReducer {
  const run = new RunReducer(ID);
  for (const line of all) run.apply(line);
  return run;
}

function recordOf(events: readonly JournalEvent[]): RunRecord {
  return reduce(lines(events)).record();
}

const CPU = component('cpu');
const RAPL = component('cpu', {
  method: 'rapl',
  grade: 'A',
  errors: { 'rapl:h1': 0.02 },
  idleErrors: { 'idle:h1': 0.3 },
});
const OTHER = component('other', { method: 'model:other', grade: 'C', errors: { 'psu:h1': 0.2 } });
const END: JournalEvent = { ...end(), sha256: '' };

test('a summary is the record without what there may be thousands of', () => {
  const run = reduce(
    lines([
      start(),
      machine([CPU, OTHER]),
      begin('train'),
      sample([10, 4], [4, 2], [0.5, 0.5], [1, 1]),
      close('train'),
      { k: 'epoch', n: 1 },
      { k: 'mark', name: 'here' },
    ]),
  );
  const record = run.record();
  expect(Object.keys(record.energy.stages)).toEqual(['train']);
  expect(record.marks).toHaveLength(1);
  expect(run.summary()).toEqual({
    ...record,
    energy: { ...record.energy, stages: {}, epochs: [] },
    marks: [],
  });
});

describe('sums', () => {
  const record = recordOf([
    start(),
    machine([CPU, OTHER]),
    sample([10, 4], [4, 2], [0.5, 0.5], [1, 1]),
    sample([20, 6], [4, 2], [0.25, 0.25], [0.5, 0.5], { u: 2, m: 1000, n: 3, ua: 5, tr: 0.5 }),
    { ...end({ durationS: 2.5, survivors: [{ pid: 9, name: 'd', cpuS: 1 }] }), sha256: '' },
  ]);

  test('machine, active, idle and attributed of a component', () => {
    const { cpu } = record.energy.components;
    expect(cpu?.machine.value).toBeCloseTo(30, 12);
    expect(cpu?.active.value).toBeCloseTo(6 * 0.5 + 16 * 0.25, 12);
    expect(cpu?.idle.value).toBeCloseTo(8, 12);
    expect(cpu?.attributed.value).toBeCloseTo(7 + 4 + 2, 12);
    expect(cpu?.share).toEqual({ method: 'cpu-time', value: 7 / 22 });
  });

  test('layers: chips are all but other, the facility is the wall times PUE', () => {
    const { chips, wall, facility } = record.energy;
    expect(chips.machine.value).toBeCloseTo(30, 12);
    expect(wall.machine.value).toBeCloseTo(40, 12);
    expect(wall.attributed.value).toBeCloseTo(13 + 1 + 2 + 1 + 1, 12);
    expect(facility.attributed.value).toBeCloseTo((wall.attributed.value ?? 0) * 1.5, 12);
    expect(facility.machine.unit).toBe('J');
  });

  test('what goes with it: use, co-tenants, unattributed, tracker', () => {
    expect(record.energy.coTenants).toBe(2);
    expect(record.energy.unattributed.value).toBe(5);
    expect(record.energy.tracker.value).toBe(0.5);
    expect(record.usage).toEqual({
      cpuS: 2.5,
      cpuSource: 'samples',
      machineCpu: 2 / 8,
      runCpu: 2.5 / 8,
      peakRssBytes: 1000,
      trackerCpuS: 0.02,
    });
    expect(record).toMatchObject({
      schema: 'joulebook.run/1',
      id: ID,
      state: 'ok',
      exitCode: 0,
      durationS: 2.5,
      samples: 2,
      params: { lr: 0.1 },
      survivors: [{ pid: 9 }],
      scope: 'attributed',
    });
  });

  test('carbon: attributed energy of the facility times intensity', () => {
    const joules = record.energy.facility.attributed.value ?? 0;
    expect(record.carbon.operational.value).toBeCloseTo((joules / 3.6e6) * 400, 12);
    expect(record.carbon.operational.unit).toBe('g');
    expect(Object.keys(record.carbon.operational.errors)).toContain('intensity:FRA:2024');
  });
});

describe('errors', () => {
  const s = sample([10], [4], [0.5], [0.75]);

  test('a model that is wrong is wrong in its idle power too', () => {
    // A model says so by naming itself among the sources of both.
    const model = component('cpu', { idleErrors: { 'model:h1': 0.1 } });
    const { cpu } = recordOf([start(), machine([model]), s]).energy.components;
    for (const part of ['machine', 'active', 'idle', 'attributed'] as const) {
      expect(cpu?.[part].errors['model:h1'], part).toBeCloseTo(0.1, 12);
    }
  });

  test('a counter’s error moves the energy alone; the idle error moves active and idle with opposite signs', () => {
    const { cpu } = recordOf([start(), machine([RAPL]), s]).energy.components;
    expect(cpu?.machine.errors).toEqual({ 'rapl:h1': 0.02 });
    expect(cpu?.idle.errors).toEqual({ 'idle:h1': 0.3 });
    // active = (E − I) s = 3; ∂/∂E = s E, ∂/∂I = −s I
    expect(cpu?.active.errors['rapl:h1']).toBeCloseTo((0.02 * 10 * 0.5) / 3, 12);
    expect(cpu?.active.errors['idle:h1']).toBeCloseTo((-0.3 * 4 * 0.5) / 3, 12);
    // attributed = active + I x = 6; ∂/∂I = (x − s) I
    expect(cpu?.attributed.errors['rapl:h1']).toBeCloseTo((0.02 * 10 * 0.5) / 6, 12);
    expect(cpu?.attributed.errors['idle:h1']).toBeCloseTo((0.3 * 4 * 0.25) / 6, 12);
  });

  test('the sensitivities are the derivatives: a counter that reads more, an idle power that is higher', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const energy = fc.double({ min: 1, max: 100, noNaN: true });
    const one = fc.tuple(energy, fc.double({ min: 0.05, max: 0.5, noNaN: true }), share, share);
    fc.assert(
      fc.property(fc.array(one, { minLength: 1, maxLength: 5 }), (samples) => {
        const record = (moreE: number, moreI: number): number =>
          recordOf([
            start(),
            machine([RAPL]),
            ...samples.map(([e, i, si, xi]) => sample([e * (1 + moreE)], [e * i * (1 + moreI)], [si], [xi])),
          ]).energy.components['cpu']?.attributed.value ?? 0;
        const base = record(0, 0);
        fc.pre(base > 1e-6);
        const { errors } = recordOf([
          start(),
          machine([RAPL]),
          ...samples.map(([e, i, si, xi]) => sample([e], [e * i], [si], [xi])),
        ]).energy.components['cpu']?.attributed ?? { errors: NO_ERRORS };
        const step = 1e-3;
        expect(Number(errors['rapl:h1'] ?? 0)).toBeCloseTo(
          (0.02 * (record(step, 0) - base)) / step / base,
          6,
        );
        expect(Number(errors['idle:h1'] ?? 0)).toBeCloseTo((0.3 * (record(0, step) - base)) / step / base, 6);
      }),
    );
  });

  test('a source that components share adds linearly, others in quadrature', () => {
    const shared = machine([component('cpu'), component('ram')]);
    const apart = machine([component('cpu'), component('ram', { errors: { 'ram:h1': 0.1 } })]);
    const two = sample([10, 10], [0, 0], [1, 1], [1, 1]);
    const width = (m: JournalEvent): number => {
      const { low, high } = recordOf([start(), m, two]).energy.wall.machine;
      return (high ?? 0) - (low ?? 0);
    };
    expect(width(shared) / width(apart)).toBeCloseTo(Math.SQRT2, 1);
  });
});

describe('what is not known', () => {
  test('a share with bounds gives bounds and no value, and the machine stays known', () => {
    const run = reduce(
      lines([start(), machine([component('gpu:0', { errors: {} })]), sample([10], [4], [[0.2, 0.6]], [1])]),
    );
    const { 'gpu:0': gpu } = run.record().energy.components;
    expect(gpu?.active).toMatchObject({
      value: null,
      low: expect.closeTo(1.2, 12) as number,
      high: expect.closeTo(3.6, 12) as number,
    });
    expect(gpu?.attributed).toMatchObject({
      value: null,
      low: expect.closeTo(5.2, 12) as number,
      high: expect.closeTo(7.6, 12) as number,
    });
    expect(gpu?.machine.value).toBe(10);
    expect(gpu?.share.value).toBeNull();
    expect(run.attributedWallJ).toBeCloseTo(6.4, 12); // the middle
  });

  test('without an idle power active lies between nothing and all that the share gives', () => {
    const { cpu } = recordOf([
      start(),
      machine([component('cpu', { errors: {} })]),
      sample([10], [null], [0.5], [0.2]),
    ]).energy.components;
    expect(cpu?.active).toMatchObject({ value: null, low: 0, high: 5 });
    expect(cpu?.attributed).toMatchObject({ value: null, low: 2, high: 5 });
    expect(cpu?.idle).toMatchObject({ value: null, low: 0, high: 10 });
    expect(cpu?.machine.value).toBe(10);
  });

  test('bounds hold whatever the unknown idle part is', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(share, share, share, (part, s, x) => {
        const bounds = reduce(
          lines([start(), machine([component('cpu', { errors: {} })]), sample([10], [null], [s], [x])]),
        );
        const truth = reduce(
          lines([start(), machine([component('cpu', { errors: {} })]), sample([10], [10 * part], [s], [x])]),
        );
        const { low, high } = interval(bounds.headline('attributed'));
        expect(truth.attributedWallJ).toBeGreaterThanOrEqual((low ?? 0) - 1e-9);
        expect(truth.attributedWallJ).toBeLessThanOrEqual((high ?? 0) + 1e-9);
      }),
    );
  });

  test('an unavailable component is there with its reason, without a value', () => {
    const gpu = component('gpu:0', { available: false, reason: 'no permission; join the group render' });
    const { components } = recordOf([start(), machine([gpu, CPU]), sample([10], [4], [1], [1])]).energy;
    expect(components['gpu:0']).toMatchObject({ reason: gpu.reason, machine: { value: null, low: null } });
    expect(components['cpu']?.machine.value).toBe(10);
  });

  test('an intensity without a value bounds the carbon', () => {
    const m = machine([component('cpu', { errors: {} })]);
    const wide = { ...m.intensity, value: null, low: 20, high: 900, errors: {} };
    const { operational } = recordOf([
      start(),
      { ...m, intensity: wide },
      sample([3.6e6], [0], [1], [1]),
    ]).carbon;
    expect(operational).toMatchObject({
      value: null,
      low: expect.closeTo(30, 9) as number,
      high: expect.closeTo(1350, 9) as number,
    });
  });

  test('samples whose machine line is lost are said, not guessed', () => {
    const all = lines([start(), machine([CPU, OTHER]), sample([10, 1], [4, 1], [1, 1], [1, 1])]);
    const run = reduce(all.filter((line) => line.k !== 'machine'));
    expect(run.record().energy.wall.machine.value).toBe(0);
    expect(run.record().warnings).toMatchObject([{ code: 'E_JOURNAL' }]);
  });

  test('without its first line a run is known by its folder', () => {
    const all = lines([start(), machine([CPU]), sample([10], [4], [1], [1])]);
    const record = reduce(all.slice(1)).record();
    expect(record).toMatchObject({ id: ID, rootId: ID, state: 'running', durationS: 1 });
    expect(record.startedAt).toBe('2024-10-26T21:35:46.816Z');
    expect(record.name).toMatch(/^[a-z]+-[a-z]+-pqrs$/u);
    expect(record.energy.wall.attributed.value).toBe(10);
  });
});

describe('windows', () => {
  const tenJ = sample([10], [0], [1], [0]);

  test('overlapping windows each hold what lies in them', () => {
    const { stages } = recordOf([
      start(),
      machine([CPU]),
      begin('a', '1'),
      tenJ,
      begin('b', '2'),
      tenJ,
      close('a', '1'),
      tenJ,
      close('b', '2'),
    ]).energy;
    expect(stages).toMatchObject({
      a: { attributed: { value: 20 }, durationS: 2, count: 1 },
      b: { attributed: { value: 20 }, durationS: 2, count: 1 },
    });
  });

  test('a name that is used again is summed; inside itself it counts once', () => {
    const again = recordOf([
      start(),
      machine([CPU]),
      begin('a', '1'),
      tenJ,
      close('a', '1'),
      tenJ,
      begin('a', '2'),
      tenJ,
      close('a', '2'),
    ]);
    expect(again.energy.stages['a']).toMatchObject({ attributed: { value: 20 }, durationS: 2, count: 2 });
    const inside = recordOf([
      start(),
      machine([CPU]),
      begin('a', '1'),
      tenJ,
      begin('a', '2', '1'),
      tenJ,
      close('a', '2'),
      close('a', '1'),
    ]);
    expect(inside.energy.stages['a']).toMatchObject({
      attributed: { value: 20 },
      self: { value: 20 },
      durationS: 2,
      count: 2,
    });
  });

  test('self is what stands in no window inside', () => {
    const { stages } = recordOf([
      start(),
      machine([CPU]),
      begin('out', '1'),
      tenJ,
      begin('in', '2', '1'),
      tenJ,
      tenJ,
      close('in', '2'),
      tenJ,
    ]).energy;
    expect(stages['out']).toMatchObject({ attributed: { value: 40 }, self: { value: 20 }, durationS: 4 });
    expect(stages['in']).toMatchObject({ attributed: { value: 20 }, self: { value: 20 }, parent: 'out' });
  });

  test('live: the open stage, a window by its id while open and after', () => {
    const run = new RunReducer(ID);
    for (const line of lines([
      start(),
      machine([CPU]),
      begin('out', '1'),
      tenJ,
      begin('in', '2', '1'),
      tenJ,
      close('in', '2'),
      tenJ,
    ])) {
      run.apply(line);
      if (line.seq === 5) expect(run.openStage).toBe('in');
    }
    expect(run.openStage).toBe('out');
    expect(run.windowEnergy('2')).toMatchObject({
      name: 'in',
      durationS: 1,
      energy: { attributed: { value: 10 } },
    });
    expect(run.windowEnergy('1')).toMatchObject({
      name: 'out',
      durationS: 3,
      energy: { machine: { value: 30 } },
    });
    expect(run.windowEnergy('none')).toBeUndefined();
  });

  test('an end without a beginning, and names of the language, do no harm', () => {
    const { stages } = recordOf([
      start(),
      machine([CPU]),
      close('x', '9'),
      begin('__proto__', '1'),
      tenJ,
      close('__proto__', '1'),
    ]).energy;
    expect(Object.keys(stages)).toEqual(['__proto__']);
  });
});

describe('reports', () => {
  test('epochs take the metrics that name them or came since the epoch before', () => {
    const tenJ = sample([10], [0], [1], [0]);
    const { energy, metrics } = recordOf([
      start(),
      machine([CPU]),
      tenJ,
      { k: 'metric', values: { loss: 3 } },
      { k: 'metric', values: { acc: 0.5 }, epoch: 1 },
      { k: 'epoch', n: 1, of: 3 },
      tenJ,
      tenJ,
      { k: 'metric', values: { acc: 0.6 }, epoch: 1 },
      { k: 'metric', values: { loss: 2 } },
      { k: 'epoch', n: 2 },
      { k: 'metric', values: { loss: 1 } },
    ]);
    expect(energy.epochs).toMatchObject([
      { n: 1, attributed: { value: 10 }, durationS: 1, metrics: { loss: 3, acc: 0.6 } },
      { n: 2, attributed: { value: 20 }, durationS: 2, metrics: { loss: 2 } },
    ]);
    expect(metrics).toEqual({ loss: 1, acc: 0.6 });
  });

  test('marks say what the run had cost until then; gaps when they began', () => {
    const record = recordOf([
      start(),
      machine([CPU]),
      sample([10], [0], [1], [0], { dt: 2 }),
      { k: 'mark', name: 'loaded' },
      { k: 'gap', dt: 5, why: 'suspended' },
      sample([1], [0], [1], [0]),
    ]);
    expect(record.marks).toEqual([{ name: 'loaded', atS: 2, attributedJ: 10 }]);
    expect(record.gaps).toEqual([{ atS: 2, durationS: 5, why: 'suspended' }]);
    expect(record.durationS).toBe(8);
  });

  test('what ended before its tracker had read anything is unknown: what was read afterwards is another time’s', () => {
    const events: readonly JournalEvent[] = [
      start(),
      machine([CPU]),
      { k: 'gap', dt: 2, why: 'the tracker was starting' },
      begin('a'),
      sample([10], [2], [1], [1]),
      close('a'),
    ];
    const { energy, carbon, grade } = recordOf([...events, { ...end({ durationS: 1.5 }), sha256: '' }]);
    for (const layer of [energy.chips, energy.wall, energy.facility]) {
      for (const e of Object.values(layer)) expect(e).toMatchObject({ value: null, high: null });
    }
    const [cpu, stage] = [energy.components['cpu'], energy.stages['a']];
    for (const e of [cpu?.attributed, cpu?.machine, stage?.attributed, carbon.operational]) {
      expect(e).toMatchObject({ value: null, high: null });
    }
    expect({ grade, measured: energy.measuredFraction }).toEqual({ grade: 'C', measured: 0 });
    const longer = recordOf([...events, { ...end({ durationS: 3 }), sha256: '' }]);
    expect(longer.energy.chips.machine.value).toBe(10);
  });

  test('tags, notes and a new name, before and after the end', () => {
    const record = recordOf([
      start(),
      { k: 'tag', add: ['a', 'first'], remove: [] },
      END,
      { k: 'tag', add: ['b'], remove: ['a'] },
      { k: 'note', text: 'good', at: '2026-03-02T00:00:00Z' },
      { k: 'rename', name: 'best' },
    ]);
    expect(record).toMatchObject({
      name: 'best',
      tags: ['first', 'b'],
      notes: [{ text: 'good' }],
      state: 'ok',
    });
  });

  test('the same warning is kept once', () => {
    const warning: JournalEvent = { k: 'warning', code: 'E_METER', what: 'no RAPL', fix: 'chmod' };
    expect(recordOf([start(), warning, warning]).warnings).toEqual([
      { code: 'E_METER', what: 'no RAPL', fix: 'chmod' },
    ]);
  });
});

const grade = (parts: readonly (readonly ['A' | 'B' | 'C', number])[]): RunRecord =>
  recordOf([
    start(),
    machine([...parts.map(([g], n) => component(`gpu:${n}`, { grade: g })), OTHER]),
    sample(
      [...parts.map(([, e]) => e), 100],
      [...parts.map(() => 0), 0],
      [...parts.map(() => 1), 1],
      [...parts.map(() => 1), 1],
    ),
  ]);

describe('grade', () => {
  test('the worst among components with a tenth of the attributed chips energy', () => {
    expect(
      grade([
        ['A', 95],
        ['C', 5],
      ]),
    ).toMatchObject({ grade: 'A', energy: { measuredFraction: 0.95 } });
    expect(
      grade([
        ['A', 90],
        ['C', 10],
      ]).grade,
    ).toBe('C');
    expect(
      grade([
        ['B', 50],
        ['A', 50],
      ]),
    ).toMatchObject({ grade: 'B', energy: { measuredFraction: 0.5 } });
  });

  test('a run that has used nothing is graded by the machine', () => {
    const idle = recordOf([
      start(),
      machine([component('cpu', { grade: 'A' })]),
      sample([10], [10], [0], [0]),
    ]);
    expect(idle).toMatchObject({ grade: 'A', energy: { measuredFraction: 1 } });
    expect(recordOf([start()]).grade).toBe('C');
  });
});

test('embodied carbon: total × duration / lifetime × idle share', () => {
  const m = machine([CPU], {
    embodied: { total: sourced(1000, 'g', { errors: { embodied: 0.5 } }), lifetimeS: 100 },
  });
  const shares = [sample([10], [4], [1], [1]), sample([10], [4], [1], [0.5], { dt: 3 })];
  const { embodied } = recordOf([start(), m, ...shares, { ...end({ durationS: 4 }), sha256: '' }]).carbon;
  expect(embodied.value).toBeCloseTo(1000 * 0.04 * ((1 + 0.5 * 3) / 4), 9);
  expect(embodied.errors['embodied']).toBeCloseTo(0.5, 9);
});

test('cost: energy of the facility times the price', () => {
  const m = machine([CPU], {
    price: { ...sourced(0.3, 'EUR/kWh', { errors: { price: 0.1 } }), currency: 'EUR' },
  });
  const { cost } = recordOf([start(), m, sample([3.6e6], [0], [1], [1])]);
  expect(cost?.total).toMatchObject({ value: expect.closeTo(0.45, 9) as number, unit: 'EUR' });
});

test('components that change on the way keep their sums, each with its own errors', () => {
  const run = reduce(
    lines([
      start(),
      machine([RAPL]),
      sample([10], [0], [1], [0]),
      machine([component('cpu', { method: 'model:cpu-load', grade: 'B' }), component('ram', { grade: 'C' })]),
      sample([10, 2], [0, 0], [1, 1], [0, 0]),
      machine([component('cpu', { available: false, reason: 'gone' }), component('ram', { grade: 'C' })]),
      sample([2], [0], [1], [0]),
    ]),
  );
  const { components } = run.record().energy;
  expect(components['cpu']).toMatchObject({ machine: { value: 20 }, reason: 'gone' });
  expect(components['cpu']?.machine.errors).toEqual({ 'rapl:h1': 0.01, 'model:h1': 0.05 });
  expect(components['ram']?.machine.value).toBe(4);
  expect(run.machineWallJ).toBe(24);
});

test('live figures agree with the record', () => {
  const run = reduce(
    lines([start(), machine([CPU, OTHER]), sample([10, 4], [4, 2], [0.5, 0.5], [1, 1], { dt: 2 })]),
  );
  const record = run.record();
  expect(run.attributedWallJ).toBeCloseTo(record.energy.wall.attributed.value ?? 0, 12);
  expect(run.machineWallJ).toBe(record.energy.wall.machine.value);
  expect(run.headline('machine').value).toBe(14);
  expect(run.wallEnergy().active.value).toBe(record.energy.wall.active.value);
  expect(run.carbon().value).toBe(record.carbon.operational.value);
  expect(run.lastPowerW).toBeCloseTo(5, 12);
  expect(run.durationS).toBe(2);
  expect(run.epochEnergies()).toEqual([]);
});
