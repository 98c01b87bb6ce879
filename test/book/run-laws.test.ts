import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JournalEvent, JournalLine, SampleEvent } from '../../src/book/journal-event.ts';
import { encodeLine, parseLine } from '../../src/book/journal-line.ts';
import type { RunRecord } from '../../src/book/run-record.ts';
import { RunReducer } from '../../src/book/run-reducer.ts';
import { begin, close, component, end, ID, lines, machine, sample, sourced, start } from './events.ts';

function reduce(all: readonly JournalLine[]): RunReducer {
  const run = new RunReducer(ID);
  for (const line of all) run.apply(line);
  return run;
}

function recordOf(events: readonly JournalEvent[]): RunRecord {
  return reduce(lines(events)).record();
}

const RAPL = component('cpu', {
  method: 'rapl',
  grade: 'A',
  errors: { 'rapl:h1': 0.02 },
  idleErrors: { 'idle:h1': 0.3 },
});
const OTHER = component('other', { method: 'model:other', grade: 'C', errors: { 'psu:h1': 0.2 } });
const END: JournalEvent = { ...end(), sha256: '' };

/** One sample as two that follow each other. */
function split(one: SampleEvent, at: number): readonly SampleEvent[] {
  const part = (f: number): SampleEvent => ({
    ...one,
    dt: one.dt * f,
    e: one.e.map((e) => (typeof e === 'number' ? e * f : [e[0] * f, e[1] * f])),
    i: one.i.map((i) => (i === null ? null : i * f)),
    u: one.u * f,
    b: one.b * f,
    o: one.o * f,
  });
  return [part(at), part(1 - at)];
}

/** Whether two values agree to 1e-9, all the way down. */
function alike(a: unknown, b: unknown, path = ''): void {
  // A spread whose sides agree to the last bits is one number, or two: that hangs on those bits.
  if (typeof a === 'number' && Array.isArray(b)) return alike([a, a], b, path);
  if (Array.isArray(a) && typeof b === 'number') return alike(a, [b, b], path);
  if (typeof a === 'number' && typeof b === 'number') {
    expect(Math.abs(a - b), path).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(a), Math.abs(b)));
  } else if (typeof a === 'object' && a !== null && typeof b === 'object' && b !== null) {
    expect(Object.keys(b), path).toEqual(Object.keys(a));
    for (const key of Object.keys(a)) {
      alike((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key], `${path}.${key}`);
    }
  } else expect(b, path).toEqual(a);
}

