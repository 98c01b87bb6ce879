import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judge } from '../../../src/report/waste/judge.ts';
import { piecesOf } from '../../../src/report/waste/piece.ts';
import { findRepeats } from '../../../src/report/waste/repeats.ts';
import { type WasteReport, wasteReport } from '../../../src/report/waste/waste-report.ts';
import type { WasteRun } from '../../../src/report/waste/waste-run.ts';
import { aRun, type RunWishes } from './a-run.ts';
import { RULES } from './rules.ts';

const flat = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ joules: 100, metrics: { accuracy: i === 0 ? 0.5 : 0.9 } }));

function report(
  runs: readonly WasteRun[],
  waiting: readonly (readonly [string, number])[] = [],
): WasteReport {
  const known = { repeats: findRepeats(runs), waiting: new Map(waiting), rules: RULES };
  const isNested = ({ parentId }: WasteRun): boolean => parentId !== null;
  return wasteReport(
    runs.filter((run) => !isNested(run)),
    runs.filter(isNested),
    known,
  );
}

const joulesOf = ({ causes }: WasteReport, cause: string): number =>
  causes.find((sum) => sum.cause === cause)?.energy.value ?? Number.NaN;

describe('the cause of a run', () => {
  test.each([
    ['failed', { state: 'failed', exitCode: 1 }, 'exit 1'],
    ['failed', { state: 'failed', exitCode: null, signal: 'SIGSEGV' }, 'SIGSEGV'],
    ['killed', { state: 'interrupted', signal: 'SIGINT' }, 'SIGINT'],
    ['killed', { state: 'lost' }, 'ended without saying so'],
    ['killed', { state: 'stopped', limit: 'max-energy' }, '--max-energy'],
  ] as const)('%s: %j', (cause, wishes, evidence) => {
    const told = report([aRun({ ...wishes, energyJ: 1000 })]);
    expect(joulesOf(told, cause)).toBeCloseTo(1000, 6);
    expect(told.useful.energy.value).toBeCloseTo(0, 6);
    expect(told.items[0]?.share.evidence).toBe(evidence);
  });

  test('a good run is useful, one that is alive is neither, and one with the tag not-waste has its reason', () => {
    const told = report([
      aRun(),
      aRun({ state: 'running', endedAt: null }),
      aRun({ state: 'failed', tags: ['not-waste'] }),
    ]);
    expect(told.useful.energy.value).toBeCloseTo(7200, 6);
    expect(told.running).toMatchObject({ runs: 1, energy: { value: 3600 } });
    expect(told.items).toEqual([]);
  });

  test('a watch of the machine ends by a limit or by hand: that is no waste', () => {
    const watches = (['stopped', 'interrupted', 'lost'] as const).map((state) =>
      aRun({ state, command: [] }),
    );
    expect(report(watches).items).toEqual([]);
    expect(report([aRun({ state: 'lost', command: [], kind: 'imported' })]).items).toHaveLength(1);
  });

  test('a failed run is not counted as a duplicate as well', () => {
    const told = report([aRun({ at: 0, commit: 'a' }), aRun({ at: 5, commit: 'a', state: 'failed' })]);
    expect(told.causes.filter(({ runs }) => runs > 0).map(({ cause }) => cause)).toEqual(['failed']);
  });

  test('a duplicate takes all of a run, its epochs past the plateau too', () => {
    const runs = [
      aRun({ at: 0, commit: 'a' }),
      aRun({ at: 5, commit: 'a', energyJ: 2000, epochs: flat(20) }),
    ];
    const told = report(runs);
    expect(joulesOf(told, 'duplicate')).toBeCloseTo(2000, 6);
    expect(joulesOf(told, 'past-plateau')).toBe(0);
  });

  test('epochs past the plateau and waiting share a run without counting a joule twice', () => {
    const run = aRun({ energyJ: 2000, epochs: flat(20) });
    const told = report([run], [[run.id, 0.5]]);
    // The plateau begins with the second epoch; three more to see it: 15 epochs of 100 J.
    expect(joulesOf(told, 'past-plateau')).toBeCloseTo(1500, 6);
    expect(joulesOf(told, 'idle')).toBeCloseTo(250, 6);
    expect(told.useful.energy.value).toBeCloseTo(250, 6);
  });
});

