import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ComponentRecord, RunRecord } from '../../../src/book/run-record.ts';
import { summable } from '../../../src/book/summable.ts';
import { isOfJob } from '../../../src/report/merge/is-of-job.ts';
import { mergeRuns } from '../../../src/report/merge/merge-runs.ts';
import { overlapOf } from '../../../src/report/merge/overlap.ts';
import { refusal } from '../../../src/report/merge/refusal.ts';
import { unionS } from '../../../src/report/merge/span.ts';
import { sum } from '../../../src/units/arithmetic.ts';
import { estimate, type ErrorSources, fromWritten, interval, written } from '../../../src/units/estimate.ts';
import { aRecord } from '../../book/a-record.ts';

const AT = Date.parse('2026-11-20T10:00:00.000Z');
const J = (value: number, errors: ErrorSources = {}) => written(estimate(value, errors), 'J');

function component(attributedJ: number, machineJ: number, uuid?: string): ComponentRecord {
  return {
    attributed: J(attributedJ),
    active: J(attributedJ),
    idle: J(0),
    machine: J(machineJ),
    share: { method: 'cpu-time', value: attributedJ / machineJ },
    method: 'rapl',
    grade: 'A',
    ...(uuid === undefined ? {} : { uuid }),
  };
}

interface Wishes extends Partial<Omit<RunRecord, 'energy'>> {
  readonly atS?: number;
  readonly attributedJ?: number;
  readonly machineJ?: number;
  readonly errors?: ErrorSources;
  readonly components?: RunRecord['energy']['components'];
}

/** A run of a node. */
function node(name: string, hostId: string, wishes: Wishes = {}): RunRecord {
  const {
    atS = 0,
    attributedJ = 100,
    machineJ = 200,
    errors = { [`model:${hostId}`]: 0.1 },
    components,
    ...rest
  } = wishes;
  const record = aRecord({
    name,
    hostId,
    startedAt: new Date(AT + atS * 1000).toISOString(),
    scope: 'attributed',
    ...rest,
  });
  const layer = {
    attributed: J(attributedJ, errors),
    active: J(attributedJ * 0.7, errors),
    machine: J(machineJ, errors),
  };
  return {
    ...record,
    energy: {
      ...record.energy,
      chips: layer,
      wall: layer,
      facility: layer,
      components: components ?? { cpu: component(attributedJ, machineJ) },
    },
  };
}

const wallOf = (runs: readonly RunRecord[]) => mergeRuns(runs).figures.energy.wall;