const mid = (
  w: { readonly value: number | null; readonly low: number | null; readonly high: number | null } | undefined,
): number => w?.value ?? ((w?.low ?? 0) + (w?.high ?? 0)) / 2;
describe('laws', () => {
  // The sampler writes millionths.
  const share = fc.integer({ min: 0, max: 1e6 }).map((n) => n / 1e6);
  const anyShare = fc.oneof(
    share,
    fc.tuple(share, share).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const),
  );
  const joules = fc.integer({ min: 0, max: 1e9 }).map((n) => n / 1e6);
  const cell = fc.record({
    e: joules,
    /** How far the upper end of the energy stands above it, where only bounds are known. */
    more: fc.option(joules, { freq: 4 }),
    idle: fc.option(share, { freq: 8 }),
    s: anyShare,
    x: anyShare,
  });
  const anySample = fc
    .tuple(cell, cell, cell, fc.double({ min: 0.01, max: 10, noNaN: true }))
    .map(([a, b, c, dt]): SampleEvent => {
      const cells = [a, b, c];
      return sample(
        cells.map(({ e, more }) => (more === null ? e : ([e, e + more] as const))),
        cells.map(({ e, idle }) => (idle === null ? null : e * idle)),
        cells.map(({ s }) => s),
        cells.map(({ x }) => x),
        { dt },
      );
    });
  const samples = fc.array(anySample, { minLength: 1, maxLength: 8 });
  const MACHINE = machine([RAPL, component('ram', { grade: 'C' }), OTHER], {
    embodied: { total: sourced(1e6, 'g', { errors: { embodied: 0.3 } }), lifetimeS: 1e8 },
    price: { ...sourced(0.3, 'EUR/kWh'), currency: 'EUR' },
  });

  test('splitting samples at any point changes nothing', () => {
    fc.assert(
      fc.property(samples, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (all, at) => {
        const { samples: whole, ...a } = recordOf([start(), MACHINE, ...all, END]);
        const { samples: parts, ...b } = recordOf([
          start(),
          MACHINE,
          ...all.flatMap((one) => split(one, at)),
          END,
        ]);
        expect(parts).toBe(2 * whole);
        alike(a, b);
      }),
    );
  });

  test('the record of events is the record of what was written and read', () => {
    fc.assert(
      fc.property(samples, (all) => {
        const events = lines([start(), MACHINE, ...all, { k: 'mark', name: 'm' }, END]);
        const parsed = events.map(({ seq, t, ...event }) => {
          const line = parseLine(encodeLine(seq, t, event));
          if (!line.ok) throw new Error(line.error.why);
          return line.value;
        });
        expect(reduce(parsed).record()).toEqual(reduce(events).record());
      }),
    );
  });

  test('windows that partition a run sum to it, epochs too', () => {
    const exactly = machine([
      component('cpu', { errors: {} }),
      component('ram', { errors: {} }),
      component('other', { errors: {} }),
    ]);
    fc.assert(
      fc.property(fc.array(samples, { minLength: 1, maxLength: 4 }), (groups) => {
        const events = groups.flatMap((group, n): readonly JournalEvent[] => [
          begin(`w${n}`),
          ...group,
          close(`w${n}`),
          { k: 'epoch', n: n + 1 },
        ]);
        const { energy } = recordOf([start(), exactly, ...events, END]);
        for (const side of ['low', 'high'] as const) {
          for (const part of ['attributed', 'active'] as const) {
            const total = energy.wall[part][side] ?? 0;
            const tolerance = 1e-9 * Math.max(1, total);
            const windows = Object.values(energy.stages).reduce(
              (sum, window) => sum + (window[part][side] ?? 0),
              0,
            );
            const epochs = energy.epochs.reduce((sum, epoch) => sum + (epoch[part][side] ?? 0), 0);
            expect(Math.abs(windows - total)).toBeLessThanOrEqual(tolerance);
            expect(Math.abs(epochs - total)).toBeLessThanOrEqual(tolerance);
          }
        }
      }),
    );
  });

  test('nested = flat: windows inside others change no total, and self energies sum to the run', () => {
    fc.assert(
      fc.property(samples, samples, samples, (a, b, c) => {
        const nested = recordOf([
          start(),
          MACHINE,
          begin('run', '1'),
          ...a,
          begin('train', '2', '1'),
          ...b,
          begin('eval', '3', '2'),
          ...c,
          close('eval', '3'),
          close('train', '2'),
          close('run', '1'),
          END,
        ]);
        const flat = recordOf([start(), MACHINE, ...a, ...b, ...c, END]);
        alike(
          { ...flat, energy: { ...flat.energy, stages: {} } },
          { ...nested, energy: { ...nested.energy, stages: {} } },
        );
        const { run, train, eval: evaluation } = nested.energy.stages;
        alike(flat.energy.wall.attributed, run?.attributed);
        expect(train?.parent).toBe('run');
        const run3 = reduce(lines([start(), MACHINE, ...c]));
        alike(run3.record().energy.wall.attributed, evaluation?.attributed);
        expect(mid(evaluation?.self)).toBeCloseTo(mid(evaluation?.attributed), 9);
      }),
    );
  });

  test('a nested run has the active energy of the run that holds it, and no idle share', () => {
    fc.assert(
      fc.property(samples, (all) => {
        const root = recordOf([start(), MACHINE, ...all, END]);
        const nested = recordOf([start({ id: 'N', rootId: ID, parentId: ID }), MACHINE, ...all, END]);
        alike(root.energy.wall.active, nested.energy.wall.active);
        alike(nested.energy.wall.active, nested.energy.wall.attributed);
        expect(nested.carbon.embodied.value).toBe(0);
      }),
    );
  });
});