describe('runs in runs', () => {
  const root = (wishes: RunWishes = {}) =>
    aRun({
      id: '01ROOT0000000000000000000A',
      command: ['joulebook', 'repro'],
      kind: 'block',
      energyJ: 1000,
      activePart: 0.6,
      minutes: 10,
      ...wishes,
    });
  const nested = (kind: 'stage' | 'trial', wishes: RunWishes) =>
    aRun({ kind, parentId: '01ROOT0000000000000000000A', activePart: 1, minutes: 4, ...wishes });

  test('a stage that failed counts with its energy and its time of the machine, the others do not', () => {
    const told = report([
      root({ state: 'failed' }),
      nested('stage', { energyJ: 200, state: 'failed', name: 'fit' }),
      nested('stage', { energyJ: 300, name: 'other', at: 4 }),
    ]);
    // 200 J of its own and 4 of 10 minutes of 400 J idle.
    expect(joulesOf(told, 'failed')).toBeCloseTo(360, 6);
    expect(told.useful.energy.value).toBeCloseTo(640, 6);
    expect(told.total.energy.value).toBeCloseTo(1000, 6);
    // A twentieth of what it took with its part of the idle energy, as it would by itself: 18 J.
    expect(told.recommendations[0]?.command).toEqual([
      'joulebook',
      'repro',
      '--max-energy',
      '5.00 mWh',
      'fit',
    ]);
  });

  test('a trial that the search ended told it what it wanted to know', () => {
    const told = report([
      root(),
      nested('trial', { energyJ: 200, state: 'stopped' }),
      nested('trial', { energyJ: 100, state: 'failed' }),
    ]);
    expect(told.items.map(({ share }) => share.cause)).toEqual(['failed']);
  });

  test('a repro that was interrupted with nothing of it failed was killed itself', () => {
    const told = report([root({ state: 'interrupted' }), nested('stage', { energyJ: 600, minutes: 10 })]);
    expect(joulesOf(told, 'killed')).toBeCloseTo(0, 6);
    expect(report([root({ state: 'interrupted' })]).causes[1]).toMatchObject({ cause: 'killed', runs: 1 });
  });
});