describe('the sum of runs', () => {
  test('adds errors of one source linearly, of different ones in quadrature', () => {
    const apart = wallOf([node('a', 'h1'), node('b', 'h2')]).attributed;
    const shared = wallOf([
      node('a', 'h1', { errors: { 'model:cpu': 0.1 } }),
      node('b', 'h2', { errors: { 'model:cpu': 0.1 } }),
    ]).attributed;
    expect(apart).toMatchObject({ value: 200, errors: { 'model:h1': 0.05, 'model:h2': 0.05 } });
    expect(shared).toMatchObject({ value: 200, errors: { 'model:cpu': 0.1 } });
    expect((shared.high ?? 0) - (shared.low ?? 0)).toBeGreaterThan(
      1.3 * ((apart.high ?? 0) - (apart.low ?? 0)),
    );
  });

  test('is the sum of its parts in every layer and scope, in any order', () => {
    const joules = fc.double({ min: 0.001, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(fc.array(joules, { minLength: 1, maxLength: 6 }), (values) => {
        const runs = values.map((value, i) =>
          node(`n${i}`, `h${i}`, { attributedJ: value, machineJ: value * 3 }),
        );
        const merged = wallOf(runs);
        const expected = interval(sum(runs.map((run) => fromWritten(run.energy.wall.attributed))));
        const total = values.reduce((a, b) => a + b, 0);
        expect((merged.attributed.value ?? 0) / total).toBeCloseTo(1, 9);
        expect((merged.machine.value ?? 0) / total).toBeCloseTo(3, 9);
        expect((merged.attributed.low ?? 0) / (expected.low ?? 1)).toBeCloseTo(1, 9);
        expect((wallOf([...runs].reverse()).attributed.high ?? 0) / (expected.high ?? 1)).toBeCloseTo(1, 9);
      }),
    );
  });

  test('keeps GPUs apart, numbers them anew, and sums what is one of a machine', () => {
    const on = (host: string) =>
      node(host, host, {
        components: {
          cpu: component(10, 20),
          'gpu:0': component(30, 40, `GPU-${host}`),
          other: component(1, 2),
        },
      });
    const { components } = mergeRuns([on('h1'), on('h2')]).figures.energy;
    expect(Object.keys(components)).toEqual(['cpu', 'gpu:0', 'gpu:1', 'other']);
    expect(components['cpu']?.attributed.value).toBe(20);
    expect(components['gpu:1']).toMatchObject({ uuid: 'GPU-h2', attributed: { value: 30 } });
  });

  test('what a component is unknown of stays unknown', () => {
    const blind = {
      ...component(1, 2),
      attributed: { value: null, low: null, high: null, unit: 'J', errors: {} },
    };
    const { components } = mergeRuns([node('a', 'h1'), node('b', 'h2', { components: { cpu: blind } })])
      .figures.energy;
    expect(components['cpu']?.attributed).toMatchObject({ value: null, high: null });
  });

  test('lasts as long as one of them lived', () => {
    expect(mergeRuns([node('a', 'h1'), node('b', 'h2', { atS: 30 })])).toMatchObject({
      startedAt: '2026-11-20T10:00:00.000Z',
      endedAt: '2026-11-20T10:01:30.000Z',
      durationS: 90,
    });
    const span = fc.tuple(fc.nat(1000), fc.nat(1000)).map(([fromMs, ms]) => ({ fromMs, toMs: fromMs + ms }));
    fc.assert(
      fc.property(fc.array(span, { maxLength: 8 }), (spans) => {
        let covered = 0;
        for (let ms = 0; ms < 2000; ms++)
          if (spans.some(({ fromMs, toMs }) => ms >= fromMs && ms < toMs)) covered++;
        expect(unionS(spans) * 1000).toBeCloseTo(covered, 6);
      }),
    );
  });

  test('of runs that were on one machine together has bounds of what the machine used', () => {
    const half = { machineJ: 200, attributedJ: 90, components: { cpu: component(90, 200) } };
    const { machine, attributed } = wallOf([
      node('a', 'h1', { ...half, errors: {} }),
      node('b', 'h1', { ...half, errors: {} }),
      node('c', 'h1', { ...half, errors: {}, atS: 100 }),
    ]);
    expect(attributed.value).toBe(270);
    expect(machine).toMatchObject({ value: null, low: 400, high: 600 });
  });

  test('failed where one of them did, and says what all say alike', () => {
    const merged = mergeRuns([
      node('a', 'h1', { params: { lr: 0.1, rank: 0 }, tags: ['x'], metrics: { loss: 1 } }),
      node('b', 'h2', {
        params: { lr: 0.1, rank: 1 },
        tags: ['y'],
        metrics: { loss: 2, acc: 3 },
        state: 'failed',
        exitCode: 7,
        grade: 'C',
      }),
    ]);
    expect(merged).toMatchObject({
      state: 'failed',
      exitCode: 7,
      params: { lr: 0.1 },
      tags: ['x', 'y'],
      hostId: '',
    });
    expect(merged.params).not.toHaveProperty('rank');
    expect(merged.figures).toMatchObject({ metrics: { loss: 1, acc: 3 }, grade: 'C' });
    expect(merged.figures.parts?.map(({ name }) => name)).toEqual(['a', 'b']);
  });
});

describe('runs that claim the same energy', () => {
  test.each<[string, RunRecord, RunRecord, RegExp]>([
    [
      'both count all of a machine',
      node('a', 'h1', { scope: 'machine' }),
      node('b', 'h1', { scope: 'machine', atS: 59 }),
      /all of the machine h1/,
    ],
    [
      'their shares of one machine exceed it',
      node('a', 'h1', { components: { cpu: component(150, 200) } }),
      node('b', 'h1', { components: { cpu: component(150, 200) } }),
      /more of cpu of h1 than it used/,
    ],
    [
      'their shares of one GPU exceed it, though their containers seem to be different machines',
      node('a', 'c1', { components: { 'gpu:0': component(200, 200, 'GPU-1') } }),
      node('b', 'c2', { components: { 'gpu:3': component(200, 200, 'GPU-1') } }),
      /more of GPU-1/,
    ],
    [
      'one is a part of the other',
      node('a', 'h1', { id: 'A', rootId: 'A' }),
      node('b', 'h1', { id: 'B', rootId: 'A', parentId: 'A', atS: 1 }),
      /one is a part/,
    ],
  ])('are refused: %s', (_, a, b, why) => {
    for (const pair of [
      [a, b],
      [b, a],
    ]) {
      const refused = refusal(pair);
      expect(refused).toMatchObject({ code: 'E_OVERLAP', why: expect.stringMatching(why) as string });
      expect(refused?.what).toContain(`${a.name} (`);
      expect(refused?.what).toContain(`${b.name} (`);
      expect(refused?.fix).toBeTruthy();
    }
  });

  test.each<[string, RunRecord, RunRecord]>([
    ['two nodes', node('a', 'h1', { scope: 'machine' }), node('b', 'h2', { scope: 'machine' })],
    [
      'one machine, one after the other',
      node('a', 'h1', { scope: 'machine' }),
      node('b', 'h1', { scope: 'machine', atS: 60 }),
    ],
    ['halves of one machine', node('a', 'h1'), node('b', 'h1')],
    [
      'all of a machine each, but hardly together',
      node('a', 'h1', { components: { cpu: component(120, 200) } }),
      node('b', 'h1', { components: { cpu: component(120, 200) }, atS: 55 }),
    ],
    [
      'two GPUs of one machine',
      node('a', 'h1', { components: { 'gpu:0': component(200, 200, 'GPU-1') } }),
      node('b', 'h1', { components: { 'gpu:0': component(200, 200, 'GPU-2') } }),
    ],
    [
      'a root and who took over from it',
      node('a', 'h1', { attributedJ: 190 }),
      node('b', 'h1', { attributedJ: 190, atS: 60.05, continues: 'A' }),
    ],
  ])('are not: %s', (_, a, b) => expect(refusal([a, b])).toBeUndefined());

  test('shares that sum to more than a machine are refused, others are not', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(share, share, (x, y) => {
        const run = (name: string, part: number) =>
          node(name, 'h1', { intervalS: 1, components: { cpu: component(Math.max(1e-9, part * 200), 200) } });
        const isRefused = overlapOf([run('a', x), run('b', y)]) !== undefined;
        if (x + y <= 1) expect(isRefused).toBe(false);
        if (x + y > 1.06) expect(isRefused).toBe(true); // one interval of each in a minute, and 2 %
      }),
    );
  });

  test('a run twice, a part alone, a sum, what still runs, and one run alone are no sum', () => {
    const run = node('a', 'h1');
    expect(refusal([run, run])).toMatchObject({ code: 'E_OVERLAP', why: 'they are one run' });
    const part = node('b', 'h2', { rootId: 'R', parentId: 'R' });
    expect(refusal([run, part])).toMatchObject({ code: 'E_USAGE', fix: 'name its root instead: R' });
    const total = node('m', '', { parts: mergeRuns([node('x', 'h3'), node('y', 'h4')]).figures.parts ?? [] });
    expect(refusal([run, total])).toMatchObject({ code: 'E_USAGE' });
    expect(refusal([run, { ...total, parts: mergeRuns([run]).figures.parts ?? [] }])).toMatchObject({
      code: 'E_OVERLAP',
    });
    expect(refusal([run, node('c', 'h3', { state: 'running' })])).toMatchObject({ code: 'E_USAGE' });
    expect(refusal([run])).toMatchObject({ code: 'E_USAGE' });
  });
});

describe('sums beside their parts', () => {
  test('count once, whichever of them are there', () => {
    const runs = [{ id: 'A' }, { id: 'B' }, { id: 'C', parentId: 'A' }, { id: 'M', parts: ['A', 'X'] }];
    const ids = (given: typeof runs) => summable(given).map(({ id }) => id);
    expect(ids(runs)).toEqual(['B', 'M']);
    expect(ids(runs.slice(0, 3))).toEqual(['A', 'B']);
    expect(ids(runs.slice(3))).toEqual(['M']);
  });
});

describe('the runs of a job', () => {
  const job = { launcher: 'slurm', id: '42', step: '0', rank: 1, size: 8 };
  test.each<[string, Wishes, string, boolean]>([
    ['by its number', { job }, '42', true],
    ['by its step', { job }, '42.0', true],
    ['not another step', { job }, '42.1', false],
    ['by the variables of Slurm', { environment: { SLURM_JOB_ID: '42' } }, '42', true],
    ['not its parts', { job, parentId: 'R' }, '42', false],
    ['not the sum of an earlier merge', { job, parts: [] }, '42', false],
    ['nothing of another', { job }, '4', false],
  ])('%s', (_, wishes, name, is) => expect(isOfJob(node('a', 'h1', wishes), name)).toBe(is));
});