describe('sums', () => {
  const anyRun = fc.record({
    at: fc.integer({ min: 0, max: 100 }),
    minutes: fc.integer({ min: 1, max: 30 }),
    energyJ: fc.oneof(fc.double({ min: 0.001, max: 1e9, noNaN: true }), fc.constant(null)),
    state: fc.constantFrom('ok', 'ok', 'ok', 'failed', 'interrupted', 'lost', 'stopped', 'running'),
    commit: fc.constantFrom('a', 'b'),
    params: fc.constantFrom({}, { lr: 1 }),
    parent: fc.option(fc.integer({ min: 0, max: 20 }), { nil: undefined }),
    kind: fc.constantFrom('stage', 'trial', 'command'),
    activePart: fc.double({ min: 0, max: 1, noNaN: true }),
    epochs: fc.constantFrom([], flat(4), flat(12), flat(40)),
    waiting: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  type AnyRun = typeof anyRun extends fc.Arbitrary<infer T> ? T : never;
  const made = (wishes: readonly AnyRun[]): readonly (readonly [WasteRun, number])[] => {
    const roots: WasteRun[] = [];
    return wishes.map(({ parent, waiting, kind, ...rest }) => {
      const above = parent === undefined ? undefined : roots[parent % Math.max(1, roots.length)];
      const run = aRun({
        ...rest,
        ...(above === undefined ? { kind: 'command' } : { kind, parentId: above.id }),
      });
      if (above === undefined) roots.push(run);
      return [run, waiting];
    });
  };

  test('of causes, of what was useful and of what is running are the total: nothing is counted twice, nothing is lost', () => {
    fc.assert(
      fc.property(fc.array(anyRun, { maxLength: 25 }), (wishes) => {
        const all = made(wishes);
        const runs = all.map(([run]) => run);
        const waiting = all.map(([run, part]) => [run.id, part] as const);
        const told = report(runs, waiting);
        const roots = runs.filter(({ parentId, energy }) => parentId === null && energy.value !== null);
        const truth = roots.reduce((sum, { energy }) => sum + (energy.value ?? 0), 0);
        const parts = [...told.causes, told.useful, told.running].reduce(
          (sum, { energy }) => sum + (energy.value ?? 0),
          0,
        );
        const tolerance = 1e-9 * Math.max(1, truth);
        expect(Math.abs((told.total.energy.value ?? 0) - truth)).toBeLessThanOrEqual(tolerance);
        expect(Math.abs(parts - truth)).toBeLessThanOrEqual(tolerance);
        const items = told.items.reduce((sum, { energy }) => sum + (energy.value ?? 0), 0);
        const causes = told.causes.reduce((sum, { energy }) => sum + (energy.value ?? 0), 0);
        expect(Math.abs(items - causes)).toBeLessThanOrEqual(tolerance);
        expect(told.recommendations.length).toBeLessThanOrEqual(5);
      }),
      { numRuns: 200 },
    );
  });

  test('the parts of each root are from 0 to 1 and add up to 1, and their intervals hold them', () => {
    fc.assert(
      fc.property(fc.array(anyRun, { maxLength: 25 }), (wishes) => {
        const all = made(wishes);
        const runs = all.map(([run]) => run);
        const known = {
          repeats: findRepeats(runs),
          waiting: new Map(all.map(([run, part]) => [run.id, part])),
          rules: RULES,
        };
        const nested = runs.filter(({ parentId }) => parentId !== null);
        const sums = new Map<string, number>();
        for (const piece of piecesOf(runs, nested)) {
          for (const { root, part, lowPart, highPart } of judge(piece, known)) {
            expect(part).toBeGreaterThanOrEqual(-1e-12);
            expect(part).toBeLessThanOrEqual(1 + 1e-12);
            expect(lowPart).toBeLessThanOrEqual(part + 1e-12);
            expect(highPart).toBeGreaterThanOrEqual(part - 1e-12);
            sums.set(root.id, (sums.get(root.id) ?? 0) + part);
          }
        }
        for (const sum of sums.values()) expect(sum).toBeCloseTo(1, 9);
      }),
      { numRuns: 200 },
    );
  });

  test('do not depend on the order of the runs', () => {
    fc.assert(
      fc.property(fc.array(anyRun, { maxLength: 15 }), (wishes) => {
        const runs = made(wishes).map(([run]) => run);
        const [one, other] = [report(runs), report([...runs].reverse())];
        one.causes.forEach(({ energy }, i) =>
          expect(other.causes[i]?.energy.value).toBeCloseTo(energy.value ?? 0, 3),
        );
      }),
      { numRuns: 50 },
    );
  });

  test('know errors that runs share once: two runs of one machine are no better known than one', () => {
    const told = report([aRun({ state: 'failed' }), aRun({ state: 'failed', at: 5 })]);
    expect(told.total.energy.errors).toEqual({ 'model:h1': 0.1 });
  });

  test('leave out a run of which only bounds are known, and name it', () => {
    const bounds = aRun({ energyJ: null });
    const told = report([bounds, aRun()]);
    expect(told.runs).toBe(1);
    expect(told.unknown.map(({ id }) => id)).toEqual([bounds.id]);
  });

  test('of no runs are nothing', () => {
    expect(report([])).toMatchObject({
      runs: 0,
      fromMs: null,
      total: { energy: { value: 0 } },
      recommendations: [],
    });
  });
});

describe('recommendations', () => {
  test('name the runs they rest on, what they would have saved and the command; the largest and surest first', () => {
    const runs = [
      aRun({ at: 0, commit: 'a', command: ['python', 'train.py', '--lr', '1'], energyJ: 1000 }),
      aRun({ at: 5, commit: 'a', command: ['python', 'train.py', '--lr', '1'], energyJ: 1000 }),
      aRun({
        at: 9,
        command: ['./other'],
        energyJ: 1500,
        epochs: flat(20).map((one) => ({ ...one, joules: 75 })),
      }),
      aRun({ at: 9, command: ['./bad'], energyJ: 1100, state: 'failed' }),
    ];
    const { recommendations } = report(runs);
    expect(recommendations.map(({ cause, confidence }) => [cause, confidence])).toEqual([
      ['past-plateau', 'medium'],
      ['duplicate', 'medium'],
      ['failed', 'low'],
    ]);
    expect(recommendations[1]).toMatchObject({
      command: [
        'joulebook',
        'stage',
        'add',
        '-n',
        'train',
        '-d',
        'train.py',
        'python',
        'train.py',
        '--lr',
        '1',
      ],
      evidence: [runs[1]?.id, runs[0]?.id],
      energy: { value: 1000, low: 0 },
    });
    expect(recommendations[0]?.command.slice(0, 3)).toEqual(['joulebook', 'run', '--max-energy']);
    for (const { energy } of recommendations) {
      expect(energy.low).toBeLessThanOrEqual(energy.value ?? 0);
      expect(energy.high).toBeGreaterThanOrEqual(energy.value ?? 0);
    }
  });

  test('leave out what is not worth it', () => {
    const runs = [aRun({ energyJ: 1e6 }), aRun({ at: 5, state: 'failed', command: ['x'], energyJ: 1 })];
    expect(report(runs).recommendations).toEqual([]);
  });
});
